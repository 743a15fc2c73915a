"""The registration page: all its cards as one thing that is checked and saved together.

A card checks itself; what two cards say about each other is checked here. Nothing is written here
(cases/registering.py does).
"""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from cases import spelling
from cases.filing import Filing
from cases.forms import possible_errors
from cases.forms.fields import typed
from cases.forms.offenses import OffenseFormSet, initial_of_offense, regions_to_choose
from cases.forms.person import PersonForm, initial_of_person
from cases.forms.possible_errors import PossibleError
from cases.forms.proceeding import CaseForm, initial_of_case, initial_of_new_case
from cases.forms.sentences import (
    CustodyFormSet,
    SentenceForm,
    initial_of_custody,
    initial_of_sentence,
)
from cases.looking_up import TooOften, count_look_up
from cases.models import Case, Defendant, Sentence
from cases.wording import FACTS, message_of
from cases.wording.errors import DossierFault
from cases.wording.facts import shape_of

ADD_ROW = "add_row"


class Registration:
    """The page of a new case, or of `case`. `person`: the known person of a new case; `like`: the
    case of a co-defendant."""

    def __init__(
        self,
        user: User,
        today: date,
        data: QueryDict | None = None,
        case: Case | None = None,
        person: Defendant | None = None,
        like: Case | None = None,
    ) -> None:
        self.user, self.today, self.data, self.case = user, today, data, case
        self.defendant = case.defendant if case else person
        self.table = spelling.parts_of_the_code() if data is not None else {}
        self.known_person: Defendant | None = None
        self.doubts: list[PossibleError] = []
        self.refusal: TooOften | None = None
        stored = Sentence.objects.filter(case=case).first() if case else None
        self._make_cards(like, stored)
        self._make_rows(stored)

    def _make_cards(self, like: Case | None, sentence: Sentence | None) -> None:
        case, today = self.case, self.today
        chosen = initial_of_case(case or like) if case or like else {}
        initial = chosen if case else initial_of_new_case(self.user, today, like)
        common = {"data": self.data}
        self.case_form = CaseForm(
            **common, prefix="case", initial=initial, today=today, user=self.user, chosen=chosen
        )
        self.person = PersonForm(
            **common, prefix="person", initial=initial_of_person(self.defendant), today=today
        )
        self.sentence = SentenceForm(
            **common, prefix="sentence", initial=initial_of_sentence(sentence), today=today
        )

    def _make_rows(self, sentence: Sentence | None) -> None:
        case, today = self.case, self.today
        self.offenses = OffenseFormSet(
            data=self.data,
            prefix="offenses",
            initial=[initial_of_offense(row) for row in case.offenses.all()] if case else None,
            form_kwargs={"today": today, "table": self.table, "regions": regions_to_choose()},
        )
        periods = sentence.custody.all() if sentence else ()
        self.custody = CustodyFormSet(
            data=self.data,
            prefix="custody",
            initial=[initial_of_custody(row) for row in periods],
            form_kwargs={"today": today},
        )
        for rows in (self.offenses, self.custody):
            rows.extra = 0 if rows.initial else 1  # one empty row to begin with

    @property
    def parts(self) -> tuple[forms.Form | BaseFormSet, ...]:
        """The cards in the order of the page."""
        return (self.case_form, self.person, self.offenses, self.sentence, self.custody)

    def single_forms(self) -> Iterator[forms.Form]:
        """Every single form of the page, rows and their counters included."""
        for part in self.parts:
            if isinstance(part, BaseFormSet):
                yield part.management_form
                yield from part.forms
            else:
                yield part

    # --- redrawing without checking -----------------------------------------------------------

    def with_another_row(self) -> "Registration":
        """The same page with one more row where the button asked for it; nothing is checked."""
        data = self.data.copy()
        counter = f"{data[ADD_ROW]}-TOTAL_FORMS"
        if counter in data and data[counter].isdecimal():
            data[counter] = str(int(data[counter]) + 1)
        return Registration(
            self.user, self.today, data, self.case, None if self.case else self.defendant
        ).unchecked()

    def unchecked(self) -> "Registration":
        """Show what was typed without telling what is wrong with it yet."""
        for rows in (self.offenses, self.custody):
            rows._non_form_errors = ErrorList()
            rows._errors = [ErrorDict() for _form in rows.forms]
        drawn = (self.case_form, self.person, self.sentence, *self.offenses, *self.custody)
        for form in drawn:
            form._errors, form.cleaned_data = ErrorDict(), {}
        return self

    def with_stored_person(self) -> "Registration":
        """What was typed, with the stored values of the known person in its card."""
        data = self.data.copy()
        for field in PersonForm(
            prefix="person", initial=initial_of_person(self.defendant), today=self.today
        ):
            data[field.html_name] = typed(field.value())
        return Registration(self.user, self.today, data, person=self.defendant).unchecked()

    def started(self) -> "Registration":
        """A new page that begins with the IIN that a search did not find."""
        page = Registration(self.user, self.today)
        page.person.initial = {"iin": self.data.get("person-iin", "")[:40]}
        return page

    # --- checking -----------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Does every card hold by itself, and do they agree?"""
        answers = [part.is_valid() for part in self.parts]  # each card tells all its errors
        if not all(answers):
            self._look_up_the_iin(is_complete=False)
            return False
        self._rows_belong_here()
        self._compare_days()
        self._look_up_the_iin()
        if any(self._has_errors(part) for part in self.parts):
            return False
        self.doubts = list(self._find_doubts())
        return True

    @staticmethod
    def _has_errors(part: forms.Form | BaseFormSet) -> bool:
        errors = part.errors
        return any(errors) if isinstance(errors, list) else bool(errors)

    def _rows_belong_here(self) -> None:
        """An id that is not one of this case's offenses was not written by our page."""
        own = {offense.pk for offense in self.case.offenses.all()} if self.case else set()
        seen: set[int] = set()
        for row in self.offenses.rows():
            pk = row.cleaned_data.get("id")
            if pk and (pk not in own or pk in seen):
                row.add_error(None, _("This offense is not part of the case any more."))
            seen.add(pk)

    def _compare_days(self) -> None:
        sentence = self.sentence.cleaned_data
        begins = sentence.get("starts_on")
        verdict = sentence.get("verdict_on") or begins
        born = self.person.cleaned_data.get("birth_date")
        for row in self.offenses.rows():
            self._compare_act(row, verdict, born)
        for row in self.custody.rows():
            for name in ("from_on", "to_on"):
                day = row.cleaned_data.get(name)
                if begins and day and day >= begins:
                    row.add_error(name, _("The detention reaches the first day of the term."))

    @staticmethod
    def _compare_act(row: forms.Form, verdict: date | None, born: date | None) -> None:
        begun, ended = (row.cleaned_data.get(name) for name in ("committed_from", "committed_to"))
        if verdict and ended and ended > verdict:
            row.add_error("committed_to", _("The offense lies after the verdict."))
        elif verdict and begun and begun > verdict:
            row.add_error("committed_from", _("The offense lies after the verdict."))
        if born and begun and begun < born:
            row.add_error("committed_from", _("The offense lies before the birth of the person."))

    def _look_up_the_iin(self, is_complete: bool = True) -> None:
        """An IIN belongs to one person: another one may not be registered under it.

        A person of another office is told of only to a page that is complete otherwise.
        """
        number = getattr(self.person, "cleaned_data", {}).get("iin")
        if not number or (self.defendant and self.defendant.iin == number):
            return
        try:
            count_look_up(self.user)
        except TooOften as refusal:
            self.refusal = refusal
            self.person.add_error("iin", str(refusal))
            return
        found = Defendant.objects.filter(iin=number).first()
        if found is None:
            return
        if Defendant.objects.visible_to(self.user).filter(pk=found.pk).exists():
            self.known_person = found
            self.person.add_error("iin", _("A person with this IIN is registered. See below."))
        elif is_complete:
            self.person.add_error("iin", _("This IIN cannot be registered. Ask your supervisor."))

    def _find_doubts(self) -> Iterator[PossibleError]:
        told = self.person.cleaned_data
        is_demo = bool(self.defendant and self.defendant.is_demo)
        rows = self.offenses.rows()
        born = told.get("birth_date")
        yield from possible_errors.about_the_iin(told["iin"], born, told["sex"], is_demo)
        yield from self._similar_people()
        yield from possible_errors.about_the_age(born, rows)
        yield from possible_errors.about_same_offenses(rows)
        yield from possible_errors.about_the_terms(self.sentence.cleaned_data, rows, self.table)

    def _similar_people(self) -> Iterator[PossibleError]:
        """Somebody of the same folded name and birth date, when a new person is entered."""
        told = self.person.cleaned_data
        if self.defendant or not told.get("birth_date"):
            return
        twin = Defendant(**told)
        twin.fold_names()
        same = Defendant.objects.visible_to(self.user).filter(
            search_key=twin.search_key, birth_date=twin.birth_date
        )
        for person in same[:3]:
            yield possible_errors.doubt(
                "same_person",
                _("A person of this name and date of birth is registered."),
                _("%(name)s. Search the name first; confirm if this is somebody else.")
                % {"name": person.full_name},
                "id_person-surname",
                person.pk,
                told["iin"],
            )

    def open_doubts(self, before: tuple[PossibleError, ...] = ()) -> list[PossibleError]:
        """The possible errors that nobody confirmed; those of `before` were there already."""
        confirmed = set(self.data.getlist("confirmed")) | {known.key for known in before}
        return [found for found in self.doubts if found.key not in confirmed]

    # --- what is saved ------------------------------------------------------------------------

    def filing(self) -> Filing:
        """The checked values, as the write door takes them."""
        custody = self.custody.facts()
        confirmed = set(self.data.getlist("confirmed"))
        return Filing(
            case=dict(self.case_form.cleaned_data),
            person=dict(self.person.cleaned_data),
            offenses=[row.facts() for row in self.offenses.rows()],
            sentence=self.sentence.facts(bool(custody)),
            custody=custody,
            confirmed=tuple(found.code for found in self.doubts if found.key in confirmed),
        )

    def notes(self) -> list[str]:
        """What was read otherwise than it was typed."""
        return [note for row in self.offenses.rows() for note in row.notes]

    # --- what the law core finds only in the whole --------------------------------------------

    def tell(self, error: DossierFault) -> None:
        """Put a contradiction of the facts at its field, or at the top of the page."""
        form, name = self._place_of(error.path)
        form.add_error(name, message_of(error))

    def _place_of(self, path: str) -> tuple[forms.Form, str | None]:
        fact = FACTS.get(shape_of(path))
        if path.startswith("sentence.custody["):
            return self._row_at(self.custody.rows(), path), "from_on"
        if fact is None or not fact.fields:
            return self.case_form, None
        cards = {"person": self.person, "sentence": self.sentence}
        if fact.card == "offenses":
            return self._row_at(self.offenses.rows(), path), fact.fields[0]
        return cards.get(fact.card, self.case_form), fact.fields[0]

    def _row_at(self, rows: list, path: str) -> forms.Form:
        number = int(path.partition("[")[2].partition("]")[0])
        return rows[number] if number < len(rows) else self.case_form

"""One missing fact, asked outside its form: the fields of the registration page that hold it.

The answer is laid over the stored case and checked as the whole page is, so that no second set
of checks exists.
"""

from datetime import date

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from cases.forms.fields import typed
from cases.forms.registration import Registration
from cases.models import Case
from cases.wording.facts import FACTS, Fact

CUSTODY = "sentence.custody"


class Question:
    """The fields that answer the fact at `address`, on one registration page.

    `address` is a path of the contract with the id of the offense: `offenses.17.nexus`. Raises
    LookupError for an address that is no fact of the case.
    """

    def __init__(self, page: Registration, address: str) -> None:
        self.page, self.address = page, address
        head, _dot, rest = address.partition(".")
        shape = f"{head}.{rest.partition('.')[2]}" if head == "offenses" else address
        if shape not in FACTS or not FACTS[shape].card:
            raise LookupError(address)
        self.fact: Fact = FACTS[shape]
        self.form = self._form(head, rest)

    def _form(self, head: str, rest: str) -> forms.Form:
        if head == "offenses":
            return self._row(rest.partition(".")[0])
        known = {"defendant": self.page.person, "sentence": self.page.sentence}
        return known.get(head, self.page.case_form)

    def _row(self, offense_id: str) -> forms.Form:
        for form in self.page.offenses.forms:
            if str(form.initial.get("id")) == offense_id:
                return form
        raise LookupError(self.address)

    @property
    def anchor(self) -> str:
        """The id of the question on the page, as cases.presenting names it."""
        return "answer-" + self.address.replace(".", "-")

    @property
    def is_about_custody(self) -> bool:
        """Asked with the whole card of the detention: its periods are rows."""
        return self.address == CUSTODY

    @property
    def fields(self) -> list[BoundField]:
        """The fields to draw; choices as radio buttons, a single field named by the question."""
        bound = [self.form[name] for name in self.fact.fields]
        for field in bound:
            if isinstance(field.field.widget, forms.Select):
                attrs = {"class": "form-check-input"}
                field.field.widget = forms.RadioSelect(attrs, field.field.choices)
        if len(bound) == 1:
            bound[0].label = self.text
        return bound

    @property
    def text(self) -> str:
        """The question, with the offense it is about where there are several."""
        rows = self.page.offenses.forms
        if self.form not in rows or len(rows) < 2:
            return str(self.fact.question)
        told = self.form.initial
        article, part = told.get("article") or "?", told.get("part")
        values = {
            "question": self.fact.question,
            "n": rows.index(self.form) + 1,
            "article": f"{article}({part})" if part else article,
        }
        return _("%(question)s (Offense %(n)s: %(article)s)") % values

    def owns(self, name: str) -> bool:
        """Is `name` of a posted form one of this question's?"""
        if self.is_about_custody:
            return name == "sentence-custody_state" or name.startswith("custody-")
        return name in {self.form.add_prefix(field) for field in self.fact.fields}

    @property
    def has_errors(self) -> bool:
        """Does an error stand at one of the fields drawn here?"""
        if self.is_about_custody:
            return bool(self.page.custody.total_error_count()) or self._at("custody_state")
        return any(self._at(name) for name in self.fact.fields)

    def tell(self, words: str) -> None:
        """Put a refusal at the field that was answered."""
        name = "custody_state" if self.is_about_custody else self.fact.fields[0]
        (self.page.sentence if self.is_about_custody else self.form).add_error(name, words)

    def _at(self, name: str) -> bool:
        return name in self.form.errors


def stored_data(page: Registration) -> QueryDict:
    """The stored values of a page as its form would send them."""
    data = QueryDict(mutable=True)
    for form in page.single_forms():
        for field in form:
            value = field.value()
            if isinstance(field.field.widget, forms.CheckboxInput):
                if value:
                    data[field.html_name] = "on"
            else:
                data[field.html_name] = typed(value)
    return data


def answered(user: User, today: date, case: Case, address: str, posted: QueryDict) -> "Answered":
    """The page of the case with the posted answer laid over what is stored."""
    asked = Question(Registration(user, today, case=case), address)
    data = stored_data(asked.page)
    before = data.copy()
    for name in [name for name in data if asked.owns(name)]:
        del data[name]
    for name in posted:
        if asked.owns(name):
            data.setlist(name, posted.getlist(name))
    data.setlist("confirmed", posted.getlist("confirmed"))
    return Answered(user, today, case, address, before, data)


class Answered:
    """An answer that was posted: is it right, is it unusual, what does the case say with it."""

    def __init__(
        self,
        user: User,
        today: date,
        case: Case,
        address: str,
        before: QueryDict,
        data: QueryDict,
    ) -> None:
        self.page = Registration(user, today, data=data, case=case)
        self.stored = Registration(user, today, data=before, case=case)
        self.is_valid = self.page.is_valid()
        self.question = Question(self.page, address)
        self.open_doubts = self._new_doubts() if self.is_valid else []

    def _new_doubts(self) -> list:
        """Possible errors that the answer brings; those of the stored case are not asked again."""
        if not self.page.doubts:
            return []
        self.stored.is_valid()
        return self.page.open_doubts(tuple(self.stored.doubts))

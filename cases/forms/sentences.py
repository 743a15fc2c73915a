"""The cards of the sentence and of the detention before it."""

from datetime import date
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amnesty.accounts.models import Office
from cases.forms.fields import (
    TERM_PARTS,
    AskedChoice,
    AskedDate,
    AskedState,
    clean_term,
    clean_text,
    term_fields,
)
from cases.forms.hints import with_the_law
from cases.models import Custody, Sentence, codes
from cases.wording import articles

MOST_YEARS = 30
MOST_PERIODS = 30
MOST_ADDITIONAL = 20
LONGEST_ADDITIONAL = 200
WITHOUT_TERM = {codes.Punishment.LIFE_IMPRISONMENT, codes.Punishment.FINE}
PLAIN = ("verdict_on", "kind", "manner", "starts_on", "facility", "served_on")
DAYS = ("verdict_on", "starts_on", "served_on")


class SentenceForm(forms.Form):
    """The final punishment. All blank = no verdict, or nothing known of it."""

    use_required_attribute = False

    verdict_on = AskedDate(label=gettext_lazy("Verdict passed on"))
    kind = AskedChoice(label=gettext_lazy("Main punishment"), choices=codes.Punishment.choices)
    manner = AskedChoice(
        label=gettext_lazy("Execution"),
        choices=codes.Manner.choices,
        empty=gettext_lazy("Not known (counted as executed)"),
    )
    years, months, days = term_fields().values()
    starts_on = AskedDate(
        label=gettext_lazy("Verdict in force on"),
        help_text=gettext_lazy("First day of the term, before any credit"),
    )
    facility = AskedChoice(label=gettext_lazy("Facility"), choices=codes.Facility.choices)
    served_on = AskedDate(
        label=gettext_lazy("Fully served on"), help_text=gettext_lazy("Blank while it is served")
    )
    institution = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Institution or probation service"),
        required=False,
    )
    additional_state = AskedState(
        label=gettext_lazy("Additional punishments"),
        choices=[
            ("", gettext_lazy("Not known")),
            ("none", gettext_lazy("None")),
            ("listed", gettext_lazy("As listed below")),
        ],
        widget=forms.RadioSelect,
    )
    additional = forms.CharField(
        label=gettext_lazy("List of additional punishments"),
        help_text=gettext_lazy("One in a line. The law never affects them."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    custody_state = AskedState(
        label=gettext_lazy("Detention before the term"),
        choices=[
            ("known", gettext_lazy("Known: all periods stand below, or there was none")),
            ("unknown", gettext_lazy("Not known, or not all of it")),
        ],
        help_text=with_the_law(
            gettext_lazy("Without a choice: known as soon as a period is entered."), articles.CREDIT
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        kinds = (Office.Kind.INSTITUTION, Office.Kind.PROBATION)
        self.fields["institution"].queryset = Office.objects.filter(kind__in=kinds, is_active=True)

    def clean_additional(self) -> list[str]:
        lines = [clean_text(line) for line in self.cleaned_data["additional"].splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_ADDITIONAL or any(len(line) > LONGEST_ADDITIONAL for line in found):
            raise ValidationError(
                _("Enter at most %(lines)s lines of at most %(signs)s signs.")
                % {"lines": MOST_ADDITIONAL, "signs": LONGEST_ADDITIONAL}
            )
        return found

    def clean(self) -> dict:
        cleaned = super().clean()
        clean_term(self, MOST_YEARS)
        self._check_kind(cleaned)
        self._check_days(cleaned)
        self._check_additional(cleaned)
        return cleaned

    def _check_kind(self, cleaned: dict) -> None:
        if cleaned.get("kind") in WITHOUT_TERM and cleaned.get("years") is not None:
            self.add_error("kind", _("This punishment has no term. Clear the term."))

    def _check_days(self, cleaned: dict) -> None:
        for name in DAYS:
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, _("This day has not come yet."))
        passed, begun, served = (cleaned.get(name) for name in DAYS)
        if passed and begun and begun < passed:
            self.add_error("starts_on", _("The verdict is in force before it was passed."))
        if begun and served and served < begun:
            self.add_error("served_on", _("The punishment was served before it began."))

    def _check_additional(self, cleaned: dict) -> None:
        state, lines = cleaned.get("additional_state"), cleaned.get("additional") or []
        if state == "none" and lines:
            self.add_error("additional", _("Clear the list, or choose “As listed below”."))
        elif state == "listed" and not lines and "additional" not in self.errors:
            self.add_error("additional", _("List the additional punishments, one in a line."))

    def facts(self, has_periods: bool) -> dict[str, object] | None:
        """The values for the model, or None when nothing is known of a sentence."""
        told = self.cleaned_data
        values = {name: told.get(name) for name in (*PLAIN, *TERM_PARTS, "institution")}
        lines = told.get("additional") or []
        values["additional"] = lines or ([] if told.get("additional_state") == "none" else None)
        state = told.get("custody_state")
        values["custody_known"] = state == "known" or (not state and has_periods)
        known = has_periods or any(value not in (None, "", False) for value in values.values())
        return values if known else None


class CustodyForm(forms.Form):
    """One period of detention, both days included."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=codes.Detention.choices, initial="custody"
    )
    from_on = AskedDate(label=gettext_lazy("From"))
    to_on = AskedDate(
        label=gettext_lazy("To"),
        help_text=gettext_lazy("Blank: until the day before the term starts"),
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict:
        cleaned = super().clean()
        begun, ended = cleaned.get("from_on"), cleaned.get("to_on")
        for name, day in (("from_on", begun), ("to_on", ended)):
            if day and day > self.today:
                self.add_error(name, _("This day has not come yet."))
        if ended and begun is None and "from_on" not in self.errors:
            self.add_error("from_on", _("Enter the first day of the detention."))
        if begun and ended and ended < begun:
            self.add_error("to_on", _("The detention ends before it begins."))
        return cleaned

    def is_empty(self) -> bool:
        return not (self.cleaned_data.get("from_on") or self.cleaned_data.get("to_on"))


class CustodyRows(BaseFormSet):
    """The periods of detention; no two of them share a day."""

    row_label = gettext_lazy("Detention")
    deletion_widget = forms.CheckboxInput

    def rows(self) -> list[CustodyForm]:
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and not form.cleaned_data.get("DELETE")
            and not form.is_empty()
        ]

    def facts(self) -> list[dict[str, object]]:
        """The periods in the order of their days."""
        periods = (
            {name: form.cleaned_data[name] for name in ("kind", "from_on", "to_on")}
            for form in self.rows()
        )
        return sorted(periods, key=lambda period: period["from_on"])

    def clean(self) -> None:
        """Two periods that share a day are told at the later one."""
        dated = [form for form in self.rows() if form.cleaned_data.get("from_on")]
        dated.sort(key=lambda form: form.cleaned_data["from_on"])
        for earlier, later in pairwise(dated):
            end = earlier.cleaned_data.get("to_on")
            if end is None or end >= later.cleaned_data["from_on"]:
                later.add_error("from_on", _("This detention overlaps the one before it."))


CustodyFormSet = forms.formset_factory(
    CustodyForm,
    CustodyRows,
    extra=0,
    can_delete=True,
    max_num=MOST_PERIODS,
    absolute_max=MOST_PERIODS,
    validate_max=True,
)


def initial_of_sentence(sentence: Sentence | None) -> dict[str, object]:
    """The stored values of a sentence, for its card."""
    if sentence is None:
        return {}
    values = {name: getattr(sentence, name) for name in (*PLAIN, *TERM_PARTS)}
    additional = sentence.additional
    values["institution"] = sentence.institution_id
    values["additional_state"] = {True: "listed", False: "none"}[bool(additional)]
    if additional is None:
        values["additional_state"] = ""
    values["additional"] = "\n".join(additional or [])
    values["custody_state"] = "known" if sentence.custody_known else "unknown"
    return values


def initial_of_custody(period: Custody) -> dict[str, object]:
    return {name: getattr(period, name) for name in ("kind", "from_on", "to_on")}

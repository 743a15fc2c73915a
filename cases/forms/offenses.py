"""The card of the offenses: one row for each count."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amnesty.accounts.models import Region
from cases import spelling
from cases.forms.fields import (
    NOT_KNOWN,
    TERM_PARTS,
    AskedChoice,
    AskedDate,
    AskedText,
    AskedYesNo,
    clean_term,
    show_errors_of,
    term_fields,
)
from cases.forms.hints import with_the_law
from cases.models import Offense, codes
from cases.wording import articles

MOST_OFFENSES = 70  # Django takes 1,000 fields a form; a row sends 13
MOST_YEARS = 30
SHORT = {"class": "input-number", "autocomplete": "off"}
FACTS = (
    "article",
    "part",
    "points",
    "committed_from",
    "committed_to",
    "in_kazakhstan",
    "region",
    "nexus",
    "victim_minor",
    *TERM_PARTS,
)


class OffenseForm(forms.Form):
    """One count. Everything may be unknown; an untouched row is no count."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    article = AskedText(
        label=gettext_lazy("Article"),
        max_length=60,
        help_text=with_the_law(gettext_lazy("For example 272, 269-1 or 272(2)."), articles.GRAVITY),
        widget=forms.TextInput(SHORT),
    )
    part = AskedText(
        label=gettext_lazy("Part"),
        max_length=20,
        help_text=gettext_lazy("Blank if the article has none"),
        widget=forms.TextInput(SHORT),
    )
    committed_from = AskedDate(
        label=gettext_lazy("Committed on"), help_text=gettext_lazy("For example 27.03.2022")
    )
    nexus = AskedChoice(
        label=gettext_lazy("Connection with the riots"), choices=codes.Nexus.choices
    )
    in_kazakhstan = AskedYesNo(label=gettext_lazy("In Kazakhstan"))
    committed_to = AskedDate(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Only if it lasted longer than a day"),
    )
    points = AskedText(
        label=gettext_lazy("Points"),
        max_length=200,
        help_text=gettext_lazy("For example 2, 8. Blank = not known"),
    )
    no_points = forms.BooleanField(label=gettext_lazy("No points"), required=False)
    victim_minor = AskedYesNo(
        label=gettext_lazy("Victim was a minor"),
        help_text=gettext_lazy("Asked for sexual offenses only"),
    )
    region = AskedChoice(label=gettext_lazy("Region of the offense"), choices=[])
    years, months, days = term_fields().values()

    def __init__(
        self, *args: object, today: date, table: spelling.Table, regions: list, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.table = today, table
        self.notes: list[str] = []
        self.fields["region"].choices = regions

    def clean(self) -> dict:
        cleaned = super().clean()
        self._read_provision(cleaned)
        self._check_days(cleaned)
        clean_term(self, MOST_YEARS)
        return cleaned

    def _read_provision(self, cleaned: dict) -> None:
        """Known spellings become article, part and points, with a note of what was read."""
        try:
            typed = spelling.read_points(cleaned.get("points") or "")
            if cleaned.get("article"):
                spelled = spelling.read_provision(
                    cleaned["article"], cleaned.get("part") or "", self.table
                )
                self._note(cleaned, spelled)
                cleaned.update(article=spelled.article, part=spelled.part)
                typed = typed or spelled.points or []
            elif cleaned.get("part"):
                cleaned["part"] = spelling.read_part(cleaned["part"])
        except ValidationError as error:
            show_errors_of(self, error)
            return
        if typed and cleaned.get("no_points"):
            self.add_error("points", _("Clear the points, or clear the tick “No points”."))
        cleaned["points"] = typed or ([] if cleaned.get("no_points") else None)

    def _note(self, cleaned: dict, spelled: spelling.Spelled) -> None:
        typed = " ".join(filter(None, (cleaned["article"], cleaned.get("part"))))
        if cleaned["article"] != spelled.article:
            told = _("“%(typed)s” was read as article %(read)s.")
            self.notes.append(told % {"typed": typed, "read": str(spelled)})

    def _check_days(self, cleaned: dict) -> None:
        begun, ended = cleaned.get("committed_from"), cleaned.get("committed_to")
        for name, day in (("committed_from", begun), ("committed_to", ended)):
            if day and day > self.today:
                self.add_error(name, _("The offense cannot lie in the future."))
        if ended and begun is None and "committed_from" not in self.errors:
            self.add_error("committed_from", _("Enter the first day of the offense as well."))
        if begun and ended and ended < begun:
            self.add_error("committed_to", _("The offense ends before it begins."))

    def is_empty(self) -> bool:
        """Was nothing said in this row?"""
        told = self.cleaned_data
        return not told.get("id") and all(told.get(name) in (None, "") for name in FACTS)

    def facts(self) -> dict[str, object]:
        """The values of the row for the model, with its id (None = a new one)."""
        told = self.cleaned_data
        values = {name: told.get(name) for name in FACTS if name != "region"}
        region = told.get("region")
        return values | {"id": told.get("id"), "region_id": int(region) if region else None}


class OffenseRows(BaseFormSet):
    """The rows of the card; a removed row is marked, an untouched one is left out."""

    row_label = gettext_lazy("Offense")
    deletion_widget = forms.CheckboxInput

    def rows(self) -> list[OffenseForm]:
        """The rows that count: filled and not removed."""
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and not form.cleaned_data.get("DELETE")
            and not form.is_empty()
        ]

    def clean(self) -> None:
        if not any(self.errors) and not self.rows():
            raise ValidationError(_("Enter at least one offense."))


OffenseFormSet = forms.formset_factory(
    OffenseForm,
    OffenseRows,
    extra=0,
    can_delete=True,
    max_num=MOST_OFFENSES,
    absolute_max=MOST_OFFENSES,
    validate_max=True,
)


def regions_to_choose() -> list[tuple[str, object]]:
    """All regions for every row of the card, in one statement."""
    return [NOT_KNOWN, *((str(region.pk), region.name) for region in Region.objects.all())]


def initial_of_offense(offense: Offense) -> dict[str, object]:
    """The stored values of a count, for its row."""
    values = {name: getattr(offense, name) for name in FACTS} | {"id": offense.pk}
    values["region"] = offense.region_id
    values["points"] = ", ".join(offense.points or [])
    values["no_points"] = offense.points == []
    return values

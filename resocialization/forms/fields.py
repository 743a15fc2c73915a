"""Fields that these forms share: texts, the version of a row, the day of a next step."""

import unicodedata
from datetime import date, timedelta

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

from cases.dates import LegalDateField

CHIPS = (1, 3, 7, 14, 30)
ANOTHER_DAY = "date"
CLOSE = "close"
NEXT_DAYS = [
    ("1", _("Tomorrow")),
    ("3", _("In 3 days")),
    ("7", _("In 7 days")),
    ("14", _("In 14 days")),
    ("30", _("In 30 days")),
    (ANOTHER_DAY, _("Another day")),
]
FARTHEST = timedelta(days=5 * 365)


class Words(forms.CharField):
    """A text as typed, its letters in their composed form (NFC)."""

    def to_python(self, value: str | None) -> str:
        return unicodedata.normalize("NFC", super().to_python(value))


def paragraph(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Guarded(forms.Form):
    """A form about a stored row: it carries the version that its user saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def seen_version(self) -> int:
        """The version sent; without one the request is none of ours (400)."""
        if "version" in self.errors:
            raise BadRequest("version")
        return self.cleaned_data["version"]


class NextDay(forms.Form):
    """When to come back: a chip (+1 +3 +7 +14 +30 days) or another day. Works without script."""

    next_in = forms.ChoiceField(
        label=_("When to come back"), choices=NEXT_DAYS, widget=forms.RadioSelect, required=False
    )
    next_on = LegalDateField(
        label=_("Another day"),
        required=False,
        help_text=_("Only with “Another day”. Enter dd.mm.yyyy."),
    )

    def read_next_day(self, today: date) -> date | None:
        """The chosen day; errors stand at the fields. A typed day counts without its chip."""
        chosen, typed = self.cleaned_data.get("next_in"), self.cleaned_data.get("next_on")
        if chosen and chosen.isdecimal():
            return today + timedelta(days=int(chosen))
        if chosen == ANOTHER_DAY and not typed and "next_on" not in self.errors:
            self.add_error("next_on", _("Enter the day as dd.mm.yyyy."))
        if chosen == CLOSE or not typed:
            return None
        if typed < today:
            self.add_error("next_on", _("This day has passed. Choose today or later."))
        elif typed > today + FARTHEST:
            self.add_error("next_on", _("This day is more than five years away."))
        return typed


def refuse_future(form: forms.Form, name: str, today: date) -> None:
    """An error at `name` when its day is after `today`."""
    day = form.cleaned_data.get(name)
    if day and day > today:
        form.add_error(name, _("This date is in the future."))

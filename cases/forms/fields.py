"""Form fields that the pages of a case share. An empty field means "not known" and says so."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.dates import LegalDateField

NOT_KNOWN = ("", gettext_lazy("Not known"))
DIGITS = re.compile(r"[0-9]+")


class Asked:
    """For a field that the law asks for: empty is an answer ("not known"), never "optional"."""

    def validate(self, value: object) -> None:
        """Nothing is required; what was typed has been read by then."""


class AskedDate(Asked, LegalDateField):
    """A legal date; empty = not known."""


class AskedText(Asked, forms.CharField):
    """A text; empty = not known."""


class AskedState(forms.ChoiceField):
    """One of a closed list; without a choice nothing is said."""

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": value}
            )


class AskedChoice(AskedState):
    """One of a closed list, or "not known"."""

    def __init__(
        self, *, choices: list, empty: str | Promise = NOT_KNOWN[1], **kwargs: object
    ) -> None:
        super().__init__(choices=[("", empty), *choices], **kwargs)


class AskedYesNo(AskedChoice):
    """Yes, no or not known, as True, False and None."""

    WORDS = {True: "yes", False: "no", None: ""}

    def __init__(self, **kwargs: object) -> None:
        choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
        super().__init__(choices=choices, **kwargs)

    def prepare_value(self, value: bool | str | None) -> str:
        return value if isinstance(value, str) else self.WORDS[value]

    def clean(self, value: bool | str | None) -> bool | None:
        word = super().clean(self.prepare_value(value))
        return {"yes": True, "no": False}.get(word)

    def has_changed(self, initial: bool | None, data: str | None) -> bool:
        return self.prepare_value(initial) != (data or "")


class WholeNumberField(Asked, forms.Field):
    """A whole number of ASCII digits between 0 and `most`; 3.0, 1e3 and ٣ are refused."""

    widget = forms.TextInput

    def __init__(self, *, most: int, **kwargs: object) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input-number"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)
        self.most = most

    def to_python(self, value: str | int | None) -> int | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        if text.startswith(("-", "−")):
            raise ValidationError(_("A term cannot be negative."), "negative")
        if not DIGITS.fullmatch(text):
            raise ValidationError(_("Enter a whole number."), "whole")
        number = int(text[:6]) if len(text) < 6 else self.most + 1
        if number > self.most:
            raise ValidationError(_("Enter at most %(most)s."), "most", {"most": self.most})
        return number

    def has_changed(self, initial: int | None, data: str | None) -> bool:
        return ("" if initial is None else str(initial)) != (data or "").strip()


TERM_PARTS = ("years", "months", "days")


def term_fields() -> dict[str, WholeNumberField]:
    """Years, months and days of one term; fresh fields for one form class."""
    return {
        "years": WholeNumberField(label=gettext_lazy("Years"), most=100),
        "months": WholeNumberField(label=gettext_lazy("Months"), most=11),
        "days": WholeNumberField(label=gettext_lazy("Days"), most=29),
    }


def clean_term(form: forms.Form, most_years: int) -> None:
    """Fill empty parts with 0 when one part is given; refuse a term of nothing or too long."""
    cleaned = form.cleaned_data
    if any(name in form.errors for name in TERM_PARTS):
        return
    given = [cleaned.get(name) for name in TERM_PARTS]
    if all(part is None for part in given):
        return
    years, months, days = (part or 0 for part in given)
    cleaned.update(years=years, months=months, days=days)
    if not (years or months or days):
        form.add_error("years", _("A term cannot be empty. Leave it blank when it is not known."))
    elif (years, months, days) > (most_years, 0, 0):
        form.add_error(
            "years", _("A term above %(years)s years cannot be right.") % {"years": most_years}
        )


def clean_text(value: str) -> str:
    """One kind of space, composed letters, no invisible signs; for numbers and short texts."""
    composed = unicodedata.normalize("NFC", value)
    kept = (sign for sign in composed if unicodedata.category(sign) not in {"Cf", "Cc"})
    return " ".join("".join(" " if sign.isspace() else sign for sign in kept).split())


def show_errors_of(form: forms.Form, error: ValidationError) -> None:
    """Put an error that names its fields at these fields."""
    for name, messages in error.message_dict.items():
        form.add_error(name, messages)


def typed(value: object) -> str:
    """A stored value as a person would type it."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)

"""The one form field for legal dates: the same grammar in every language.

`dd.mm.yyyy` and ISO, four-digit years, ASCII digits. Slashes are refused, for 05/01/2022 means
two different days to two readers; what was typed stays in the field.
"""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DOTTED = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


class DateInput(forms.TextInput):
    """A plain text field with a keyboard of digits; prints a stored day as dd.mm.yyyy."""

    def __init__(self, attrs: dict | None = None) -> None:
        own = {"inputmode": "numeric", "autocomplete": "off", "class": "input-date"}
        super().__init__(own | (attrs or {}))

    def format_value(self, value: date | str | None) -> str | None:
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        return value or None


class LegalDateField(forms.Field):
    """A day between `EARLIEST` and `LATEST`, or None when nothing was typed."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Enter the date as dd.mm.yyyy, for example 27.03.2022."),
        "slashes": _("A date with slashes can mean two days. Enter dd.mm.yyyy, as 27.03.2022."),
        "no_such": _("There is no such date. Check the day and the month."),
        "range": _("The year must lie between 1900 and 2100."),
    }

    def to_python(self, value: str | date | None) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return self._read(str(value).strip())

    def _read(self, text: str) -> date | None:
        if not text:
            return None
        if found := DOTTED.fullmatch(text):
            day, month, year = found.groups()
        elif found := ISO.fullmatch(text):
            year, month, day = found.groups()
        else:
            raise self._error("slashes" if "/" in text else "invalid")
        try:
            read = date(int(year), int(month), int(day))
        except ValueError as error:
            raise self._error("no_such") from error
        if not EARLIEST <= read <= LATEST:
            raise self._error("range")
        return read

    def has_changed(self, initial: date | None, data: str | None) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

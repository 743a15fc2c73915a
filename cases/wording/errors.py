"""The faults of a dossier in words: what is wrong and how to put it right."""

from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

ERRORS: dict[str, Text] = {
    "unreadable": _("This is not readable JSON."),
    "too_large": _("A dossier may have at most %(limit)s bytes."),
    "duplicate_key": _("This key stands here twice. Keep one."),
    "unknown_key": _("This key is not known. Check its spelling."),
    "missing": _("A value is needed here."),
    "wrong_type": _("The value has the wrong type. Expected: %(expected)s."),
    "not_listed": _("The value is not one of: %(choices)s."),
    "wrong_length": _("The length must lie between %(least)s and %(most)s."),
    "wrong_pattern": _("The text does not fit the pattern %(pattern)s."),
    "nul": _("The text holds a NUL sign."),
    "not_unicode": _("The text holds a sign that is no Unicode character."),
    "impossible_date": _("There is no such date. Check the day and the month."),
    "bad_term": _("A term has whole years, months (0–11) and days (0–29), not all zero."),
    "end_before_start": _("The end lies before the start."),
    "end_without_start": _("Enter the first day as well."),
    "custody_overlaps": _("This detention overlaps another one."),
    "custody_after_start": _("The detention reaches the first day of the term."),
    "duplicate_id": _("This id was given to another offense already."),
}
UNKNOWN = _("The value cannot be used (%(code)s).")
DEFAULTS = dict.fromkeys(("limit", "expected", "choices", "least", "most", "pattern"), "?")


class DossierFault(Protocol):
    """What both the law core's error and the shell's FactsContradict have."""

    path: str
    code: str
    params: dict[str, object]


def message_of(error: DossierFault) -> str:
    """The fault as a sentence; a code that nobody knows is shown."""
    values = {name: _plain(value) for name, value in error.params.items()}
    return str(ERRORS.get(error.code, UNKNOWN)) % (DEFAULTS | {"code": error.code} | values)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

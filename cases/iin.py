"""The individual identification number (IIN): twelve digits, the last one a check digit.

The digits say nothing certain about birth or sex (Decree 853 of 26 August 2013): a disagreement
is a warning. Rules of the check digit: Law 223-III of 12 January 2007 and its forms.
"""

from datetime import date

FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
MEN = "135"
WOMEN = "246"


def check_digit(base: str) -> int | None:
    """The twelfth digit for eleven digits, or None for a base that is never issued."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = sum(weight * int(digit) for weight, digit in zip(weights, base, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def clean(text: str) -> str:
    """Drop what people type between digits: spaces, no-break spaces and dashes."""
    return "".join(sign for sign in text if sign not in "  -‐‑–—\t")


def problem(iin: str) -> str | None:
    """`length`, `digits`, `empty` or `check` when `iin` cannot have been issued, else None."""
    if not (iin.isascii() and iin.isdigit()):
        return "digits"
    if len(iin) != 12:
        return "length"
    if len(set(iin)) == 1:
        return "empty"
    return None if check_digit(iin[:11]) == int(iin[11]) else "check"


def birth_date(iin: str) -> date | None:
    """The birth date that the digits spell, or None when they spell none."""
    century = CENTURIES.get(iin[6])
    if century is None:
        return None
    try:
        return date(century + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None


def disagrees(iin: str, born: date | None, sex: str) -> list[str]:
    """Codes of what the digits contradict: `birth_date`, `sex`. For a warning, never a refusal."""
    found = []
    if born is not None and birth_date(iin) != born:
        found.append("birth_date")
    if (sex == "male" and iin[6] not in MEN) or (sex == "female" and iin[6] not in WOMEN):
        found.append("sex")
    return found

"""Terms in years, months and days: adding to a date, cutting by a fraction, crediting detention.

Pure functions of their arguments; integers and fractions only. A term is counted in thirtieths
of a month ("units"): 360 for a year, 30 for a month, 1 for a day.

# QUESTION(CPC 48): which day a term ends on when the month is too short. `down` (the last day of
# the month) is the answer; `up` (the first day of the next month) is computed beside it.
"""

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from fractions import Fraction

from cases.law.terms import Custody, Detention, Term

DOWN = "down"
UP = "up"
ONE_DAY = timedelta(days=1)
UNITS_IN_MONTH = 30
UNITS_IN_YEAR = 360
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month in the Gregorian calendar."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LENGTHS[month - 1] + leap


def first_day_of_month(day: date) -> date:
    """First day of the month that holds `day`."""
    return day.replace(day=1)


def last_day_of_month(day: date) -> date:
    """Last day of the month that holds `day`."""
    return day.replace(day=days_in_month(day.year, day.month))


def add_months(start: date, months: int, policy: str = DOWN) -> date:
    """`start` moved by whole months, clamped once.

    A day the month lacks becomes its last day (`down`) or the first day of the next (`up`).
    Raises OverflowError outside the years 1 to 9999, ValueError for another policy.
    """
    if policy not in (DOWN, UP):
        raise ValueError(policy)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError("date outside the calendar")
    length = days_in_month(year, month + 1)
    if start.day <= length:
        return date(year, month + 1, start.day)
    last = date(year, month + 1, length)
    return last if policy == DOWN else last + ONE_DAY


def add_term(start: date, years: int, months: int, days: int, policy: str = DOWN) -> date:
    """`start` + the term: the day on which the term has run out (the last day inside is before).

    Years and months are one sum of months, clamped once; days come last (CPC 48).
    Raises OverflowError outside the years 1 to 9999, ValueError for another policy.
    """
    return add_months(start, 12 * years + months, policy) + timedelta(days=days)


def end_of(start: date, term: Term, policy: str = DOWN) -> date | None:
    """Day on which a term that starts on `start` has run out; None outside the calendar."""
    try:
        return add_term(start, term.years, term.months, term.days, policy)
    except OverflowError:
        return None


def months_after(day: date, months: int) -> date:
    """`day` + months, at most the last day of the calendar."""
    try:
        return add_months(day, months)
    except OverflowError:
        return date.max


def units_of(term: Term) -> int:
    """Length of a term in thirtieths of a month."""
    return UNITS_IN_YEAR * term.years + UNITS_IN_MONTH * term.months + term.days


def term_of(units: int) -> Term:
    """Term of a length in thirtieths of a month: years, months 0-11, days 0-29."""
    years, rest = divmod(units, UNITS_IN_YEAR)
    return Term(years, *divmod(rest, UNITS_IN_MONTH))


def keep(units: int, removed: Fraction, rounding: str = "floor") -> tuple[int, bool]:
    """Units left when a fraction is removed, and whether a part of a unit was lost.

    `floor` rounds in the person's favor; `ceiling` is the other setting of the rule set.
    """
    kept, lost = divmod(
        units * (removed.denominator - removed.numerator),
        removed.denominator,
    )
    return kept + (lost > 0 and rounding == "ceiling"), lost > 0


def round_up(days: int, ratio: Fraction) -> int:
    """`days` × `ratio`, a part of a day counted as a whole one."""
    return -(-days * ratio.numerator // ratio.denominator)


def detained_days(custody: Iterable[Custody], starts_on: date) -> tuple[int, int]:
    """Days of custody and days of house arrest before `starts_on`, both ends included."""
    in_custody = at_home = 0
    for item in custody:
        days = (item.end + ONE_DAY - item.start if item.end else starts_on - item.start).days
        if item.kind == Detention.CUSTODY:
            in_custody += days
        else:
            at_home += days
    return in_custody, at_home


def days_left(end: date, as_of: date) -> int:
    """Days from `as_of` to `end`, never below zero."""
    return max(0, (end - as_of).days)

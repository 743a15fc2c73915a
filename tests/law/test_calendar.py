"""Calendar arithmetic: the facts that clerks, courts and leap years disagree about."""

from calendar import isleap, monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest

from cases.law import Custody, Detention, Term, add_term, first_day_of_month, last_day_of_month
from cases.law.calendar import (
    add_months,
    days_in_month,
    days_left,
    detained_days,
    end_of,
    keep,
    months_after,
    round_up,
    term_of,
    units_of,
)

QUARTER, HALF = Fraction(3, 4), Fraction(1, 2)


@pytest.mark.parametrize(
    ("start", "term", "down", "up"),
    [
        ("2020-02-29", (1, 1, 0), "2021-03-29", "2021-03-29"),
        ("2023-01-31", (0, 1, 0), "2023-02-28", "2023-03-01"),
        ("2024-02-29", (1, 0, 0), "2025-02-28", "2025-03-01"),
        ("2022-10-31", (0, 4, 5), "2023-03-05", "2023-03-06"),
        ("2020-02-29", (1, 0, 0), "2021-02-28", "2021-03-01"),
        ("2022-08-31", (0, 1, 0), "2022-09-30", "2022-10-01"),
        ("2023-01-31", (0, 2, 0), "2023-03-31", "2023-03-31"),
        ("2020-02-29", (4, 0, 0), "2024-02-29", "2024-02-29"),
        ("2022-07-01", (0, 6, 0), "2023-01-01", "2023-01-01"),
        ("2023-01-15", (0, 2, 20), "2023-04-04", "2023-04-04"),
        ("2022-11-30", (0, 3, 0), "2023-02-28", "2023-03-01"),
        ("2022-12-31", (0, 0, 1), "2023-01-01", "2023-01-01"),
        ("2022-03-31", (0, 11, 29), "2023-03-29", "2023-03-30"),
        ("2023-10-31", (0, 4, 0), "2024-02-29", "2024-03-01"),
    ],
)
def test_months_move_once_and_days_come_last(
    start: str, term: tuple[int, int, int], down: str, up: str
) -> None:
    """P4, P5."""
    day = date.fromisoformat(start)
    assert add_term(day, *term).isoformat() == down
    assert add_term(day, *term, policy="down").isoformat() == down
    assert add_term(day, *term, policy="up").isoformat() == up


def test_adding_is_not_associative() -> None:
    january = date(2023, 1, 31)
    assert add_term(add_term(january, 0, 1, 0), 0, 1, 0) == date(2023, 3, 28)
    assert add_term(january, 0, 2, 0) == date(2023, 3, 31)
    leap = date(2020, 2, 29)
    for _ in range(4):
        leap = add_term(leap, 1, 0, 0)
    assert leap == date(2024, 2, 28)
    steps = add_term(add_term(add_term(date(2023, 1, 15), 0, 1, 0), 0, 0, 20), 0, 1, 0)
    assert steps == date(2023, 4, 7)


def test_adding_months_cannot_be_undone() -> None:
    assert add_months(add_months(date(2023, 3, 31), -1), 1) == date(2023, 3, 28)


def test_months_before_days_differs_from_days_before_months() -> None:
    assert add_term(date(2023, 1, 30), 0, 1, 1) == date(2023, 3, 1)
    assert add_months(date(2023, 1, 30) + timedelta(days=1), 1) == date(2023, 2, 28)


def test_ten_years_after_a_day_is_one_comparison() -> None:
    """P3."""
    assert add_term(date(2014, 2, 28), 10, 0, 0) < date(2024, 2, 29)
    assert add_term(date(2014, 3, 1), 10, 0, 0) > date(2024, 2, 29)


@pytest.mark.parametrize("year", [1900, 2000, 2022, 2023, 2024, 2100])
@pytest.mark.parametrize("month", range(1, 13))
def test_first_and_last_day_of_every_month(year: int, month: int) -> None:
    length = monthrange(year, month)[1]
    for day in (1, 15, 28, length):
        assert first_day_of_month(date(year, month, day)) == date(year, month, 1)
        assert last_day_of_month(date(year, month, day)) == date(year, month, length)
    assert days_in_month(year, month) == length
    assert (days_in_month(year, 2) == 29) is isleap(year)


def test_another_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        add_term(date(2022, 1, 1), 0, 1, 0, policy="sideways")


def test_the_calendar_ends_with_the_year_9999() -> None:
    assert add_term(date(9998, 12, 31), 1, 0, 0) == date.max
    for years in (1, 8000):
        with pytest.raises(OverflowError):
            add_term(date.max, years, 0, 0)
    with pytest.raises(OverflowError):
        add_term(date(1, 1, 1), 0, -1, 0)
    assert add_term(date(1, 2, 1), 0, -1, 0) == date.min
    assert end_of(date.max, Term(0, 0, 1)) is None
    assert months_after(date.max, 12) == date.max


@pytest.mark.parametrize(
    ("term", "removed", "kept", "lost"),
    [
        ((5, 6, 0), QUARTER, (1, 4, 15), False),
        ((5, 1, 0), QUARTER, (1, 3, 7), True),
        ((5, 0, 0), HALF, (2, 6, 0), False),
        ((0, 0, 1), QUARTER, (0, 0, 0), True),
        ((0, 0, 3), HALF, (0, 0, 1), True),
        ((100, 11, 29), HALF, (50, 5, 29), True),
        ((1, 0, 0), QUARTER, (0, 3, 0), False),
        ((1, 0, 0), Fraction(1, 4), (0, 9, 0), False),
        ((1, 0, 1), Fraction(2, 5), (0, 7, 6), True),
    ],
)
def test_fractions_work_on_thirtieths_of_a_month(
    term: tuple, removed: Fraction, kept: tuple, lost: bool
) -> None:
    """P6."""
    units, rounded = keep(units_of(Term(*term)), removed)
    assert (term_of(units), rounded) == (Term(*kept), lost)


def test_rounding_up_keeps_one_unit_more_only_where_a_part_was_lost() -> None:
    assert keep(61 * 30, QUARTER, "ceiling") == (458, True)
    assert keep(60 * 30, QUARTER, "ceiling") == (450, False)
    assert keep(1, QUARTER, "ceiling") == (1, True)


def test_units_and_terms_are_two_forms_of_one_length() -> None:
    for units in range(0, 40_000, 7):
        term = term_of(units)
        assert units_of(term) == units
        assert 0 <= term.months <= 11
        assert 0 <= term.days <= 29


def test_a_part_of_a_day_of_credit_counts_as_a_whole_one() -> None:
    assert [round_up(days, Fraction(3, 2)) for days in (0, 1, 2, 3, 172)] == [0, 2, 3, 5, 258]
    assert [round_up(days, HALF) for days in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert round_up(172, Fraction(2)) == 344


def test_days_of_detention_are_added_up_for_each_kind_with_both_ends() -> None:
    custody = (
        Custody(Detention.CUSTODY, date(2022, 1, 10), date(2022, 1, 10)),
        Custody(Detention.HOUSE_ARREST, date(2022, 1, 11), date(2022, 1, 13)),
        Custody(Detention.CUSTODY, date(2022, 6, 30)),
    )
    assert detained_days(custody, date(2022, 7, 1)) == (2, 3)
    whole = (Custody(Detention.CUSTODY, date(2022, 1, 10)),)
    assert detained_days(whole, date(2022, 7, 1)) == (172, 0)


def test_days_left_are_never_below_zero() -> None:
    assert days_left(date(2022, 11, 5), date(2022, 11, 3)) == 2
    assert days_left(date(2022, 11, 3), date(2022, 11, 3)) == 0
    assert days_left(date(2022, 11, 1), date(2022, 11, 3)) == 0

"""Periods of detention in a dossier: they share no day and end before the term."""

from datetime import date, timedelta
from random import Random

import pytest

from cases.law import read_dossier
from tests.law.test_dossier import ITEM, refused, with_custody


@pytest.mark.parametrize(
    ("items", "starts_on", "path", "code"),
    [
        ([{"from": "2022-07-01"}], "2022-07-01", "[0].from", "custody_after_start"),
        ([{"from": "2022-07-02"}], "2022-07-01", "[0].from", "custody_after_start"),
        (
            [{"from": "2022-06-01", "to": "2022-07-01"}],
            "2022-07-01",
            "[0].to",
            "custody_after_start",
        ),
        (
            [{"from": "2022-01-01", "to": "2022-01-05"}, {"from": "2022-01-05"}],
            "2022-07-01",
            "[1].from",
            "custody_overlaps",
        ),
        (
            [{"from": "2022-01-05"}, {"from": "2022-01-01", "to": "2022-01-05"}],
            "2022-07-01",
            "[1].from",
            "custody_overlaps",
        ),
        (
            [
                {"from": "2022-01-03", "to": "2022-01-04"},
                {"from": "2022-01-01", "to": "2022-01-09"},
            ],
            None,
            "[1].from",
            "custody_overlaps",
        ),
        (
            [{"from": "2022-01-05"}, {"from": "2023-01-01"}],
            None,
            "[1].from",
            "custody_overlaps",
        ),
        ([{"from": "2022-01-05"}] * 2, "2022-07-01", "[1].from", "custody_overlaps"),
        (
            [{"from": "2022-01-05"}, {"from": "2022-06-30"}],
            "2022-07-01",
            "[1].from",
            "custody_overlaps",
        ),
        # of two faults that of the first day is told, whatever is wrong with the last
        (
            [
                {"from": "2022-01-01", "to": "2022-01-05"},
                {"from": "2022-01-05", "to": "2022-02-30"},
            ],
            "2022-07-01",
            "[1].from",
            "custody_overlaps",
        ),
        (
            [
                {"from": "2022-02-01", "to": "2022-02-05"},
                {"from": "2022-01-10", "to": "2022-07-01"},
            ],
            "2022-07-01",
            "[1].from",
            "custody_overlaps",
        ),
    ],
)
def test_custody_shares_no_day_and_ends_before_the_term(
    items: list[dict], starts_on: str | None, path: str, code: str
) -> None:
    """P8."""
    dossier = with_custody(*({"kind": "custody"} | item for item in items), starts_on=starts_on)
    assert refused(dossier) == (f"sentence.custody{path}", code)


def test_neighboring_days_of_custody_are_no_overlap() -> None:
    facts = read_dossier(
        with_custody(
            ITEM | {"to": "2022-03-01"},
            {"kind": "house_arrest", "from": "2022-03-02", "to": "2022-06-30"},
            {"kind": "custody", "from": "2022-01-01", "to": "2022-01-09"},
        )
    )
    assert len(facts.sentence.custody) == 3


def test_an_overlap_is_found_among_any_periods_in_any_order() -> None:
    """The first period that shares a day with one before it, as comparing all pairs tells it."""
    chance = Random(1522022)
    for _ in range(400):
        days = [chance.randint(1, 60) for _ in range(chance.randint(2, 6))]
        periods = [(day, day + chance.randint(0, 9)) for day in days]
        dossier = with_custody(*(period_of(*period) for period in periods))
        first = next(
            (
                place
                for place, (start, end) in enumerate(periods)
                if any(start <= last and begin <= end for begin, last in periods[:place])
            ),
            None,
        )
        if first is None:
            assert len(read_dossier(dossier).sentence.custody) == len(periods)
        else:
            assert refused(dossier) == (f"sentence.custody[{first}].from", "custody_overlaps")


def period_of(first: int, last: int) -> dict:
    """Detention from the first to the last day, counted from 1 January 2022."""
    new_year = date(2022, 1, 1)
    days = {"from": new_year + timedelta(first), "to": new_year + timedelta(last)}
    return ITEM | {name: day.isoformat() for name, day in days.items()}

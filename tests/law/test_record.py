"""Earlier convictions hint at recidivism; the answer stays with the court's finding."""

import pytest

from cases.law import EarlierConviction, Gravity, Recidivism, suspected_recidivism

GRAVE, ESPECIALLY = Gravity.GRAVE, Gravity.ESPECIALLY_GRAVE
LIGHT = [Gravity.INFRACTION, Gravity.SMALL, Gravity.MEDIUM]
PLAIN, DANGEROUS = Recidivism.RECIDIVISM, Recidivism.DANGEROUS


def earlier(gravity: Gravity | None = GRAVE, **changes: bool | None) -> EarlierConviction:
    known = {"imprisoned": True, "minor": False, "removed": False}
    return EarlierConviction(gravity, **(known | changes))


@pytest.mark.parametrize(
    ("before", "now", "hint"),
    [
        ([], [GRAVE], None),
        ([earlier()], [GRAVE], PLAIN),
        ([earlier(None)], [GRAVE], PLAIN),
        ([earlier(), earlier()], [GRAVE], DANGEROUS),
        ([earlier(ESPECIALLY)], [GRAVE], DANGEROUS),
        ([earlier(), earlier(ESPECIALLY)], [GRAVE], DANGEROUS),
        ([earlier()], [ESPECIALLY], DANGEROUS),
        ([earlier(ESPECIALLY)], [Gravity.SMALL, ESPECIALLY], DANGEROUS),
        ([earlier()], [Gravity.SMALL, GRAVE], PLAIN),
        ([earlier(ESPECIALLY)], LIGHT, None),
        ([earlier()], [None], None),
        ([earlier(gravity) for gravity in LIGHT], [GRAVE, ESPECIALLY], None),
    ],
)
def test_a_heavy_crime_after_imprisonment_for_one_is_a_hint(
    before: list[EarlierConviction], now: list[Gravity | None], hint: Recidivism | None
) -> None:
    assert suspected_recidivism(before, now) == hint


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"imprisoned": False}, False),
        ({"minor": True}, False),
        ({"removed": True}, False),
        ({"imprisoned": None, "minor": None, "removed": None}, True),
    ],
)
def test_only_a_standing_record_of_an_adult_counts(changes: dict, counts: bool) -> None:
    hint = suspected_recidivism([earlier(**changes)], [GRAVE])
    assert hint == (PLAIN if counts else None)

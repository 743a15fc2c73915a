"""Editions of the Criminal Code: an act is read in the edition of its day (CC 5, 6)."""

from dataclasses import replace
from datetime import date

import pytest

from cases.law import Gravity, Outcome, RuleSet, milder_later
from tests.law.plainest import ask, count
from tests.law.test_rule_set import built, row


def test_an_edition_may_last_one_day() -> None:
    (provision,) = built([row(valid_from="2022-01-05", valid_to="2022-01-05")]).provisions["500"]
    assert provision.valid_from == provision.valid_to == date(2022, 1, 5)


def editions() -> list[dict]:
    """An article that is grave until 5 January 2022 and medium from the 6th."""
    return [
        row(max_years=8, edition="a", valid_from="2015-01-01", valid_to="2022-01-05"),
        row(max_years=4, edition="b", valid_from="2022-01-06", valid_to=""),
    ]


@pytest.mark.parametrize(
    ("day", "gravity"),
    [
        (date(2022, 1, 4), Gravity.GRAVE),
        (date(2022, 1, 5), Gravity.GRAVE),
        (date(2022, 1, 6), Gravity.MEDIUM),
        (date(2022, 1, 7), Gravity.MEDIUM),
        (None, Gravity.GRAVE),
        (date(2010, 1, 1), Gravity.GRAVE),
    ],
)
def test_an_act_is_read_in_the_edition_of_its_day(day: date | None, gravity: Gravity) -> None:
    answer = ask(built(editions()), count("500", "1", committed_from=day))
    assert answer.offenses[0].gravity == gravity


def test_a_part_number_means_something_only_with_its_edition() -> None:
    rows = [
        row(part="1", valid_from="2015-01-01", valid_to="2022-01-05"),
        row(part="1", listed="no", valid_from="2022-01-06", valid_to=""),
        row(part="2", max_years=14, valid_from="2022-01-06", valid_to=""),
    ]
    rules = built(rows)
    early, late = date(2022, 1, 5), date(2022, 1, 6)
    assert ask(rules, count("500", "2", committed_from=early)).offenses[0].gravity is None
    assert ask(rules, count("500", "2", committed_from=late)).offenses[0].gravity == (
        Gravity.ESPECIALLY_GRAVE
    )
    assert ask(rules, count("500", "1", committed_from=late)).outcome == Outcome.NOT_COVERED


def test_parts_change_edition_one_by_one() -> None:
    second = row(part="2", max_years=2, valid_from="2015-01-01")
    repealed = row(part="3", valid_from="2015-01-01", valid_to="2022-01-04")
    rules = built([*editions(), second, repealed])
    for day, gravity in ((3, Gravity.MEDIUM), (4, Gravity.MEDIUM), (5, None)):
        offense = count("500", "3", committed_from=date(2022, 1, day))
        assert ask(rules, offense).offenses[0].gravity == gravity
    for day in (date(2015, 1, 1), date(2022, 1, 5), date(2022, 1, 6)):
        first, second = (
            ask(rules, count("500", part, committed_from=day)).offenses[0].gravity
            for part in ("1", "2")
        )
        assert first == (Gravity.GRAVE if day.day < 6 else Gravity.MEDIUM)
        assert second == Gravity.SMALL


def test_a_gap_between_editions_is_read_in_the_edition_before_it() -> None:
    rows = [
        row(max_years=8, valid_from="2015-01-01", valid_to="2022-01-04"),
        row(max_years=4, valid_from="2023-01-01", valid_to=""),
    ]
    answer = ask(built(rows), count("500", "1", committed_from=date(2022, 1, 6)))
    assert answer.offenses[0].gravity == Gravity.GRAVE


def test_a_gap_is_read_in_the_whole_edition_that_ended_last() -> None:
    """Also where its parts began on different days, and whatever the order of the rows."""
    rows = [
        row(max_years=8, valid_from="2015-01-01", valid_to="2017-12-31"),
        row(max_years=2, valid_from="2018-01-01", valid_to="2022-01-04"),
        row(part="2", max_years=14, valid_from="2019-01-01", valid_to="2022-01-04"),
        row(max_years=4, valid_from="2023-01-01", valid_to=""),
    ]
    for order in (rows, rows[::-1]):
        for day in (date(2022, 1, 5), date(2022, 12, 31)):
            gravities = [
                ask(built(order), count("500", part, committed_from=day)).offenses[0].gravity
                for part in ("1", "2")
            ]
            assert gravities == [Gravity.SMALL, Gravity.ESPECIALLY_GRAVE]


def test_a_milder_later_edition_is_pointed_out_and_never_applied() -> None:
    rules = built(editions())
    offense = count("500", "1", committed_from=date(2022, 1, 5))
    assert milder_later(rules, offense).edition == "b"
    assert ask(rules, offense).offenses[0].gravity == Gravity.GRAVE
    assert milder_later(rules, replace(offense, committed_from=date(2015, 1, 1))).edition == "b"
    assert milder_later(rules, replace(offense, committed_from=None)).edition == "b"
    assert milder_later(rules, replace(offense, committed_from=date(2014, 1, 1))) is None
    assert milder_later(rules, replace(offense, committed_from=date(2022, 1, 6))) is None
    assert milder_later(rules, replace(offense, article="501")) is None
    assert milder_later(rules, replace(offense, article=None)) is None


def test_the_first_of_several_milder_editions_of_the_same_part_is_pointed_out() -> None:
    other = row(part="2", max_years=1, edition="of another part", valid_from="2022-01-06")
    last = row(max_years=2, edition="c", valid_from="2024-01-01")
    middle = editions()[1] | {"valid_to": "2023-12-31"}
    for rows in ([editions()[0], middle, last, other], [other, last, middle, editions()[0]]):
        rules = built(rows)
        offense = count("500", "1", committed_from=date(2022, 1, 5))
        assert milder_later(rules, offense).edition == "b"
        assert milder_later(rules, replace(offense, part="2")) is None


def test_a_lower_gravity_is_milder_whatever_its_years_and_life_is_heaviest() -> None:
    offense = count("500", "1", committed_from=date(2022, 1, 5))
    before, after = editions()
    negligent = after | {"max_years": 5, "negligent": True}
    assert milder_later(built([before | {"max_years": 4}, negligent]), offense).edition == "b"
    for_life = before | {"max_years": 15, "life": True}
    assert milder_later(built([for_life, after | {"max_years": 20}]), offense).edition == "b"


def test_a_part_that_begins_is_read_from_its_first_day() -> None:
    rules = built([row(valid_from="2015-01-01"), row(part="2", valid_from="2022-01-06")])
    for day, gravity in ((5, None), (6, Gravity.MEDIUM)):
        offense = count("500", "2", committed_from=date(2022, 1, day))
        assert ask(rules, offense).offenses[0].gravity == gravity


@pytest.mark.parametrize(
    ("later", "milder"),
    [
        ({"max_years": 7}, True),
        ({"max_years": 8}, False),
        ({"max_years": 12}, False),
        ({"max_years": 8, "life": True}, False),
        ({"max_years": None}, False),
        ({"max_years": None, "gravity": "grave"}, False),
        ({"max_years": None, "gravity": "medium"}, True),
        ({"max_years": 14}, False),
    ],
)
def test_only_a_lighter_sanction_is_milder(later: dict, milder: bool) -> None:
    rows = editions()
    rules = built([rows[0], rows[1] | later])
    offense = count("500", "1", committed_from=date(2022, 1, 5))
    assert (milder_later(rules, offense) is not None) is milder


@pytest.mark.parametrize(
    ("own", "milder"),
    [
        ({"gravity": ""}, False),
        ({"max_years": None, "gravity": "grave"}, True),
        ({"max_years": None, "gravity": "medium"}, False),
    ],
)
def test_nothing_is_milder_than_a_sanction_that_is_not_known(own: dict, milder: bool) -> None:
    rows = editions()
    rules = built([rows[0] | own, rows[1]])
    offense = count("500", "1", committed_from=date(2022, 1, 5))
    assert (milder_later(rules, offense) is not None) is milder


def test_the_shipped_table_points_out_no_later_edition_yet(rule_set: RuleSet) -> None:
    for article, rows in rule_set.provisions.items():
        for provision in rows:
            assert milder_later(rule_set, count(article, provision.part)) is None

"""The rule set and the Criminal Code table: data, gravity; editions have a page of their own."""

import csv
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cases.law import (
    Gravity,
    Group,
    Outcome,
    RuleSet,
    RuleSetError,
    gravity_of,
    rule_set_from,
    unsourced,
)
from tests.law.book import DATA, load_table
from tests.law.plainest import ask, count

TABLE = load_table()
SHIPPED = json.loads((DATA / "rule_set_152-VII-1.json").read_text(encoding="utf-8"))
EDITION = {"edition": "2022-01", "valid_from": "2015-01-01", "valid_to": ""}
FACETS = ("value", "source", "citation", "strength", "verified")


def row(**changes: object) -> dict:
    known = {
        "article": "500",
        "part": "1",
        "listed": "yes",
        "exclusion_group": "",
        "max_years": 3,
        "life": False,
        "negligent": False,
    }
    return known | changes


def built(rows: list[dict], **parameters: object) -> RuleSet:
    changed = {
        name: facet | {"value": parameters.get(name, facet["value"])}
        for name, facet in SHIPPED["parameters"].items()
    }
    return rule_set_from({"code": "x", "parameters": changed}, rows)


def test_the_gravity_of_every_row_agrees_with_the_code() -> None:
    for line in TABLE:
        known = line["max_years"] != ""
        derived = gravity_of(
            int(line["max_years"]) if known else None,
            line["life"] == "1" if known else None,
            line["negligent"] == "1" if known else None,
        )
        assert (derived or "") == line["gravity"], f"{line['article']}({line['part']})"


@pytest.mark.parametrize(
    ("years", "life", "negligent", "gravity"),
    [
        (0, False, False, "infraction"),
        (0, False, True, "infraction"),
        (0, None, None, "infraction"),
        (1, False, False, "small"),
        (2, False, False, "small"),
        (3, False, False, "medium"),
        (5, False, False, "medium"),
        (6, False, False, "grave"),
        (12, False, False, "grave"),
        (13, False, False, "especially_grave"),
        (20, False, False, "especially_grave"),
        (15, True, False, "especially_grave"),
        (None, True, None, "especially_grave"),
        (5, False, True, "small"),
        (6, False, True, "medium"),
        (10, False, True, "medium"),
        (None, False, False, None),
        (3, False, None, None),
        (None, None, None, None),
    ],
)
def test_gravity_at_its_borders(
    years: int | None, life: bool | None, negligent: bool | None, gravity: str | None
) -> None:
    assert gravity_of(years, life, negligent) == gravity


def test_the_table_holds_each_part_once_in_the_edition_of_january_2022() -> None:
    assert len(TABLE) == 329
    assert len({(line["article"], line["part"]) for line in TABLE}) == 329
    for line in TABLE:
        assert {key: line[key] for key in EDITION} == EDITION
        assert line["source"].startswith("Collection of official law texts, ")
        assert "/" not in line["source"]


def test_the_shipped_parameters_each_name_their_source() -> None:
    assert SHIPPED["code"] == "152-VII/1"
    assert set(SHIPPED["title"]) == {"en", "ru", "kk"}
    for name, parameter in SHIPPED["parameters"].items():
        assert tuple(parameter) == FACETS, name
        assert parameter["strength"] in ("stated", "reported", "inferred")
        assert isinstance(parameter["verified"], bool)
    assert unsourced(SHIPPED) == ()


def test_a_parameter_without_source_or_citation_is_named() -> None:
    """P20, E11: such a rule set does not come into use."""
    parameters = {
        "law_date": {"value": 1, "source": "x", "citation": ""},
        "rounding": {"value": 1, "citation": "x"},
        "cap_years": {"value": 1, "source": "x", "citation": "x"},
    }
    assert unsourced({"parameters": parameters}) == ("law_date", "rounding")


def test_the_parameters_are_those_of_the_act(rule_set: RuleSet) -> None:
    assert rule_set.law_date == date(2022, 11, 3)
    assert (rule_set.window_from, rule_set.window_to) == (date(2022, 1, 4), date(2022, 1, 7))
    assert rule_set.execution_deadline == date(2023, 5, 3)
    assert rule_set.fractions == {
        Gravity.GRAVE: Fraction(3, 4),
        Gravity.ESPECIALLY_GRAVE: Fraction(1, 2),
    }
    assert (rule_set.one_year_months, rule_set.one_year_basis) == (12, "before_cut")
    assert (rule_set.cap_years, rule_set.long_cap_years) == (20, 25)
    assert (rule_set.rounding, rule_set.adult_age) == ("floor", 18)


def test_whole_articles_of_the_rule_set_agree_with_the_table(rule_set: RuleSet) -> None:
    law = rule_set.list_of_act
    for group in Group:
        whole = {
            article
            for article, rows in rule_set.provisions.items()
            if article not in law.incomplete_articles
            and all(
                any(
                    named == group and "point" not in condition
                    for named, condition in row.exclusions
                )
                for row in rows
            )
        }
        assert whole == law.whole_article_groups[group]


@pytest.mark.parametrize("name", sorted(SHIPPED["parameters"]))
def test_a_rule_set_without_a_parameter_is_refused(name: str) -> None:
    for broken in ({}, {name: {"source": "x"}}, {name: {"value": object()}}):
        parameters = {key: facet for key, facet in SHIPPED["parameters"].items() if key != name}
        with pytest.raises(RuleSetError) as caught:
            rule_set_from({"code": "x", "parameters": parameters | broken}, [])
        assert caught.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("law_date", "03.11.2022"),
        ("fraction_grave", "1"),
        ("fraction_grave", "0"),
        ("fraction_grave", "1/0"),
        ("fraction_especially_grave", "-1/2"),
        ("one_year_months", True),
        ("one_year_months", -1),
        ("one_year_months", "12"),
        ("one_year_basis", "both"),
        ("rounding", "up"),
        ("cap_years", 20.5),
        ("custody_ratios", {}),
        ("whole_article_groups", {"strange": []}),
        ("house_arrest_ratio", "0"),
        ("house_arrest_ratio", "3"),
        ("likely_as_listed", "272"),
        ("disputed_exclusions", [269]),
        ("complete_up_to", "CC 207"),
    ],
)
def test_a_value_the_law_cannot_be_read_from_is_refused(name: str, value: object) -> None:
    with pytest.raises(RuleSetError) as caught:
        built([], **{name: value})
    assert caught.value.name == name


def test_a_number_may_be_zero_and_a_ratio_two() -> None:
    rules = built([], one_year_months=0, house_arrest_ratio="2")
    assert (rules.one_year_months, rules.house_arrest_ratio) == (0, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"listed": "maybe"},
        {"gravity": "huge"},
        {"max_years": "x"},
        {"exclusion_group": "strange"},
        {"exclusion_group": "terrorist(if it rains)"},
        {"exclusion_group": "corruption(point 2)"},
        {"valid_from": "1.1.2015"},
        {"valid_from": "2022-01-02", "valid_to": "2022-01-01"},
    ],
)
def test_a_row_the_law_cannot_be_read_from_is_refused(changes: dict) -> None:
    with pytest.raises(RuleSetError) as caught:
        built([row(**changes)])
    assert caught.value.name == "500(1)"


def test_real_types_and_texts_of_the_file_build_the_same_table() -> None:
    typed = row(part=None, valid_from=date(2015, 1, 1), valid_to=None)
    text = {
        "article": "500",
        "part": "-",
        "covered_by_art1": "yes",
        "exclusion_group": "",
        "max_years": "3",
        "life": "0",
        "negligent": "0",
        "gravity": "medium",
        "valid_from": "2015-01-01",
        "valid_to": "",
    }
    assert built([typed]).provisions == built([text]).provisions
    for unknown in ({"negligent": None}, {"max_years": None}):
        assert built([row(**unknown)]).provisions["500"][0].gravity is None
    for part in (None, "-", ""):
        assert built([row(part=part)]).provisions["500"][0].part is None
    negligent = {key: value for key, value in text.items() if key != "gravity"}
    for said, gravity in (("1", Gravity.SMALL), ("0", Gravity.MEDIUM), ("", None)):
        rows = [negligent | {"negligent": said}]
        assert built(rows).provisions["500"][0].gravity == gravity
    assert built([row(gravity="")]).provisions["500"][0].gravity is None


def test_what_a_rule_set_remembers_is_no_part_of_it() -> None:
    fresh, used = built([row()]), built([row()])
    used.reading(count("500", "1"))
    assert used == fresh
    assert repr(used) == repr(fresh)


def test_what_a_rule_set_remembers_is_bounded(rule_set: RuleSet) -> None:
    small = replace(rule_set, _readings={})
    for number in range(1000):
        for suffix in range(12):
            small.reading(count(f"{number:03}-{suffix}", None))
    assert len(small._readings) == 10_000


@pytest.mark.parametrize(("listed", "answer"), [("no", False), ("yes", None), ("unknown", None)])
def test_an_article_with_parts_outside_the_table_is_told_only_when_all_are_unlisted(
    listed: str, answer: bool | None
) -> None:
    rules = built([row(listed=listed)], incomplete_articles=["500"])
    assert rules.reading(count("500", None)).listed is answer
    assert rules.reading(count("500", None)).gravity is None


def test_the_list_is_blamed_only_where_no_part_of_the_article_is_verified() -> None:
    for first, second, blamed in (
        ("yes", "unknown", False),
        ("unknown", "no", False),
        ("likely", "unknown", True),
    ):
        rules = built([row(listed=first), row(part="2", listed=second)])
        for part in (None, "9"):
            assert rules.reading(count("500", part)).unverified is blamed


@pytest.mark.parametrize(
    ("sanction", "long"),
    [
        ({"max_years": 15, "life": True}, True),
        ({"max_years": 20}, True),
        ({"max_years": 19}, False),
        ({"max_years": None, "gravity": "especially_grave"}, False),
        ({"max_years": 20, "negligent": True}, False),
    ],
)
def test_the_longer_cap_asks_for_twenty_years_or_life(sanction: dict, long: bool) -> None:
    for rules in (built([row(**sanction)]), built([row(**sanction), row(part="2", **sanction)])):
        for part in ("1", None):
            assert rules.reading(count("500", part)).long_cap is long


def test_disputed_exclusions_and_likely_articles_are_parameters() -> None:
    with (DATA / "criminal_code.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert ask(built(rows, disputed_exclusions=[]), count("269", "1")).outcome == Outcome.EXCLUDED
    assert ask(built(rows, likely_as_listed=[]), count("272", "2")).outcome == Outcome.NEEDS_REVIEW
    listed = built(rows, likely_as_listed=["272", "414"])
    assert ask(listed, count("414", "1")).outcome == Outcome.RELEASE
    disputed = built(rows, disputed_exclusions=["272"])
    assert ask(disputed, count("272", "1"), birth_date=date(1990, 1, 1)).outcome == (
        Outcome.NEEDS_REVIEW
    )

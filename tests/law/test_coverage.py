"""Article 1: rules R1 to R5, each true, false and not known."""

from datetime import date

import pytest

from cases.law import Flag, Gravity, Listed, Nexus, Outcome, RuleSet, Strength
from cases.law.provisions import is_listed
from tests.law.plainest import ask, count, holds

JANUARY = [date(2022, 1, day) for day in range(1, 10)]
REVIEW, OUT = Outcome.NEEDS_REVIEW, Outcome.NOT_COVERED


@pytest.mark.parametrize(
    ("inside", "outcome"), [(True, Outcome.REDUCE), (False, OUT), (None, REVIEW)]
)
def test_only_an_act_in_kazakhstan_is_covered(
    rule_set: RuleSet, inside: bool | None, outcome: Outcome
) -> None:
    answer = ask(rule_set, count(in_kazakhstan=inside))
    assert (holds(answer, "R1"), answer.outcome) == (inside, outcome)


@pytest.mark.parametrize("day", JANUARY)
def test_only_an_act_of_4_to_7_january_is_covered(rule_set: RuleSet, day: date) -> None:
    answer = ask(rule_set, count(committed_from=day))
    assert holds(answer, "R2") is (4 <= day.day <= 7)
    assert answer.outcome == (Outcome.REDUCE if 4 <= day.day <= 7 else OUT)
    assert (Flag.BOUNDARY_DAY in answer.flags) is (day.day in (4, 7))


@pytest.mark.parametrize("last", JANUARY)
@pytest.mark.parametrize("first", JANUARY)
def test_an_act_of_several_days_must_lie_wholly_inside(
    rule_set: RuleSet, first: date, last: date
) -> None:
    if last < first:
        return
    answer = ask(rule_set, count(committed_from=first, committed_to=last))
    inside = [4 <= day.day <= 7 for day in JANUARY if first <= day <= last]
    expected = True if all(inside) else None if any(inside) else False
    assert holds(answer, "R2") is expected
    crosses = {Flag.CROSSES_WINDOW, Flag.CONTINUING_ACT}
    assert crosses.intersection(answer.flags) == (crosses if expected is None else set())
    at_the_edge = expected is True and bool({first.day, last.day} & {4, 7})
    assert (Flag.BOUNDARY_DAY in answer.flags) is at_the_edge


def test_an_unknown_day_is_never_relief(rule_set: RuleSet) -> None:
    answer = ask(rule_set, count(committed_from=None))
    assert holds(answer, "R2") is None
    assert answer.outcome == REVIEW
    assert answer.missing == ("offenses[0].committed_from",)


@pytest.mark.parametrize(
    ("nexus", "expected"),
    [(Nexus.RIOT, True), (Nexus.SUPPRESSION, True), (Nexus.NONE, False), (None, None)],
)
def test_the_act_must_be_connected_with_the_riots(
    rule_set: RuleSet, nexus: Nexus | None, expected: bool | None
) -> None:
    answer = ask(rule_set, count(nexus=nexus))
    assert holds(answer, "R3") is expected
    assert answer.outcome == {True: Outcome.REDUCE, False: OUT, None: REVIEW}[expected]


@pytest.mark.parametrize(
    ("article", "part", "expected", "strength", "flagged"),
    [
        ("106", "2", True, "stated", False),
        ("106", "3", False, "stated", False),
        ("106", None, None, "stated", False),
        ("106", "9", None, "stated", False),
        ("188", None, True, "stated", False),
        ("188", "9", None, "stated", False),
        ("192", "1", False, "stated", False),
        ("192", None, False, "stated", False),
        ("192", "9", False, "stated", False),
        ("115", None, True, "stated", False),
        ("115", "1", None, "stated", False),
        ("105", None, False, "stated", False),
        ("188-1", "2", False, "stated", False),
        ("205", "1", False, "stated", False),
        ("207", "1", True, "stated", False),
        ("207-0", None, False, "stated", False),
        ("207-1", None, None, "inferred", True),
        ("208", "1", None, "inferred", True),
        ("272", "2", True, "inferred", True),
        ("272", None, True, "inferred", True),
        ("272", "4", None, "inferred", True),
        ("371", "1", None, "inferred", True),
        ("380", "3", None, "inferred", True),
        ("218", "3", None, "inferred", True),
        ("218", None, None, "inferred", True),
        ("449", None, None, "inferred", True),
        (None, None, None, "stated", False),
    ],
)
def test_the_list_of_article_1_is_read_by_its_rows(
    rule_set: RuleSet,
    article: str | None,
    part: str | None,
    expected: bool | None,
    strength: str,
    flagged: bool,
) -> None:
    answer = ask(rule_set, count(article, part))
    line = answer.findings[3]
    assert (line.rule, line.holds, line.strength) == ("R4", expected, Strength(strength))
    assert (Flag.ARTICLE_UNVERIFIED in answer.flags) is flagged


def test_likely_counts_only_for_the_articles_of_the_rule_set(rule_set: RuleSet) -> None:
    likely = [
        row for rows in rule_set.provisions.values() for row in rows if row.listed == Listed.LIKELY
    ]
    assert {row.article for row in likely} == {"272", "371", "414", "415"}
    assert {row.article for row in likely if is_listed(row, rule_set.list_of_act)} == {"272"}


@pytest.mark.parametrize(
    ("article", "part", "gravity"),
    [
        ("188", "1", Gravity.MEDIUM),
        ("188", "3", Gravity.GRAVE),
        ("188", None, None),
        ("188", "9", None),
        ("187", None, Gravity.INFRACTION),
        ("115", "1", None),
        ("312", None, None),
        ("312", "2", None),
        ("500", None, None),
        (None, "1", None),
    ],
)
def test_gravity_is_that_of_the_part_and_never_of_a_neighbor(
    rule_set: RuleSet, article: str | None, part: str | None, gravity: Gravity | None
) -> None:
    answer = ask(rule_set, count(article, part))
    assert answer.offenses[0].gravity == gravity
    assert holds(answer, "R5") is (None if gravity is None else True)


def test_a_certain_false_settles_a_count_whatever_else_is_unknown(rule_set: RuleSet) -> None:
    answer = ask(rule_set, count(None, None, in_kazakhstan=False, nexus=None))
    assert answer.outcome == OUT
    # An article that is not known leaves the exclusions open, so the answer is preliminary.
    assert answer.missing == ("offenses[0].article",)
    assert answer.preliminary


def test_every_rule_is_asked_also_after_one_has_failed(rule_set: RuleSet) -> None:
    answer = ask(rule_set, count("192", "1", in_kazakhstan=False, nexus=Nexus.NONE))
    assert [holds(answer, rule) for rule in ("R1", "R2", "R3", "R4")] == [False, True, False, False]

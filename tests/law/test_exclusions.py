"""To whom the act does not extend: E1 to E8, each true, false and not known."""

from datetime import date

import pytest

from cases.law import (
    Flag,
    Gravity,
    Nexus,
    Outcome,
    Punishment,
    Recidivism,
    RuleSet,
    Sentence,
    Stage,
    assess,
)
from tests.law.plainest import BY_GRAVITY, ask, count, counts, facts, holds

GROUPS = {
    "E1": "170 171 173 177 178 184 255 256 257 258 259 260 261 270",
    "E2": "174 179 180 181 182 184 258 259 260 267 405",
    "E3": "361 364 365 366 367 368 369 370 450 452",
    "E4": "175",
    "E5": "146",
}
WHOLE = [(rule, article) for rule, articles in GROUPS.items() for article in articles.split()]
EXCLUSIONS = ("E1", "E2", "E3", "E4", "E5", "E6", "E7")
ADULT, MINOR, ON_THE_DAY = date(1990, 1, 1), date(2005, 6, 1), date(2004, 1, 5)
RELIEF_IS_POSSIBLE = {
    "E1": ("170", None),
    "E2": ("179", None),
    "E3": ("361", "1"),
    "E4": ("175", "1"),
    "E5": ("146", "1"),
    "E7": ("272", "1"),
}


@pytest.mark.parametrize(("rule", "article"), WHOLE)
def test_an_article_named_whole_excludes_under_every_part(
    rule_set: RuleSet, rule: str, article: str
) -> None:
    for part in (None, "1", "99"):
        answer = ask(rule_set, count(article, part), birth_date=ADULT)
        assert holds(answer, rule) is True
        assert answer.outcome == Outcome.EXCLUDED
        assert answer.missing == ()


@pytest.mark.parametrize("gravity", list(Gravity))
@pytest.mark.parametrize("rule", list(RELIEF_IS_POSSIBLE))
def test_one_excluded_count_blocks_every_gravity_of_the_case(
    rule_set: RuleSet, rule: str, gravity: Gravity
) -> None:
    both = counts(count(*BY_GRAVITY[gravity]), count(*RELIEF_IS_POSSIBLE[rule]))
    for stage in Stage:
        answer = ask(rule_set, *both, stage=stage, birth_date=ADULT)
        assert answer.outcome == Outcome.EXCLUDED
        assert [item.outcome for item in answer.offenses] == [Outcome.EXCLUDED] * 2


def test_an_excluded_count_outside_the_window_blocks_as_well(rule_set: RuleSet) -> None:
    old = count("146", "2", committed_from=date(2013, 5, 1), in_kazakhstan=False)
    answer = ask(rule_set, *counts(count(), old))
    assert [item.outcome for item in answer.offenses] == [Outcome.EXCLUDED] * 2


def test_a_count_that_is_not_covered_keeps_that_outcome_beside_an_excluded_one(
    rule_set: RuleSet,
) -> None:
    answer = ask(rule_set, *counts(count(nexus=Nexus.NONE), count("146", "2")))
    outcomes = [item.outcome for item in answer.offenses]
    assert outcomes == [Outcome.NOT_COVERED, Outcome.EXCLUDED]
    assert answer.outcome == Outcome.EXCLUDED


def test_attacks_on_buildings_are_left_to_a_human(rule_set: RuleSet) -> None:
    for part in ("1", "3", "9", None):
        answer = ask(rule_set, count("269", part))
        assert holds(answer, "E1") is None
        assert answer.outcome == Outcome.NEEDS_REVIEW
        assert Flag.PRACTICE_DIFFERS in answer.flags


def test_269_1_and_183_and_404_1_belong_to_no_excluded_group(rule_set: RuleSet) -> None:
    for article, part in (("269-1", "1"), ("183", "1"), ("404", "1"), ("371", "1"), ("110", "2")):
        answer = ask(rule_set, count(article, part))
        assert [holds(answer, rule) for rule in EXCLUSIONS] == [False] * 7, article


@pytest.mark.parametrize(
    ("part", "expected"), [("1", False), ("2", True), ("3", True), (None, None)]
)
def test_404_is_extremist_in_its_second_and_third_part(
    rule_set: RuleSet, part: str | None, expected: bool | None
) -> None:
    answer = ask(rule_set, count("404", part))
    assert holds(answer, "E2") is expected
    assert ("offenses[0].part" in answer.missing) is (expected is None)


@pytest.mark.parametrize(
    ("article", "part", "point"),
    [
        ("189", "3", "2"),
        ("190", "3", "2"),
        ("218", "3", "1"),
        ("234", "3", "1"),
        ("249", "3", "2"),
        ("362", "4", "3"),
        ("451", "2", "2"),
    ],
)
def test_corruption_by_point_asks_for_the_point(
    rule_set: RuleSet, article: str, part: str, point: str
) -> None:
    said = {
        points: ask(rule_set, count(article, part, points=points))
        for points in (None, (), ("9",), ("9", point))
    }
    answers = {points: holds(answer, "E3") for points, answer in said.items()}
    assert answers == {None: None, (): False, ("9",): False, ("9", point): True}
    assert "offenses[0].points" in said[None].missing


@pytest.mark.parametrize(
    ("points", "expected", "missing"),
    [
        (None, None, ("offenses[0].part", "offenses[0].points")),
        (("2",), None, ("offenses[0].part",)),
        (("1",), False, ()),
    ],
)
@pytest.mark.parametrize("article", ["189", "249"])
def test_an_unknown_part_matters_while_a_point_could_exclude(
    rule_set: RuleSet,
    article: str,
    points: tuple | None,
    expected: bool | None,
    missing: tuple,
) -> None:
    answer = ask(rule_set, count(article, None, points=points, nexus=Nexus.NONE))
    assert holds(answer, "E3") is expected
    assert answer.missing == missing
    assert answer.outcome == Outcome.NOT_COVERED


SEXUAL = ["120", "121", "122", "123", "124", "134", "144"]


@pytest.mark.parametrize("article", SEXUAL)
@pytest.mark.parametrize(
    ("victim", "birth_date", "expected", "lacks"),
    [
        (False, None, False, ()),
        (None, None, None, ("offenses[0].victim_minor",)),
        (True, None, None, ("defendant.birth_date",)),
        (True, MINOR, None, ()),
        (True, ADULT, True, None),
        (True, ON_THE_DAY, None, ()),
    ],
)
def test_sexual_offenses_exclude_an_adult_with_a_minor_victim(
    rule_set: RuleSet,
    article: str,
    victim: bool | None,
    birth_date: date | None,
    expected: bool | None,
    lacks: tuple | None,
) -> None:
    offense = count(article, "1", victim_minor=victim)
    answer = ask(rule_set, offense, birth_date=birth_date)
    assert holds(answer, "E6") is expected
    assert answer.missing == (lacks or ())
    assert (Flag.AGE_BOUNDARY in answer.flags) is (victim is True and birth_date == ON_THE_DAY)


def test_an_unknown_day_of_a_sexual_offense_matters_once_the_victim_was_a_minor(
    rule_set: RuleSet,
) -> None:
    known = ask(rule_set, count("120", "1", victim_minor=True, committed_from=None))
    unknown = ask(rule_set, count("120", "1", victim_minor=None, committed_from=None))
    assert known.missing == ("defendant.birth_date", "offenses[0].committed_from")
    assert unknown.missing == ("offenses[0].victim_minor",)


@pytest.mark.parametrize("victim", [True, False, None])
def test_312_without_its_part_is_not_told_unless_the_victim_was_grown(
    rule_set: RuleSet, victim: bool | None
) -> None:
    answer = ask(rule_set, count("312", None, victim_minor=victim), birth_date=ADULT)
    assert holds(answer, "E6") is (False if victim is False else None)
    assert ("offenses[0].part" in answer.missing) is (victim is not False)


@pytest.mark.parametrize(
    ("birth_date", "expected", "flag"),
    [
        (date(2004, 1, 4), True, False),
        (date(2004, 1, 5), None, True),
        (date(2004, 1, 6), False, False),
        (date(1990, 1, 1), True, False),
        (date(2008, 1, 1), False, False),
        (None, None, False),
    ],
)
def test_only_adults_are_excluded_for_organizing_mass_riots(
    rule_set: RuleSet, birth_date: date | None, expected: bool | None, flag: bool
) -> None:
    answer = ask(rule_set, count("272", "1"), birth_date=birth_date)
    assert holds(answer, "E7") is expected
    assert (
        answer.outcome
        == {
            True: Outcome.EXCLUDED,
            False: Outcome.REDUCE,
            None: Outcome.NEEDS_REVIEW,
        }[expected]
    )
    assert (Flag.AGE_BOUNDARY in answer.flags) is flag


@pytest.mark.parametrize(
    ("birth_date", "expected"),
    [
        (date(2004, 1, 4), None),
        (date(2004, 1, 5), None),
        (date(2004, 1, 6), None),
        (date(2004, 1, 7), False),
        (date(2004, 1, 3), True),
    ],
)
def test_a_birthday_on_any_day_of_the_act_leaves_the_age_open(
    rule_set: RuleSet, birth_date: date, expected: bool | None
) -> None:
    act = count("272", "1", committed_from=date(2022, 1, 4), committed_to=date(2022, 1, 6))
    assert holds(ask(rule_set, act, birth_date=birth_date), "E7") is expected


def test_the_birthday_of_29_february_is_28_february_in_a_common_year(rule_set: RuleSet) -> None:
    for day, expected in ((27, False), (28, None)):
        act = count("272", "1", committed_from=date(2022, 2, day))
        assert holds(ask(rule_set, act, birth_date=date(2004, 2, 29)), "E7") is expected
    act = count("272", "1", committed_from=date(2022, 3, 1))
    assert holds(ask(rule_set, act, birth_date=date(2004, 2, 29)), "E7") is True


@pytest.mark.parametrize(("birth_date", "expected"), [(ADULT, None), (None, None), (MINOR, False)])
def test_272_without_its_part_excludes_nobody_and_frees_only_a_minor(
    rule_set: RuleSet, birth_date: date | None, expected: bool | None
) -> None:
    answer = ask(rule_set, count("272", None), birth_date=birth_date)
    assert holds(answer, "E7") is expected
    assert ("defendant.birth_date" in answer.missing) is (birth_date is None)


@pytest.mark.parametrize("part", ["2", "3", "4"])
def test_participants_and_callers_are_not_organizers(rule_set: RuleSet, part: str) -> None:
    assert holds(ask(rule_set, count("272", part), birth_date=ADULT), "E7") is False


@pytest.mark.parametrize("finding", [Recidivism.RECIDIVISM, Recidivism.DANGEROUS])
@pytest.mark.parametrize("gravity", list(Gravity))
def test_a_finding_of_recidivism_excludes_at_every_stage(
    rule_set: RuleSet, finding: Recidivism, gravity: Gravity
) -> None:
    for stage in (*Stage, None):
        answer = ask(rule_set, count(*BY_GRAVITY[gravity]), stage=stage, recidivism=finding)
        assert answer.outcome == Outcome.EXCLUDED
        assert holds(answer, "E8", None) is True


def test_a_finding_of_recidivism_excludes_also_who_is_not_covered(rule_set: RuleSet) -> None:
    answer = ask(rule_set, count(nexus=Nexus.NONE), recidivism=Recidivism.RECIDIVISM)
    assert answer.outcome == Outcome.EXCLUDED
    assert answer.offenses[0].outcome == Outcome.NOT_COVERED


@pytest.mark.parametrize("gravity", ["infraction", "small", "medium"])
def test_light_counts_alone_are_never_recidivism(rule_set: RuleSet, gravity: str) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), recidivism=None)
    assert holds(answer, "E8", None) is False
    assert answer.outcome == Outcome.RELEASE
    assert answer.missing == ()


def test_an_uncovered_grave_count_leaves_recidivism_open(rule_set: RuleSet) -> None:
    both = counts(count("188", "1"), count("192", "1", nexus=Nexus.NONE))
    answer = ask(rule_set, *both, recidivism=None)
    assert holds(answer, "E8", None) is None
    assert answer.offenses[0].outcome == Outcome.NEEDS_REVIEW
    assert answer.outcome == Outcome.NEEDS_REVIEW
    assert "recidivism" in answer.missing


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        (Stage.PRETRIAL, Outcome.REDUCE_AT_SENTENCING),
        (Stage.TRIAL, Outcome.REDUCE_AT_SENTENCING),
        (Stage.APPEAL, Outcome.REDUCE_AT_SENTENCING),
        (Stage.SERVING, Outcome.NEEDS_REVIEW),
        (Stage.SERVED, Outcome.NO_EFFECT),
    ],
)
def test_an_unknown_finding_blocks_only_while_serving(
    rule_set: RuleSet, stage: Stage, outcome: Outcome
) -> None:
    answer = ask(
        rule_set,
        count(),
        stage=stage,
        recidivism=None,
        sentence=Sentence(kind=Punishment.IMPRISONMENT, served_on=date(2022, 9, 1)),
    )
    assert holds(answer, "E8", None) is None
    assert (answer.outcome, answer.preliminary) == (outcome, True)
    assert "recidivism" in answer.missing


def test_an_unknown_exclusion_leaves_not_covered_standing(rule_set: RuleSet) -> None:
    answer = ask(rule_set, count("272", "1", nexus=Nexus.NONE))
    assert (answer.outcome, answer.preliminary) == (Outcome.NOT_COVERED, True)
    assert answer.missing == ("defendant.birth_date",)


def test_an_unknown_day_matters_for_the_age_also_outside_kazakhstan(rule_set: RuleSet) -> None:
    abroad = count("272", "1", committed_from=None, in_kazakhstan=False)
    answer = ask(rule_set, abroad, birth_date=ADULT)
    assert (answer.outcome, answer.missing) == (
        Outcome.NOT_COVERED,
        ("offenses[0].committed_from",),
    )


def test_an_unknown_exclusion_of_one_count_holds_up_the_others(rule_set: RuleSet) -> None:
    both = counts(count("188", "1"), count("272", "1", nexus=Nexus.NONE))
    answer = ask(rule_set, *both)
    outcomes = [item.outcome for item in answer.offenses]
    assert outcomes == [Outcome.NEEDS_REVIEW, Outcome.NOT_COVERED]


def test_an_unknown_article_leaves_every_exclusion_open(rule_set: RuleSet) -> None:
    answer = assess(facts(count(None, None)), rule_set)
    assert [holds(answer, rule) for rule in EXCLUSIONS] == [None] * 7
    assert answer.missing == ("offenses[0].article",)


@pytest.mark.parametrize(
    ("rule", "article", "part", "more"),
    [
        ("E1", "188", "1", ()),
        ("E1", "170", "1", ()),
        ("E3", "189", "3", ("offenses[0].points",)),
        ("E3", "189", "1", ()),
        (
            "E6",
            "120",
            "1",
            (
                "defendant.birth_date",
                "offenses[0].committed_from",
                "offenses[0].committed_to",
                "offenses[0].victim_minor",
            ),
        ),
        (
            "E7",
            "272",
            "1",
            (
                "defendant.birth_date",
                "offenses[0].committed_from",
                "offenses[0].committed_to",
            ),
        ),
    ],
)
def test_a_finding_names_the_facts_that_its_rule_used(
    rule_set: RuleSet, rule: str, article: str, part: str, more: tuple[str, ...]
) -> None:
    answer = ask(rule_set, count(article, part), birth_date=ADULT)
    facts_used = next(line.facts for line in answer.findings if line.rule == rule)
    assert tuple(facts_used) == ("offenses[0].article", "offenses[0].part", *more)
    assert facts_used["offenses[0].article"] == article
    assert facts_used.get("defendant.birth_date") in (None, "1990-01-01")

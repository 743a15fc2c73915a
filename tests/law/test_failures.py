"""A rule that breaks gives a null finding and `needs_review`, never relief and never a crash."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from cases.law import (
    RULES,
    Answer,
    Facts,
    Nexus,
    Outcome,
    RuleSet,
    Stage,
    Term,
    answer_of,
    assess,
    flips,
)
from tests.law.plainest import BY_GRAVITY, count, counts, facts, holds, sentenced

OF_COUNTS = ["R1", "R2", "R3", "R4", "R5", "E1", "E2", "E3", "E4", "E5", "E6", "E7"]
LIGHT, GRAVE, ESPECIALLY = BY_GRAVITY["small"], BY_GRAVITY["grave"], BY_GRAVITY["especially_grave"]


class ArithmeticSurpriseError(ArithmeticError):
    """What the broken rules of these tests raise."""


def broken(rule: str) -> dict:
    """All rules, one of them broken."""

    def breaks(*_asked: object) -> None:
        raise ArithmeticSurpriseError("broken on purpose")

    return {**RULES, rule: replace(RULES[rule], ask=breaks)}


def served(gravity: tuple[str, str]) -> Facts:
    return facts(
        count(*gravity), stage=Stage.SERVED, sentence=sentenced(served_on=date(2022, 9, 1))
    )


SOUND: dict[str, Callable[[], Facts]] = {
    **dict.fromkeys(OF_COUNTS, lambda: facts(count(*GRAVE))),
    "E8": lambda: facts(count(*GRAVE)),
    "R11": lambda: facts(count(*LIGHT), stage=Stage.TRIAL),
    "R12": lambda: facts(count(*LIGHT)),
    "R13": lambda: served(LIGHT),
    "R13a": lambda: served(GRAVE),
    "R14": lambda: facts(count(*GRAVE)),
    "R15": lambda: facts(count(*ESPECIALLY)),
    "R16": lambda: facts(count(*GRAVE)),
    "R17": lambda: facts(count(*GRAVE)),
    "R18": lambda: facts(count(*GRAVE), stage=Stage.APPEAL),
    "R19": lambda: facts(*counts(count(*GRAVE, term=Term(4)), count(*GRAVE, term=Term(4)))),
    "R20": lambda: facts(sentence=sentenced(additional=("confiscation",))),
}


def test_every_rule_has_a_case_to_break_in() -> None:
    assert set(SOUND) == set(RULES)


@pytest.mark.parametrize("rule", list(SOUND))
def test_a_broken_rule_gives_needs_review_with_its_name(rule: str, rule_set: RuleSet) -> None:
    """P7, E1: never zero, an empty list or relief."""
    known = SOUND[rule]()
    assert assess(known, rule_set).outcome not in (Outcome.NEEDS_REVIEW, Outcome.EXCLUDED)
    answer = assess(known, rule_set, broken(rule))
    assert answer.outcome == Outcome.NEEDS_REVIEW
    assert (answer.term, answer.one_year_rule) == (None, None)
    lines = [line for line in answer.findings if line.rule == rule]
    assert lines
    for line in lines:
        assert line.holds is None
        assert line.facts == {"error": "ArithmeticSurpriseError"}
        assert line.citation
    failure = answer.failures[0]
    assert (failure.rule, failure.offense) == (rule, "1" if rule in OF_COUNTS else None)
    assert "broken on purpose" in failure.error
    assert answer_of(answer)["outcome"] == "needs_review"


@pytest.mark.parametrize("rule", list(SOUND))
def test_a_broken_rule_leaves_the_other_findings_in_place(rule: str, rule_set: RuleSet) -> None:
    known = SOUND[rule]()
    sound, hurt = assess(known, rule_set), assess(known, rule_set, broken(rule))

    def of_the_counts(answer: Answer) -> list[tuple]:
        return [
            (line.rule, line.offense, line.holds)
            for line in answer.findings
            if line.rule in OF_COUNTS and line.rule != rule
        ]

    assert of_the_counts(hurt) == of_the_counts(sound)


@pytest.mark.parametrize("rule", OF_COUNTS)
def test_a_broken_rule_does_not_hide_that_a_count_needs_review(
    rule: str, rule_set: RuleSet
) -> None:
    outside = facts(count(*GRAVE, in_kazakhstan=False, nexus=Nexus.NONE))
    assert assess(outside, rule_set, broken(rule)).outcome == Outcome.NEEDS_REVIEW


@pytest.mark.parametrize("rule", [rule for rule in SOUND if rule != "E5"])
def test_a_broken_rule_does_not_free_who_is_excluded(rule: str, rule_set: RuleSet) -> None:
    both = facts(*counts(count("146", "2"), count(*GRAVE)))
    answer = assess(both, rule_set, broken(rule))
    assert answer.outcome == Outcome.EXCLUDED


def test_a_broken_rule_of_relief_is_no_finding_on_a_count_that_is_not_covered(
    rule_set: RuleSet,
) -> None:
    both = facts(*counts(count(*GRAVE, term=Term(1)), count(*GRAVE, nexus=Nexus.NONE)))
    answer = assess(both, rule_set, broken("R14"))
    lines = [(line.rule, line.offense) for line in answer.findings if line.rule == "R14"]
    assert lines == [("R14", "1")]


def test_a_broken_exclusion_holds_up_all_counts(rule_set: RuleSet) -> None:
    both = facts(*counts(count(*LIGHT), count(*GRAVE)))
    answer = assess(both, rule_set, broken("E4"))
    assert [item.outcome for item in answer.offenses] == [Outcome.NEEDS_REVIEW] * 2
    assert holds(answer, "E4", "2") is None


def test_a_broken_finding_of_recidivism_gives_nobody_relief(rule_set: RuleSet) -> None:
    for stage in (*Stage, None):
        answer = assess(facts(count(*LIGHT), stage=stage), rule_set, broken("E8"))
        assert answer.outcome == Outcome.NEEDS_REVIEW
        assert answer.offenses[0].outcome == Outcome.NEEDS_REVIEW


def test_flips_survive_a_broken_rule(rule_set: RuleSet) -> None:
    for rule, known in SOUND.items():
        for flip in flips(known(), rule_set, broken(rule)):
            assert flip.outcome in Outcome

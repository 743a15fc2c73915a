"""The decision table as data: order, and the facts that each finding names."""

from datetime import date

import pytest

from cases.law import RULES, Answer, Punishment, RuleSet, Stage, Term
from tests.law.plainest import BY_GRAVITY, ask, count, counts, sentenced

ORDER = "R1 R2 R3 R4 R5 E1 E2 E3 E4 E5 E6 E7 E8 R11 R12 R13 R13a R14 R15 R16 R17 R18 R19 R20"
SERVED = {"stage": Stage.SERVED, "sentence": sentenced(served_on=date(2022, 10, 1))}
CUT = {"stage": "serving", "sentence.kind": "imprisonment", "sentence.term": (4, 0, 0)}
DATED = {
    "as_of": "2022-11-03",
    "sentence.kind": "imprisonment",
    "sentence.manner": None,
    "sentence.term": (4, 0, 0),
    "sentence.starts_on": "2022-07-01",
    "sentence.facility": None,
    "sentence.custody": [],
}
AFTER_SERVING = {"stage": "served", "sentence.served_on": "2022-10-01"}


def facts_of(answer: Answer, rule: str) -> dict:
    """The facts that the finding of a rule names, a term as three numbers."""
    (line,) = [line for line in answer.findings if line.rule == rule]
    return {
        path: tuple(value.values()) if isinstance(value, dict) else value
        for path, value in line.facts.items()
    }


def test_the_rules_stand_in_the_order_of_the_act() -> None:
    assert list(RULES) == ORDER.split()


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("R1", {"offenses[0].in_kazakhstan": True}),
        (
            "R2",
            {"offenses[0].committed_from": "2022-01-05", "offenses[0].committed_to": "2022-01-06"},
        ),
        ("R3", {"offenses[0].nexus": "riot"}),
        ("R4", {"offenses[0].article": "188", "offenses[0].part": "3"}),
        ("R5", {"offenses[0].article": "188", "offenses[0].part": "3"}),
        ("E8", {"recidivism": "none"}),
        ("R14", CUT),
        ("R16", DATED),
        ("R17", DATED),
        ("R20", {"sentence.additional": ["confiscation"]}),
    ],
)
def test_a_finding_names_the_facts_that_its_rule_reads(
    rule: str, shown: dict, rule_set: RuleSet
) -> None:
    act = count(committed_to=date(2022, 1, 6))
    answer = ask(rule_set, act, sentence=sentenced(additional=("confiscation",)))
    assert facts_of(answer, rule) == shown


@pytest.mark.parametrize(
    ("rule", "gravity", "changes", "shown"),
    [
        (
            "R11",
            "medium",
            {"stage": Stage.TRIAL, "objects_to_termination": False},
            {"stage": "trial", "objects_to_termination": False},
        ),
        ("R12", "small", {}, {"stage": "serving"}),
        ("R13", "medium", SERVED, AFTER_SERVING),
        ("R13a", "grave", SERVED, AFTER_SERVING),
        ("R15", "especially_grave", {}, CUT),
        ("R18", "grave", {"stage": Stage.PRETRIAL}, {"stage": "pretrial"}),
    ],
)
def test_a_finding_of_relief_names_the_facts_that_gave_it(
    rule: str, gravity: str, changes: dict, shown: dict, rule_set: RuleSet
) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), **changes)
    assert facts_of(answer, rule) == shown


def test_several_counts_are_told_with_the_final_punishment(rule_set: RuleSet) -> None:
    two = counts(count(term=Term(1)), count(term=Term(2)))
    answer = ask(rule_set, *two, sentence=sentenced(kind=Punishment.ARREST))
    assert facts_of(answer, "R19") == {**CUT, "sentence.kind": "arrest"}

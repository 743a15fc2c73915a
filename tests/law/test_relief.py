"""What a covered count gets: R11 to R15 and R18, and the person with one count."""

from datetime import date

import pytest

from cases.law import (
    Gravity,
    Manner,
    Outcome,
    Punishment,
    RuleSet,
    Sentence,
    Stage,
    Term,
)
from tests.law.plainest import BY_GRAVITY, ask, asked, count, counts, sentenced

LIGHT = ["infraction", "small", "medium"]
HEAVY = {"grave": ("3/4", "R14"), "especially_grave": ("1/2", "R15")}
BEFORE = [Stage.PRETRIAL, Stage.TRIAL, Stage.APPEAL]
LAW_DATE = date(2022, 11, 3)
NOT_CUT = [
    Punishment.FINE,
    Punishment.CORRECTIVE_WORKS,
    Punishment.COMMUNITY_SERVICE,
    Punishment.LIFE_IMPRISONMENT,
]
CUT = [Punishment.IMPRISONMENT, Punishment.RESTRICTION_OF_LIBERTY, Punishment.ARREST]


@pytest.mark.parametrize("stage", BEFORE)
@pytest.mark.parametrize("gravity", LIGHT)
@pytest.mark.parametrize(
    ("objects", "outcome"),
    [
        (False, Outcome.TERMINATE),
        (True, Outcome.CONTINUE_TO_VERDICT),
        (None, Outcome.TERMINATE),
    ],
)
def test_a_light_case_is_terminated_unless_the_person_objects(
    rule_set: RuleSet, stage: Stage, gravity: str, objects: bool | None, outcome: Outcome
) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), stage=stage, objects_to_termination=objects)
    assert (answer.outcome, answer.offenses[0].outcome) == (outcome, outcome)
    assert answer.preliminary is (objects is None)
    assert answer.missing == (("objects_to_termination",) if objects is None else ())
    assert asked(answer)[12] == ("R11", "1")


@pytest.mark.parametrize("stage", BEFORE)
@pytest.mark.parametrize("gravity", HEAVY)
def test_a_heavy_case_is_cut_at_sentencing(rule_set: RuleSet, stage: Stage, gravity: str) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), stage=stage)
    told = answer.offenses[0]
    assert answer.outcome == told.outcome == Outcome.REDUCE_AT_SENTENCING
    assert (told.fraction, told.kept, answer.term) == (HEAVY[gravity][0], None, None)
    assert answer.one_year_rule is None
    assert asked(answer)[12] == ("R18", "1")


@pytest.mark.parametrize("kind", [*Punishment, None])
@pytest.mark.parametrize("gravity", LIGHT)
def test_a_light_punishment_falls_whatever_its_kind(
    rule_set: RuleSet, gravity: str, kind: Punishment | None
) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), sentence=Sentence(kind=kind))
    assert answer.outcome == Outcome.RELEASE
    assert answer.offenses[0].kept == Term(0, 0, 0)
    assert (answer.term, answer.missing) == (None, ())
    assert asked(answer)[12] == ("R12", "1")


@pytest.mark.parametrize("kind", CUT)
@pytest.mark.parametrize("gravity", HEAVY)
def test_a_heavy_term_is_cut_by_the_fraction_of_its_gravity(
    rule_set: RuleSet, gravity: str, kind: Punishment
) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), sentence=sentenced(kind=kind))
    fraction, rule = HEAVY[gravity]
    kept = {"3/4": Term(1), "1/2": Term(2)}[fraction]
    told = answer.offenses[0]
    assert (answer.outcome, told.fraction, told.kept) == (Outcome.REDUCE, fraction, kept)
    assert answer.term.kept == kept
    assert asked(answer)[12] == (rule, "1")


@pytest.mark.parametrize("kind", [*NOT_CUT, None])
@pytest.mark.parametrize("gravity", HEAVY)
def test_a_heavy_punishment_not_measured_in_time_needs_review(
    rule_set: RuleSet, gravity: str, kind: Punishment | None
) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), sentence=sentenced(kind=kind))
    assert answer.outcome == answer.offenses[0].outcome == Outcome.NEEDS_REVIEW
    assert answer.missing == (("sentence.kind",) if kind is None else ())
    assert answer.preliminary is (kind is None)


@pytest.mark.parametrize("manner", [*Manner, None])
@pytest.mark.parametrize("gravity", list(Gravity))
def test_the_manner_never_changes_the_outcome(
    rule_set: RuleSet, gravity: Gravity, manner: Manner | None
) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), sentence=sentenced(manner=manner))
    assert answer.outcome == (Outcome.RELEASE if gravity in LIGHT else Outcome.REDUCE)


@pytest.mark.parametrize("gravity", list(Gravity))
@pytest.mark.parametrize(
    ("served_on", "in_time"),
    [
        (date(2022, 5, 1), True),
        (date(2022, 11, 2), True),
        (LAW_DATE, False),
        (date(2022, 11, 4), False),
        (None, False),
    ],
)
def test_a_served_light_record_is_lifted_and_a_heavy_one_stays(
    rule_set: RuleSet, gravity: Gravity, served_on: date | None, in_time: bool
) -> None:
    answer = ask(
        rule_set,
        count(*BY_GRAVITY[gravity]),
        stage=Stage.SERVED,
        sentence=Sentence(served_on=served_on),
    )
    relief = Outcome.LIFT_RECORD if gravity in LIGHT else Outcome.NO_EFFECT
    assert answer.outcome == (relief if in_time else Outcome.NEEDS_REVIEW)
    assert answer.missing == (("sentence.served_on",) if served_on is None else ())
    if in_time:
        assert asked(answer)[12] == ("R13" if gravity in LIGHT else "R13a", "1")


def test_served_before_is_asked_of_the_entry_into_force_and_not_of_as_of(
    rule_set: RuleSet,
) -> None:
    answer = ask(
        rule_set,
        count("188", "1"),
        stage=Stage.SERVED,
        as_of=date(2023, 5, 1),
        sentence=Sentence(served_on=LAW_DATE),
    )
    assert answer.outcome == Outcome.NEEDS_REVIEW


@pytest.mark.parametrize("gravity", list(Gravity))
def test_an_unknown_stage_is_never_relief(rule_set: RuleSet, gravity: Gravity) -> None:
    answer = ask(rule_set, count(*BY_GRAVITY[gravity]), stage=None)
    assert (answer.outcome, answer.missing) == (Outcome.NEEDS_REVIEW, ("stage",))


def test_an_unknown_term_still_reduces_but_names_no_dates(rule_set: RuleSet) -> None:
    answer = ask(rule_set, sentence=sentenced(term=None, custody=None))
    assert (answer.outcome, answer.term, answer.preliminary) == (Outcome.REDUCE, None, False)
    assert answer.missing == ("sentence.term", "sentence.custody")
    assert answer.offenses[0].kept is None


@pytest.mark.parametrize("additional", [None, (), ("confiscation",), ("ban", "expulsion")])
@pytest.mark.parametrize("stage", list(Stage))
def test_additional_punishments_are_echoed_and_never_affected(
    rule_set: RuleSet, stage: Stage, additional: tuple[str, ...] | None
) -> None:
    answer = ask(rule_set, stage=stage, sentence=sentenced(additional=additional))
    assert answer.additional == additional
    assert (("R20", None) in asked(answer)) is bool(additional)


def test_a_finding_of_relief_stands_right_after_the_twelve_of_its_count(
    rule_set: RuleSet,
) -> None:
    both = counts(count("188", "1"), count("132", "1", term=Term(4)))
    answer = ask(rule_set, *both, sentence=sentenced(additional=("fine",)))
    twelve = ["R1", "R2", "R3", "R4", "R5", "E1", "E2", "E3", "E4", "E5", "E6", "E7"]
    assert asked(answer) == [
        *((rule, "1") for rule in [*twelve, "R12"]),
        *((rule, "2") for rule in [*twelve, "R14"]),
        *((rule, None) for rule in ["E8", "R16", "R17", "R19", "R20"]),
    ]

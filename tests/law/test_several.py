"""Several offenses (act, section 6) and the precedence of outcomes (P1, P2)."""

from datetime import date
from itertools import permutations

import pytest

from cases.law import (
    Answer,
    Flag,
    Nexus,
    Offense,
    Outcome,
    Punishment,
    RuleSet,
    Sentence,
    Stage,
    Term,
)
from tests.law.plainest import BY_GRAVITY, ask, asked, count, counts, sentenced

LIGHT, GRAVE, ESPECIALLY = BY_GRAVITY["medium"], BY_GRAVITY["grave"], BY_GRAVITY["especially_grave"]
BEFORE = [Stage.PRETRIAL, Stage.TRIAL, Stage.APPEAL]
THREE = [Punishment.IMPRISONMENT, Punishment.RESTRICTION_OF_LIBERTY, Punishment.ARREST]
OTHERS = [kind for kind in Punishment if kind not in THREE]


def months(number: int) -> Term:
    return Term(number // 12, number % 12)


def of(part: tuple[str, str], term: int | None, **changes: object) -> Offense:
    return count(*part, term=None if term is None else months(term), **changes)


def uncovered(term: int | None, article: str = "192", part: str | None = "1") -> Offense:
    return of((article, part), term)


def serve(rule_set: RuleSet, *offenses: Offense, final: Term | None, **changes: object) -> Answer:
    return ask(rule_set, *counts(*offenses), sentence=sentenced(term=final, **changes))


@pytest.mark.parametrize(
    ("offenses", "final", "least", "most"),
    [
        ((of(LIGHT, 24), of(("272", "2"), 60)), 60, 15, 15),
        ((of(LIGHT, None), of(("272", "2"), 60)), 60, 15, 15),
        ((of(ESPECIALLY, 120), of(("191", "2"), 60)), 180, 60, 75),
        ((of(("272", "2"), 48), uncovered(60)), 108, 60, 72),
        ((of(LIGHT, None), uncovered(60)), 72, 60, 60),
        ((of(GRAVE, 60), of(GRAVE, 48), uncovered(12)), 60, 15, 39),
        ((of(GRAVE, 60), of(ESPECIALLY, 60)), 60, 30, 45),
        ((of(GRAVE, 36), uncovered(36)), 36, 36, 36),
    ],
)
def test_different_reliefs_give_a_range_from_absorption_to_addition(
    rule_set: RuleSet, offenses: tuple[Offense, ...], final: int, least: int, most: int
) -> None:
    answer = serve(rule_set, *offenses, final=months(final))
    assert answer.outcome == Outcome.COMBINED
    assert answer.term.appointed == months(final)
    assert (answer.term.kept_min, answer.term.kept_max) == (months(least), months(most))
    assert answer.term.kept is None
    assert Flag.CAPS_APPLY not in answer.flags
    assert ("R19", None) in asked(answer)


def test_new_end_and_release_use_the_longest_kept_term(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(GRAVE, 48), of(LIGHT, 12), uncovered(6), final=Term(4))
    assert (answer.term.kept_min, answer.term.kept_max) == (Term(1), Term(1, 6))
    assert (answer.term.new_end, answer.term.release_now) == (date(2024, 1, 1), False)
    assert answer.term.remaining_days_after == (date(2024, 1, 1) - date(2022, 11, 3)).days


def test_the_kept_parts_are_printed_count_by_count(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(LIGHT, 24), of(GRAVE, 61), uncovered(12), final=months(90))
    assert [(item.outcome, item.fraction, item.kept) for item in answer.offenses] == [
        (Outcome.RELEASE, None, Term(0)),
        (Outcome.REDUCE, "3/4", Term(1, 3, 7)),
        (Outcome.NOT_COVERED, None, Term(1)),
    ]
    assert Flag.ROUNDED in answer.flags


def test_a_sum_adds_the_floored_parts(rule_set: RuleSet) -> None:
    offenses = (of(GRAVE, 61), of(GRAVE, 61), uncovered(1))
    answer = serve(rule_set, *offenses, final=Term(10))
    assert answer.term.kept_max == Term(2, 7, 14)


def test_one_relief_for_all_counts_cuts_the_final_term(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(GRAVE, None), of(GRAVE, 48), final=Term(6))
    assert (answer.outcome, answer.term.kept) == (Outcome.REDUCE, Term(1, 6))
    assert [item.kept for item in answer.offenses] == [None, Term(1)]
    assert (answer.missing, answer.preliminary) == ((), False)
    assert (answer.term.kept_min, answer.term.kept_max) == (None, None)


def test_light_counts_together_are_released(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(LIGHT, None), of(BY_GRAVITY["small"], 60), final=Term(1))
    assert (answer.outcome, answer.term) == (Outcome.RELEASE, None)


@pytest.mark.parametrize("kind", [*THREE, None])
def test_different_reliefs_need_the_terms_of_the_counts_that_keep_something(
    rule_set: RuleSet, kind: Punishment | None
) -> None:
    answer = serve(rule_set, of(LIGHT, None), uncovered(None), final=Term(6), kind=kind)
    assert answer.outcome == Outcome.NEEDS_REVIEW
    assert [item.outcome for item in answer.offenses] == [Outcome.RELEASE, Outcome.NOT_COVERED]
    assert [item.kept for item in answer.offenses] == [Term(0), None]
    missing = ("offenses[1].term", *(() if kind else ("sentence.kind",)))
    assert (answer.missing, answer.preliminary, answer.term) == (missing, True, None)


def test_the_example_of_the_act_without_count_terms_needs_review(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(LIGHT, None), of(("272", "2"), None), final=Term(6))
    assert (answer.outcome, answer.missing) == (Outcome.NEEDS_REVIEW, ("offenses[1].term",))
    assert [item.outcome for item in answer.offenses] == [Outcome.RELEASE, Outcome.REDUCE]


@pytest.mark.parametrize("kind", OTHERS)
def test_punishments_not_measured_in_time_need_no_terms(rule_set: RuleSet, kind: str) -> None:
    answer = serve(rule_set, of(LIGHT, None), uncovered(None), final=None, kind=kind)
    assert (answer.outcome, answer.term, answer.missing) == (Outcome.COMBINED, None, ())


def test_an_unknown_final_term_gives_combined_without_a_term(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(LIGHT, None), of(GRAVE, 48), final=None)
    assert (answer.outcome, answer.term) == (Outcome.COMBINED, None)
    assert (answer.missing, answer.preliminary) == (("sentence.term",), False)
    assert answer.offenses[1].kept == Term(1)


@pytest.mark.parametrize("second", [of(LIGHT, 61), of(GRAVE, 61), uncovered(61)])
def test_a_count_term_above_the_final_term_contradicts_the_code(
    rule_set: RuleSet, second: Offense
) -> None:
    answer = serve(rule_set, of(GRAVE, 60), second, final=Term(5))
    assert (answer.outcome, answer.missing) == (Outcome.NEEDS_REVIEW, ())
    assert answer.offenses[0].outcome == Outcome.REDUCE
    assert (answer.term, answer.preliminary) == (None, False)


def test_with_one_count_the_final_term_alone_decides(rule_set: RuleSet) -> None:
    answer = serve(rule_set, of(GRAVE, 100), final=Term(4))
    assert (answer.outcome, answer.offenses[0].kept) == (Outcome.REDUCE, Term(1))


@pytest.mark.parametrize(
    ("heavy", "cap"),
    [
        (uncovered(120, "192", "4"), 20),  # up to 15 years
        (uncovered(120, "99", "1"), 20),  # up to 15 years
        (uncovered(120, "99", "2"), 25),  # up to 20 years or for life
        (uncovered(120, "99", None), 25),  # one of its parts is
        (uncovered(120, "205", "1"), 20),  # not in the table
        (uncovered(120, "192", "9"), 20),
    ],
)
def test_a_sum_is_capped_at_20_or_25_years(rule_set: RuleSet, heavy: Offense, cap: int) -> None:
    offenses = (heavy, uncovered(120), uncovered(120), of(GRAVE, 12))
    answer = serve(rule_set, *offenses, final=Term(30))
    assert answer.term.kept_max == Term(cap)
    assert Flag.CAPS_APPLY in answer.flags
    below = serve(rule_set, *offenses, final=Term(10))
    assert below.term.kept_max == Term(10)
    assert Flag.CAPS_APPLY in below.flags


def test_a_sum_that_reaches_the_cap_is_not_above_it(rule_set: RuleSet) -> None:
    answer = serve(rule_set, uncovered(237), of(GRAVE, 12), final=Term(30))
    assert answer.term.kept_max == Term(20)
    assert Flag.CAPS_APPLY not in answer.flags


def test_the_final_term_is_a_limit_without_a_flag(rule_set: RuleSet) -> None:
    answer = serve(rule_set, uncovered(60), uncovered(60), of(GRAVE, 60), final=Term(5))
    assert (answer.term.kept_min, answer.term.kept_max) == (Term(5), Term(5))
    assert Flag.CAPS_APPLY not in answer.flags


def test_the_one_year_rule_is_reported_and_never_applied_to_several_reliefs(
    rule_set: RuleSet,
) -> None:
    answer = serve(rule_set, of(GRAVE, 12), of(LIGHT, None), final=Term(1))
    assert (answer.one_year_rule.before_cut, answer.one_year_rule.applied) == (True, False)
    assert answer.term.new_end == date(2022, 10, 1)
    without = serve(rule_set, of(LIGHT, None), uncovered(12), final=Term(1))
    assert (without.one_year_rule, without.term.kept_max) == (None, Term(1))


@pytest.mark.parametrize("stage", BEFORE)
@pytest.mark.parametrize(
    "parts",
    [(LIGHT, GRAVE), (GRAVE, ESPECIALLY), (LIGHT, ("192", "1")), (GRAVE, ("192", "1"))],
)
def test_before_a_verdict_different_results_are_combined_without_terms(
    rule_set: RuleSet, stage: Stage, parts: tuple
) -> None:
    offenses = counts(*(of(part, None) for part in parts))
    answer = ask(rule_set, *offenses, stage=stage, objects_to_termination=False)
    assert (answer.outcome, answer.term, answer.missing) == (Outcome.COMBINED, None, ())
    assert {item.kept for item in answer.offenses} == {None}


def test_a_served_light_and_a_served_heavy_count_are_combined(rule_set: RuleSet) -> None:
    served = Sentence(served_on=date(2022, 9, 1), term=Term(1))
    both = counts(of(LIGHT, 60), of(GRAVE, None))
    answer = ask(rule_set, *both, stage=Stage.SERVED, sentence=served)
    assert (answer.outcome, answer.term) == (Outcome.COMBINED, None)
    outcomes = [item.outcome for item in answer.offenses]
    assert outcomes == [Outcome.LIFT_RECORD, Outcome.NO_EFFECT]


def test_several_counts_of_one_relief_are_that_relief(rule_set: RuleSet) -> None:
    for stage, outcome in (
        (Stage.TRIAL, Outcome.REDUCE_AT_SENTENCING),
        (Stage.SERVED, Outcome.NO_EFFECT),
    ):
        served = Sentence(served_on=date(2022, 9, 1))
        both = counts(of(GRAVE, None), of(GRAVE, None))
        assert ask(rule_set, *both, stage=stage, sentence=served).outcome == outcome


def test_only_counts_without_any_cover_make_a_person_not_covered(rule_set: RuleSet) -> None:
    answer = ask(rule_set, *counts(uncovered(12), of(GRAVE, 12, nexus=Nexus.NONE)))
    assert (answer.outcome, answer.missing) == (Outcome.NOT_COVERED, ())


def test_a_count_that_needs_review_holds_up_the_person_but_not_the_others(
    rule_set: RuleSet,
) -> None:
    answer = serve(rule_set, of(GRAVE, 12), of(GRAVE, 12, nexus=None), uncovered(1), final=Term(4))
    assert answer.outcome == Outcome.NEEDS_REVIEW
    assert [item.outcome for item in answer.offenses] == [
        Outcome.REDUCE,
        Outcome.NEEDS_REVIEW,
        Outcome.NOT_COVERED,
    ]
    assert answer.missing == ("offenses[1].nexus",)


def test_the_order_of_the_counts_changes_nothing_for_the_person(rule_set: RuleSet) -> None:
    offenses = (of(LIGHT, 24), of(GRAVE, 61), of(ESPECIALLY, 70), uncovered(12))
    answers = [serve(rule_set, *order, final=Term(9)) for order in permutations(offenses)]
    assert len({(answer.outcome, answer.term, answer.flags) for answer in answers}) == 1
    assert len(answers) == 24


def test_preliminary_follows_the_missing_facts(rule_set: RuleSet) -> None:
    unverified = ask(rule_set, count("380", "3"))
    assert (unverified.outcome, unverified.preliminary) == (Outcome.NEEDS_REVIEW, False)
    disputed = ask(rule_set, count("269", "2"))
    assert (disputed.outcome, disputed.preliminary) == (Outcome.NEEDS_REVIEW, False)


def test_missing_facts_stand_in_the_order_of_the_contract(rule_set: RuleSet) -> None:
    answer = ask(
        rule_set,
        *counts(
            Offense("1"),
            Offense("2", article="189", part="3"),
            Offense("3", article="120"),
            Offense("4", article="272", part="1"),
        ),
        stage=None,
        recidivism=None,
        sentence=Sentence(),
    )
    assert answer.missing == (
        "defendant.birth_date",
        "stage",
        "recidivism",
        "offenses[0].article",
        "offenses[0].committed_from",
        "offenses[0].in_kazakhstan",
        "offenses[0].nexus",
        "offenses[1].points",
        "offenses[2].victim_minor",
        "offenses[3].committed_from",
        "offenses[3].in_kazakhstan",
        "offenses[3].nexus",
    )


def test_missing_facts_of_the_sentence_stand_in_the_order_of_the_contract(
    rule_set: RuleSet,
) -> None:
    both = counts(of(GRAVE, None), of(LIGHT, None))
    answer = ask(rule_set, *both, sentence=Sentence())
    assert answer.missing == ("sentence.kind", "sentence.term")
    measured = ask(rule_set, *both, sentence=Sentence(kind=Punishment.ARREST))
    assert measured.missing == (
        "offenses[0].term",
        "sentence.term",
        "sentence.starts_on",
        "sentence.custody",
    )

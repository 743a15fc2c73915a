"""The term at `serving`: worked vectors, credits, the one-year rule (R16), release (R17)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cases.law import (
    Answer,
    Custody,
    Detention,
    Facility,
    Flag,
    Manner,
    OneYearRule,
    Outcome,
    Punishment,
    RuleSet,
    Stage,
    Term,
    assess,
)
from tests.law.plainest import BY_GRAVITY, ask, asked, count, facts, holds, sentenced

SINCE_JANUARY = (Custody(Detention.CUSTODY, date(2022, 1, 10)),)
GRAVE, ESPECIALLY = BY_GRAVITY["grave"], BY_GRAVITY["especially_grave"]
CUSTODY, HOME = Detention.CUSTODY, Detention.HOUSE_ARREST


def months(number: int) -> Term:
    return Term(number // 12, number % 12)


@pytest.mark.parametrize(
    ("part", "facility", "appointed", "kept", "starts", "ends", "new_end", "left", "after_cut"),
    [
        (GRAVE, "medium", 36, (0, 9, 0), "2021-10-16", "2024-10-16", "2022-07-16", 0, True),
        (GRAVE, "medium", 48, (1, 0, 0), "2021-10-16", "2025-10-16", "2022-10-16", 0, True),
        (GRAVE, "medium", 60, (1, 3, 0), "2021-10-16", "2026-10-16", "2023-01-16", 74, True),
        (GRAVE, "medium", 66, (1, 4, 15), "2021-10-16", "2027-04-16", "2023-03-03", 120, True),
        (GRAVE, "medium", 84, (1, 9, 0), "2021-10-16", "2028-10-16", "2023-07-16", 255, True),
        (GRAVE, "medium", 96, (2, 0, 0), "2021-10-16", "2029-10-16", "2023-10-16", 347, True),
        (GRAVE, "minimum", 60, (1, 3, 0), "2021-07-22", "2026-07-22", "2022-10-22", 0, True),
        (GRAVE, "maximum", 60, (1, 3, 0), "2022-01-10", "2027-01-10", "2023-04-10", 158, True),
        (
            ESPECIALLY,
            "medium",
            120,
            (5, 0, 0),
            "2021-10-16",
            "2031-10-16",
            "2026-10-16",
            1443,
            False,
        ),
        (
            ESPECIALLY,
            "medium",
            144,
            (6, 0, 0),
            "2021-10-16",
            "2033-10-16",
            "2027-10-16",
            1808,
            False,
        ),
    ],
)
def test_the_worked_vectors_of_the_act(
    rule_set: RuleSet,
    part: tuple[str, str],
    facility: str,
    appointed: int,
    kept: tuple[int, int, int],
    starts: str,
    ends: str,
    new_end: str,
    left: int,
    after_cut: bool,
) -> None:
    sentence = sentenced(term=months(appointed), facility=Facility(facility), custody=SINCE_JANUARY)
    answer = ask(rule_set, count(*part), sentence=sentence)
    term = answer.term
    assert term.appointed == months(appointed)
    assert term.kept == answer.offenses[0].kept == Term(*kept)
    assert (term.effective_start.isoformat(), term.original_end.isoformat()) == (starts, ends)
    assert (term.new_end.isoformat(), term.remaining_days_after) == (new_end, left)
    assert term.remaining_days == (date.fromisoformat(ends) - date(2022, 11, 3)).days
    assert term.release_now is holds(answer, "R17", None) is (left == 0)
    assert answer.one_year_rule == OneYearRule(False, after_cut, False)
    assert (Flag.ONE_YEAR_READINGS_DIFFER in answer.flags) is after_cut


def short(starts_on: date = date(2022, 10, 20), **changes: object) -> object:
    return facts(count(*GRAVE), sentence=sentenced(term=Term(1), starts_on=starts_on), **changes)


def test_the_last_vector_is_released_by_the_one_year_rule(rule_set: RuleSet) -> None:
    answer = assess(short(), rule_set)
    assert answer.one_year_rule == OneYearRule(before_cut=True, after_cut=True, applied=True)
    assert answer.outcome == Outcome.REDUCE
    assert answer.term.kept == Term(0, 3, 0)
    assert answer.term.original_end == date(2023, 10, 20)
    assert (answer.term.new_end, answer.term.remaining_days_after) == (date(2022, 11, 3), 0)
    assert answer.term.release_now is True
    assert (holds(answer, "R16", None), holds(answer, "R17", None)) == (True, True)


def test_the_one_year_rule_never_moves_an_end_that_has_come(rule_set: RuleSet) -> None:
    answer = assess(short(date(2022, 5, 1)), rule_set)
    assert answer.one_year_rule.applied
    assert answer.term.new_end == date(2022, 8, 1)


@pytest.mark.parametrize(("end", "holds_"), [(date(2023, 11, 3), True), (date(2023, 11, 4), False)])
def test_a_year_left_includes_its_last_day(rule_set: RuleSet, end: date, holds_: bool) -> None:
    answer = assess(short(end.replace(year=2022)), rule_set)
    expected = None if end.day == 4 else OneYearRule(True, True, True)
    assert answer.one_year_rule == expected
    four_years = ask(
        rule_set, count(*GRAVE), sentence=sentenced(term=Term(4), starts_on=end.replace(year=2019))
    )
    assert four_years.one_year_rule.before_cut is holds_


def test_the_one_year_rule_speaks_of_those_serving_on_the_day(rule_set: RuleSet) -> None:
    for starts_on, is_asked in ((date(2022, 11, 3), True), (date(2022, 11, 4), False)):
        answer = assess(short(starts_on), rule_set)
        assert (answer.one_year_rule is not None) is is_asked
        assert (("R16", None) in asked(answer)) is is_asked


def test_the_rule_set_says_which_reading_is_applied(rule_set: RuleSet) -> None:
    sentence = sentenced(term=months(60), facility=Facility.MEDIUM, custody=SINCE_JANUARY)
    known = facts(count(*GRAVE), sentence=sentence)
    after = assess(known, replace(rule_set, one_year_basis="after_cut"))
    assert after.one_year_rule == OneYearRule(False, True, True)
    assert after.term.new_end == date(2022, 11, 3)
    assert after.term.kept == Term(1, 3, 0)
    assert Flag.ONE_YEAR_READINGS_DIFFER in after.flags


def test_the_length_of_the_year_is_a_parameter(rule_set: RuleSet) -> None:
    longer = replace(rule_set, one_year_months=60)
    answer = ask(longer, count(*GRAVE), sentence=sentenced())
    assert answer.one_year_rule == OneYearRule(True, True, True)


def effective(rule_set: RuleSet, **changes: object) -> date | None:
    return ask(rule_set, count(*GRAVE), sentence=sentenced(**changes)).term.effective_start


@pytest.mark.parametrize(
    ("kind", "facility", "custody", "starts"),
    [
        ("imprisonment", "minimum", SINCE_JANUARY, "2021-07-22"),
        ("imprisonment", "medium", SINCE_JANUARY, "2021-10-16"),
        ("imprisonment", "maximum", SINCE_JANUARY, "2022-01-10"),
        ("imprisonment", "extraordinary", SINCE_JANUARY, "2022-01-10"),
        ("imprisonment", "full", SINCE_JANUARY, "2022-01-10"),
        ("imprisonment", None, SINCE_JANUARY, None),
        ("imprisonment", None, None, None),
        ("imprisonment", None, (), "2022-07-01"),
        ("arrest", None, SINCE_JANUARY, "2022-01-10"),
        ("restriction_of_liberty", None, SINCE_JANUARY, "2021-07-22"),
        ("restriction_of_liberty", "medium", SINCE_JANUARY, "2021-07-22"),
    ],
)
def test_custody_is_credited_by_kind_and_facility(
    rule_set: RuleSet, kind: str, facility: str | None, custody: tuple | None, starts: str | None
) -> None:
    found = effective(
        rule_set,
        kind=Punishment(kind),
        facility=facility and Facility(facility),
        custody=custody,
    )
    assert (found and found.isoformat()) == starts


@pytest.mark.parametrize("kind", ["imprisonment", "arrest", "restriction_of_liberty"])
def test_two_days_of_house_arrest_are_one_whatever_the_facility(
    rule_set: RuleSet, kind: str
) -> None:
    at_home = (Custody(HOME, date(2022, 6, 26)),)
    for facility in (*Facility, None):
        found = effective(rule_set, kind=Punishment(kind), facility=facility, custody=at_home)
        assert found == date(2022, 6, 28)


def test_days_are_rounded_up_once_for_each_kind_of_detention(rule_set: RuleSet) -> None:
    single_days = tuple(
        Custody(kind, date(2022, 5, day), date(2022, 5, day))
        for day, kind in ((1, CUSTODY), (2, HOME), (3, CUSTODY), (4, HOME), (5, CUSTODY), (6, HOME))
    )
    found = effective(rule_set, facility=Facility.MEDIUM, custody=single_days)
    assert date(2022, 7, 1) - found == date(2022, 7, 8) - date(2022, 7, 1)


def test_a_conditional_term_has_no_credit_and_needs_no_custody(rule_set: RuleSet) -> None:
    for custody in (None, (), SINCE_JANUARY):
        found = effective(rule_set, manner=Manner.CONDITIONAL, custody=custody)
        assert found == date(2022, 7, 1)


def test_a_deferred_term_does_not_run(rule_set: RuleSet) -> None:
    sentence = sentenced(manner=Manner.DEFERRED, custody=None, starts_on=None)
    answer = ask(rule_set, count(*GRAVE), sentence=sentence)
    assert answer.term.kept == Term(1)
    dates = (answer.term.effective_start, answer.term.original_end, answer.term.new_end)
    told = (answer.term.remaining_days, answer.term.remaining_days_after, answer.term.release_now)
    assert (dates, told) == ((None,) * 3, (None,) * 3)
    assert (answer.one_year_rule, answer.missing) == (None, ())


def test_a_deferred_term_with_all_its_dates_does_not_run_either(rule_set: RuleSet) -> None:
    answer = ask(rule_set, count(*GRAVE), sentence=sentenced(manner=Manner.DEFERRED))
    assert (answer.term.original_end, answer.one_year_rule) == (None, None)


def test_a_conditional_term_without_its_first_day_has_no_dates(rule_set: RuleSet) -> None:
    sentence = sentenced(manner=Manner.CONDITIONAL, starts_on=None)
    assert ask(rule_set, count(*GRAVE), sentence=sentence).term.effective_start is None


def test_a_paroled_term_runs_as_a_real_one(rule_set: RuleSet) -> None:
    for manner in (Manner.PAROLED, Manner.REAL, None):
        sentence = sentenced(manner=manner, facility=Facility.MEDIUM, custody=SINCE_JANUARY)
        assert ask(rule_set, sentence=sentence).term.effective_start == date(2021, 10, 16)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"custody": None}, ("sentence.custody",)),
        ({"starts_on": None}, ("sentence.starts_on",)),
        ({"custody": SINCE_JANUARY}, ("sentence.facility",)),
        (
            {"starts_on": None, "custody": None},
            ("sentence.starts_on", "sentence.custody"),
        ),
        ({"manner": Manner.CONDITIONAL, "custody": SINCE_JANUARY}, ()),
        ({"custody": SINCE_JANUARY, "kind": Punishment.ARREST}, ()),
        ({"custody": (Custody(HOME, date(2022, 1, 10)),)}, ()),
    ],
)
def test_facts_that_only_move_dates_are_missing_but_not_preliminary(
    rule_set: RuleSet, changes: dict, missing: tuple[str, ...]
) -> None:
    answer = ask(rule_set, count(*GRAVE), sentence=sentenced(**changes))
    assert (answer.missing, answer.preliminary) == (missing, False)
    assert (answer.term.effective_start is None) is bool(missing)


def test_a_term_that_had_run_out_is_still_reduced(rule_set: RuleSet) -> None:
    sentence = sentenced(term=Term(1), starts_on=date(2021, 1, 1))
    answer = ask(rule_set, sentence=sentence, as_of=date(2022, 11, 3))
    assert (answer.outcome, answer.term.release_now) == (Outcome.REDUCE, True)
    assert (answer.term.remaining_days, answer.term.remaining_days_after) == (0, 0)


def test_release_now_comes_on_the_very_day_of_the_new_end(rule_set: RuleSet) -> None:
    for day, now in ((30, False), (1, True)):
        as_of = date(2023, 6, 30) if day == 30 else date(2023, 7, 1)
        assert ask(rule_set, as_of=as_of).term.release_now is now


def test_two_calls_on_two_days_answer_for_two_days(rule_set: RuleSet) -> None:
    """P1, E13."""
    first = ask(rule_set, as_of=date(2022, 11, 3)).term.remaining_days_after
    second = ask(rule_set, as_of=date(2022, 11, 4)).term.remaining_days_after
    assert first - second == 1


@pytest.mark.parametrize(
    ("starts_on", "term", "differs"),
    [
        (date(2022, 7, 1), Term(4), False),
        (date(2021, 10, 31), Term(4), False),
        (date(2022, 8, 31), Term(2, 1), True),  # the appointed term ends in September
        (date(2022, 8, 31), Term(2), True),  # a half year later it is February
        (date(2020, 2, 29), Term(4), True),
    ],
)
def test_a_date_with_two_readings_raises_a_flag(
    rule_set: RuleSet, starts_on: date, term: Term, differs: bool
) -> None:
    answer = ask(rule_set, sentence=sentenced(starts_on=starts_on, term=term))
    assert (Flag.TWO_DATE_READINGS in answer.flags) is differs


@pytest.mark.parametrize(("term", "rounded"), [(Term(5, 6), False), (Term(5, 1), True)])
def test_a_lost_part_of_a_unit_raises_a_flag(rule_set: RuleSet, term: Term, rounded: bool) -> None:
    answer = ask(rule_set, sentence=sentenced(term=term))
    assert (Flag.ROUNDED in answer.flags) is rounded


def test_rounding_is_a_parameter(rule_set: RuleSet) -> None:
    ceiling = replace(rule_set, rounding="ceiling")
    answer: Answer = ask(ceiling, sentence=sentenced(term=Term(5, 1)))
    assert answer.term.kept == answer.offenses[0].kept == Term(1, 3, 8)


def test_dates_outside_the_calendar_are_not_told(rule_set: RuleSet) -> None:
    late = sentenced(starts_on=date(9999, 1, 1), term=Term(100))
    assert ask(rule_set, sentence=late).term.new_end is None
    early = sentenced(
        starts_on=date(1, 1, 2),
        custody=(Custody(CUSTODY, date(1, 1, 1)),),
        facility=Facility.MINIMUM,
    )
    assert ask(rule_set, sentence=early).term.effective_start is None
    answer = ask(rule_set, as_of=date.max, birth_date=date.max)
    assert answer.one_year_rule.before_cut is True


def test_fractions_are_parameters(rule_set: RuleSet) -> None:
    other = replace(rule_set, fractions=dict.fromkeys(rule_set.fractions, Fraction(2, 3)))
    assert ask(other, sentence=sentenced(term=Term(3))).term.kept == Term(1)


def test_nothing_of_the_sentence_is_read_before_the_verdict(rule_set: RuleSet) -> None:
    for stage in (Stage.PRETRIAL, Stage.TRIAL, Stage.APPEAL):
        plain = ask(rule_set, stage=stage, sentence=sentenced())
        odd = ask(rule_set, stage=stage, sentence=sentenced(kind=Punishment.FINE, term=None))
        assert (plain.outcome, plain.term) == (odd.outcome, odd.term)

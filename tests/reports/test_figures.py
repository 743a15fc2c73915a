"""The figures equal what somebody gets who reads every case one by one."""

from collections import Counter
from datetime import timedelta
from statistics import median

import pytest
from django.utils import timezone

from cases.models import Case, Decision, RunChange
from cases.reporting import counting, measuring, moving, populating, reconciling, timing
from cases.wording import FACTS, FLAGS, leaf_of
from cases.worklists import RELIEFS
from resocialization import reporting
from resocialization.models import Direction, Plan, Step
from tests.factories import make_case, make_office
from tests.reports.demonstrated import PEOPLE, TODAY, OverTheDemonstration

pytestmark = pytest.mark.django_db


def told_of(cases: list[Case]) -> list[Case]:
    return [c for c in cases if not c.ending and c.facts_version == c.assessed_facts_version]


def decided(case: Case) -> Decision | None:
    """The standing decision of a case, found by reading all of them."""
    signed = [d for d in case.decisions.all() if d.state in {"approved", "executed"}]
    replaced = {d.supersedes_id for d in signed}
    return max((d for d in signed if d.pk not in replaced), key=lambda d: d.pk, default=None)


def state_of(plan: Plan, direction: Direction) -> str:
    statuses = [n.status for n in plan.needs.all() if n.direction_id == direction.pk]
    return min(statuses, key=reporting.STATES.index, default=reporting.NOT_ASKED)


def test_every_outcome_belongs_to_exactly_one_family():
    from cases.models.codes import Outcome
    from cases.wording import reports

    told = [outcome for family in populating.FAMILIES.values() for outcome in family]
    assert sorted(told) == sorted(Outcome.values)
    assert set(reports.FAMILIES) == set(populating.FAMILIES)
    assert set(reports.SIDES) == set(reconciling.SIDES) == set(reconciling.Sides._fields)
    assert set(reports.MOVES) == set(moving.MOVES)
    assert list(reports.BUCKETS) == [code for code, _first in measuring.BUCKETS]


@pytest.mark.parametrize(
    ("years", "months", "bucket"), [(1, 0, "from_6"), (4, 0, "from_36"), (8, 0, "from_60")]
)
def test_a_bucket_holds_its_first_month_and_not_its_last(years, months, bucket):
    case = make_case(sentence={"years": years, "months": months, "days": 0})
    assert case.current_assessment.answer["term"]
    assert [one.bucket for one in measuring.by_lifted(Case.objects.all())] == [bucket]


def test_the_sum_closes_where_answers_and_decisions_agree():
    from tests.resocialization.making import make_release

    court = make_office("court")
    make_release(court)
    make_case(court)
    sides = reconciling.by_court(Case.objects.all())[court.pk]
    assert (sides.eligible, sides.granted, sides.pending, sides.gap) == (2, 1, 1, 0)


def test_a_grant_that_the_answer_of_today_does_not_see_opens_a_gap():
    from tests.cases.corrections import correct
    from tests.resocialization.making import make_release

    court = make_office("court")
    case = make_release(court).case
    correct(case, case__recidivism="dangerous")
    sides = reconciling.by_court(Case.objects.all())[court.pk]
    assert (sides.eligible, sides.granted, sides.beyond, sides.gap) == (0, 1, 1, 1)
    assert list(reconciling.on_side(Case.objects.all(), "beyond")) == [case]


class TestFiguresOfTheDemonstration(OverTheDemonstration):
    """Each figure, and the same by reading every row."""

    def setUp(self) -> None:
        super().setUp()
        rows = Case.objects.select_related("current_assessment")
        self.cases = list(rows.prefetch_related("decisions__assessment").order_by("pk"))
        assert len(self.cases) == PEOPLE

    def test_outcomes_are_those_of_the_open_cases_with_an_answer(self):
        expected = Counter(c.current_assessment.outcome for c in told_of(self.cases))
        assert counting.by_outcome(Case.objects.all()) == expected
        told = populating.population(Case.objects.all())
        assert told.counted == len(told_of(self.cases))
        assert told.total == told.counted + told.failed + told.ended == PEOPLE

    def test_an_answer_older_than_its_facts_is_left_out_and_told(self):
        Case.objects.filter(pk=told_of(self.cases)[0].pk).update(facts_version=99)
        told = populating.population(Case.objects.all())
        assert (told.failed, told.counted) == (1, len(told_of(self.cases)) - 1)

    def test_missing_facts_are_counted_once_a_case(self):
        expected = Counter(
            leaf
            for c in told_of(self.cases)
            for leaf in set(c.current_assessment.missing_facts.split())
        )
        leaves = {leaf_of(path) for path in FACTS}
        found = counting.by_missing_fact(Case.objects.all(), leaves)
        assert {one.leaf: one.number for one in found} == expected
        assert expected
        assert [one.number for one in found] == sorted((one.number for one in found), reverse=True)
        assert all(sum(number for _court, number in one.courts) == one.number for one in found)

    def test_flags_are_those_of_the_answers(self):
        expected = Counter(
            f for c in told_of(self.cases) for f in c.current_assessment.answer["flags"]
        )
        found = counting.by_flag(Case.objects.all(), FLAGS)
        assert {flag: number for flag, number in found.items() if number} == expected

    def test_decisions_are_set_against_the_answer_they_were_made_on(self):
        expected = Counter(
            (act.assessment.outcome, act.outcome)
            for c in self.cases
            if (act := decided(c)) is not None
        )
        found = counting.decided_against_answers(Case.objects.all())
        assert {(pair.old, pair.new): pair.number for pair in found} == expected

    def test_months_are_appointed_less_kept(self):
        def thirtieths(term: dict) -> int:
            return 360 * term["years"] + 30 * term["months"] + term["days"]

        expected: Counter = Counter()
        for case in told_of(self.cases):
            term = case.current_assessment.answer["term"]
            if term:
                kept = term.get("kept") or term.get("kept_max")
                expected[case.current_assessment.gravity] += thirtieths(
                    term["appointed"]
                ) - thirtieths(kept)
        found: Counter = Counter()
        for one in measuring.by_lifted(Case.objects.all()):
            found[one.gravity] += one.thirtieths
        assert found == expected
        assert expected

    def test_who_should_be_free_is_listed_by_days_over(self):
        found = timing.should_be_free(Case.objects.all(), TODAY, 100)
        days = [row.days for row in found if row.days is not None]
        assert days == sorted(days, reverse=True)
        executed = {d.case_id for d in Decision.objects.filter(state="executed")}
        expected = {
            c.pk
            for c in self.cases
            if not c.ending
            and c.pk not in executed
            and (
                c.current_assessment.release_now
                or (c.current_assessment.new_end and c.current_assessment.new_end <= TODAY)
            )
        }
        assert {row.case_id for row in found} == expected

    def test_the_median_of_a_court_is_the_middle_of_its_cases(self):
        days: dict[int, list[int]] = {}
        for case in self.cases:
            if not case.ending and (act := decided(case)) is not None:
                days.setdefault(case.court_id, []).append(
                    (act.decided_on - case.registered_on).days
                )
        found = timing.median_days(Case.objects.all())
        assert found == {court: median(numbers) for court, numbers in days.items()}
        assert len(found) > 1

    def test_a_court_never_decides_more_than_it_registered(self):
        for court in timing.by_court(Case.objects.all()):
            assert court.registered >= court.assessed
            assert court.registered >= court.decided
            mine = [c for c in self.cases if c.court_id == court.court_id and not c.ending]
            assert court.registered == len(mine)
            assert court.decided == sum(decided(c) is not None for c in mine)

    def test_the_last_run_is_told_by_its_changes(self):
        run = moving.last_run_with_changes(Case.objects.all())
        changes = RunChange.objects.filter(run=run).exclude(kind="failed")
        expected = Counter((c.old_outcome, c.new_outcome) for c in changes)
        found = moving.by_move(Case.objects.all(), run)
        assert {(pair.old, pair.new): pair.number for pair in found} == expected
        assert expected

    def test_both_ends_are_counted_by_their_own_definition(self):
        eligible = {
            c.pk
            for c in self.cases
            if c.current_assessment.outcome in RELIEFS and (not c.ending or decided(c))
        }
        granted = {c.pk for c in self.cases if (act := decided(c)) and act.outcome in RELIEFS}
        refused = {c.pk for c in self.cases if c.pk in eligible and (act := decided(c))} - granted
        pending = {c.pk for c in self.cases if c.pk in eligible and decided(c) is None}
        whole = reconciling.in_all(reconciling.by_court(Case.objects.all()))
        assert whole.eligible == len(eligible)
        assert whole.granted == len(granted)
        assert (whole.pending, whole.refused) == (len(pending), len(refused))
        assert whole.gap == whole.beyond == len(granted - eligible)

    def test_days_of_decisions_sum_up_to_what_was_decided(self):
        days = reconciling.by_day(Case.objects.all())
        whole = reconciling.in_all(reconciling.by_court(Case.objects.all()))
        assert sum(day.granted for day in days) == whole.granted
        assert sum(day.refused for day in days) == whole.refused
        assert sum(day.settled for day in days) == whole.eligible - whole.pending

    def test_every_running_plan_stands_in_one_state_of_each_direction(self):
        plans = list(Plan.objects.running().prefetch_related("needs"))
        directions = list(Direction.objects.in_use())
        found = reporting.by_direction(Plan.objects.all(), directions, TODAY)
        for one in found:
            expected = Counter(state_of(plan, one.direction) for plan in plans)
            assert {state: number for state, number in one.states.items() if number} == expected
            assert sum(one.states.values()) == len(plans)
            late = Step.objects.overdue(TODAY).filter(need__direction=one.direction)
            assert one.overdue == late.values("need__plan").distinct().count()

    def test_the_first_help_is_counted_from_the_release(self):
        day = timezone.localdate()
        plans = [p for p in Plan.objects.all() if p.released_on <= day - timedelta(days=30)]
        took = []
        for plan in plans:
            reached = [c.on for c in plan.contacts.standing() if c.reached]
            if reached:
                took.append(max(0, (min(reached) - plan.released_on).days))
        found = reporting.first_help(Plan.objects.all(), day)
        assert found.whole == len(plans)
        assert found.whole + found.too_late == Plan.objects.count()
        assert found.reached == [sum(days <= at for days in took) for at in range(31)]

    def test_caseloads_sum_up_to_the_running_plans(self):
        loads = reporting.by_worker(Plan.objects.all(), TODAY)
        assert sum(load.people for load in loads) == Plan.objects.running().count()
        late = {step.need.plan_id for step in Step.objects.overdue(TODAY).select_related("need")}
        assert sum(load.overdue for load in loads) == len(late)

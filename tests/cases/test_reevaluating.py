"""Runs over all cases: what they write, what they never write, and how they end."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import answering, reevaluating, storing, working
from cases.gathering import gather
from cases.models import Assessment, Case, Offense, Provision, Run, RunChange, RunItem
from cases.referencing import current_basis
from cases.storing import Origin
from tests.cases.runs import NOON, TurnedClock, contradicting_case, sums, use_other_rules
from tests.factories import make_case, make_defendant, make_user

pytestmark = pytest.mark.django_db


def started(clock: TurnedClock) -> Run:
    reevaluating.request_run(tell_workers=False)
    return reevaluating.start_waiting_run(clock())


def finished() -> Run:
    reevaluating.request_run(tell_workers=False)
    return working.run_here()


# --- what is written ------------------------------------------------------------------------
def test_a_run_answers_every_case_under_the_rules_in_use():
    cases = [make_case() for _ in range(5)]
    before = Assessment.objects.count()
    rules = use_other_rules()
    run = finished()
    assert run.state == Run.State.DONE
    assert Assessment.objects.count() == before + 5
    assert run.rule_set == rules
    assert sums(run) == (5, 5, 0, 0)
    for case in cases:
        case.refresh_from_db()
        assert case.current_assessment.rule_set == rules
        assert case.current_assessment.run == run


def test_the_same_facts_under_the_same_rules_write_nothing():
    make_case(), make_case()
    before = list(Assessment.objects.values())
    cases = list(Case.objects.values())
    assert sums(finished()) == (2, 2, 0, 0)
    assert list(Assessment.objects.values()) == before
    assert list(Case.objects.values()) == cases


def test_a_run_gives_the_answer_that_saving_the_case_gives():
    offenses = [{}, {"article": "188", "part": "1", "years": 2, "months": 0, "days": 0}]
    make_case(offenses=offenses), make_case(stage="pretrial"), make_case(stage="")
    use_other_rules()
    finished()
    by_run = dict(Assessment.objects.filter(run__isnull=False).values_list("case", "answer_json"))
    use_other_rules()
    for case in Case.objects.all():
        case.save()
        case.refresh_from_db()
        assert _without_edition(case.current_assessment.answer) == _without_edition(
            Assessment(answer_json=by_run[case.pk]).answer
        )


def _without_edition(answer: dict) -> dict:
    return answer | {"edition": ""}


def test_facts_written_past_the_program_are_found_and_counted():
    case = make_case()
    Offense.objects.filter(case=case).update(nexus="none")
    run = finished()
    case.refresh_from_db()
    assert case.current_assessment.outcome == "not_covered"
    assert (
        case.facts_version == case.assessed_facts_version == case.current_assessment.facts_version
    )
    change = run.changes.get()
    assert (change.old_outcome, change.new_outcome) == ("reduce", "not_covered")
    assert change.kind == RunChange.Kind.OUTCOME


def test_facts_that_were_counted_but_not_changed_only_move_the_version():
    case = make_case()
    Case.objects.filter(pk=case.pk).update(facts_version=case.facts_version + 1)
    assert sums(finished()) == (1, 1, 0, 0)
    case.refresh_from_db()
    assert case.assessed_facts_version == case.facts_version
    assert case.assessments.count() == 2  # the one of the empty case, and the present one


def test_a_change_tells_the_outcome_before_and_now():
    case = make_case()
    old = case.current_assessment_id
    use_other_rules(likely_as_listed=[])
    change = finished().changes.get()
    assert change.old_id == old
    assert change.new_id == Case.objects.get().current_assessment_id
    assert (change.old_outcome, change.new_outcome) == ("reduce", "needs_review")


def test_a_case_without_an_answer_gets_its_first_one():
    case = make_case()
    Case.objects.filter(pk=case.pk).update(current_assessment=None, assessed_facts_version=0)
    change = finished().changes.get()
    assert (change.kind, change.old_outcome, change.new_outcome) == ("first", "", "reduce")


def test_every_column_of_an_assessment_is_written_by_the_bulk_path():
    columns = {field.column for field in Assessment._meta.concrete_fields}
    assert columns - set(storing.COLUMNS) == {"id", "made_by_id"}


def test_a_range_takes_as_many_statements_for_twenty_cases_as_for_two():
    def statements(listed: list[str]) -> int:
        use_other_rules(likely_as_listed=listed)
        with CaptureQueriesContext(connection) as captured:
            finished()
        return len(captured)

    make_case(), make_case()
    few = statements([])
    for _ in range(18):
        make_case()
    assert statements(["272"]) == few


# --- saves in between -----------------------------------------------------------------------
def read_and_prepared(origin: Origin) -> answering.Prepared:
    return answering.prepare(list(gather(0, 2**31)), origin)


def test_a_case_saved_meanwhile_never_gets_an_answer_to_its_old_facts():
    case, other = make_case(), make_case()
    use_other_rules()
    origin = Origin(current_basis(), NOON)
    prepared = read_and_prepared(origin)
    Offense.objects.get(case=case).delete()
    Offense.objects.create(case=case, article="105", part="1", committed_from=date(2022, 1, 5))
    Case.objects.get(pk=case.pk).save()
    written = answering.write(prepared, origin)
    case.refresh_from_db(), other.refresh_from_db()
    assert case.current_assessment.dossier["offenses"][0]["article"] == "105"
    assert case.current_assessment.facts_version == case.facts_version
    assert other.current_assessment.rule_set_id == origin.basis.rule_set_id
    assert (written.unchanged, written.stored) == (1, 1)


def test_facts_changed_meanwhile_without_a_save_are_read_again():
    case = make_case()
    use_other_rules()
    origin = Origin(current_basis(), NOON)
    prepared = read_and_prepared(origin)
    offense = Offense.objects.get(case=case)
    offense.nexus = "none"
    offense.save()
    answering.write(prepared, origin)
    case.refresh_from_db()
    assert case.current_assessment.outcome == "not_covered"
    assert case.assessed_facts_version == case.facts_version


def test_a_case_deleted_meanwhile_is_left_out():
    case, other = make_case(), make_case()
    use_other_rules()
    origin = Origin(current_basis(), NOON)
    prepared = read_and_prepared(origin)
    case.delete()
    assert answering.write(prepared, origin).stored == 1
    other.refresh_from_db()
    assert other.current_assessment.rule_set_id == origin.basis.rule_set_id


# --- broken cases ---------------------------------------------------------------------------
def test_one_broken_case_is_reported_and_all_others_finish():
    good = make_case()
    broken = contradicting_case()
    late = make_case()
    use_other_rules()
    run = finished()
    assert run.state == Run.State.DONE
    assert sums(run) == (3, 2, 0, 1)
    failure = run.changes.get()
    assert (failure.case, failure.kind, failure.new) == (broken, RunChange.Kind.FAILED, None)
    assert failure.error == "sentence.custody[1].from: custody_overlaps"
    for case in (good, late):
        case.refresh_from_db()
        assert case.current_assessment.run == run


def test_an_answer_that_cannot_be_stored_fails_alone():
    """The database refuses one row of a chunk: the others are stored."""
    good, bad = make_case(), make_case()
    use_other_rules()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor] % bad.pk)
    run = finished()
    assert sums(run) == (2, 1, 0, 1)
    assert run.changes.get().case == bad
    good.refresh_from_db()
    assert good.current_assessment.run == run


REFUSE = {
    "sqlite": "CREATE TRIGGER refuse_one BEFORE INSERT ON cases_assessment WHEN NEW.case_id = %s"
    " BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE cases_assessment ADD CONSTRAINT refuse_one CHECK (case_id <> %s)"
    " NOT VALID",
}


def test_rules_that_cannot_be_read_give_the_range_up_after_three_tries():
    make_case()
    use_other_rules(window_from="no day")
    run = finished()
    item = run.items.get()
    assert run.state == Run.State.DONE
    assert (item.state, item.tries, item.done) == (RunItem.State.ERROR, 3, 0)
    assert "RuleSetError" in item.error


# --- workers that stop ----------------------------------------------------------------------
class StoppedError(BaseException):
    """Stands for a worker that dies: nothing in the program catches it."""


class DyingClock(TurnedClock):
    """Dies at its `last` look."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.left = last

    def __call__(self):
        self.left -= 1
        if not self.left:
            raise StoppedError
        return self.now


@pytest.mark.parametrize("last", range(2, 12))
def test_a_run_that_was_stopped_anywhere_ends_with_each_case_answered_once(
    last: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(working, "CASES_A_CHUNK", 2)
    for _ in range(7):
        make_case()
    use_other_rules(likely_as_listed=[])
    clock = TurnedClock()
    run = started(clock)
    with pytest.raises(StoppedError):
        working.do_one_range(run.pk, DyingClock(last))
    clock.turn(reevaluating.LEASE.total_seconds() + 1)
    while working.do_one_range(run.pk, clock):
        pass
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert sums(run) == (7, 0, 7, 0)
    assert Assessment.objects.filter(run=run).count() == 7
    assert run.changes.count() == 7


def test_two_workers_never_get_the_same_range(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reevaluating, "CASES_A_RANGE", 2)
    for _ in range(4):
        make_case()
    run = started(clock := TurnedClock())
    claimed = [working.claim(run.pk, clock()) for _ in range(3)]
    assert [item and item.first_id for item in claimed[:2]] == list(
        run.items.order_by("first_id").values_list("first_id", flat=True)
    )
    assert claimed[2] is None


def test_a_late_worker_finds_its_lease_gone_and_writes_nothing():
    make_case()
    use_other_rules()
    run = started(clock := TurnedClock())
    late = working.claim(run.pk, clock())
    clock.turn(reevaluating.LEASE.total_seconds() + 1)
    early = working.claim(run.pk, clock())
    assert early.pk == late.pk
    with pytest.raises(working.LeaseLost):
        working.answer_range(late, clock)
    assert not Assessment.objects.filter(run=run).exists()
    working.answer_range(early, clock)
    assert Assessment.objects.filter(run=run).count() == 1


def test_a_live_lease_is_respected():
    make_case()
    run = started(clock := TurnedClock())
    assert working.claim(run.pk, clock())
    clock.turn(reevaluating.LEASE.total_seconds() - 1)
    assert working.claim(run.pk, clock()) is None


def test_a_case_at_which_every_worker_dies_is_reported_and_passed_over():
    poison, other = make_case(), make_case()
    use_other_rules()
    run = started(clock := TurnedClock())
    for _ in range(working.TRIES):
        assert working.claim(run.pk, clock())  # and the worker is gone
        clock.turn(reevaluating.LEASE.total_seconds() + 1)
    working.do_one_range(run.pk, clock)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert sums(run) == (2, 1, 0, 1)
    assert (run.changes.get().case, run.changes.get().error) == (
        poison,
        working.STOPPED_THE_WORKER,
    )
    other.refresh_from_db()
    assert other.current_assessment.run == run


# --- requesting, superseding, canceling -----------------------------------------------------
def test_asking_twice_is_asking_once():
    make_case()
    supervisor = make_user("supervisor")
    first = reevaluating.request_run(by=supervisor, tell_workers=False)
    assert reevaluating.request_run(tell_workers=False) == first
    assert Run.objects.get().started_by == supervisor


def test_one_run_runs_at_a_time_and_the_next_one_waits():
    make_case()
    running = started(TurnedClock())
    waiting = reevaluating.request_run(tell_workers=False)
    assert waiting != running
    assert reevaluating.start_waiting_run(NOON) is None
    assert working.run_here() == waiting
    assert {run.state for run in Run.objects.all()} == {Run.State.DONE}


def test_a_run_without_cases_is_done_at_once():
    assert started(TurnedClock()).state == Run.State.DONE


def test_other_rules_supersede_a_run_and_request_the_next():
    make_case()
    run = started(clock := TurnedClock())
    item = working.claim(run.pk, clock())
    rules = use_other_rules()
    run.refresh_from_db()
    assert run.state == Run.State.SUPERSEDED
    with pytest.raises(working.LeaseLost):
        working.answer_range(item, clock)
    waiting = Run.objects.get(state=Run.State.WAITING)
    assert (waiting.rule_set, waiting.why) == (rules, Assessment.Why.RULE_SET_CHANGED)


def test_a_run_under_rules_taken_out_of_use_past_the_program_is_superseded_too():
    make_case()
    run = started(clock := TurnedClock())
    rules = use_other_rules()
    Run.objects.filter(state=Run.State.WAITING).delete()
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    assert working.claim(run.pk, clock()) is None
    run.refresh_from_db()
    assert run.state == Run.State.SUPERSEDED
    assert working.run_here(clock).rule_set == rules


def test_a_canceled_run_writes_nothing_more():
    case = make_case()
    use_other_rules()
    run = started(clock := TurnedClock())
    item = working.claim(run.pk, clock())
    assert reevaluating.cancel(run.pk, clock())
    with pytest.raises(working.LeaseLost):
        working.answer_range(item, clock)
    assert not working.do_one_range(run.pk, clock)
    assert not reevaluating.cancel(run.pk, clock())
    assert not case.assessments.filter(run=run).exists()


def test_a_changed_table_requests_a_run_and_an_unchanged_one_does_not():
    make_case()
    provision = Provision.objects.get(article="272", part="2")
    provision.save()
    assert not Run.objects.exists()
    provision.listed = "no"
    provision.save()
    assert Run.objects.get().why == Assessment.Why.RULE_SET_CHANGED
    working.run_here()
    assert Case.objects.get().current_assessment.outcome == "not_covered"


def test_a_table_changed_before_the_first_case_requests_nothing():
    provision = Provision.objects.get(article="272", part="2")
    provision.listed = "no"
    provision.save()
    assert not Run.objects.exists()


def test_ranges_cover_every_case_once_whatever_the_gaps(monkeypatch: pytest.MonkeyPatch):
    person = make_defendant()
    cases = [make_case(defendant=person) for _ in range(9)]
    for gone in (cases[0], cases[4], cases[5]):
        gone.delete()
    found = reevaluating.ranges(4)
    ids = [case.pk for case in Case.objects.order_by("pk")]
    assert [total for _first, _last, total in found] == [4, 2]
    assert [pk for first, last, _ in found for pk in ids if first <= pk <= last] == ids

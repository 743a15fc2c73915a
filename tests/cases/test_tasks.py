"""The tasks, called as a worker calls them; and what the database does without any."""

import logging
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases import reevaluating, restoring, tasks, working
from cases.models import Assessment, Case, Offense, Provision, Run, RunItem
from cases.referencing import current_basis
from tests.broker import broker_in_memory, use_broker
from tests.cases.runs import NOON, contradicting_case, use_other_rules
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _broker_in_memory():
    """Messages of these tests stay in these tests."""
    with broker_in_memory():
        yield


def requested() -> Run:
    return reevaluating.request_run(tell_workers=False)


# --- runs -----------------------------------------------------------------------------------
def test_the_message_starts_the_waiting_run_and_does_it():
    case = make_case()
    use_other_rules()
    run = requested()
    tasks.work_on_run(run.pk)
    run.refresh_from_db(), case.refresh_from_db()
    assert run.state == Run.State.DONE
    assert case.current_assessment.run == run


def test_a_message_delivered_three_times_has_one_effect():
    make_case()
    use_other_rules()
    run = requested()
    for _ in range(3):
        tasks.work_on_run(run.pk)
    assert Assessment.objects.filter(run=run).count() == 1


def test_a_message_about_a_run_that_is_gone_does_nothing():
    tasks.work_on_run(4711)
    assert not Run.objects.exists()


def test_the_sweeper_starts_a_run_whose_message_was_lost():
    make_case()
    run = requested()
    assert reevaluating.sweep(NOON) == run.pk
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING


def test_the_sweeper_leaves_a_worker_alone_and_takes_up_what_a_dead_one_left():
    make_case()
    run = requested()
    reevaluating.start_waiting_run(NOON)
    working.claim(run.pk, NOON)
    assert reevaluating.sweep(NOON + reevaluating.LEASE / 2) is None
    assert reevaluating.sweep(NOON + reevaluating.LEASE + timedelta(seconds=1)) == run.pk


def test_two_sweepers_at_once_do_no_harm():
    make_case()
    requested()
    assert reevaluating.sweep(NOON) == reevaluating.sweep(NOON)
    assert RunItem.objects.count() == 1


def test_the_sweeper_ends_a_run_that_nobody_ended():
    make_case()
    run = requested()
    reevaluating.start_waiting_run(NOON)
    run.items.update(state=RunItem.State.DONE)
    tasks.sweep_runs()
    run.refresh_from_db()
    assert run.state == Run.State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_neither_fails_nor_delays_a_request(caplog):
    make_case()
    use_broker("redis://127.0.0.1:1/0")
    before = timezone.now()
    run = reevaluating.request_run()
    assert timezone.now() - before < timedelta(seconds=3)
    assert run.state == Run.State.WAITING
    assert "the broker did not take the message" in caplog.text


# --- the nightly check ----------------------------------------------------------------------
def test_the_nightly_check_assesses_what_was_written_past_the_program(caplog):
    case, other = make_case(), make_case()
    kept = other.current_assessment_id
    Offense.objects.filter(case=case).update(nexus="none")
    with caplog.at_level(logging.INFO):
        tasks.assess_stale_cases()
    case.refresh_from_db(), other.refresh_from_db()
    assert case.current_assessment.outcome == "not_covered"
    assert case.current_assessment.why == Assessment.Why.DATA_CORRECTED
    assert other.current_assessment_id == kept
    assert "1 cases assessed again" in caplog.text


def test_the_nightly_check_finds_a_person_whose_birth_date_was_written_past_the_program():
    case = make_case(offenses=[{"article": "272", "part": "1"}])
    assert case.current_assessment.outcome == "excluded"
    type(case.defendant).objects.filter(pk=case.defendant_id).update(birth_date=date(2006, 1, 1))
    tasks.assess_stale_cases()
    case.refresh_from_db()
    assert case.current_assessment.outcome == "reduce"


def test_the_nightly_check_takes_up_a_table_written_past_the_program():
    case = make_case()
    Provision.objects.filter(article="272", part="2").update(listed="no")
    tasks.assess_stale_cases()
    case.refresh_from_db()
    assert case.current_assessment.outcome == "not_covered"
    assert case.current_assessment.why == Assessment.Why.RULE_SET_CHANGED
    basis = current_basis()
    assert not Case.objects.stale(*basis[:2]).exists()


def test_the_nightly_check_passes_over_a_broken_case(caplog):
    contradicting_case()
    case = make_case()
    Offense.objects.filter(case=case).update(nexus="none")
    tasks.assess_stale_cases()
    case.refresh_from_db()
    assert case.current_assessment.outcome == "not_covered"
    assert "1 could not be" in caplog.text


def test_the_nightly_check_goes_on_where_its_time_was_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reevaluating, "CASES_A_RANGE", 1)
    cases = [make_case() for _ in range(3)]
    Offense.objects.update(nexus="none")
    next_id: int | None = 0
    rounds = 0
    while next_id is not None:
        next_id = restoring.assess_out_of_date(next_id, seconds=0 if rounds else -1)
        rounds += 1
        if rounds == 1:
            assert next_id == cases[0].pk
            next_id = restoring.assess_out_of_date(next_id)
    assert {case.current_assessment.outcome for case in Case.objects.all()} == {"not_covered"}

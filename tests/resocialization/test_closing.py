"""Closing a plan by two people (R29), and the permanent queues (R10, R12, X11)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import User
from resocialization.models import Closing, Plan, Step
from tests.factories import make_office, make_user
from tests.resocialization.making import TODAY, make_plan, make_release
from tests.resocialization.test_pages import as_user, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


@pytest.fixture
def signed_in(worker) -> Client:
    return as_user(worker)


# --- closing ---------------------------------------------------------------------------------


@pytest.fixture
def asked(signed_in, plan) -> Closing:
    form = {"version": "1", "outcome": "completed", "reason": "Works and has a home."}
    assert signed_in.post(reverse("plan-close", args=[plan.pk]), form).status_code == 302
    return Closing.objects.get()


def test_closing_needs_outcome_reason_and_a_supervisor(asked, plan, supervisor, worker):
    plan.refresh_from_db()
    assert plan.state == Plan.State.CLOSING
    url = reverse("plan-closing", args=[plan.pk])
    assert as_user(worker).get(url).status_code == 403
    form = {"version": "2", "answer": "approved"}
    assert as_user(supervisor).post(url, form).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.outcome, plan.closed_on) == ("closed", "completed", TODAY)
    assert not Step.objects.open().exists()
    assert plan.needs.count() == 4


def test_a_plan_that_goes_on_keeps_the_request_in_its_history(asked, plan, supervisor):
    url = reverse("plan-closing", args=[plan.pk])
    client = as_user(supervisor)
    page = client.post(url, {"version": "2", "answer": "sent_back"}).content.decode()
    assert "Say why the plan goes on" in page
    client.post(url, {"version": "2", "answer": "sent_back", "words": "Wait for the card."})
    plan.refresh_from_db()
    assert plan.state == Plan.State.OPEN
    history = text(client, "plan", plan.pk)
    assert "Works and has a home." in history
    assert "Wait for the card." in history


def test_nobody_approves_the_own_request(asked, plan, worker):
    worker.groups.add(make_user("supervisor").groups.get())
    both = User.objects.get(pk=worker.pk)  # without the roles that were read before
    answer = as_user(both).get(reverse("plan-closing", args=[plan.pk]))
    assert answer.status_code == 403
    assert "Another person answers" in answer.content.decode()


@pytest.mark.parametrize("missing", ["outcome", "reason"])
def test_closing_without_outcome_or_reason_is_refused(signed_in, plan, missing: str):
    form = {"version": "1", "outcome": "moved", "reason": "Left."} | {missing: ""}
    answer = signed_in.post(reverse("plan-close", args=[plan.pk]), form)
    assert answer.status_code == 200
    plan.refresh_from_db()
    assert plan.state == Plan.State.OPEN


# --- queues ----------------------------------------------------------------------------------


def test_the_queues_show_what_was_missed_and_open_it(supervisor):
    decision = make_release()
    client = as_user(supervisor)
    page = text(client, "people-queues")
    assert decision.case.defendant.full_name in page.split("queue-no_plan")[2].split("queue-")[0]
    answer = client.post(reverse("plan-open", args=[decision.pk]))
    assert answer["Location"] == reverse("plan", args=[Plan.objects.get().pk])


def test_a_release_of_another_region_is_not_opened_here(supervisor):
    decision = make_release(make_office(region="astana"))
    assert as_user(supervisor).post(reverse("plan-open", args=[decision.pk])).status_code == 404


def test_a_step_reaches_the_supervisor_after_the_days_of_the_policy(supervisor, plan):
    client = as_user(supervisor)
    Step.objects.update(due_on=TODAY - timedelta(days=7))
    assert 'data-queue="late"' not in text(client, "people-queues")
    Step.objects.update(due_on=TODAY - timedelta(days=8))
    assert 'data-queue="late"' in text(client, "people-queues")


def test_a_worker_sees_the_queues_of_the_own_people(signed_in, plan):
    page = text(signed_in, "people-queues")
    assert "queue-no_contact" in page
    assert "queue-no_plan" not in page


def test_no_contact_is_counted_per_kind(worker, office):
    plan = make_plan(worker, office, released_on=TODAY - timedelta(days=30))
    plan.contacts.create(kind="call", reached=True, on=TODAY - timedelta(days=2))
    assert plan not in Plan.objects.without_contact(TODAY, 14)
    assert plan in Plan.objects.without_contact(TODAY, 14, "visit")
    plan.contacts.create(kind="visit", reached=False, on=TODAY)
    assert plan in Plan.objects.without_contact(TODAY, 14, "visit")

"""No page issues more SQL statements for a hundred rows than for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amnesty.accounts.models import User
from cases.models import Decision
from resocialization.models import Contact, Need, NeedChange, Plan, Step
from tests.factories import make_defendant
from tests.resocialization.making import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
MANY = 100


def statements(client: Client, url: str) -> int:
    """Statements of one page, after everything that is read once a process has been read."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


SIGNATURES = ("approved_by_id", "approved_at", "digest", "identity_checked", "executed_by_id",
              "executed_at")  # fmt: skip


def copies_of(decision: Decision, number: int) -> list[Decision]:
    """Further decisions in the same case, which take the steps of the first."""
    left_out = {"id", "supersedes_id", "state", *SIGNATURES}
    copied = {
        field.attname: getattr(decision, field.attname)
        for field in Decision._meta.concrete_fields
        if field.attname not in left_out
    }
    signed = {name: getattr(decision, name) for name in SIGNATURES}
    executed = {name: signed.pop(name) for name in SIGNATURES[-2:]}
    copies = []
    for _number in range(number):
        copies.append(Decision.objects.create(**copied))
        row = QuerySet(Decision).filter(pk=copies[-1].pk)
        row.update(state="approved", **signed)
        row.update(state="executed", **executed)
    return copies


@pytest.fixture
def grow(plan) -> Callable[[], None]:
    """Adds 99 people like the first: each with needs, steps and a contact."""

    def add() -> None:
        people = [make_defendant(surname=f"Әбенов{number}") for number in range(MANY - 1)]
        decisions = copies_of(plan.decision, MANY - 1)
        rows = [
            Plan(
                decision=decision,
                defendant=person,
                office=plan.office,
                worker=plan.worker,
                released_on=plan.released_on,
            )
            for decision, person in zip(decisions, people, strict=True)
        ]
        plans = Plan.objects.bulk_create(rows)
        needs = Need.objects.bulk_create(
            Need(plan=one, direction=need.direction, changed_on=TODAY)
            for one in plans
            for need in plan.needs.select_related("direction")
        )
        Step.objects.bulk_create(
            Step(need=need, what="Call", due_on=TODAY + timedelta(days=number % 9 - 3))
            for number, need in enumerate(needs)
            if number % 5
        )
        Contact.objects.bulk_create(
            Contact(plan=one, kind="call", reached=True, on=TODAY) for one in plans
        )

    return add


@pytest.mark.parametrize(
    ("name", "who", "query"),
    [
        ("my-day", "worker", ""),
        ("my-day", "worker", "?by=person"),
        ("my-people", "worker", ""),
        ("plans", "supervisor", ""),
        ("plans", "supervisor", "?overdue=yes&sort=due"),
        ("people-queues", "supervisor", ""),
        ("contact-new", "worker", ""),
    ],
)
def test_a_hundred_people_cost_as_many_statements_as_one(
    client, request, grow, plan, name: str, who: str, query: str
):
    user: User = request.getfixturevalue(who)
    client.force_login(user)
    url = reverse(name) + query
    with_one = statements(client, url)
    grow()
    assert statements(client, url) == with_one


def test_a_hand_over_of_a_hundred_is_read_in_as_many_statements_as_of_one(
    client, grow, plan, supervisor
):
    client.force_login(supervisor)
    with_one = statements(client, f"{reverse('handover')}?ids={plan.pk}")
    grow()
    ids = "&".join(f"ids={pk}" for pk in Plan.objects.values_list("pk", flat=True))
    assert statements(client, f"{reverse('handover')}?{ids}") == with_one


def test_a_plan_with_a_long_history_costs_as_many_statements_as_a_new_one(client, plan, worker):
    client.force_login(worker)
    url = reverse("plan", args=[plan.pk])
    need = plan.needs.select_related("direction").last()
    Step.objects.create(need=need, what="Call", due_on=TODAY)
    _live_through(need, 1)
    with_one = statements(client, url)
    _live_through(need, MANY)
    assert statements(client, url) == with_one


def _live_through(need: Need, times: int) -> None:
    for number in range(times):
        Contact.objects.create(
            plan=need.plan,
            need=need,
            direction=need.direction,
            kind="call",
            reached=True,
            on=TODAY - timedelta(days=number % 5),
        )
        Step.objects.create(
            need=need, what="Done", due_on=TODAY, state="done", done_on=TODAY, kind="contact"
        )
        Step.objects.create(need=need, what="Call", due_on=TODAY)
        NeedChange.objects.create(need=need, old="", new="in_progress", on=TODAY)
        need.plan.hand_overs.create(to_worker=need.plan.worker)


def test_the_admin_lists_plans_in_a_bounded_number_of_statements(client, grow, supervisor):
    User.objects.filter(pk=supervisor.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=supervisor.pk))
    names = ("plan", "need", "step", "contact")
    urls = [reverse(f"admin:resocialization_{name}_changelist") for name in names]
    with_one = [statements(client, url) for url in urls]
    grow()
    assert [statements(client, url) for url in urls] == with_one

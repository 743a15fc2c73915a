"""The permanent queues: what an event missed, who has no worker, whom nobody reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from amnesty.accounts.models import Office, Region, User
from amnesty.accounts.rights import find, needs
from amnesty.accounts.scoping import office_ids, sees_every_office
from cases.models import Decision
from resocialization import planning
from resocialization.models import Contact, Plan, Policy, Step
from resocialization.views.finding import ASSIGN, VIEW

MOST = 100  # rows of one queue on the page


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its rows (plans, steps or decisions), cut at `MOST`."""

    code: str
    title: str | Promise
    why: str | Promise
    rows: list
    is_cut: bool


def releases_without_plan(user: User) -> QuerySet[Decision]:
    """Releases without a plan in the regions of the user's social services, or of own courts."""
    decisions = planning.decisions_without_plan().select_related("case__defendant", "case__court")
    if sees_every_office(user):
        return decisions
    offices = Office.objects.filter(pk__in=office_ids(user))
    services = offices.filter(kind=Office.Kind.SOCIAL_SERVICE)
    regions = Region.objects.filter(office__in=services)
    near = Q(case__court__region__in=regions) | Q(case__court__region__predecessor__in=regions)
    return decisions.filter(near | Q(case__court__in=offices))


@needs(VIEW)
def queues(request: HttpRequest) -> HttpResponse:
    """GET /resocialization/queues/?kind=: each queue says what it holds; empty ones stay."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Contact.Kind.values else ""
    today = timezone.localdate()
    context = {
        "queues": list(_queues(request.user, today, kind)),
        "kinds": [("", gettext_lazy("Any kind")), *Contact.Kind.choices],
        "kind": kind,
        "today": today,
        "may_assign": request.user.has_perm(ASSIGN),
    }
    return render(request, "resocialization/queues.html", context)


def _queues(user: User, today: date, kind: str) -> Iterator[Queue]:
    policy = Policy.current()
    plans = Plan.objects.visible_to(user).select_related("defendant", "worker", "office")
    plans = plans.with_dates(today)
    if user.has_perm(ASSIGN) or sees_every_office(user):
        yield _queue(
            "no_plan",
            _("Released, no plan"),
            _("The plan opens by itself; the night finds what was missed."),
            releases_without_plan(user).order_by("released_on"),
        )
        yield _queue(
            "closing",
            _("Waiting for approval to close"),
            _("A second person answers."),
            plans.waiting_to_close(),
        )
        yield _late_steps(user, today, policy)
    yield _queue(
        "unassigned",
        _("Nobody follows yet"),
        _("Plans without a worker."),
        plans.unassigned().order_by("released_on"),
    )
    yield _queue(
        "no_contact",
        _days("no_contact", policy.no_contact_days),
        _("The number of days is office policy."),
        plans.without_contact(today, policy.no_contact_days, kind).order_by("released_on"),
    )


def _late_steps(user: User, today: date, policy: Policy) -> Queue:
    late = Step.objects.visible_to(user).overdue(today - timedelta(days=policy.escalate_days))
    related = ("service", "need__direction", "need__service", "need__plan__defendant")
    return _queue(
        "late",
        _days("late", policy.escalate_days),
        _("The number of days is office policy."),
        late.select_related(*related, "need__plan__worker").order_by("due_on"),
    )


def _days(code: str, days: int) -> str:
    if code == "late":
        words = ngettext(
            "Overdue for more than %(n)s day", "Overdue for more than %(n)s days", days
        )
    else:
        words = ngettext(
            "No contact for more than %(n)s day", "No contact for more than %(n)s days", days
        )
    return words % {"n": days}


def _queue(code: str, title: str, why: str, rows: QuerySet) -> Queue:
    found = list(rows[: MOST + 1])
    return Queue(code, title, why, found[:MOST], len(found) > MOST)


@require_POST
@login_required
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /resocialization/queues/open/<decision>/: open a plan that was missed."""
    decision = find(request, releases_without_plan(request.user), pk, ASSIGN)
    plan, _made = planning.open_plan(decision, timezone.localdate())
    messages.success(request, _("The plan is open."))
    if Plan.objects.visible_to(request.user).filter(pk=plan.pk).exists():
        return redirect("plan", plan.pk)
    return redirect("people-queues")

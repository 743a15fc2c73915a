"""The page of one person: what needs attention, the needs, the history. And taking a person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amnesty.accounts.rights import require
from cases.models import Decision
from resocialization import addressing, flagging, handing, history
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Contact, Need, Plan, Policy, Step
from resocialization.views.cards import cards_of
from resocialization.views.finding import VIEW, WORK, plan_to_read
from resocialization.views.frame import frame_of

PER_PAGE = 40


@login_required
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /resocialization/plans/<id>/."""
    plan = plan_to_read(request, pk)
    today = timezone.localdate()
    with_notes = request.user.has_perm("resocialization.read_notes")
    facts = facts_of(plan)
    items = Paginator(history.items_of(plan, with_notes), PER_PAGE)
    page = items.get_page(request.GET.get("page"))
    context = frame_of(request, plan, today, addressing.read(plan, request.user)) | {
        "flags": flagging.flags(facts, today),
        "cards": cards_of(facts, with_notes),
        "page": page,
        "days": history.by_day(page.object_list),
        "today": today,
        "is_own": plan.worker_id == request.user.pk and plan.is_running,
        "last_hand_over": _fresh_hand_over(plan, with_notes),
        "closing": plan.closings.filter(answer="waiting").select_related("asked_by").first(),
    }
    return render(request, "resocialization/plan.html", context)


def facts_of(plan: Plan) -> flagging.Facts:
    """Everything that flags and cards are read from."""
    steps = Step.objects.open().select_related("service").order_by("due_on", "pk")
    needs = list(
        Need.objects.filter(plan=plan)
        .select_related("direction", "service")
        .prefetch_related(Prefetch("steps", steps, to_attr="open_steps"))
        .order_by("direction__position", "pk")
    )
    for need in needs:
        need.plan = plan
        for step in need.open_steps:
            step.need = need
    reached = plan.contacts.standing().filter(reached=True).order_by("-on", "-pk")
    return flagging.Facts(
        plan=plan,
        decision_stands=Decision.objects.standing().filter(pk=plan.decision_id).exists(),
        needs=needs,
        open_steps={need.pk: need.open_steps for need in needs},
        last_reached=reached.first(),
        consents=list(plan.consents.all()),
        policy=Policy.current(),
        last_contacts=_last_contacts(plan),
    )


def _last_contacts(plan: Plan) -> dict[int, Contact]:
    """The last contact by need. One statement."""
    rows = plan.contacts.standing().filter(need__isnull=False).order_by("on", "pk")
    return {contact.need_id: contact for contact in rows.defer("note")}


def _fresh_hand_over(plan: Plan, with_notes: bool) -> object:
    """The last hand-over as long as no contact came after it."""
    last = plan.hand_overs.select_related("from_worker").first() if with_notes else None
    if last is None or not (last.note or last.urgent):
        return None
    since = history.local(last.at)
    return None if plan.contacts.filter(on__gte=since).exists() else last


@require_POST
@login_required
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /resocialization/plans/<id>/take/: a worker takes a person nobody follows."""
    plan = plan_to_read(request, pk, WORK)
    try:
        handing.take(plan, request.user)
    except ChangedMeanwhile:
        messages.warning(request, _("A colleague took this person at the same moment."))
        return redirect("plans")
    messages.success(request, _("You follow this person now."))
    return redirect("plan", plan.pk)


@login_required
def plan_of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /resocialization/cases/<id>/: from a case to the plan of its release."""
    plans = Plan.objects.in_offices_of(request.user).filter(decision__case=pk)
    plan = plans.order_by("-pk").first()
    if plan is None:
        raise Http404
    require(request, VIEW)
    return redirect("plan", plan.pk)

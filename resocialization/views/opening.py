"""The page that opens what is closed: the reason first, then what was opened, for an hour."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from amnesty.accounts import breaking_glass
from amnesty.accounts.forms import ReasonForm
from amnesty.accounts.models import BreakGlass
from amnesty.accounts.rights import find, require
from amnesty.accounts.stepping_up import step_up, typed_before
from resocialization import opening
from resocialization.models import Plan

RIGHT = "accounts.break_glass"


@sensitive_post_parameters()
@login_required
def break_glass(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /resocialization/plans/<id>/break-glass/: ask for the reason, then show."""
    rows = opening.plans_to_open(request.user).select_related("defendant", "decision__case")
    plan = find(request, rows, pk, RIGHT)
    kind = opening.kind_for(request.user)
    if request.method == "POST":
        return _open(request, plan, kind)
    now = timezone.now()
    if held := breaking_glass.in_force(request.user, plan, kind, now):
        return _show(request, plan, held)
    return _ask(request, plan, kind, ReasonForm(typed_before(request)))


@require_safe
@login_required
def of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /resocialization/cases/<id>/break-glass/: from a case to the plan of its release."""
    plans = opening.plans_to_open(request.user).filter(decision__case=pk)
    plan = plans.order_by("-pk").first()
    if plan is None:
        raise Http404
    require(request, RIGHT)
    return redirect("plan-break-glass", plan.pk)


@step_up
def _open(request: HttpRequest, plan: Plan, kind: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if opening.is_open_anyway(plan, request.user, kind) or not form.is_valid():
        return _ask(request, plan, kind, form)
    try:
        breaking_glass.open_closed(
            request.user,
            plan,
            kind,
            form.cleaned_data["reason"],
            opening.office_of(plan),
            timezone.now(),
        )
    except breaking_glass.NotOpened as error:
        form.add_error("reason", str(error))
        return _ask(request, plan, kind, form)
    messages.warning(request, _("Open for 60 minutes. Supervisors and auditors are told."))
    return redirect("plan-break-glass", plan.pk)


def _ask(request: HttpRequest, plan: Plan, kind: str, form: ReasonForm) -> HttpResponse:
    context = {
        "plan": plan,
        "person": plan.defendant,
        "what": BreakGlass.Kind(kind).label,
        "form": form,
        "is_open_anyway": opening.is_open_anyway(plan, request.user, kind),
    }
    return render(request, "resocialization/break_glass.html", context)


def _show(request: HttpRequest, plan: Plan, held: BreakGlass) -> HttpResponse:
    context = {"plan": plan, "person": plan.defendant, "opening": held}
    if held.kind == BreakGlass.Kind.MEDICAL:
        context["notes"] = opening.record_of(plan, held)
    else:
        context["address"] = opening.address_of(plan, held)
    return render(request, "resocialization/opened.html", context)

"""Handing people over: choose a colleague, write what the next one must know, check, confirm."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amnesty.accounts.rights import needs
from resocialization import handing
from resocialization.filters import PlanFilter
from resocialization.forms.plans import HandOverForm
from resocialization.guarding import ChangedMeanwhile
from resocialization.handing import Word
from resocialization.models import Plan, Policy
from resocialization.views.finding import ASSIGN

MOST = 200  # people of one hand-over


def _in_sight(request: HttpRequest) -> QuerySet[Plan]:
    plans = Plan.objects.visible_to(request.user).running()
    return plans.select_related("defendant", "worker", "office").order_by("defendant__sort_key")


def _chosen(request: HttpRequest, query: QueryDict) -> list[Plan]:
    """The people of the address: the ticked ones, or all that the filter matches now."""
    if query.get("all"):
        rows = _in_sight(request).with_dates(timezone.localdate())
        found = PlanFilter(query, rows, request=request)
        return list(found.qs[: MOST + 1]) if found.is_valid() else []
    ids = [text for text in query.getlist("ids") if text.isascii() and text.isdigit()]
    return list(_in_sight(request).filter(pk__in=ids)[: MOST + 1])


@needs(ASSIGN)
def hand_over(request: HttpRequest) -> HttpResponse:
    """GET /resocialization/handover/?ids=…: the form."""
    plans = _chosen(request, request.GET)
    if not plans or len(plans) > MOST:
        words = _("Choose people in the list first, at most %(most)s at once.") % {"most": MOST}
        messages.warning(request, words)
        return redirect("plans")
    form = HandOverForm(None, colleagues=_colleagues(request), plans=plans)
    return _form_page(request, form)


@require_POST
@needs(ASSIGN)
def check(request: HttpRequest) -> HttpResponse:
    """POST /resocialization/handover/check/: everything once more; `confirmed` does it."""
    plans = _chosen(request, request.POST)
    if not plans:
        raise BadRequest("ids")
    form = HandOverForm(request.POST, colleagues=_colleagues(request), plans=plans)
    if not form.is_valid() or "change" in request.POST:
        return _form_page(request, form)
    if "confirmed" in request.POST:
        return _move(request, form)
    return _check_page(request, form)


def _colleagues(request: HttpRequest) -> QuerySet:
    return handing.colleagues(request.user, timezone.localdate())


def _form_page(request: HttpRequest, form: HandOverForm) -> HttpResponse:
    rows = [
        {"plan": plan, "note": form[f"note_{plan.pk}"], "urgent": form[f"urgent_{plan.pk}"]}
        for plan in form.plans
    ]
    context = {"form": form, "rows": rows}
    return render(request, "resocialization/handover.html", context)


def _check_page(request: HttpRequest, form: HandOverForm) -> HttpResponse:
    worker = form.cleaned_data["worker"]
    moving = [plan for plan in form.plans if plan.worker_id != worker.pk]
    context = {
        "heading": _("Check the hand-over"),
        "rows": [_row(plan, form) for plan in moving],
        "warning": _warning(worker, moving),
        "action_label": _action(len(moving), str(worker)),
        "hidden": _hidden(form),
        "cancel_url": reverse("plans"),
        "form": None,
        "nothing": not moving,
    }
    return render(request, "resocialization/handover_check.html", context)


def _row(plan: Plan, form: HandOverForm) -> dict[str, str]:
    urgent = _("Urgent") if form.cleaned_data[f"urgent_{plan.pk}"] else ""
    parts = (
        f"{_('From')}: {plan.worker or _('nobody yet')}",
        urgent,
        form.cleaned_data[f"note_{plan.pk}"],
    )
    return {"label": str(plan.defendant), "value": " · ".join(part for part in parts if part)}


def _warning(worker: object, moving: list[Plan]) -> str:
    limit, load = Policy.current().caseload_limit, worker.load + len(moving)
    if load <= limit:
        return ""
    words = _("%(worker)s would follow %(load)s people. The office policy warns above %(limit)s.")
    return words % {"worker": worker, "load": load, "limit": limit}


def _action(number: int, worker: str) -> str:
    words = ngettext(
        "Hand %(n)s person over to %(worker)s", "Hand %(n)s people over to %(worker)s", number
    )
    return words % {"n": number, "worker": worker}


def _hidden(form: HandOverForm) -> list[dict[str, object]]:
    """The set that was checked, frozen: exactly these ids are moved."""
    ids = [{"name": "ids", "value": plan.pk} for plan in form.plans]
    typed = [
        {"name": name, "value": form[name].value() or ""}
        for name in form.fields
        if not name.startswith("urgent_") or form.cleaned_data[name]
    ]
    return [*ids, *typed, {"name": "confirmed", "value": "1"}]


def _move(request: HttpRequest, form: HandOverForm) -> HttpResponse:
    given, worker = form.cleaned_data, form.cleaned_data["worker"]
    words = {
        plan.pk: Word(given[f"note_{plan.pk}"], given[f"urgent_{plan.pk}"]) for plan in form.plans
    }
    try:
        moved = handing.hand_over(form.plans, worker, words)
    except ChangedMeanwhile:
        messages.error(
            request, _("Somebody assigned one of these people meanwhile. Nobody was moved.")
        )
        return redirect("plans")
    told = ngettext(
        "%(n)s person is handed over to %(worker)s.",
        "%(n)s people are handed over to %(worker)s.",
        moved,
    )
    messages.success(request, told % {"n": moved, "worker": worker})
    return redirect(f"{reverse('plans')}?worker={worker.pk}")

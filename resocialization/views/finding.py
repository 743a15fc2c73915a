"""Finding a row for a page: 404 outside the own offices, 403 without the right or the person."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from amnesty.accounts.models import Event, User
from amnesty.accounts.rights import find
from cases.views.conflicts import words_of
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Need, Plan, Step

VIEW, WORK = "resocialization.view_plan", "resocialization.work_on_plan"
ASSIGN, APPROVE = "resocialization.reassign_plan", "resocialization.approve_closing"


def plans() -> QuerySet[Plan]:
    """Plans with what every page of one shows."""
    return Plan.objects.select_related("defendant", "office", "worker", "decision")


def plan_to_read(request: HttpRequest, pk: int, right: str = VIEW) -> Plan:
    """A plan that the user may read with `right`; a colleague's person is refused (403)."""
    plan = find(request, plans().in_offices_of(request.user), pk, right)
    if not Plan.objects.visible_to(request.user).filter(pk=plan.pk).exists():
        raise PermissionDenied(
            _("Another colleague follows this person. A supervisor can hand the person over.")
        )
    return plan


def plan_to_work_on(request: HttpRequest, pk: int, right: str = WORK) -> Plan:
    """A running plan of the user's own people."""
    plan = plan_to_read(request, pk, right)
    if plan.worker_id != request.user.pk:
        raise PermissionDenied(_("Nobody follows this person yet. Take the person first."))
    if not plan.is_running:
        raise PermissionDenied(_("This plan is closed. Nothing can be added to it."))
    return plan


def need_of(plan: Plan, pk: int) -> Need:
    rows = Need.objects.select_related("direction", "service")
    need = get_object_or_404(rows, pk=pk, plan=plan)
    need.plan = plan
    return need


def step_of(plan: Plan, pk: int) -> Step:
    """An open step of the plan."""
    rows = Step.objects.open().select_related("service", "need__direction", "need__service")
    step = get_object_or_404(rows, pk=pk, need__plan=plan)
    step.need.plan = plan
    return step


def changed_meanwhile(
    request: HttpRequest, error: ChangedMeanwhile, form: BaseForm, stored: BaseForm, edit_url: str
) -> HttpResponse:
    """409 with what was typed beside what is stored; nothing was written."""
    fields = [
        {"label": str(field.label), "yours": words_of(field), "theirs": words_of(stored[name])}
        for name, field in ((field.name, field) for field in form if not field.is_hidden)
        if name in stored.fields and words_of(field) != words_of(stored[name])
    ]
    context = _last_change(error) | {"fields": fields, "edit_url": edit_url}
    return render(request, "409.html", context, status=409)


def _last_change(error: ChangedMeanwhile) -> dict[str, object]:
    """Who changed the row last, as the trail tells."""
    row = error.row
    events = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    last = events.exclude(kind__endswith=".opened").order_by("-sequence").first()
    if last is None:
        return {}
    user = User.objects.filter(pk=last.user_id).first() if last.user_id else None
    return {"who": str(user or ""), "at": last.at}

"""My day: what is overdue, due today, this week, later, and where nothing is planned."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amnesty.accounts.models import User
from amnesty.accounts.rights import needs, require
from amnesty.addresses import address_of, way_back
from resocialization import addressing, grouping
from resocialization.grouping import BY_DIRECTION, BY_DUE, BY_PERSON, Group
from resocialization.models import Notice, Plan
from resocialization.views.finding import VIEW, WORK

WAYS = {BY_DUE: _("By day"), BY_DIRECTION: _("By direction"), BY_PERSON: _("By person")}


@needs(VIEW)
def my_day(request: HttpRequest) -> HttpResponse:
    """GET /resocialization/: the home page of a social worker; others go to the queues."""
    if not request.user.has_perm(WORK):
        return redirect("people-queues")
    by = request.GET.get("by", BY_DUE)
    by = by if by in WAYS else BY_DUE
    today = timezone.localdate()
    groups = grouping.my_day(request.user, today, by)
    context = {
        "groups": groups,
        "phones": addressing.phones_of(_plan_ids(groups), request.user),
        "today": today,
        "by": by,
        "ways": _ways(by),
        "notice": Notice.objects.filter(user=request.user, read_at=None).first(),
        "caseload": _caseload(request.user),
    }
    return render(request, "resocialization/my_day.html", context)


def _ways(by: str) -> list[dict[str, object]]:
    own = address_of("my-day")
    return [
        {"label": label, "url": own if way == BY_DUE else f"{own}?by={way}", "current": way == by}
        for way, label in WAYS.items()
    ]


def _plan_ids(groups: list[Group]) -> set[int]:
    steps = {step.need.plan_id for group in groups for step in group.steps}
    return steps | {need.plan_id for group in groups for need in group.needs}


def _caseload(user: User) -> dict[str, int]:
    """Numbers of own people and of those nobody follows yet. One statement."""
    return (
        Plan.objects.visible_to(user)
        .running()
        .aggregate(
            own=Count("pk", filter=Q(worker=user)),
            free=Count("pk", filter=Q(worker__isnull=True)),
        )
    )


@require_POST
@login_required
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The morning's report was read."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    require(request, WORK)
    notice.read_at = timezone.now()
    notice.save(update_fields=["read_at"])
    return redirect(way_back(request, address_of("my-day")))

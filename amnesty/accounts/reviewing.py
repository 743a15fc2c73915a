"""The pages about openings of closed data: the list by weeks, and the review of one."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.accounts import breaking_glass
from amnesty.accounts.forms import ReviewForm
from amnesty.accounts.models import BreakGlass
from amnesty.accounts.rights import find, needs

PAGE = 50
READS, REVIEWS = "accounts.view_breakglass", "accounts.review_breakglass"


@needs(READS)
def openings(request: HttpRequest) -> HttpResponse:
    """GET /openings/: who opened what, week by week; ?review=open leaves the reviewed ones out."""
    rows = breaking_glass.in_offices_of(request.user).select_related(
        "user", "office", "reviewed_by"
    )
    waiting = rows.filter(reviewed_at__isnull=True)
    only_waiting = request.GET.get("review") == "open"
    page = Paginator(waiting if only_waiting else rows, PAGE).get_page(request.GET.get("page"))
    looks = breaking_glass.looks(page.object_list)
    context = {
        "page": page,
        "rows": [
            {"opening": row, "looks": looks[row.pk], "week": week_of(row.opened_at)}
            for row in page.object_list
        ],
        "waiting": waiting.count(),
        "only_waiting": only_waiting,
        "may_review": request.user.has_perm(REVIEWS),
    }
    return render(request, "accounts/openings.html", context)


def week_of(moment: datetime) -> date:
    """The Monday of the week, in local time."""
    day = timezone.localdate(moment)
    return day - timedelta(days=day.weekday())


@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /openings/<id>/: the reason, every look, and what the auditor found."""
    rows = breaking_glass.in_offices_of(request.user)
    opening = find(request, rows.select_related("user", "office", "reviewed_by"), pk, REVIEWS)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            finding = form.cleaned_data["finding"]
            breaking_glass.review(opening, request.user, finding, timezone.now())
        except breaking_glass.NotOpened as error:
            messages.error(request, str(error))
            return redirect("opening", opening.pk)
        messages.success(request, _("The opening is reviewed."))
        return redirect("openings")
    return render(request, "accounts/opening.html", _shown(request, opening, form))


def _shown(request: HttpRequest, opening: BreakGlass, form: ReviewForm) -> dict:
    is_open = not opening.reviewed_at and opening.user_id != request.user.pk
    return {
        "opening": opening,
        "looks": breaking_glass.looks_at(opening)[:PAGE],
        "form": form if is_open else None,
    }

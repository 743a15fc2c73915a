"""The home page: what waits for this person, by role."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amnesty.addresses import address_of
from amnesty.context import HOME_KEY, navigation
from cases.models import Case, codes
from cases.tables import counted
from cases.worklists import WORK_LISTS

CLERK = ("release_passed", "check_first", "data_missing", "ready", "for_review", "differs")
DECIDER = ("to_decide", *CLERK)
RECENT = 8


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Cards with counts for those who read cases; others go to their own day."""
    if not request.user.has_perm("cases.view_case"):
        return _elsewhere(request)
    cases = Case.objects.visible_to(request.user)
    recent = cases.select_related("defendant", "current_assessment").order_by("-updated_at")
    context = {
        "cards": _cards(request, cases),
        "recent": recent.defer(*ANSWER_COLUMNS)[:RECENT],
        "list_url": address_of("cases"),
        "register_url": address_of("case-register")
        if request.user.has_perm("cases.register_case")
        else "",
        "total": counted(cases),
        "outcomes": _outcomes(cases) if request.user.has_perm("cases.start_run") else [],
    }
    return render(request, "home/home.html", context)


ANSWER_COLUMNS = ("current_assessment__dossier_json", "current_assessment__answer_json")


def _cards(request: HttpRequest, cases: QuerySet) -> list[dict[str, object]]:
    """One card for each work list of the role, with a bounded count."""
    lists = DECIDER if request.user.has_perm("cases.approve_decision") else CLERK
    today = timezone.localdate()
    address = address_of("cases")
    return [
        {
            "label": WORK_LISTS[code].label,
            "hint": WORK_LISTS[code].hint,
            "count": counted(WORK_LISTS[code].rows(cases, today)),
            "url": f"{address}?work={code}",
        }
        for code in lists
    ]


def _outcomes(cases: QuerySet) -> list[dict[str, object]]:
    """What happens to the people under the law: an exact number for each outcome, one statement."""
    column = "current_assessment__outcome"
    found = dict(cases.order_by().values_list(column).annotate(Count("pk")))
    return [
        {"code": code, "count": found[code], "url": f"{address_of('cases')}?outcome={code}"}
        for code in codes.Outcome.values
        if found.get(code)
    ]


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Whoever reads no cases starts at the place under the home key, in the admin, or nowhere."""
    for place in navigation(request):
        if place["key"] == HOME_KEY:
            return redirect(place["url"])
    return render(request, "home/empty.html", {"admin_url": _admin(request)})


def _admin(request: HttpRequest) -> str:
    return address_of("admin:index") if request.user.is_staff else ""

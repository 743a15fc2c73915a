"""The home page by role: a work list for those who draft decisions, an overview for the others."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.addresses import address_of
from amnesty.context import HOME_KEY, navigation
from amnesty.reports import report_places
from cases.looking_up import those_who_looked_too_often
from cases.models import Case
from cases.presenting.reports import Scope, outcomes_chart
from cases.revisiting import answered_otherwise_since, previous_visit
from cases.tables import Count, counted
from cases.worklists import WORK_LISTS

CLERK = ("release_passed", "check_first", "data_missing", "ready", "for_review", "differs")
DECIDER = ("to_decide", *CLERK)
CONFIRMERS = {"to_confirm": "cases.confirm_correction", "iin_to_confirm": "cases.confirm_iin"}
OVERVIEW = ("release_passed", "data_missing", "differs", "untouched", "waiting")
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
        "too_often": those_who_looked_too_often(request.user, timezone.now())
        if request.user.has_perm("accounts.confirm_role")
        else [],
    }
    if _looks_over(request):
        scope = Scope(cases.order_by(), {}, timezone.now(), {})
        context |= {"overview": outcomes_chart(scope), "reports": report_places(request)}
    return render(request, "home/home.html", context)


ANSWER_COLUMNS = ("current_assessment__dossier_json", "current_assessment__answer_json")


def _cards(request: HttpRequest, cases: QuerySet) -> list[dict[str, object]]:
    """One card for each work list of the role, with a bounded count."""
    user = request.user
    lists = DECIDER if user.has_perm("cases.approve_decision") else CLERK
    lists = OVERVIEW if _looks_over(request) else lists
    lists = (*(code for code, right in CONFIRMERS.items() if user.has_perm(right)), *lists)
    today = timezone.localdate()
    address = address_of("cases")
    cards = [
        _card(
            WORK_LISTS[code].label,
            WORK_LISTS[code].hint,
            counted(WORK_LISTS[code].rows(cases, today)),
            f"{address}?work={code}",
        )
        for code in lists
    ]
    return cards + _since_last_visit(request, cases)


def _card(label: object, hint: object, count: Count, url: str) -> dict[str, object]:
    return {"label": label, "hint": hint, "count": count, "url": url}


def _since_last_visit(request: HttpRequest, cases: QuerySet) -> list[dict[str, object]]:
    """Cases whose outcome is another than when this person signed in before; none for the new."""
    moment = previous_visit(request.user)
    if moment is None:
        return []
    changed = counted(answered_otherwise_since(cases, moment))
    query = urlencode({"changed_since": moment.isoformat(timespec="microseconds")})
    hint = _("The outcome is another than on %(day)s") % {
        "day": f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"
    }
    url = f"{address_of('cases')}?{query}"
    return [_card(_("Changed since your last visit"), hint, changed, url)]


def _looks_over(request: HttpRequest) -> bool:
    """Supervisors, prosecutors and auditors read; the work of the others is a list."""
    return not request.user.has_perm("cases.draft_decision")


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Whoever reads no cases starts at the place under the home key, in the admin, or nowhere."""
    for place in navigation(request):
        if place["key"] == HOME_KEY:
            return redirect(place["url"])
    return render(request, "home/empty.html", {"admin_url": _admin(request)})


def _admin(request: HttpRequest) -> str:
    return address_of("admin:index") if request.user.is_staff else ""

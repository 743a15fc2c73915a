"""The reports that a reader may open, by URL name and right: their index, and the way between them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.rights import require
from amnesty.addresses import address_of

READS_CASES = "cases.view_case"
# URL name, title, what it tells, the right. A report of a part that is not installed is left out.
REPORTS: tuple[tuple[str, Promise, Promise, str], ...] = (
    (
        "report-outcomes",
        _("Outcomes"),
        _("What happens to the people, whether decisions agree, how much time is lifted."),
        READS_CASES,
    ),
    (
        "report-data-quality",
        _("Data quality"),
        _("Which missing fact blocks most, and what is to be checked."),
        READS_CASES,
    ),
    (
        "report-timeliness",
        _("Timeliness"),
        _("Who should be free already, how far each court is, what has waited too long."),
        READS_CASES,
    ),
    (
        "report-reconciliation",
        _("Reconciliation"),
        _("Eligible = granted + pending + refused, for each court and day."),
        READS_CASES,
    ),
    (
        "report-resocialization",
        _("Resocialization"),
        _("Whether released people are helped, how soon, and by whom."),
        "resocialization.view_plan",
    ),
    (
        "report-runs",
        _("Runs"),
        _("Whether re-evaluation runs finish, and how long they take."),
        "cases.view_run",
    ),
)


def report_places(request: HttpRequest) -> list[dict[str, object]]:
    """The reports of this reader, the present one marked."""
    match = request.resolver_match
    return [
        {
            "label": title,
            "text": text,
            "url": url,
            "current": bool(match) and match.url_name == name,
        }
        for name, title, text, right in REPORTS
        if request.user.has_perm(right) and (url := address_of(name))
    ]


@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """GET /reports/: what can be counted for this reader. Whoever may see no report is refused."""
    places = report_places(request)
    if not places:
        require(request, READS_CASES)
    return render(request, "reports/index.html", {"places": places})

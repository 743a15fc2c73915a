"""The report about released people, counted over the plans that the reader may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from amnesty.accounts.rights import needs
from amnesty.accounts.scoping import sees_every_office
from amnesty.reports import report_places
from resocialization import figures
from resocialization.models import Plan
from resocialization.views.finding import ASSIGN, VIEW


@needs(VIEW)
def resocialization(request: HttpRequest) -> HttpResponse:
    """GET /reports/resocialization/: D8 and D9; D10 for those who assign people, and auditors."""
    plans = Plan.objects.visible_to(request.user)
    people = figures.People(plans, timezone.localdate())
    first_help, curve = figures.first_help_chart(people)
    context = {
        "help_given": figures.help_chart(people),
        "first_help": first_help,
        "curve": curve,
        "now": timezone.now(),
        "subnav": report_places(request),
    }
    if request.user.has_perm(ASSIGN) or sees_every_office(request.user):
        context["caseloads"] = figures.caseloads_chart(people)
    return render(request, "reports/resocialization.html", context)

"""The page that tells what happened to a case."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.remembering import days_of
from cases.views.frame import frame_of
from cases.views.showing import find_case


@login_required
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/<id>/history/: what was entered, changed, assessed and decided, newest first."""
    case = find_case(request, pk)
    context = {"days": days_of(case)}
    context |= frame_of(request, case, timezone.localdate(), "case-history")
    return render(request, "cases/history.html", context)

"""Runs over all cases: list, preview and start, progress, changes, failures.

Counts are over all offices; lists show the cases that the user may see.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amnesty.accounts.rights import needs, require
from amnesty.accounts.stepping_up import step_up
from amnesty.addresses import address_of
from cases import reevaluating, watching, working
from cases.models import Case, Run, RunChange, RunItem
from cases.presenting.runs import (
    NO_ANSWER,
    Matrix,
    changed_rows,
    chips_of_changes,
    kind_links,
)
from cases.retrying import MOST_AT_ONCE, try_again
from cases.tables import PER_PAGE, CappedPaginator

READS, STARTS = "cases.view_run", "cases.start_run"


@needs(READS)
def run_list(request: HttpRequest) -> HttpResponse:
    """GET /runs/."""
    runs = Run.objects.select_related("rule_set", "started_by").defer("rule_set__data")
    runs = watching.with_counts(runs).order_by("-pk")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/runs/list.html", {"page": page})


@needs(STARTS)
def run_new(request: HttpRequest) -> HttpResponse:
    """GET, POST /runs/new/: what a run would do; starting it."""
    if request.method == "POST":
        return _start(request)
    basis = reevaluating.basis_in_use()
    context = {
        "total": Case.objects.count(),
        "stale": Case.objects.stale(*basis).count(),
        "unfinished": Run.objects.unfinished().first(),
    }
    return render(request, "cases/runs/new.html", context)


@step_up
def _start(request: HttpRequest) -> HttpResponse:
    run = reevaluating.request_run(by=request.user)
    messages.success(request, _("Run %(number)s is requested.") % {"number": run.pk})
    return redirect("run", run.pk)


@needs(READS)
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /runs/<id>/: progress. POST: do one part of the run here, where no worker answers."""
    run = _find(pk)
    if request.method == "POST":
        require(request, STARTS)
        reevaluating.start_waiting_run(timezone.now())
        working.do_one_range(run.pk)
        return redirect("run", run.pk)
    if request.htmx and request.GET.get("state") != run.state:  # the whole page changes
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "cases/runs/_progress.html" if request.htmx else "cases/runs/run.html"
    return render(request, template, _frame(request, run, "run"))


@needs(READS)
def run_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /runs/<id>/changes/?old=&new=&kind=: the matrix and the list behind each number."""
    run = _find(pk)
    cells = watching.pairs_of_outcomes(run)
    paginator = CappedPaginator(_chosen(request, _visible(request, run)))
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = changed_rows(page.object_list)
    context = _frame(request, run, "run-changes") | {
        "matrix": Matrix(cells, request.GET),
        "kinds": kind_links(watching.kinds_of_change(run), request.GET),
        "chips": chips_of_changes(request.GET),
        "page": page,
        "count": paginator.bounded,
        "counted": sum(cell.number for cell in cells),
    }
    return render(request, "cases/runs/changes.html", context)


@needs(READS)
def run_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /runs/<id>/failed/: what could not be answered, and why. POST: try it again."""
    run = _find(pk)
    if request.method == "POST":
        require(request, STARTS)
        _tell(request, try_again(run, timezone.now()))
        return redirect("run-failed", run.pk)
    failures = _scoped(request, run.changes.filter(kind=RunChange.Kind.FAILED))
    page = CappedPaginator(failures).get_page(request.GET.get("page"))
    page.object_list = page.object_list.select_related("case__defendant", "case__court")
    context = _frame(request, run, "run-failed") | {
        "page": page,
        "broken": run.items.filter(state=RunItem.State.ERROR),
        "most": MOST_AT_ONCE,
    }
    return render(request, "cases/runs/failed.html", context)


@require_POST
@needs(STARTS)
def run_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /runs/<id>/cancel/. What was answered so far stays."""
    run = _find(pk)
    if reevaluating.cancel(run.pk, timezone.now()):
        messages.success(request, _("The run was canceled. What it answered so far stays."))
    else:
        messages.info(request, _("The run had ended already."))
    return redirect("run", run.pk)


def _find(pk: int) -> Run:
    runs = Run.objects.select_related("rule_set", "started_by").defer("rule_set__data")
    return get_object_or_404(runs, pk=pk)


def _scoped(request: HttpRequest, changes: QuerySet) -> QuerySet:
    return changes.filter(case__in=Case.objects.visible_to(request.user)).order_by("case_id")


def _visible(request: HttpRequest, run: Run) -> QuerySet:
    return _scoped(request, run.changes.exclude(kind=RunChange.Kind.FAILED))


def _chosen(request: HttpRequest, changes: QuerySet) -> QuerySet:
    """The changes that the address asks for; an unknown value finds nothing."""
    columns = {"old": "old_outcome", "new": "new_outcome", "kind": "kind"}
    wanted = {
        column: "" if value == NO_ANSWER else value
        for name, column in columns.items()
        if (value := request.GET.get(name, ""))
    }
    return changes.filter(**wanted)


def _frame(request: HttpRequest, run: Run, current: str) -> dict:
    stands = watching.progress(run, timezone.now())
    places = (
        ("run", _("Progress")),
        ("run-changes", _("Changes (%(n)s)") % {"n": stands.changed}),
        ("run-failed", _("Not answered (%(n)s)") % {"n": stands.failed}),
    )
    return {
        "run": run,
        "progress": stands,
        "goes_on": run.state in {Run.State.WAITING, Run.State.RUNNING},
        "may_start": request.user.has_perm(STARTS),
        "subnav": [
            {"label": label, "url": address_of(name, run.pk), "current": name == current}
            for name, label in places
        ],
    }


def _tell(request: HttpRequest, retried: tuple[int, int, int]) -> None:
    answered, failed, ranges = retried
    words = _("%(answered)s cases are answered now, %(failed)s still are not.")
    messages.info(request, words % {"answered": answered, "failed": failed})
    if ranges:
        messages.info(request, _("Parts that wait for a worker again: %(n)s.") % {"n": ranges})

"""Pages of the reports about cases. Each is counted over the cases that the reader may see."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office
from amnesty.accounts.rights import needs
from amnesty.reports import report_places
from cases.filters import ANY, courts_in_sight, regions_in_sight
from cases.models import Case
from cases.presenting import matrices, queues, reconciliation, reports
from cases.presenting.reports import Scope
from cases.reporting import moving, timing
from cases.tables import chips_of, counted, without_blanks
from cases.worklists import WORK_LISTS, release_passed

READS_CASES, READS_RUNS = "cases.view_case", "cases.view_run"
MOST_OVERDUE = 10


class ReportScope(django_filters.FilterSet):
    """Whose cases a report is about."""

    region = django_filters.ModelChoiceFilter(
        field_name="court__region", queryset=regions_in_sight, label=_("Region"), empty_label=ANY
    )
    court = django_filters.ModelChoiceFilter(
        queryset=courts_in_sight, label=_("Court"), empty_label=ANY
    )

    class Meta:
        model = Case
        fields: list[str] = []


def scope_of(request: HttpRequest) -> tuple[Scope, ReportScope]:
    """The cases that the reader may see and has chosen; a wrong choice counts none."""
    visible = Case.objects.visible_to(request.user)
    found = ReportScope(request.GET, visible, request=request)
    cases = found.qs if found.is_valid() else visible.none()
    chosen = {name: value for name in found.filters if (value := request.GET.get(name))}
    return Scope(cases.order_by(), chosen, timezone.now(), names_of_courts(visible)), found


def names_of_courts(cases: QuerySet) -> dict[int, str]:
    courts = Office.objects.filter(pk__in=cases.order_by().values("court_id"))
    return {court.pk: court.name for court in courts}


def _page(request: HttpRequest, name: str, found: ReportScope, **context: object) -> HttpResponse:
    """A report, or the same address without its empty parameters."""
    clean = without_blanks(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}" if clean else request.path)
    around = {
        "form": found.form,
        "chips": chips_of(found.form, request.GET) if found.is_valid() else [],
        "now": timezone.now(),
        "subnav": report_places(request),
    }
    return render(request, f"reports/{name}.html", around | context)


@needs(READS_CASES)
def outcomes(request: HttpRequest) -> HttpResponse:
    """GET /reports/outcomes/: D1, D5, D6 and D7."""
    scope, found = scope_of(request)
    agreement, decisions = matrices.agreement(scope)
    movement, moves = matrices.movement(scope, moving.last_run_with_changes(scope.cases))
    return _page(
        request,
        "outcomes",
        found,
        outcomes=reports.outcomes_chart(scope),
        agreement=agreement,
        decisions=decisions,
        movement=movement,
        moves=moves,
        lifted=reports.lifted_chart(scope),
    )


@needs(READS_CASES)
def data_quality(request: HttpRequest) -> HttpResponse:
    """GET /reports/data-quality/: D3, and what is to be checked."""
    scope, found = scope_of(request)
    return _page(
        request,
        "data_quality",
        found,
        missing=reports.missing_chart(scope),
        flags=reports.flags_chart(scope),
    )


@needs(READS_CASES)
def timeliness(request: HttpRequest) -> HttpResponse:
    """GET /reports/timeliness/: D2 and D4, and what has waited too long."""
    scope, found = scope_of(request)
    today = timezone.localdate()
    return _page(
        request,
        "timeliness",
        found,
        number=counted(release_passed(scope.cases, today)),
        overdue=[
            row._asdict() | {"court": scope.court(row.court_id)}
            for row in timing.should_be_free(scope.cases, today, MOST_OVERDUE)
        ],
        overdue_url=scope.to(work="release_passed"),
        ageing=ageing(scope),
        courts=reports.courts_chart(scope),
    )


def ageing(scope: Scope) -> list[dict[str, object]]:
    """Cards of the two work lists about waiting too long."""
    today = timezone.localdate()
    return [
        {
            "label": WORK_LISTS[code].label,
            "hint": WORK_LISTS[code].hint,
            "count": counted(WORK_LISTS[code].rows(scope.cases, today)),
            "url": scope.to(work=code),
        }
        for code in ("untouched", "waiting")
    ]


@needs(READS_CASES)
def reconciling(request: HttpRequest) -> HttpResponse:
    """GET /reports/reconciliation/: eligible = granted + pending + refused, or by how many not."""
    scope, found = scope_of(request)
    return _page(request, "reconciliation", found, **reconciliation.both_ends(scope))


@needs(READS_RUNS)
def runs(request: HttpRequest) -> HttpResponse:
    """GET /reports/runs/: D11, over all offices."""
    context = {
        "queue": queues.runs_chart(),
        "worker": queues.worker_words(moving.worker_state(timezone.now())),
        "now": timezone.now(),
        "subnav": report_places(request),
    }
    return render(request, "reports/runs.html", context)

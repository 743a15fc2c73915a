"""The list of cases: filters in the address, sortable, in capped pages."""

from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.rights import needs
from cases.filters import CaseFilter
from cases.models import Case, Offense
from cases.tables import CappedPaginator, Column, chips_of, headers, without_blanks
from cases.views.loosening import looser
from cases.worklists import WORK_LISTS

COLUMNS = (
    Column(_("Name"), "name"),
    Column(_("Case"), "number"),
    Column(_("Offenses")),
    Column(_("Court and stage"), "court"),
    Column(_("Outcome"), "outcome"),
    Column(_("New end"), "end"),
    Column(_("Changed"), "updated"),
)
ORDERS = {
    "name": "defendant__sort_key",
    "number": "number",
    "court": "court__code",
    "outcome": "current_assessment__outcome",
    "end": "current_assessment__new_end",
    "updated": "updated_at",
}
HEAVY = (
    "note",
    "current_assessment__dossier_json",
    "current_assessment__answer_json",
)


def rows_of(cases: QuerySet) -> QuerySet:
    """Everything that a row of a list of cases shows, in two statements."""
    offenses = Offense.objects.only("case_id", "article", "part").order_by("ordinal")
    return (
        cases.select_related("defendant", "court", "current_assessment")
        .defer(*HEAVY)
        .prefetch_related(Prefetch("offenses", offenses))
    )


@needs("cases.view_case")
def case_list(request: HttpRequest) -> HttpResponse:
    """GET /cases/. Empty parameters are taken out of the address; a wrong one shows no rows."""
    clean = without_blanks(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}" if clean else request.path)
    cases = Case.objects.visible_to(request.user)
    found = CaseFilter(request.GET, cases, request=request)
    sort = request.GET.get("sort", "")
    rows = sorted_by(found.qs if found.is_valid() else Case.objects.none(), sort)
    paginator = CappedPaginator(rows)
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = rows_of(page.object_list)
    context = _around(request, found, sort) | {"page": page, "count": paginator.bounded}
    if not paginator.bounded and context["chips"]:
        context["looser"] = looser(request, cases, context["chips"])
    return render(request, "cases/list.html", context)


def _around(request: HttpRequest, found: CaseFilter, sort: str) -> dict[str, object]:
    """What stands around the rows: filters, chips, headings, how pages find back to the list."""
    return {
        "form": found.form,
        "columns": headers(request.GET, COLUMNS, sort),
        "list_title": _title(found),
        "chips": chips_of(found.form, request.GET) if found.is_valid() else [],
        "today": timezone.localdate(),
        "suffix": "?" + urlencode({"list": request.GET.urlencode()}),
        "return_query": "?" + urlencode({"return": request.get_full_path()}),
    }


def _title(found: CaseFilter) -> str:
    """The work list in use names the page."""
    known = WORK_LISTS.get(found.form.cleaned_data.get("work", ""))
    return str(known.label if known else _("Cases"))


def sorted_by(cases: QuerySet, sort: str) -> QuerySet:
    """Order by a known column; an unknown one keeps the order that the rows have."""
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return cases
    sign = "-" if sort.startswith("-") else ""
    return cases.order_by(f"{sign}{column}", "-pk")

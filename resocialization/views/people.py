"""The list of released people, and the search by name. Names are searched by POST only."""

from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.rights import needs, require
from cases.tables import CappedPaginator, Column, chips_of, headers, without_blanks
from cases.views.searching import PALETTE
from resocialization.filters import PlanFilter
from resocialization.models import Direction, Need, Plan
from resocialization.views.finding import VIEW, WORK

ORDERS = {
    "name": F("defendant__sort_key").asc(),
    "-name": F("defendant__sort_key").desc(),
    "released": F("released_on").asc(),
    "-released": F("released_on").desc(),
    "due": F("next_due").asc(nulls_last=True),
    "-due": F("next_due").desc(nulls_last=True),
    "contact": F("last_contact").asc(nulls_first=True),
    "-contact": F("last_contact").desc(nulls_last=True),
}
MOST_HITS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list: the plan, and its needs in the order of the directions."""

    plan: Plan
    needs: list[list[Need]]


def rows_of(plans: QuerySet, directions: list[Direction]) -> list[Row]:
    """Rows with everything that they show, in two statements."""
    all_needs = Need.objects.select_related("service").order_by("pk")
    read = plans.select_related("defendant", "worker", "office").prefetch_related(
        Prefetch("needs", all_needs)
    )
    return [
        Row(plan, [[n for n in plan.needs.all() if n.direction_id == d.pk] for d in directions])
        for plan in read
    ]


def columns_of(directions: list[Direction]) -> list[Column]:
    return [
        Column(_("Person"), "name"),
        *(Column(direction.name) for direction in directions),
        Column(_("Next step"), "due"),
        Column(_("Last contact"), "contact"),
        Column(_("Released on"), "released"),
    ]


@needs(WORK)
def my_people(request: HttpRequest) -> HttpResponse:
    """GET /resocialization/people/: the worker's own running plans."""
    own = Plan.objects.visible_to(request.user).of_worker(request.user)
    return _list(request, own, _("My people"), with_worker=False)


@needs(VIEW)
def people(request: HttpRequest) -> HttpResponse:
    """GET /resocialization/plans/: every plan that the user may see."""
    return _list(request, Plan.objects.visible_to(request.user), _("Released people"))


def _list(
    request: HttpRequest, plans: QuerySet, title: str, with_worker: bool = True
) -> HttpResponse:
    clean = without_blanks(request.GET)
    if clean is not None:
        return redirect(f"{request.path}?{clean}" if clean else request.path)
    today = timezone.localdate()
    plans = plans.with_dates(today)
    found = PlanFilter(request.GET, plans, request=request)
    is_valid = found.is_valid()
    rows = found.qs if is_valid else plans.none()
    if is_valid and not found.form.cleaned_data.get("state"):
        rows = rows.running()
    sort = request.GET.get("sort", "")
    page = CappedPaginator(rows.order_by(ORDERS.get(sort, ORDERS["name"]), "pk")).get_page(
        request.GET.get("page")
    )
    directions = list(Direction.objects.in_use())
    context = {
        "list_title": title,
        "form": found.form,
        "chips": chips_of(found.form, request.GET) if is_valid else [],
        "page": page,
        "count": page.paginator.bounded,
        "rows": rows_of(page.object_list, directions),
        "columns": headers(request.GET, columns_of(directions), sort),
        "directions": directions,
        "today": today,
        "with_worker": with_worker,
    }
    return render(request, "resocialization/people.html", context)


@needs(VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """POST /resocialization/search/: people by the beginning of each word of the name."""
    require(request, VIEW)
    text = request.POST.get("q", "").replace("\x00", "")[:200].strip()
    today = timezone.localdate()
    directions = list(Direction.objects.in_use())
    found = Plan.objects.none()
    if text:
        found = Plan.objects.visible_to(request.user).named(text).with_dates(today)
    found = found.order_by(ORDERS["name"], "pk")
    hits = rows_of(found[: MOST_HITS + 1], directions)
    context = {
        "text": text,
        "rows": hits[:MOST_HITS],
        "with_worker": True,
        "is_cut": len(hits) > MOST_HITS,
        "most": MOST_HITS,
        "columns": headers(request.GET, [Column(c.label) for c in columns_of(directions)], ""),
        "directions": directions,
        "today": today,
    }
    if PALETTE in request.headers:
        return render(request, "resocialization/_palette.html", context)
    return render(request, "resocialization/search.html", context)

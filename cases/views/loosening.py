"""An empty list says which filter keeps it empty: what the list would hold without each of them."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from cases.filters import CaseFilter
from cases.tables import Chip, Count, counted

MOST = 8  # filters that are tried, one statement each


class Looser(NamedTuple):
    """The same list without one filter."""

    chip: Chip
    count: Count


def looser(request: HttpRequest, cases: QuerySet, chips: list[Chip]) -> list[Looser]:
    """Filters whose removal would show something, the greatest gain first."""
    tried = (Looser(chip, _without(request, cases, chip)) for chip in chips[:MOST])
    return sorted((one for one in tried if one.count), key=lambda one: -one.count.number)


def _without(request: HttpRequest, cases: QuerySet, chip: Chip) -> Count:
    query = QueryDict(chip.remove_url.removeprefix("?"))
    found = CaseFilter(query, cases, request=request)
    return counted(found.qs if found.is_valid() else cases.none())

"""From case to case in the order of the list they were opened from.

The address of a case may carry the query of its list (`list`); nothing else remembers it.
"""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from cases.filters import CaseFilter
from cases.models import Case
from cases.tables import CAP
from cases.views.listing import sorted_by

PARAMETER = "list"
LONGEST = 1000


class Walk(NamedTuple):
    """The place of one case in its list, with the addresses around it."""

    place: int
    total: int
    back: str
    previous: str
    following: str


def walk_of(request: HttpRequest, case: Case) -> Walk | None:
    """Where the case stands in the list that the address names; None without such a list."""
    text = request.GET.get(PARAMETER)
    if text is None or len(text) > LONGEST:
        return None
    query = QueryDict(text)
    found = CaseFilter(query, Case.objects.visible_to(request.user), request=request)
    if not found.is_valid():
        return None
    rows = sorted_by(found.qs, query.get("sort", ""))
    ids = list(rows.values_list("pk", flat=True)[:CAP])
    if case.pk not in ids:
        return Walk(0, len(ids), _list(text), "", "")
    place = ids.index(case.pk)
    before = _case(ids[place - 1], text) if place else ""
    after = _case(ids[place + 1], text) if place + 1 < len(ids) else ""
    return Walk(place + 1, len(ids), _list(text), before, after)


def _list(text: str) -> str:
    return reverse("cases") + (f"?{text}" if text else "")


def _case(pk: int, text: str) -> str:
    return reverse("case", args=[pk]) + suffix(text)


def suffix(text: str) -> str:
    """What a link to a case carries, so that its page knows the list."""
    return "?" + urlencode({PARAMETER: text})

"""The search page. The text comes by POST, so that no IIN and no name stands in an address."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amnesty.accounts.rights import require
from amnesty.addresses import address_of
from cases.looking_up import TooOften, count_look_up
from cases.models import Case
from cases.searching import LONGEST, Found, iin_in, search
from cases.views.listing import rows_of

PALETTE = "X-Palette"  # header of the window over a page: a fragment is asked for
MOST_IN_PALETTE = 8


@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    """An exact hit opens the case; otherwise the hits stand in a list.

    Whoever reads no cases is passed on, text and all, to the search of released people.
    """
    if not request.user.has_perm("cases.view_case") and (other := address_of("people-search")):
        return redirect(other, preserve_request=True)
    require(request, "cases.view_case")
    found = Found("", "empty")
    if request.method == "POST":
        text = request.POST.get("q", "")
        if PALETTE in request.headers:
            return _palette(request, text)
        try:
            found = _found(request, text)
        except TooOften as refusal:
            return _refused(request, text, refusal)
    if found.exact:
        return redirect("case", found.exact.pk)
    return _page(request, found)


def _palette(request: HttpRequest, text: str) -> HttpResponse:
    """The first hits, for the window over a page. An IIN is looked up by Enter alone, once."""
    is_iin = bool(iin_in(text))
    rows = Case.objects.visible_to(request.user).select_related("defendant")
    found = Found("", "empty") if is_iin else search(request.user, text, rows)
    hits = ([found.exact] if found.exact else found.cases)[:MOST_IN_PALETTE]
    context = {"found": found, "hits": hits, "is_iin": is_iin}
    return render(request, "cases/_palette.html", context)


def _found(request: HttpRequest, text: str) -> Found:
    if iin_in(text):
        count_look_up(request.user)
    return search(request.user, text, rows_of(Case.objects.visible_to(request.user)))


def _refused(request: HttpRequest, text: str, refusal: TooOften) -> HttpResponse:
    """429 with what was typed; nothing was looked for."""
    answer = _page(request, Found(text[:LONGEST], "refused"), str(refusal), status=429)
    answer["Retry-After"] = str(refusal.seconds)
    return answer


def _page(request: HttpRequest, found: Found, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "found": found,
        "today": timezone.localdate(),
        "may_register": request.user.has_perm("cases.register_case"),
        "refusal": refusal,
    }
    return render(request, "cases/search.html", context, status=status)

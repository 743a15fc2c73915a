"""The search page. The text comes by POST, so that no IIN and no name stands in an address."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from amnesty.accounts.rights import require
from amnesty.addresses import address_of
from cases.models import Case
from cases.searching import Found, search
from cases.views.listing import rows_of


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
        rows = rows_of(Case.objects.visible_to(request.user))
        found = search(request.user, request.POST.get("q", ""), rows)
    if found.exact:
        return redirect("case", found.exact.pk)
    context = {
        "found": found,
        "today": timezone.localdate(),
        "may_register": request.user.has_perm("cases.register_case"),
    }
    return render(request, "cases/search.html", context)

"""Help: what the program decides and what not, the day of each role, the glossary. For everybody."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amnesty import glossary
from amnesty.accounts.scoping import roles_of
from amnesty.addresses import address_of

# Pages that help points to, with the right that each needs ("" = none).
PLACES = (
    ("rules", "cases.view_ruleset"),
    ("provisions", "cases.view_ruleset"),
    ("worked-cases", "cases.view_ruleset"),
    ("boundary", "cases.view_case"),
)


@require_safe
@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    """GET /help/."""
    places = {
        name.replace("-", "_"): address_of(name)
        for name, right in PLACES
        if request.user.has_perm(right)
    }
    context = {"own_roles": roles_of(request.user), "places": places}
    return render(request, "help/help.html", context)


@require_safe
@login_required
def glossary_page(request: HttpRequest) -> HttpResponse:
    """GET /help/glossary/: all three languages side by side."""
    parts = [
        {"title": _("Words of the law"), "terms": glossary.terms_of("law")},
        {"title": _("Words of the pages"), "terms": glossary.terms_of("interface")},
    ]
    return render(request, "help/glossary.html", {"parts": parts})

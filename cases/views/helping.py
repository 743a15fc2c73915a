"""Help: what the program decides and what not, the law in plain words, the day of each role, the
glossary, the first steps. For everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amnesty import first_steps, glossary
from amnesty.accounts.scoping import roles_of
from amnesty.addresses import address_of, way_back
from amnesty.days import DAYS, address_for, drawn
from amnesty.news import NEWS
from cases.wording import RULES
from cases.wording.articles import PROVISIONS

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
    context = {
        "own_roles": roles_of(request.user),
        "places": places,
        "days": [drawn(day, request.user) for day in DAYS.values()],
        "articles": PROVISIONS.values(),
        "news": [
            {"since": item.since, "text": item.text, "url": address_for(request.user, item.place)}
            for item in NEWS
        ],
        "has_first_steps": bool(first_steps.entries_of(request.user)),
    }
    return render(request, "help/help.html", context)


@require_safe
@login_required
def day_page(request: HttpRequest, role: str) -> HttpResponse:
    """GET /help/day/<role>/: the day of a role in eight steps, on one page to print."""
    if role not in DAYS:
        raise Http404
    context = {"day": drawn(DAYS[role], request.user), "days": DAYS.values()}
    return render(request, "help/day.html", context)


@require_safe
@login_required
def law_pages(request: HttpRequest) -> HttpResponse:
    """GET /help/law/: what the program relies on."""
    return render(request, "help/articles.html", {"articles": PROVISIONS.values()})


@require_safe
@login_required
def law_page(request: HttpRequest, number: int) -> HttpResponse:
    """GET /help/law/<n>/: one provision in plain words."""
    if number not in PROVISIONS:
        raise Http404
    found = PROVISIONS[number]
    context = {
        "article": found,
        "rules": [RULES[code].name for code in found.rules],
        "rules_url": address_for(request.user, "rules"),
        "previous": PROVISIONS.get(number - 1),
        "following": PROVISIONS.get(number + 1),
    }
    return render(request, "help/article.html", context)


@require_POST
@login_required
def tick_first_step(request: HttpRequest) -> HttpResponse:
    """POST /help/first-steps/: `done` = a code of the own list, or `closed`; `back` = show it again."""
    if "back" in request.POST:
        first_steps.bring_back(request.user)
        messages.info(request, _("The first steps stand on your home page again."))
        return redirect("home")
    code = request.POST.get("done", "")
    if not first_steps.tick(request.user, code):
        messages.error(request, _("This is no step of your list. Nothing was changed."))
    elif code == first_steps.FirstStep.CLOSED:
        messages.info(request, _("The first steps are put away. Help brings them back."))
    return redirect(way_back(request, reverse("home")))


@require_safe
@login_required
def glossary_page(request: HttpRequest) -> HttpResponse:
    """GET /help/glossary/: all three languages side by side."""
    parts = [
        {"title": _("Words of the law"), "terms": glossary.terms_of("law")},
        {"title": _("Words of the pages"), "terms": glossary.terms_of("interface")},
    ]
    return render(request, "help/glossary.html", {"parts": parts})

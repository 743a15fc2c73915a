"""A session that ends while its user registers or changes a case: what was typed is kept.

The page asks who is there; after the sign-in the draft stands above the form.
"""

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from cases import drafting
from cases.drafting import CannotKeep
from cases.models import Case

PAGES = {"case-register", "case-needed", "draft-keep", "case-edit", "case-corrections"}


def keep_what_was_typed(request: HttpRequest | None, user: User | None) -> bool:
    """Keep the page as a draft of the user whose session has just ended by itself."""
    if user is None or not getattr(request, "ended_because", ""):
        return False  # whoever presses “Sign out” sends nothing that is to be kept
    match = page_of(request)
    if match is None or match.url_name not in PAGES or not was_sent_by_our_page(request):
        return False
    # A page that changes a case names it, also where only a part of the page is asked for.
    named = str(match.kwargs.get("pk") or request.POST.get("case", ""))
    case = case_of(user, named)
    if named and case is None:
        return False
    try:
        draft = drafting.keep(user, request.POST, timezone.now(), case)
    except CannotKeep:
        return False
    if draft is not None:
        messages.info(request, _("What you had typed is kept as a draft. Sign in to go on."))
    return draft is not None


def page_of(request: HttpRequest) -> ResolverMatch | None:
    if request.method != "POST":
        return None
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def case_of(user: User, pk: str) -> Case | None:
    """The case that `user` was changing, if it is one of the own offices."""
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return Case.objects.in_offices_of(user).filter(pk=pk).first()


def was_sent_by_our_page(request: HttpRequest) -> bool:
    """The check of the form's token, which comes later for every other request."""
    return CsrfViewMiddleware(lambda _request: None).process_view(request, None, (), {}) is None

"""A session that ends while its user registers or changes a case: what was typed is kept.

The page asks who is there; after the sign-in the draft stands above the form.
"""

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from cases import drafting
from cases.drafting import CannotKeep
from cases.models import Case

REGISTERING = {"case-register", "case-needed", "draft-keep"}
CHANGING = {"case-edit", "case-corrections"}


def keep_what_was_typed(request: HttpRequest | None, user: User | None) -> bool:
    """Keep the page as a draft of the user whose session has just ended by itself."""
    if user is None or not getattr(request, "ended_because", ""):
        return False  # whoever presses “Sign out” sends no registration
    page, case = page_of(request, user)
    if page not in REGISTERING and case is None:
        return False
    if not was_sent_by_our_page(request):
        return False
    try:
        draft = drafting.keep(user, request.POST, timezone.now(), case)
    except CannotKeep:
        return False
    if draft is not None:
        messages.info(request, _("What you had typed is kept as a draft. Sign in to go on."))
    return draft is not None


def page_of(request: HttpRequest, user: User) -> tuple[str, Case | None]:
    """The name of the page that sends something, with the case that `user` was changing there."""
    if request.method != "POST":
        return "", None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return "", None
    if match.url_name not in CHANGING:
        return match.url_name or "", None
    return match.url_name, Case.objects.in_offices_of(user).filter(pk=match.kwargs["pk"]).first()


def was_sent_by_our_page(request: HttpRequest) -> bool:
    """The check of the form's token, which comes later for every other request."""
    return CsrfViewMiddleware(lambda _request: None).process_view(request, None, (), {}) is None

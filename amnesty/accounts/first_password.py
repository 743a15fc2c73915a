"""A password that somebody else set holds for one sign-in: its owner replaces it before any page.

So an administrator never knows the password that a judge works with. Demonstration accounts are
exempt: their password is known to all. In a shell nobody is signed in: there the mark stays as is.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amnesty.accounts.models import User

CHANGE = "account_change_password"
OPEN_BEFORE = {
    CHANGE,
    "account_login",
    "account_logout",
    "login",
    "logout",
    "set_language",
    "healthz",
    "csp-report",
}


def note_who_set_it(user: User, by: User | None) -> None:
    """Mark `user`, whose password is being set by `by` (None: the program or a shell)."""
    if by is None:
        return
    user.must_change_password = by.pk != user.pk and not user.is_demo


def must_change(user: User) -> bool:
    return user.must_change_password and not user.is_demo


def require_own_password(get_response: Callable[[HttpRequest], HttpResponse]):
    """Middleware: nothing but the page that changes the password, until it is changed."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: object) -> HttpResponse | None:
        if not request.user.is_authenticated or not must_change(request.user):
            return None
        if request.resolver_match.view_name in OPEN_BEFORE:
            return None
        messages.info(request, _("Somebody else set your password. Choose one of your own first."))
        return redirect(CHANGE)

    answer.process_view = process_view
    return answer

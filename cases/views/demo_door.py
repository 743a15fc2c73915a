"""The door of the demonstration: one button an invented person, no password. Shut everywhere else."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from amnesty.accounts import trail
from amnesty.accounts.acting import acting
from cases.demo.logins import open_logins

PASSWORDLESS = "django.contrib.auth.backends.ModelBackend"


@require_POST
def enter(request: HttpRequest, username: str) -> HttpResponse:
    """POST /accounts/demo/<name>/: sign in as an invented person (404 outside the demonstration)."""
    if not settings.DEMO_SIGN_IN:
        raise Http404
    user = get_object_or_404(open_logins(), username=username)
    if request.user.is_authenticated:
        logout(request)
    login(request, user, backend=PASSWORDLESS)
    with acting(user):
        trail.record("demo_signed_in", user)
    return redirect("home")

"""How long a session lasts: 30 minutes without a click (15 with medical data), ten hours at most.

A session is also over as soon as the roles of its user change. The instants stand in the session,
on the server; a session without them is over too.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from amnesty.accounts.roles import MEDICAL_COORDINATOR
from amnesty.accounts.scoping import roles_of

SIGNED_IN_AT, SEEN_AT, STANDING = "signed_in_at", "seen_at", "standing"
NOTE_EVERY = timedelta(minutes=1)  # one write a minute; a session may end that much sooner


def limit_sessions(get_response: Callable[[HttpRequest], HttpResponse]):
    """Middleware: ends a session that is over, and takes a whole page along to the sign-in."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if reason := why_over(request, now):
                end(request, reason)
            else:
                note_activity(request, now)
        return whole_page(request, get_response(request))

    return answer


def begin(request: HttpRequest, user: User) -> None:
    """Write into a new session when it began and as what."""
    now = timezone.now().timestamp()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[STANDING] = standing_of(user)


def standing_of(user: User) -> list[str]:
    """The roles of `user` and the two flags that stand above roles."""
    flags = ["is_staff"] * user.is_staff + ["is_superuser"] * user.is_superuser
    return sorted(roles_of(user)) + flags


def idle_limit(user: User) -> timedelta:
    if MEDICAL_COORDINATOR in roles_of(user):
        return settings.SESSION_IDLE_MEDICAL
    return settings.SESSION_IDLE


def why_over(request: HttpRequest, now: datetime) -> str:
    """Why the session is over: "age", "idle" or "roles"; "" while it is not."""
    session, instant = request.session, now.timestamp()
    if instant - session.get(SIGNED_IN_AT, 0) > settings.SESSION_COOKIE_AGE:
        return "age"
    if instant - session.get(SEEN_AT, 0) > idle_limit(request.user).total_seconds():
        return "idle"
    return "" if session.get(STANDING) == standing_of(request.user) else "roles"


def end(request: HttpRequest, reason: str) -> None:
    """Sign the user out on the server and say why."""
    minutes = int(idle_limit(request.user).total_seconds()) // 60
    reasons = {
        "age": _("You were signed out: a session lasts ten hours at most."),
        "idle": _("You were signed out after %(minutes)s minutes without activity."),
        "roles": _("You were signed out because your roles changed."),
    }
    request.ended_because = reason  # read by amnesty.accounts.signals
    logout(request)
    messages.info(request, reasons[reason] % {"minutes": minutes})


def note_activity(request: HttpRequest, now: datetime) -> None:
    if now.timestamp() - request.session[SEEN_AT] >= NOTE_EVERY.total_seconds():
        request.session[SEEN_AT] = now.timestamp()


def whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A fragment sent to the sign-in page would show it inside the page: reload the page instead."""
    location = response.get("Location", "")
    if request.headers.get("HX-Request") and location.startswith(resolve_url(settings.LOGIN_URL)):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return response


def end_every_session(user: User) -> int:
    """Remove all sessions of `user` from the database; returns how many. Looks at each open one."""
    own = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    removed, _kinds = Session.objects.filter(pk__in=own).delete()
    return removed

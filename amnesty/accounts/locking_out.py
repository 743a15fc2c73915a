"""Failed sign-ins are counted in the database and close the door for a while, never for good.

Five failures close one name at one address for 15 minutes. Within an hour, 20 failures close a
name at addresses it never came from, and 100 close an address. A name that nobody has is counted
like any other, under a keyed digest: what was typed is not kept, and nobody learns who exists.
"""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from amnesty.accounts import trail
from amnesty.accounts.models import User

FAILURES_OF_A_NAME = 20  # in an hour, from addresses it never came from
FAILURES_FROM_AN_ADDRESS = 100  # in an hour
HOUR = timedelta(hours=1)
UNKNOWN = "unknown:"

Address = IPv4Address | IPv6Address


class LockHandler(AxesDatabaseHandler):
    """Axes' own lock of a name at an address, and the two limits of an hour beside it."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        return super().is_locked(request, credentials) or closed_for_an_hour(request, credentials)

    def user_login_failed(
        self,
        sender: object,
        credentials: dict,
        request: HttpRequest | None = None,
        **kwargs: object,
    ) -> None:
        """Count the failure, unless the door was closed before; tell the trail."""
        was_closed = request is None or request.axes_locked_out
        super().user_login_failed(sender, credentials, request, **kwargs)
        if was_closed:
            return
        user = User.objects.filter(username=name_to_count(request, credentials)).first()
        place = {"address": request.axes_ip_address}
        trail.record("sign_in_failed", user, **place)
        if request.axes_locked_out or closed_for_an_hour(request, credentials):
            trail.record("locked_out", user, **place)


def closed_for_an_hour(request: HttpRequest, credentials: dict | None) -> bool:
    """Whether this address, or this name at an address new to it, failed too often of late."""
    address = request.axes_ip_address
    name = name_to_count(request, credentials)
    recent = AccessFailureLog.objects.filter(attempt_time__gt=request.axes_attempt_time - HOUR)
    if recent.filter(ip_address=address).count() >= FAILURES_FROM_AN_ADDRESS:
        return True
    if recent.filter(username=name).count() < FAILURES_OF_A_NAME:
        return False
    # Whoever fails on purpose elsewhere does not lock the owner out at the own desk.
    return not AccessLog.objects.filter(username=name, ip_address=address).exists()


def name_to_count(request: HttpRequest, credentials: dict | None = None) -> str:
    """The user name if somebody has it, else a digest of what was typed; "" if nothing was."""
    typed = (credentials or {}).get("username") or ""
    if not typed or typed.startswith(UNKNOWN):
        return typed
    if User.objects.filter(username=typed).exists():
        return typed
    return UNKNOWN + salted_hmac("amnesty.locks", typed).hexdigest()[:24]


def address_to_count(request: HttpRequest) -> str | None:
    """Where the request comes from; an IPv6 caller is its network, for it has all of it."""
    known = caller(request)
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False).network_address)
    return str(known) if known else None


def caller(request: HttpRequest) -> Address | None:
    """The peer's address; what our own proxies say of it counts, what others say does not."""
    peer = request.META.get("REMOTE_ADDR", "")
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while told and is_our_proxy(peer):
        said = told.pop().strip()
        if parsed(said) is None:
            break
        peer = said
    return parsed(peer)


def is_our_proxy(peer: str) -> bool:
    """Whether `peer` is named in TRUSTED_PROXIES; "" is the local socket."""
    if not peer:
        return "unix" in settings.TRUSTED_PROXIES
    address = parsed(peer)
    named = (given for given in settings.TRUSTED_PROXIES if given != "unix")
    networks = (ip_network(given, strict=False) for given in named)
    return address is not None and any(address in network for network in networks)


def parsed(text: str) -> Address | None:
    """The address that `text` spells, or None."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_open(request: HttpRequest, user: User) -> bool:
    """Whether `user` may try a code now; a refusal marks the request, and the answer is 429."""
    if AxesProxyHandler.is_allowed(request, {"username": user.get_username()}):
        return True
    request.axes_locked_out = True
    return False


def count_failure(request: HttpRequest, user: User) -> None:
    """A wrong code or a wrong old password counts like a wrong password at the door."""
    credentials = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def unlock(names: set[str]) -> int:
    """Open the door for these names again; returns how many failures are forgotten."""
    forgotten, _kinds = AccessFailureLog.objects.filter(username__in=names).delete()
    AccessAttempt.objects.filter(username__in=names).delete()
    for user in User.objects.filter(username__in=names):
        trail.record("lock_lifted", user)
    return forgotten


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict | None = None
) -> HttpResponse:
    """The page of a closed door: the same for every name, known or not."""
    wait = settings.AXES_COOLOFF_TIME
    context = {"minutes": ceil(wait.total_seconds() / 60)}
    closed = render(request, "account/locked_out.html", context, status=429)
    closed["Retry-After"] = str(int(wait.total_seconds()))
    return closed

"""At the door: signing in as people do it, and the codes of an app."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event, User
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"
WRONG = "not the password"
AT_THE_DOOR = {
    "signed_in",
    "signed_out",
    "sign_in_failed",
    "locked_out",
    "lock_lifted",
    "identity_confirmed",
    "password_changed",
    "second_factor_added",
    "second_factor_removed",
}


def sign_in(
    client: Client, username: str, password: str = PASSWORD, next: str = "", **meta: str
) -> HttpResponse:
    typed = {"username": username, "password": password} | ({"next": next} if next else {})
    return client.post(reverse("account_login"), typed, **meta)


def plain(answer: HttpResponse) -> str:
    """The page without what is new in every answer: nonce and token."""
    page = answer.content.decode().replace(str(answer.wsgi_request.csp_nonce), "")
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", page)


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("me")).status_code == 200


def give_app(user: User) -> Authenticator:
    return TOTP.activate(user, SECRET).instance


def code_now(secret: str = SECRET, steps: int = 0) -> str:
    """The code of this half minute, or of the next one where this one is about to end."""
    left = 30 - time.time() % 30
    if left < 3:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def events() -> QuerySet:
    """What the trail tells of the door, in the order it happened."""
    return Event.objects.filter(kind__in=AT_THE_DOOR).order_by("sequence")


def kinds() -> list[str]:
    return list(events().values_list("kind", flat=True))

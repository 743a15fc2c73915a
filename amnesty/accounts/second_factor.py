"""The second factor: an app with six digits, a security key, or a recovery code.

Roles that sign, supervise, see medical data or administer must have one (MFA_REQUIRED). Its
secrets lie encrypted in the database: a stolen backup opens no account.
"""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from struct import error as StructError

import qrcode
from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from amnesty.accounts.first_password import CHANGE, must_change
from amnesty.accounts.locking_out import is_open
from amnesty.accounts.models import User
from amnesty.accounts.roles import GIVEN_BY_TWO
from amnesty.accounts.scoping import roles_of
from amnesty.accounts.session_limits import end_every_session

ROLES_WITH_SECOND_FACTOR = GIVEN_BY_TWO
PROVEN = "second_factor"  # in the session: it was signed in, or set up, with a second factor
LONGEST_NAME = 60
OPEN_WITHOUT = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_login",
    "account_logout",
    "set_language",
    "healthz",
    "csp-report",
}


class MfaAdapter(DefaultMFAAdapter):
    """allauth's questions to the project about the second factor, answered."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Each code works once and for 30 seconds."),
        "cannot_generate_recovery_codes": _("Set up an app or a security key first."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """Black on white, whatever the colors of the page."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        keys = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Security key %(number)s") % {"number": keys + 1}


def box() -> MultiFernet:
    """Locks with a key made from SECRET_KEY; opens with the earlier ones too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"amnesty.second_factor" + key.encode()).digest() for key in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def first_use(authenticator: Authenticator) -> bool:
    """Whether no code of these 30 seconds was used before. The database remembers, not a process."""
    step = int(time.time()) // app_settings.TOTP_PERIOD
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        if row.data.get("last_step", 0) >= step:
            return False
        row.data["last_step"] = step
        row.save(update_fields=["data"])
    authenticator.data = row.data
    return True


class OnceOnly:
    """A code of the app works once; wrong ones count, and after five the door is closed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name_code_field(self.fields["code"], _("Code of your app, or a recovery code"))

    def clean_code(self) -> str:
        if not is_open(context.request, self.user):
            raise account_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not first_use(self.authenticator):
            self._emit_authentication_failed(self.authenticator)
            raise account_adapter().validation_error("incorrect_code")
        return code


class SignInByCodeForm(OnceOnly, AuthenticateForm):
    """The second step of a sign-in."""


class ConfirmByCodeForm(OnceOnly, ReauthenticateForm):
    """A code before an act that must not be somebody else's."""


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name_code_field(self.fields["code"], _("Code that the app shows"))

    def clean_code(self) -> str:
        try:
            return super().clean_code()
        except ValidationError as error:
            raise account_adapter().validation_error("incorrect_code") from error


class SignInByKeyForm(AuthenticateWebAuthnForm):
    """The answer of a key at the second step of a sign-in."""

    def clean_credential(self) -> Authenticator:
        with readable():
            return super().clean_credential()


class ConfirmByKeyForm(ReauthenticateWebAuthnForm):
    """The answer of a key before an act that must not be somebody else's."""

    def clean_credential(self) -> Authenticator:
        with readable():
            return super().clean_credential()


@contextmanager
def readable() -> Iterator[None]:
    """fido2 stumbles over an answer that no browser gives; for us it is a wrong one."""
    try:
        yield
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        StructError,
    ) as odd:
        raise account_adapter().validation_error("incorrect_code") from odd


class AddKeyForm(AddWebAuthnForm):
    """A new security key and what its owner calls it."""

    def clean(self) -> dict:
        with readable():
            return super().clean()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name_key_field(self.fields["name"])

    def clean_name(self) -> str:
        return super().clean_name()[:LONGEST_NAME]


class RenameKeyForm(EditWebAuthnForm):
    """Another name for a security key."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        name_key_field(self.fields["name"])

    def clean_name(self) -> str:
        return self.cleaned_data["name"][:LONGEST_NAME]


def name_key_field(field: Field) -> None:
    field.label = _("Name of the key")
    field.widget.attrs["maxlength"] = LONGEST_NAME


def name_code_field(field: Field, label: str) -> None:
    field.label = label
    field.widget.attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "class": "input-date",
        "autofocus": True,
    }


def must_have_one(user: User) -> bool:
    """Whether `user` may not work without a second factor."""
    return bool(
        settings.MFA_REQUIRED and (user.is_superuser or roles_of(user) & ROLES_WITH_SECOND_FACTOR)
    )


def has_one(user: User) -> bool:
    """Recovery codes alone are none."""
    codes = Authenticator.Type.RECOVERY_CODES
    return Authenticator.objects.filter(user=user).exclude(type=codes).exists()


def require_second_factor(get_response: Callable[[HttpRequest], HttpResponse]):
    """Middleware: who must have a second factor sets one up first, and reaches nothing else."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: object) -> HttpResponse | None:
        if not request.user.is_authenticated or request.session.get(PROVEN):
            return None
        if not must_have_one(request.user):
            return None
        if has_one(request.user):
            logout(request)  # a session from before: it never showed the second factor
            return redirect_to_login(request.get_full_path())
        name = request.resolver_match.view_name
        if name in OPEN_WITHOUT or (name == CHANGE and must_change(request.user)):
            return None
        return redirect("mfa_activate_totp")

    answer.process_view = process_view
    return answer


def reset(user: User) -> None:
    """Take the second factor from `user`, who lost it, and end the sessions it opened."""
    with transaction.atomic():
        for authenticator in Authenticator.objects.filter(user=user):
            authenticator.delete()  # one by one: each is an event of the trail
        end_every_session(user)

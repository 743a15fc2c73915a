"""Signing in by user name and password: allauth's flow with our words and our limits.

Nobody signs up here, nothing goes by e-mail: accounts are made by an administrator.
"""

import unicodedata

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.locking_out import address_to_count
from amnesty.accounts.models import User
from amnesty.accounts.session_limits import SIGNED_IN_AT
from amnesty.accounts.speaking import remember_language

LONGEST_PASSWORD = 200


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions to the project, answered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The user name or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right. Each code works once and for 30 seconds."),
        "too_many_login_attempts": _("Too many attempts. Try again later."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """After the sign-in people go on inside this site, and nowhere else."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(url, {host}, require_https=self.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_to_count(request) or "0.0.0.0"  # noqa: S104 - a name, not a socket

    def login(self, request: HttpRequest, user: User) -> None:
        """The account may have been closed while a code was awaited."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        """From here on the program speaks the user's language, on any computer."""
        response = super().post_login(request, user, **kwargs)
        if user.language:
            remember_language(response, user.language)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Before a second factor changes; not for whoever has just come through the door."""
        if not super().is_reauthentication_required(app=app):
            return False
        since = timezone.now().timestamp() - self.request.session.get(SIGNED_IN_AT, 0)
        return since > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        """The second factor first; the password for those who have none, or not at hand."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a security key"),
        }
        methods = super().get_reauthentication_methods(user)
        methods.sort(key=lambda method: method["id"] == "reauthenticate")
        return [method | {"description": words[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")


class SignInForm(LoginForm):
    """User name and password. The field is called `username`; `login` is understood too."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        if (data := kwargs.get("data")) is not None and "username" not in data and "login" in data:
            kwargs["data"] = data.copy()
            kwargs["data"]["username"] = data["login"]
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label = _("User name")
        name.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        password.label, password.help_text = _("Password"), ""
        password.widget.attrs = {"autocomplete": "current-password"}
        limit_length(password)

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)

    def clean_login(self) -> str:
        return unicodedata.normalize("NFKC", super().clean_login())


class ConfirmByPasswordForm(ReauthenticateForm):
    """The own password once more, before an act that must not be somebody else's."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Password"), ""
        field.widget.attrs = {"autocomplete": "current-password", "autofocus": True}
        limit_length(field)


class ChangePasswordForm(AllauthChangePasswordForm):
    """The old password and twice the new one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            limit_length(field)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = _(
            "At least 12 characters; several words are best. No common password, and no words of"
            " the program, your office or your name."
        )

    def clean_oldpassword(self) -> str:
        """A wrong one counts as a failed sign-in: nobody guesses it from a session left open."""
        typed = self.cleaned_data["oldpassword"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, typed):
            raise adapter.validation_error("enter_current_password")
        return typed

    def clean(self) -> dict:
        """The new one is new: else a password that somebody else set would stay."""
        cleaned = super().clean() or self.cleaned_data
        old, new = cleaned.get("oldpassword"), cleaned.get("password1")
        if old and old == new:
            self.add_error("password1", _("Choose a password that differs from the current one."))
        return cleaned


def limit_length(field: Field) -> None:
    """Room for any passphrase, none for a text that only keeps the server busy."""
    field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))
    field.widget.attrs["maxlength"] = LONGEST_PASSWORD

"""Two admin pages of the door: failed sign-ins, and second factors.

A supervisor or administrator opens a closed door. Only a supervisor of the same office takes away
a lost second factor, and only an administrator sets passwords: neither alone gets into an account.
"""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amnesty.accounts import second_factor
from amnesty.accounts.administering import Page, ReadOnly
from amnesty.accounts.locking_out import unlock
from amnesty.accounts.models import Appointment, User
from amnesty.accounts.roles import ADMIN, SUPERVISOR
from amnesty.accounts.scoping import office_ids, roles_of


def colleagues(user: User) -> QuerySet:
    """Ids of everybody who sits in an office of `user` today."""
    today = Appointment.objects.on(timezone.localdate())
    return today.filter(office__in=office_ids(user)).values("user_id")


class FailedSignInPage(ReadOnly, Page):
    """Names that nobody has stand here as a digest; a supervisor sees those of the own offices."""

    readers = (SUPERVISOR, ADMIN)
    list_display = ("username", "ip_address", "attempt_time", "locked_out")
    list_filter = ("locked_out",)
    search_fields = ("username",)
    ordering = ("-attempt_time",)
    fields = readonly_fields = ("username", "ip_address", "attempt_time", "locked_out")
    actions = ("open_again",)

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        if ADMIN in roles_of(request.user):
            return rows
        own = User.objects.filter(pk__in=colleagues(request.user))
        return rows.filter(username__in=own.values("username"))

    @admin.action(description=_("Let these names sign in again"), permissions=["view"])
    def open_again(self, request: HttpRequest, chosen: QuerySet) -> None:
        names = set(chosen.values_list("username", flat=True))
        unlock(names)
        told = ngettext(
            "%(count)s name can sign in again.", "%(count)s names can sign in again.", len(names)
        )
        self.message_user(request, told % {"count": len(names)}, messages.SUCCESS)


class SecondFactorPage(ReadOnly, Page):
    """Who of the own offices has which second factor; the secrets are not shown.

    Whoever sits in no office, such as an auditor, is helped by any supervisor.
    """

    readers = (SUPERVISOR,)
    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = readonly_fields = list_display
    actions = ("take_away",)

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        seated = Appointment.objects.on(timezone.localdate()).values("user_id")
        return rows.filter(Q(user__in=colleagues(request.user)) | ~Q(user__in=seated))

    @admin.action(description=_("Take the second factor away (lost phone)"), permissions=["view"])
    def take_away(self, request: HttpRequest, chosen: QuerySet) -> None:
        users = User.objects.filter(authenticator__in=chosen).exclude(pk=request.user.pk).distinct()
        for user in users:
            second_factor.reset(user)
        told = ngettext(
            "%(count)s person sets up a new one at the next sign-in.",
            "%(count)s people set up a new one at the next sign-in.",
            len(users),
        )
        self.message_user(request, told % {"count": len(users)}, messages.SUCCESS)


def register(site: admin.AdminSite) -> None:
    """Put these pages in the place of those that the libraries bring along."""
    for model in (EmailAddress, EmailConfirmation, Authenticator):
        if site.is_registered(model):
            site.unregister(model)
    site.register(AccessFailureLog, FailedSignInPage)
    site.register(Authenticator, SecondFactorPage)

"""The floor that everything stands on: users, offices, roles."""

from django.apps import AppConfig
from django.contrib import admin
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "amnesty.accounts"
    label = "accounts"
    verbose_name = _("Accounts and offices")

    def ready(self) -> None:
        from amnesty.accounts import roles, signals, unlocking  # noqa: F401 - connects receivers

        post_migrate.connect(roles.grant_after_migrate, dispatch_uid="roles")
        unlocking.register(admin.site)

"""Decisions, to read. Each step of their life has its page outside the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.administering import OwnOfficesFilter, ReadOnly
from cases.admin.doors import CasePage
from cases.models import Decision


@admin.register(Decision)
class DecisionPage(ReadOnly, CasePage):
    list_display = ("act_number", "decided_on", "person", "state", "outcome", "office", "author")
    list_filter = ("state", "outcome", "body", "frees_person", ("case__court", OwnOfficesFilter))
    list_select_related = ("case__defendant", "office", "author")
    ordering = ("-pk",)

    @admin.display(description=_("person"))
    def person(self, decision: Decision) -> str:
        return decision.case.defendant.full_name

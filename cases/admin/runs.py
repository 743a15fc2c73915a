"""Runs, to read and to start. A run writes assessments only, so one person may start it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amnesty.accounts.administering import ByRole, Page, ReadOnly
from amnesty.accounts.roles import ADMIN, AUDITOR, SUPERVISOR
from cases.admin.doors import CasePage
from cases.admin.files import start_run
from cases.models import Run, RunChange, RunItem


class RunItemInline(ReadOnly, ByRole, admin.TabularInline):
    model = RunItem
    readers = (SUPERVISOR, ADMIN, AUDITOR)
    fields = ("first_id", "last_id", "state", "total", "done", "unchanged", "changed", "failed")
    ordering = ("first_id",)


@admin.register(Run)
class RunPage(ReadOnly, Page):
    readers = (SUPERVISOR, ADMIN, AUDITOR)
    change_list_template = "admin/cases/run/change_list.html"
    list_display = ("pk", "state", "why", "requested_at", "finished_at", "total", "started_by")
    list_filter = ("state", "why")
    list_select_related = ("started_by",)
    ordering = ("-pk",)
    inlines = (RunItemInline,)

    def get_urls(self) -> list[URLPattern]:
        start = self.admin_site.admin_view(require_POST(self.start))
        return [path("start/", start, name="cases_run_start"), *super().get_urls()]

    def start(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_view_permission(request) and request.user.has_perm("cases.start_run")):
            raise PermissionDenied
        start_run(request)
        return redirect("admin:cases_run_changelist")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        may = {"may_start": request.user.has_perm("cases.start_run")}
        return super().changelist_view(request, may | (extra_context or {}))


@admin.register(RunChange)
class RunChangePage(ReadOnly, CasePage):
    """What a run answered differently; each case only in its own offices."""

    list_display = ("run", "case", "person", "kind", "old_outcome", "new_outcome")
    list_filter = ("kind", "old_outcome", "new_outcome")
    list_select_related = ("run", "case__defendant")
    raw_id_fields = ("case", "run", "old", "new")
    ordering = ("-run_id", "case_id")

    @admin.display(description=_("person"))
    def person(self, change: RunChange) -> str:
        return change.case.defendant.full_name

"""The admin of follow-up: the directory and the policy to keep, plans and their rows to read.

Every act on a plan has its page outside the admin. Supervisors read the plans of their own offices,
auditors all of them without notes; the role admin keeps the directory and sees no person.
"""

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.administering import OwnOfficesFilter, Page, ReadOnly
from amnesty.accounts.roles import ADMIN, AUDITOR, SUPERVISOR
from amnesty.accounts.scoping import office_ids, sees_every_office
from cases.admin.doors import LEGAL_DATES
from cases.models import Defendant
from resocialization.models import (
    Address,
    Closing,
    Consent,
    Contact,
    Direction,
    HandOver,
    Need,
    NeedChange,
    Notice,
    Plan,
    Policy,
    Service,
    Step,
)

NOTES = "resocialization.read_notes"


# --- the directory ---------------------------------------------------------------------------


class DirectoryPage(Page):
    """Rows without any person: the role admin keeps them."""

    readers = (SUPERVISOR, AUDITOR)
    changers = adders = (ADMIN,)
    for_superusers = True
    formfield_overrides = LEGAL_DATES


@admin.register(Direction)
class DirectionPage(DirectoryPage):
    list_display = ("name", "code", "position", "is_medical", "checks_after_met", "is_active")
    list_filter = ("is_active", "is_medical")
    search_fields = ("code", "name_kk", "name_ru", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple:
        """What is about health stays so: notes would else be asked for."""
        return ("code", "is_medical") if obj else ()


@admin.register(Service)
class ServicePage(DirectoryPage):
    list_display = ("name", "direction", "opens_plan", "basis", "valid_from", "valid_to")
    list_filter = ("direction", "opens_plan", "is_active")
    list_select_related = ("direction",)
    search_fields = ("code", "name_kk", "name_ru", "name_en")


@admin.register(Policy)
class PolicyPage(DirectoryPage):
    """One row, there from the first migration on. No value of it stands in the act."""

    adders = ()
    list_display = ("__str__", "first_contact_days", "assessment_days", "no_contact_days")


# --- people ----------------------------------------------------------------------------------


class PlanRows:
    """Rows that hang on plans: by scope, found by name, notes for readers of notes only."""

    plan_path = "plan"
    notes: tuple[str, ...] = ()

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if request.user.has_perm(NOTES) else self.notes

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(**{f"{self.plan_path}__in": Plan.objects.visible_to(request.user)})


class PersonPage(PlanRows, ReadOnly, Page):
    """A page of rows about released people."""

    readers = (SUPERVISOR, AUDITOR)
    search_fields = ("pk",)  # shows the box; get_search_results does the finding
    search_help_text = _("Beginning of a name, in any spelling")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the reader may not see is no filter either: the rows found would tell it."""
        hidden = lookup.partition("__")[0] in self.get_exclude(request)
        return not hidden and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By the folded key, prefix per word."""
        if not search_term.strip():
            return queryset, False
        plans = Plan.objects.filter(defendant__in=Defendant.objects.named(search_term))
        return queryset.filter(**{f"{self.plan_path}__in": plans}), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        """Reading a person's row leaves an event on the trail."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            kind = f"{found._meta.model_name}.opened"
            trail.record(kind, found, person_id=trail.person_of(found))
        return found


class PlanInline(PlanRows, ReadOnly, InlineModelAdmin):
    """Rows inside the page of a plan, which was found in scope."""

    template = "admin/edit_inline/tabular.html"
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("resocialization.view_plan")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple:
        return self.fields


class NeedInline(PlanInline):
    model = Need
    fields = ("direction", "title", "status", "changed_on", "ask_again_on", "appointment_on")


class ClosingInline(PlanInline):
    model = Closing
    fields = ("outcome", "asked_by", "asked_on", "answer", "answered_by", "answered_on")


class HandOverInline(PlanInline):
    model = HandOver
    fields = ("at", "from_worker", "to_worker", "urgent", "by")


@admin.register(Plan)
class PlanPage(PersonPage):
    plan_path = "pk"
    list_display = ("defendant", "released_on", "state", "office", "worker", "outcome")
    list_filter = ("state", "outcome", "no_home", "no_document", ("office", OwnOfficesFilter))
    list_select_related = ("defendant", "office", "worker")
    inlines = (NeedInline, ClosingInline, HandOverInline)


@admin.register(Need)
class NeedPage(PersonPage):
    notes = ("result", "declined_words")
    list_display = ("plan", "direction", "status", "changed_on", "ask_again_on")
    list_filter = ("status", "direction", "needs_appointment")
    list_select_related = ("plan__defendant", "direction")


@admin.register(NeedChange)
class NeedChangePage(PersonPage):
    plan_path = "need__plan"
    notes = ("words",)
    list_display = ("need", "old", "new", "on", "by")
    list_filter = ("new", "need__direction")
    list_select_related = ("need__direction", "need__service", "by")


@admin.register(Step)
class StepPage(PersonPage):
    plan_path = "need__plan"
    notes = ("result",)
    list_display = ("title", "need", "due_on", "waits_for", "state", "reported_overdue_at")
    list_filter = ("state", "waits_for", "need__direction", "kind")
    list_select_related = ("service", "need__direction", "need__service")
    date_hierarchy = "due_on"


@admin.register(Contact)
class ContactPage(PersonPage):
    notes = ("note",)
    list_display = ("plan", "direction", "kind", "reached", "on", "by")
    list_filter = ("kind", "reached", "direction")
    list_select_related = ("plan__defendant", "direction", "by")
    date_hierarchy = "on"


@admin.register(Consent)
class ConsentPage(PersonPage):
    list_display = ("plan", "purpose", "direction", "form", "given_on", "withdrawn_on")
    list_filter = ("purpose", "form", "direction")
    list_select_related = ("plan__defendant", "direction")


@admin.register(Closing)
class ClosingPage(PersonPage):
    notes = ("reason", "words")
    list_display = ("plan", "outcome", "asked_by", "asked_on", "answer", "answered_by")
    list_filter = ("answer", "outcome")
    list_select_related = ("plan__defendant", "asked_by", "answered_by")


@admin.register(HandOver)
class HandOverPage(PersonPage):
    notes = ("note",)
    list_display = ("plan", "from_worker", "to_worker", "urgent", "by", "at")
    list_filter = ("urgent",)
    list_select_related = ("plan__defendant", "from_worker", "to_worker", "by")


@admin.register(Address)
class AddressPage(PersonPage):
    """Supervisors alone, of their own offices; the list shows no address."""

    readers = (SUPERVISOR,)
    list_display = ("plan", "is_current", "recorded_at", "recorded_by")
    list_filter = ("is_current",)
    list_select_related = ("plan__defendant", "recorded_by")


@admin.register(Notice)
class NoticePage(ReadOnly, Page):
    """Numbers of a worker's day; nobody is named."""

    readers = (SUPERVISOR, AUDITOR)
    list_display = ("user", "day", "overdue", "due_today", "due_this_week", "mailed_at", "read_at")
    list_filter = ("day",)
    list_select_related = ("user",)
    search_fields = ("user__last_name", "user__username")

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        if sees_every_office(request.user):
            return rows
        offices = office_ids(request.user)
        return rows.filter(user__appointments__office__in=offices).distinct()

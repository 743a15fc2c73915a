"""The admin of accounts: users with roles and offices, offices, regions, and the trail to read.

Roles are fixed by the program (roles.py): they are given and taken here, never edited.
"""

from collections.abc import Collection

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import granting, roles, trail
from amnesty.accounts.administering import ByRole, Page, ReadOnly
from amnesty.accounts.models import Appointment, Event, Office, Region, User

admin.site.site_header = admin.site.site_title = _("Amnesty Case Manager")
admin.site.index_title = _("Upkeep")
admin.site.enable_nav_sidebar = True

# Roles are no rows to be edited; addresses and second factors have their own pages.
ELSEWHERE = {"auth.group", "account.emailaddress", "account.emailconfirmation", "mfa.authenticator"}
for _model in [model for model in admin.site._registry if model._meta.label_lower in ELSEWHERE]:
    admin.site.unregister(_model)


class RolesField(forms.ModelMultipleChoiceField):
    """The eight roles as check boxes, in words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Group) -> str:
        return roles.WORDS.get(group.name, group.name)


class AskingFirst(forms.ModelForm):
    """Of the roles that are ticked, those that need a supervisor's consent are asked for only."""

    asked_for: tuple[str, ...] = ()

    def clean_groups(self) -> list[Group]:
        ticked = list(self.cleaned_data["groups"])
        held = set(self.instance.groups.all()) if self.instance.pk else set()
        waits = [g for g in ticked if g.name in roles.GIVEN_BY_TWO and g not in held]
        self.asked_for = tuple(group.name for group in waits)
        return [group for group in ticked if group not in waits]


class NewUserForm(AskingFirst, AdminUserCreationForm):
    pass


class KnownUserForm(AskingFirst, UserChangeForm):
    pass


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [*roles.WORDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class AppointmentInline(ByRole, admin.StackedInline):
    model = Appointment
    readers = (roles.AUDITOR,)
    changers = adders = removers = (roles.ADMIN,)
    for_superusers = True
    extra = 1

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field:
        if db_field.name == "office":
            kwargs["queryset"] = Office.objects.filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(User)
class UserPage(Page, UserAdmin):
    """One page makes a user with role and office. Nobody changes the own roles.

    Roles that need two people (roles.GIVEN_BY_TWO) are only asked for here; see granting.py.
    """

    add_form, form = NewUserForm, KnownUserForm
    readers = (roles.AUDITOR,)
    changers = adders = (roles.ADMIN,)
    for_superusers = True
    list_display = ("username", "last_name", "first_name", "roles", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active", "is_demo")
    search_fields = ("username__istartswith", "last_name__istartswith", "first_name__istartswith")
    ordering = ("username",)
    inlines = (AppointmentInline,)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (_("Person"), {"fields": ("last_name", "first_name", "patronymic", "email", "language")}),
        (_("Roles"), {"fields": ("groups", "waiting")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": ("last_name", "first_name", "patronymic")}),
        (_("Roles"), {"fields": ("groups",)}),
    )
    readonly_fields = ("last_login", "date_joined", "waiting")

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(
            str(roles.WORDS.get(group.name, group.name)) for group in user.groups.all()
        )

    @admin.display(description=_("waiting for a supervisor"))
    def waiting(self, user: User) -> str:
        asked = user.role_grants.requested().values_list("role", flat=True)
        return ", ".join(str(roles.WORDS.get(role, role)) for role in asked)

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple:
        own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, "groups", "is_active") if own else self.readonly_fields

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple:
        own = obj is not None and obj.pk == request.user.pk
        return () if own else self.inlines

    def formfield_for_manytomany(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field:
        if db_field.name == "groups":
            kwargs |= {"form_class": RolesField, "label": _("Roles"), "help_text": ""}
            kwargs["queryset"] = Group.objects.filter(name__in=roles.ROLES)
        return db_field.formfield(**kwargs)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool
    ) -> None:
        """Who sits in the admin follows from the roles; the change goes onto the trail."""
        user = form.instance
        before = granting.seats_of(user)
        super().save_related(request, form, formsets, change)
        held = granting.settle(user)
        kind = "user_changed" if change else "user_added"
        trail.record(kind, user, roles=held, active=user.is_active, offices=offices_of(user))
        for role in form.asked_for:
            granting.ask(user, role, request.user, timezone.now())
        again = granting.ask_again(user, before, request.user, timezone.now()) if change else ()
        tell_what_waits(request, {*form.asked_for, *again})


def tell_what_waits(request: HttpRequest, waiting: Collection[str]) -> None:
    if waiting:
        words = _("These roles begin when a supervisor of the office has agreed: %(roles)s.")
        named = ", ".join(str(roles.WORDS[role]) for role in sorted(waiting))
        messages.warning(request, words % {"roles": named})


def offices_of(user: User) -> list[int]:
    return sorted(user.appointments.values_list("office_id", flat=True))


class NamedPage(Page):
    """Offices and regions: read by all who sit in the admin, changed by administrators."""

    readers = (roles.SUPERVISOR, roles.AUDITOR)
    changers = adders = removers = (roles.ADMIN,)
    for_superusers = True
    search_fields = (
        "code__istartswith",
        "name_en__icontains",
        "name_ru__icontains",
        "name_kk__icontains",
    )

    @admin.display(description=_("name"), ordering="name_en")
    def shown_name(self, row: Office | Region) -> str:
        return row.name


@admin.register(Office)
class OfficePage(NamedPage):
    list_display = ("shown_name", "kind", "region", "code", "is_active")
    list_filter = ("kind", "is_active", "region")
    list_select_related = ("region",)
    fields = (
        ("kind", "level"),
        ("code", "old_code"),
        "name_kk",
        "name_ru",
        "name_en",
        "region",
        "is_active",
    )


@admin.register(Region)
class RegionPage(NamedPage):
    list_display = ("shown_name", "code", "valid_from", "valid_to", "predecessor")
    list_select_related = ("predecessor",)


@admin.register(Appointment)
class AppointmentPage(Page):
    """Who sits where, since when and until when."""

    readers = (roles.AUDITOR,)
    changers = adders = removers = (roles.ADMIN,)
    for_superusers = True
    list_display = ("user", "office", "valid_from", "valid_to")
    list_filter = ("office__kind",)
    list_select_related = ("user", "office")
    search_fields = ("user__username__istartswith", "user__last_name__istartswith")
    raw_id_fields = ("user",)

    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field:
        """Nobody seats oneself."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.exclude(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Appointment, form: forms.ModelForm, change: bool
    ) -> None:
        """In a further office the roles that two people give are agreed to anew."""
        before = granting.seats_of(obj.user)
        super().save_model(request, obj, form, change)
        again = granting.ask_again(obj.user, before, request.user, timezone.now())
        tell_what_waits(request, again)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return not own and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return not own and super().has_delete_permission(request, obj)


@admin.register(Event)
class EventPage(ReadOnly, Page):
    """The audit trail, to read. Its own page walks and verifies it."""

    readers = (roles.AUDITOR,)
    list_display = ("sequence", "at", "kind", "user_id", "subject_type", "subject_id", "person_id")
    search_fields = ("kind__startswith",)

"""The doors of the admin: opened by roles, row by row, for nobody else.

Permissions of Django and the bypass of a superuser do not open a page here; another office's row
is not found. Admin modules of all apps build on these classes.
"""

from collections.abc import Collection

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office
from amnesty.accounts.scoping import office_ids, roles_of, sees_every_office

Roles = Collection[str]
LONGEST_SEARCH = 200
DIGITS_OF_AN_IIN = 6  # so many digits and nothing else are taken for a part of an IIN


class ByRole(BaseModelAdmin):
    """Doors of a page or an inline: the roles that read, change, add and remove."""

    readers: Roles = ()
    changers: Roles = ()
    adders: Roles = ()
    removers: Roles = ()
    for_superusers = False  # only where there is no data of a case

    def holds(self, request: HttpRequest, roles: Roles) -> bool:
        """Is the user in one of `roles`, today?"""
        user = request.user
        if self.for_superusers and user.is_active and user.is_superuser:
            return True
        return not roles_of(user).isdisjoint(roles)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.holds(request, {*self.readers, *self.changers})

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.holds(request, self.changers)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.holds(request, self.adders)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.holds(request, self.removers)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class Page(ByRole, admin.ModelAdmin):
    """One model in the admin. What `visible` leaves out does not exist for the user."""

    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        """The rows that the user may see; all, where a model belongs to no office."""
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.visible(super().get_queryset(request), request)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: object, object_id: str
    ) -> HttpResponse:
        """A missing row and another office's row answer alike."""
        raise Http404

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """An IIN does not stay in an address: the search here takes names and numbers."""
        typed = request.GET.get("q", "")
        digits = typed.replace(" ", "").replace("-", "")
        if len(typed) > LONGEST_SEARCH or (digits.isdigit() and len(digits) >= DIGITS_OF_AN_IIN):
            messages.warning(
                request,
                _(
                    "Search by name here. An IIN is looked up on the search page, outside the admin."
                ),
            )
            return redirect(request.path)
        return super().changelist_view(request, extra_context)


class ReadOnly:
    """For a page or inline of rows that the program writes and people only read."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OwnOfficesFilter(admin.RelatedFieldListFilter):
    """A filter by office that offers the user's own offices alone."""

    def field_choices(
        self, field: Field, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[int, str]]:
        offices = Office.objects.filter(**field.get_limit_choices_to() or {})
        if not sees_every_office(request.user):
            offices = offices.filter(pk__in=office_ids(request.user))
        return [(office.pk, str(office)) for office in offices]

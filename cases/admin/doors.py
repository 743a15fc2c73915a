"""What the admin pages of case models share: whose rows they show, and how people are found."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import DateField, JSONField, Q, QuerySet
from django.forms import Textarea
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.administering import Page
from amnesty.accounts.roles import AUDITOR, SUPERVISOR
from cases import numbers
from cases.dates import LegalDateField
from cases.models import Case, Defendant

LEGAL_DATES = {DateField: {"form_class": LegalDateField, "widget": AdminDateWidget}}
FIELDS = LEGAL_DATES | {JSONField: {"widget": Textarea({"rows": 2, "cols": 30})}}


class CasePage(Page):
    """A page of rows that belong to cases; `case_path` leads from a row to its case."""

    readers = (SUPERVISOR, AUDITOR)
    case_path = "case"
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("pk",)  # shows the box; get_search_results does the finding
    search_help_text = _("Beginning of a name, in any spelling, or a case number")
    formfield_overrides = FIELDS

    def visible(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(**{f"{self.case_path}__in": Case.objects.visible_to(request.user)})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By the folded key, prefix per word, or by the whole case number."""
        if not search_term.strip():
            return queryset, False
        people = Defendant.objects.named(search_term).values("pk")
        found = Q(defendant__in=people)
        if number := numbers.clean(search_term):
            found |= Q(number=number)
        cases = Case.objects.filter(found).values("pk")
        return queryset.filter(**{f"{self.case_path}__in": cases}), False

"""Assessments and their checks, to read. Answers are added by the program, never edited."""

import msgspec
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.administering import ReadOnly
from cases.admin.doors import CasePage
from cases.models import Assessment, BoundaryCheck


def as_text(value: str) -> SafeString:
    """A JSON text with one key a line."""
    shown = msgspec.json.format(value.encode(), indent=2).decode()
    return format_html("<pre>{}</pre>", shown)


@admin.register(Assessment)
class AssessmentPage(ReadOnly, CasePage):
    list_display = ("case", "person", "outcome", "preliminary", "gravity", "why", "made_at")
    list_filter = ("outcome", "preliminary", "release_now", "gravity", "why")
    list_select_related = ("case__defendant",)
    ordering = ("-pk",)
    fields = (
        ("case", "made_at", "made_by"),
        ("outcome", "preliminary", "gravity"),
        ("new_end", "release_now", "flags"),
        ("rule_set", "reference", "facts_version"),
        ("why", "why_text", "run"),
        "digest",
        "facts",
        "answer_told",
    )
    readonly_fields = ("facts", "answer_told")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the two long texts, which one page reads when it shows them."""
        return super().get_queryset(request).defer("dossier_json", "answer_json")

    @admin.display(description=_("person"))
    def person(self, assessment: Assessment) -> str:
        return assessment.case.defendant.full_name

    @admin.display(description=_("facts"))
    def facts(self, assessment: Assessment) -> SafeString:
        return as_text(assessment.dossier_json)

    @admin.display(description=_("answer"))
    def answer_told(self, assessment: Assessment) -> SafeString:
        return as_text(assessment.answer_json)


@admin.register(BoundaryCheck)
class BoundaryCheckPage(ReadOnly, CasePage):
    case_path = "assessment__case"
    list_display = ("assessment", "checked_by", "checked_at")
    list_select_related = ("assessment", "checked_by")

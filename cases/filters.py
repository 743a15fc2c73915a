"""Filters of the case list: one for every business field, choices limited to what the user sees.

No text of a person stands in the address; names and IINs are searched by POST.
"""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office, Region
from cases import spelling
from cases.models import Case, Offense, codes
from cases.report_filters import YES_NO, LegalDateFilter, ReportFilter
from cases.reporting.populating import lacks
from cases.wording import FACTS, FLAGS, leaf_of
from cases.worklists import WORK_LISTS

ANY = _("Any")
MISSING_ANY, MISSING_NONE = "any", "none"


class ArticleField(forms.CharField):
    """An article with or without its part: 272, 272(2), ст. 272 ч. 2."""

    def clean(self, value: str | None) -> spelling.Spelled | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return spelling.read_provision(text, "", spelling.parts_of_the_code())
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class ArticleFilter(django_filters.Filter):
    field_class = ArticleField


def courts_in_sight(request: HttpRequest) -> QuerySet:
    """Courts with a case that the user may see."""
    seen = Case.objects.visible_to(request.user).filter(court=OuterRef("pk"))
    return Office.objects.filter(Exists(seen), kind=Office.Kind.COURT)


def regions_in_sight(request: HttpRequest) -> QuerySet:
    return Region.objects.filter(pk__in=courts_in_sight(request).values("region"))


def missing_choices() -> list[tuple[str, object]]:
    """Any missing fact, or one of them by its leaf name, each leaf once."""
    leaves = {leaf_of(path): fact.label for path, fact in FACTS.items()}
    return [(MISSING_ANY, _("Any fact")), (MISSING_NONE, _("No fact")), *leaves.items()]


def choice(field: str, choices: list, label: object) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        field_name=field, choices=choices, label=label, empty_label=ANY
    )


class CaseFilter(ReportFilter):
    """The filters in the order of the public court bank, then what the assessment says.

    Those behind the numbers of reports come with them and are not shown in the form.
    """

    work = django_filters.ChoiceFilter(
        label=_("Work list"),
        choices=[(code, known.label) for code, known in WORK_LISTS.items()],
        empty_label=ANY,
        method="in_work_list",
    )
    region = django_filters.ModelChoiceFilter(
        field_name="court__region", queryset=regions_in_sight, label=_("Region"), empty_label=ANY
    )
    court = django_filters.ModelChoiceFilter(
        queryset=courts_in_sight, label=_("Court"), empty_label=ANY
    )
    stage = choice("stage", codes.Stage.choices, _("Stage"))
    outcome = choice("current_assessment__outcome", codes.Outcome.choices, _("Outcome"))
    gravity = choice("current_assessment__gravity", codes.Gravity.choices, _("Worst gravity"))
    article = ArticleFilter(label=_("Article"), method="with_article")
    missing = django_filters.ChoiceFilter(
        label=_("Missing facts"), choices=missing_choices, empty_label=ANY, method="lacking"
    )
    preliminary = django_filters.ChoiceFilter(
        label=_("Preliminary"), choices=YES_NO, empty_label=ANY, method="preliminary_or_not"
    )
    release_now = django_filters.ChoiceFilter(
        label=_("Release now"), choices=YES_NO, empty_label=ANY, method="release_or_not"
    )
    flag = django_filters.ChoiceFilter(
        label=_("To be checked"),
        choices=list(FLAGS.items()),
        empty_label=ANY,
        method="with_flag",
    )
    registered_from = LegalDateFilter("registered_on", "gte", label=_("Registered from"))
    registered_to = LegalDateFilter("registered_on", "lte", label=_("Registered to"))
    end_from = LegalDateFilter("current_assessment__new_end", "gte", label=_("New end from"))
    end_to = LegalDateFilter("current_assessment__new_end", "lte", label=_("New end to"))

    class Meta:
        model = Case
        fields: list[str] = []

    def in_work_list(self, cases: QuerySet, name: str, code: str) -> QuerySet:
        return WORK_LISTS[code].rows(cases, timezone.localdate())

    def with_article(self, cases: QuerySet, name: str, wanted: spelling.Spelled) -> QuerySet:
        offenses = Offense.objects.filter(case=OuterRef("pk"), article=wanted.article)
        if wanted.part:
            offenses = offenses.filter(part=wanted.part)
        return cases.filter(Exists(offenses))

    def lacking(self, cases: QuerySet, name: str, leaf: str) -> QuerySet:
        if leaf == MISSING_ANY:
            return cases.filter(current_assessment__missing_count__gt=0)
        if leaf == MISSING_NONE:
            return cases.filter(current_assessment__missing_count=0)
        return cases.filter(lacks(leaf))

    def preliminary_or_not(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.filter(current_assessment__preliminary=value == "yes")

    def release_or_not(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.filter(current_assessment__release_now=value == "yes")

    def with_flag(self, cases: QuerySet, name: str, flag: str) -> QuerySet:
        return cases.filter(current_assessment__flags__contains=flag)

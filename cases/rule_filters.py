"""Filters of the rules pages: the Criminal Code table and the book of worked cases."""

import re
from collections.abc import Iterable

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import book, law, wording
from cases.book import WorkedCase
from cases.models import Provision, codes
from cases.rulebook import chapter_words
from cases.wording.parameters import GROUPS

ANY = _("Any")
ARTICLE = re.compile(r"[0-9]{1,3}(-[0-9]{1,2})?")
VERIFIED = [("yes", _("Yes")), ("no", _("No"))]


class ArticleField(forms.CharField):
    """The number of an article; anything else is refused in words."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not ARTICLE.fullmatch(value):
            raise forms.ValidationError(_("Enter a number such as 272 or 269-1."))


class ArticleFilter(django_filters.Filter):
    field_class = ArticleField


class ProvisionFilter(django_filters.FilterSet):
    """What a lawyer looks for in the table."""

    article = ArticleFilter("article", label=_("Article"), max_length=6)
    listed = django_filters.ChoiceFilter(
        choices=Provision.Listed.choices, label=_("In the act's list"), empty_label=ANY
    )
    gravity = django_filters.ChoiceFilter(
        choices=codes.Gravity.choices, label=_("Gravity"), empty_label=ANY
    )
    group = django_filters.ChoiceFilter(
        "exclusion_group",
        "contains",
        choices=[(group, words) for group, (_rule, words) in GROUPS.items()],
        label=_("Excluded group"),
        empty_label=ANY,
    )
    verified = django_filters.ChoiceFilter(
        choices=VERIFIED, label=_("Verified by a person"), empty_label=ANY, method="by_a_person"
    )

    class Meta:
        model = Provision
        fields: list[str] = []

    def by_a_person(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(verified_on__isnull=value == "no")


def in_order(rows: QuerySet) -> list[int]:
    """Ids by number of article and part: 99 before 102, 188-1 between 188 and 189."""
    found = rows.order_by().values_list("pk", "article", "part", "edition")
    return [pk for pk, *_key in sorted(found, key=lambda row: (*map(_numbers, row[1:3]), row[3]))]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


class WorkedCaseFilter(forms.Form):
    """Filters of the book; an unknown value is refused."""

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    chapter = forms.ChoiceField(label=_("Chapter"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chapters = dict.fromkeys(case.chapter for case in book.worked_cases().values())
        rules = [(rule, f"{rule} · {wording.RULES[rule].name}") for rule in law.RULES]
        self.fields["rule"].choices = [("", ANY), *rules]
        self.fields["chapter"].choices = [
            ("", ANY),
            *((chapter, chapter_words(chapter)) for chapter in chapters),
        ]
        self.fields["outcome"].choices = [("", ANY), *codes.Outcome.choices]

    def narrow(self, cases: Iterable[WorkedCase]) -> list[WorkedCase]:
        """The cases that pass; none when a filter is not understood."""
        if not self.is_valid():
            return []
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return [case for case in cases if _passes(case, wanted)]


def _passes(case: WorkedCase, wanted: dict[str, str]) -> bool:
    return (
        wanted.get("rule", "") in ("", *case.rules)
        and wanted.get("chapter", case.chapter) == case.chapter
        and wanted.get("outcome", case.outcome) == case.outcome
    )

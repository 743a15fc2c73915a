"""Filters behind the numbers of the reports: each number leads to the list of exactly its cases.

They stand in the address and as chips; the form of the list carries them along unseen.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.templatetags.words import NOT_ASSESSED, OUTCOMES
from cases.dates import LegalDateField
from cases.models import codes
from cases.reporting.measuring import SHORTENED, with_lifted
from cases.reporting.moving import MOVES, from_to, moved_cases
from cases.reporting.populating import ANSWERED, FAMILIES, OPEN, with_decisions
from cases.reporting.reconciling import on_side
from cases.revisiting import answered_otherwise_since
from cases.wording.reports import BUCKETS, SIDES
from cases.wording.reports import FAMILIES as FAMILY_WORDS
from cases.wording.reports import MOVES as MOVE_WORDS

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
ANY_LENGTH, NOT_TOLD, NOT_REDUCED = "any", "not_told", "none"


class Moved(NamedTuple):
    """What a run did to a case: a kind of change, or from which outcome to which."""

    run: int
    kind: str
    old: str = ""
    new: str = ""

    @property
    def move(self) -> Q:
        return MOVES[self.kind] if self.kind else from_to(self.old, self.new)

    def __str__(self) -> str:
        if self.kind:
            return f"{self.run}: {MOVE_WORDS[self.kind]}"
        old, new = (OUTCOMES.get(code, NOT_ASSESSED).word for code in (self.old, self.new))
        return _("Run %(number)s: %(old)s → %(new)s") % {
            "number": self.run,
            "old": old,
            "new": new,
        }


class MovedField(forms.CharField):
    """`12:reduce:excluded` or `12:first`, as a report writes it."""

    def clean(self, value: str | None) -> Moved | None:
        text = super().clean(value)
        if not text:
            return None
        moved = self._read(text.split(":"))
        if moved is None:
            raise ValidationError(_("This change of a run is not known. Open it from the report."))
        return moved

    def _read(self, words: list[str]) -> Moved | None:
        if not (re.fullmatch("[0-9]{1,9}", words[0]) and len(words) in {2, 3}):
            return None
        if len(words) == 2:
            return Moved(int(words[0]), words[1]) if words[1] in MOVES else None
        known = {"", *codes.Outcome.values}
        return Moved(int(words[0]), "", *words[1:]) if known.issuperset(words[1:]) else None


class MomentField(forms.CharField):
    """A moment with its time zone, as the home page writes it."""

    def clean(self, value: str | None) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(
                _("This moment cannot be read. Open the list from the home page.")
            )
        return timezone.localtime(moment)


class LegalDateFilter(django_filters.Filter):
    """A day in the grammar of legal dates."""

    field_class = LegalDateField


class MovedFilter(django_filters.Filter):
    field_class = MovedField


class MomentFilter(django_filters.Filter):
    field_class = MomentField


def unseen(choices: list, label: object, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        choices=choices, label=label, method=method, widget=forms.HiddenInput
    )


class ReportFilter(django_filters.FilterSet):
    """One filter for each kind of number that a report or the home page shows."""

    ended = unseen(YES_NO, _("Ended otherwise"), "ended_or_not")
    answered = unseen(YES_NO, _("Answer up to date"), "answered_or_not")
    family = unseen(list(FAMILY_WORDS.items()), _("What the act does"), "in_family")
    decided = unseen(YES_NO, _("Decision in force"), "decided_or_not")
    decided_as = unseen(codes.Outcome.choices, _("Decided"), "as_decided")
    answer_then = unseen(codes.Outcome.choices, _("Assessed before the decision"), "as_answered")
    agrees = unseen(YES_NO, _("Decided as assessed"), "as_assessed_or_not")
    side = unseen(list(SIDES.items()), _("Reconciliation"), "on_side")
    decided_on = LegalDateFilter(
        label=_("Day of the decision"), method="on_day", widget=forms.HiddenInput
    )
    decided_to = LegalDateFilter(
        label=_("Decided until"), method="until_day", widget=forms.HiddenInput
    )
    lifted = unseen(
        [
            *BUCKETS.items(),
            (ANY_LENGTH, _("Any length")),
            (NOT_TOLD, _("Not known yet")),
            (NOT_REDUCED, _("Not reduced")),
        ],
        _("Term reduced by"),
        "lifted_by",
    )
    moved = MovedFilter(label=_("Changed by a run"), method="as_moved", widget=forms.HiddenInput)
    changed_since = MomentFilter(
        label=_("Outcome changed since"), method="since", widget=forms.HiddenInput
    )

    def ended_or_not(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.exclude(OPEN) if value == "yes" else cases.filter(OPEN)

    def answered_or_not(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.filter(ANSWERED if value == "yes" else ~ANSWERED)

    def in_family(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return cases.filter(current_assessment__outcome__in=FAMILIES[value])

    def decided_or_not(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return with_decisions(cases).filter(decided_as__isnull=value == "no")

    def as_decided(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return with_decisions(cases).filter(decided_as=value)

    def as_answered(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return with_decisions(cases).filter(answer_then=value)

    def on_side(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        return on_side(cases, value)

    def on_day(self, cases: QuerySet, name: str, value: date) -> QuerySet:
        return with_decisions(cases).filter(decided_on=value)

    def until_day(self, cases: QuerySet, name: str, value: date) -> QuerySet:
        return with_decisions(cases).filter(decided_on__lte=value)

    def as_assessed_or_not(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        same = Q(decided_as=F("answer_then"))
        decided = with_decisions(cases).filter(decided_as__isnull=False)
        return decided.filter(same if value == "yes" else ~same)

    def lifted_by(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        is_shortened = Q(current_assessment__outcome__in=SHORTENED)
        if value == NOT_REDUCED:
            return cases.filter(~is_shortened)
        shortened = with_lifted(cases.filter(is_shortened))
        if value in {ANY_LENGTH, NOT_TOLD}:
            return shortened.filter(lifted__isnull=value == NOT_TOLD)
        return shortened.filter(bucket=value)

    def as_moved(self, cases: QuerySet, name: str, value: Moved) -> QuerySet:
        return moved_cases(cases, value.run, value.move)

    def since(self, cases: QuerySet, name: str, value: datetime) -> QuerySet:
        return answered_otherwise_since(cases, value)

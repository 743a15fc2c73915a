"""How much of the appointed terms the act removes (articles 2 and 3), in months.

Counted as the law counts: in thirtieths of a month, appointed less kept. Where the court combines
several terms the most that can be kept is taken, so nothing is promised that may not come.
"""

from typing import NamedTuple

from django.db.models import Case as Choice
from django.db.models import Count, F, IntegerField, JSONField, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from cases.reporting.populating import told_of

SHORTENED = ("reduce", "combined")
A_MONTH = 30
# Code and first month of each bucket; the last one has no end.
BUCKETS: tuple[tuple[str, int], ...] = (
    ("under_6", 0),
    ("from_6", 6),
    ("from_12", 12),
    ("from_24", 24),
    ("from_36", 36),
    ("from_60", 60),
)


class Lifted(NamedTuple):
    """One bucket and gravity: how many cases, and thirtieths of a month in all."""

    bucket: str
    gravity: str
    number: int
    thirtieths: int


def _thirtieths(term: str) -> Combinable:
    """360 a year, 30 a month, 1 a day; null where the answer has no such term."""
    years, months, days = (
        Cast(F(f"answer__term__{term}__{part}"), IntegerField())
        for part in ("years", "months", "days")
    )
    return years * 360 + months * A_MONTH + days


def with_lifted(cases: QuerySet) -> QuerySet:
    """Cases with `lifted` in thirtieths of a month (null = not told) and its `bucket`."""
    kept = Coalesce(_thirtieths("kept"), _thirtieths("kept_max"))
    return cases.annotate(
        answer=Cast("current_assessment__answer_json", JSONField()),
        lifted=_thirtieths("appointed") - kept,
        bucket=_bucket(),
    )


def _bucket() -> Choice:
    rows = [
        When(lifted__gte=first * A_MONTH, then=Value(code)) for code, first in reversed(BUCKETS)
    ]
    return Choice(*rows, default=None)


def by_lifted(cases: QuerySet) -> list[Lifted]:
    """Counted cases whose term is shortened, by bucket and worst gravity. One statement."""
    shortened = with_lifted(_shortened(cases)).filter(lifted__isnull=False)
    rows = shortened.values_list("bucket", "current_assessment__gravity").annotate(
        number=Count("pk"), thirtieths=Sum("lifted")
    )
    return [Lifted(*row) for row in rows]


def shortened_without_term(cases: QuerySet) -> int:
    """Counted cases whose term is shortened, but by how much cannot be told yet."""
    return with_lifted(_shortened(cases)).filter(lifted__isnull=True).count()


def _shortened(cases: QuerySet) -> QuerySet:
    return told_of(cases).filter(Q(current_assessment__outcome__in=SHORTENED))

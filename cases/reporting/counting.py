"""How many cases have which answer, lack which fact, and what was decided on which answer."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from cases.reporting.populating import lacks, told_of, with_decisions


def by_outcome(cases: QuerySet) -> dict[str, int]:
    """Counted cases by the outcome of their answer. One statement."""
    column = "current_assessment__outcome"
    return dict(told_of(cases).values_list(column).annotate(number=Count("pk")))


class Blocked(NamedTuple):
    """One fact, how many cases wait for it, and in which courts: (court id, number), most first."""

    leaf: str
    number: int
    courts: list[tuple[int, int]]


def by_missing_fact(cases: QuerySet, leaves: Iterable[str]) -> list[Blocked]:
    """Counted cases that wait for each fact, the most wanted first. One statement.

    A case that lacks two facts stands under both.
    """
    each = {f"n_{leaf}": Count("pk", filter=lacks(leaf)) for leaf in leaves}
    rows = list(told_of(cases).values("court_id").annotate(**each))
    return sorted(
        (blocked for name in each if (blocked := _blocked(name, rows)).number),
        key=lambda blocked: (-blocked.number, blocked.leaf),
    )


def _blocked(name: str, rows: list[dict]) -> Blocked:
    courts = [(row["court_id"], row[name]) for row in rows if row[name]]
    courts.sort(key=lambda court: (-court[1], court[0]))
    return Blocked(name.removeprefix("n_"), sum(number for _court, number in courts), courts)


def with_missing_facts(cases: QuerySet) -> int:
    """Counted cases that lack any fact at all."""
    return told_of(cases).filter(current_assessment__missing_count__gt=0).count()


def by_flag(cases: QuerySet, flags: Iterable[str]) -> dict[str, int]:
    """Counted cases whose answer carries each flag. One statement."""
    column = "current_assessment__flags__contains"
    each = {flag: Count("pk", filter=Q(**{column: flag})) for flag in flags}
    return told_of(cases).aggregate(**each)


class Pair(NamedTuple):
    """How many cases went from one outcome to another."""

    old: str
    new: str
    number: int


def decided_against_answers(cases: QuerySet) -> list[Pair]:
    """Answer that the decision was made on × outcome of the decision in force. One statement."""
    decided = with_decisions(cases.order_by()).filter(decided_as__isnull=False)
    rows = decided.values_list("answer_then", "decided_as").annotate(number=Count("pk"))
    return [Pair(*row) for row in rows]

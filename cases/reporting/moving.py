"""What a run changed among the cases of somebody, and how the last runs went."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from cases.models import Run, RunChange
from cases.reporting.counting import Pair
from cases.watching import SILENCE, with_counts

LAST_RUNS = 20
FAILED = RunChange.Kind.FAILED


def last_run_with_changes(cases: QuerySet) -> Run | None:
    """The newest run that answered one of these cases otherwise than before."""
    mine = RunChange.objects.filter(run=OuterRef("pk"), case__in=cases.order_by().values("pk"))
    runs = Run.objects.filter(Exists(mine)).select_related("rule_set").defer("rule_set__data")
    return runs.order_by("-pk").first()


MOVES: dict[str, Q] = {
    "any": Q(),
    "outcome": ~Q(kind=FAILED) & ~Q(old_outcome="") & ~Q(old_outcome=F("new_outcome")),
    "first": ~Q(kind=FAILED) & Q(old_outcome=""),
    "same": ~Q(kind=FAILED) & ~Q(old_outcome="") & Q(old_outcome=F("new_outcome")),
    "failed": Q(kind=FAILED),
}


def moved_cases(cases: QuerySet, run_id: int, move: Q) -> QuerySet:
    """The cases about which a run has such a change to report."""
    return cases.filter(Exists(RunChange.objects.filter(move, case=OuterRef("pk"), run=run_id)))


def from_to(old: str, new: str) -> Q:
    """From one outcome to another; "" = no answer before."""
    return Q(old_outcome=old, new_outcome=new) & ~Q(kind=FAILED)


def by_move(cases: QuerySet, run: Run) -> list[Pair]:
    """Outcome before × now among these cases, wherever anything changed. One statement."""
    rows = _mine(cases, run).exclude(kind=FAILED).values_list("old_outcome", "new_outcome")
    return [Pair(*row) for row in rows.annotate(number=Count("pk"))]


def not_answered(cases: QuerySet, run: Run) -> int:
    return _mine(cases, run).filter(kind=FAILED).count()


def _mine(cases: QuerySet, run: Run) -> QuerySet:
    return run.changes.filter(case__in=cases.order_by().values("pk")).order_by()


class Took(NamedTuple):
    """One run: cases in all, done, not answered, and seconds (None = never ended or never began)."""

    run: Run
    total: int
    done: int
    failed: int
    seconds: float | None


def last_runs() -> list[Took]:
    """The newest runs. One statement."""
    runs = with_counts(Run.objects.select_related("started_by")).order_by("-pk")[:LAST_RUNS]
    return [
        Took(run, run.total, run.done_cases, run.failed_cases, _seconds(run.started_at, run))
        for run in runs
    ]


def _seconds(started_at: datetime | None, run: Run) -> float | None:
    if started_at is None or run.finished_at is None:
        return None
    return (run.finished_at - started_at).total_seconds()


def worker_state(now: datetime) -> str:
    """Does a worker answer? One statement.

    idle: nothing waits, so nothing can be told; working: a run moved within the last moments;
    silent: a run waits or runs, and nobody has moved it.
    """
    moved = Q(items__moved_at__gt=now - SILENCE)
    fresh = Q(requested_at__gt=now - SILENCE) | Q(started_at__gt=now - SILENCE)
    waiting = Run.objects.unfinished().order_by()
    found = waiting.aggregate(
        all=Count("pk", distinct=True), moving=Count("pk", filter=moved | fresh, distinct=True)
    )
    if not found["all"]:
        return "idle"
    return "working" if found["moving"] else "silent"

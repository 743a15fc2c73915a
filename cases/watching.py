"""How a run stands: figures for its pages. Reads only."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Sum

from cases.models import Run, RunChange, RunItem

# A worker looks every thirty seconds, so after this silence none is there.
SILENCE = timedelta(seconds=45)
COUNTED = ("done", "unchanged", "changed", "failed")


class Progress(NamedTuple):
    """Numbers of cases; `broken` = ranges given up; `speed` = cases a second, None = not known."""

    total: int
    done: int
    unchanged: int
    changed: int
    failed: int
    broken: int
    speed: float | None
    expected_at: datetime | None
    nobody_works: bool


def progress(run: Run, now: datetime) -> Progress:
    """The figures of `run` at `now`. One statement."""
    sums = run.items.aggregate(
        **{name: Sum(name, default=0) for name in COUNTED},
        broken=Count("pk", filter=Q(state=RunItem.State.ERROR)),
        moved_at=Max("moved_at"),
    )
    moved_at = sums.pop("moved_at")
    speed = _speed(run, sums["done"], moved_at)
    goes_on = run.state == Run.State.RUNNING
    left = run.total - sums["done"]
    return Progress(
        run.total,
        **sums,
        speed=speed,
        expected_at=now + timedelta(seconds=left / speed) if speed and goes_on else None,
        nobody_works=_nobody_works(run, moved_at, now),
    )


def _speed(run: Run, done: int, moved_at: datetime | None) -> float | None:
    if not (done and run.started_at and moved_at):
        return None
    took = (moved_at - run.started_at).total_seconds()
    return done / took if took > 0 else None


def _nobody_works(run: Run, moved_at: datetime | None, now: datetime) -> bool:
    """An unfinished run that has not moved for a while, though no other run is in its way."""
    if run.state not in {Run.State.WAITING, Run.State.RUNNING}:
        return False
    if run.state == Run.State.WAITING and Run.objects.filter(state=Run.State.RUNNING).exists():
        return False
    return now - (moved_at or run.started_at or run.requested_at) > SILENCE


def with_counts(runs: QuerySet) -> QuerySet:
    """Runs with the sums of their ranges, for the list."""
    return runs.annotate(**{f"{name}_cases": Sum(f"items__{name}", default=0) for name in COUNTED})


class Cell(NamedTuple):
    """How many cases went from one outcome to another; "" = no answer before."""

    old: str
    new: str
    number: int


def pairs_of_outcomes(run: Run) -> list[Cell]:
    """Counts of old × new outcome among the cases that changed. One statement."""
    rows = _changed(run).values_list("old_outcome", "new_outcome").annotate(number=Count("pk"))
    return [Cell(*row) for row in rows.order_by()]


def kinds_of_change(run: Run) -> dict[str, int]:
    """Counts by the weightiest thing that changed, in the order of weight. One statement."""
    found = dict(_changed(run).values_list("kind").annotate(number=Count("pk")).order_by())
    return {kind: found[kind] for kind in RunChange.Kind.values if kind in found}


def _changed(run: Run) -> QuerySet:
    return run.changes.exclude(kind=RunChange.Kind.FAILED)

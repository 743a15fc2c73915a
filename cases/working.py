"""What a worker does with a run: claims a range, answers its cases, lets it go.

A range is claimed for as long as its lease lasts, and the lease is renewed with every chunk that
is stored. What a dead worker left is claimed again once its lease has run out, and goes on where
it stopped. A worker that comes back too late finds its lease gone and writes nothing.
"""

import gc
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, reset_queries, transaction
from django.db.models import F
from django.utils import timezone

from cases import answering, reevaluating
from cases.gathering import Gathered, gather
from cases.models import Case, Run, RunChange, RunItem
from cases.reevaluating import LEASE, Item, State, basis_in_use
from cases.referencing import Basis, basis_of
from cases.storing import Origin

log = logging.getLogger(__name__)

CASES_A_CHUNK = 500
TRIES = 3
# Other writers of SQLite get their turn between two chunks.
PAUSE_SECONDS = 0.02
STOPPED_THE_WORKER = "The worker stopped at this case each time it tried."

Clock = Callable[[], datetime]
Row = TypeVar("Row")


class LeaseLost(RuntimeError):
    """The range belongs to another worker by now, or the run has ended; nothing was written."""


def do_one_range(run_id: int, clock: Clock = timezone.now) -> bool:
    """Claim a range of the run and answer its cases; False when none is left to claim."""
    item = claim(run_id, clock())
    if item is None:
        reevaluating.finish(run_id, clock())
        return False
    try:
        answer_range(item, clock)
    except LeaseLost:
        log.warning("run %s: the lease of cases %s was lost", run_id, item)
    except Exception as error:
        log.exception("run %s: cases %s could not be finished", run_id, item)
        _give_back(item, _words(error))
    reevaluating.finish(run_id, clock())
    return True


def run_here(clock: Clock = timezone.now) -> Run | None:
    """Do all that is left to do, in this process; returns the last run it worked on."""
    run = None
    while run_id := _running(clock()):
        run = run_id
        if not do_one_range(run_id, clock):
            time.sleep(0.5)  # another worker holds the last ranges: wait for it, or for its lease
    return None if run is None else Run.objects.get(pk=run)


def _running(now: datetime) -> int | None:
    reevaluating.start_waiting_run(now)
    return Run.objects.filter(state=State.RUNNING).values_list("pk", flat=True).first()


def claim(run_id: int, now: datetime) -> RunItem | None:
    """Take one range nobody works on, by a conditional UPDATE: two workers never get the same."""
    reevaluating.supersede()
    if not Run.objects.filter(pk=run_id, state=State.RUNNING).exists():
        return None
    free = RunItem.objects.filter(run=run_id).to_do(now)
    for pk in free.order_by("first_id").values_list("pk", flat=True)[:50]:
        taken = free.filter(pk=pk).update(
            state=Item.CLAIMED,
            lease=uuid4().hex,
            claimed_until=now + LEASE,
            moved_at=now,
            tries=F("tries") + 1,
        )
        if taken:
            return RunItem.objects.select_related("run").get(pk=pk)
    return None


@dataclass
class Work:
    """A claimed range in the hands of this worker.

    `skipped` cases were up to date: nothing was written for them, not even that they are done;
    the next chunk that writes tells it, or the first one after a third of the lease.
    """

    item: RunItem
    clock: Clock
    basis: Basis
    held_at: datetime
    skipped: int = 0

    def is_quiet(self) -> bool:
        return self.clock() - self.held_at < LEASE / 3


def answer_range(item: RunItem, clock: Clock) -> None:
    """Go from `next_id` to `last_id`, storing chunk by chunk. Raises LeaseLost."""
    basis = basis_of(item.run.rule_set_id, item.run.reference_id)
    work = Work(item, clock, basis, held_at=item.moved_at)
    if item.tries > TRIES:
        _pass_over(work)
    with uncollected():
        for reads in _chunks(item):
            _answer_chunk(work, reads)
    with transaction.atomic():
        _hold(work, state=Item.DONE)


def _chunks(item: RunItem) -> Iterator[list[Gathered]]:
    """Where an earlier attempt ended without an error, the worker died: the next cases are taken
    one by one, so that the one it dies of is found."""
    reads = gather(item.next_id, item.last_id)
    if item.tries > 1 and not item.error:
        yield from batched(islice(reads, CASES_A_CHUNK), 1)
    yield from batched(reads, CASES_A_CHUNK)


def _answer_chunk(work: Work, reads: list[Gathered]) -> None:
    """Store the chunk; when that fails, each of its cases alone, and report the one that fails."""
    try:
        _store_chunk(work, reads)
    except (LeaseLost, OperationalError, InterfaceError):
        raise  # not the fault of a case
    except Exception as error:
        log.exception("run %s: a chunk of %s cases failed", work.item.run_id, len(reads))
        if len(reads) == 1:
            _report(work, reads[0].case_id, _words(error))
            return
        for read in reads:
            _answer_chunk(work, [read])


def _store_chunk(work: Work, reads: list[Gathered]) -> None:
    run = work.item.run
    origin = Origin(work.basis, work.clock(), run.pk)
    prepared = answering.prepare(reads, origin, run.why)
    if prepared.writes_nothing and len(reads) > 1 and work.is_quiet():
        work.skipped += len(reads)
        return
    with transaction.atomic():
        written = answering.write(prepared, origin, run.why)
        RunChange.objects.bulk_create(written.changes)
        held_at = _hold(
            work,
            next_id=reads[-1].case_id + 1,
            unchanged=len(reads) - len(written.changes),
            changed=len(written.changes) - written.failed,
            failed=written.failed,
        )
    work.skipped, work.held_at = 0, held_at
    breathe()


def _hold(
    work: Work, unchanged: int = 0, changed: int = 0, failed: int = 0, **values: object
) -> datetime:
    """Write to a range under its own lease only, while its run goes on; renews the lease.

    Needs a transaction around it. Returns the moment of the renewal; raises LeaseLost.
    """
    item, run, now = work.item, work.item.run, work.clock()
    unchanged += work.skipped
    held = RunItem.objects.filter(pk=item.pk, state=Item.CLAIMED, lease=item.lease).update(
        claimed_until=now + LEASE,
        moved_at=now,
        tries=min(item.tries, 2),
        error="",
        done=F("done") + unchanged + changed + failed,
        unchanged=F("unchanged") + unchanged,
        changed=F("changed") + changed,
        failed=F("failed") + failed,
        **values,
    )
    goes_on = Run.objects.filter(pk=run.pk, state=State.RUNNING).exists()
    if not (held and goes_on and basis_in_use() == (run.rule_set_id, run.reference_id)):
        raise LeaseLost(item.pk)
    return now


def _give_back(item: RunItem, error: str) -> None:
    """An attempt ended with an error: somebody tries again, three times in all."""
    state = Item.ERROR if item.tries >= TRIES else Item.PENDING
    RunItem.objects.filter(pk=item.pk, state=Item.CLAIMED, lease=item.lease).update(
        state=state, error=error
    )


def _pass_over(work: Work) -> None:
    """Report the case at which the worker died on every try, and go on behind it."""
    item = work.item
    item.tries = 1
    cases = Case.objects.filter(pk__range=(item.next_id, item.last_id)).order_by("pk")
    for case_id in cases.values_list("pk", flat=True)[:1]:
        _report(work, case_id, STOPPED_THE_WORKER)
        item.next_id = case_id + 1


def _report(work: Work, case_id: int, error: str) -> None:
    """Record that a case could not be answered; its earlier answer stays, out of date."""
    case = Case.objects.select_related("current_assessment").filter(pk=case_id).first()
    with transaction.atomic():
        if case is not None:
            old = case.current_assessment
            RunChange.objects.create(
                run_id=work.item.run_id,
                case=case,
                old=old,
                old_outcome=old.outcome if old else "",
                kind=RunChange.Kind.FAILED,
                error=error,
            )
        held_at = _hold(work, next_id=case_id + 1, failed=1)
    work.skipped, work.held_at = 0, held_at


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def batched(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Lists of `size` rows, the last one shorter."""
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: dossiers have none, and it would walk them all the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def breathe() -> None:
    """Between two chunks that were written."""
    if settings.DEBUG:
        reset_queries()
    if connection.vendor == "sqlite":
        time.sleep(PAUSE_SECONDS)

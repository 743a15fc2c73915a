"""Runs: every case assessed again, in ranges of ids. Requesting, starting, ending, sweeping.

The database knows what is left to do; the broker only says "look". What a worker does with a
range stands in cases/working.py. Time is a parameter.

Every conditional UPDATE names columns of its own table only: PostgreSQL checks those again after
it has waited for a lock, and a subquery over another table it does not.
"""

import logging
import os
from datetime import datetime, timedelta
from functools import partial
from threading import Thread

from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from amnesty.accounts import trail
from amnesty.accounts.models import User
from cases.assessing import Why
from cases.models import Case, ReferenceState, RuleSet, Run, RunItem
from cases.models.assessments import RunQuerySet

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=int(os.environ.get("AMNESTY_RUN_LEASE_SECONDS", "30")))
CASES_A_RANGE = 2_000
LONGEST_WAIT = 1.8  # seconds

State = Run.State
Item = RunItem.State


def request_run(why: str = Why.RUN, by: User | None = None, tell_workers: bool = True) -> Run:
    """Ask for all cases to be assessed again; returns the one run that waits.

    Asking twice is asking once. A run under rules that are no longer in use is superseded. The
    worker is told after the commit; should nobody hear it, the sweeper finds the waiting run.
    """
    rule_set_id, reference_id = basis_in_use()
    with transaction.atomic():
        _end(_under_other_rules(), State.SUPERSEDED, timezone.now())
        run, made = Run.objects.get_or_create(
            state=State.WAITING,
            defaults={
                "why": why,
                "started_by": by,
                "rule_set_id": rule_set_id,
                "reference_id": reference_id,
            },
        )
        if made:
            trail.record("run.requested", run, why=why)
    if tell_workers:
        transaction.on_commit(partial(look, run.pk), robust=True)
    return run


def request_run_if_stale() -> Run | None:
    """After a change of rules or reference data: request a run unless every answer stands."""
    basis = basis_in_use()
    if None in basis or not Case.objects.stale(*basis).exists():
        return None
    return request_run(Why.RULE_SET_CHANGED)


def basis_in_use() -> tuple[int | None, int | None]:
    """Ids of the rule set in use and of the current state of the table; None = not loaded."""
    rule_set = RuleSet.objects.filter(is_active=True).values_list("pk", flat=True).first()
    state = ReferenceState.objects.filter(is_current=True).values_list("pk", flat=True).first()
    return rule_set, state


def look(run_id: int) -> None:
    """Tell the workers that a run has work. A broker that is down or hangs is no error.

    Whoever asks waits for two seconds at most; a broker that hangs would hold a page for longer
    than its own time limits say.
    """
    sender = Thread(target=_send, args=[run_id], daemon=True)
    sender.start()
    sender.join(LONGEST_WAIT)
    if sender.is_alive():
        log.warning("run %s: the broker does not answer", run_id)


def _send(run_id: int) -> None:
    try:
        current_app.send_task("cases.tasks.work_on_run", [run_id], ignore_result=True)
    except Exception:
        log.warning("run %s: the broker did not take the message", run_id, exc_info=True)


# --- starting -------------------------------------------------------------------------------
def start_waiting_run(now: datetime) -> Run | None:
    """Start the waiting run unless one is running: the run and its ranges in one transaction."""
    if not Run.objects.filter(state=State.WAITING).exists():
        return None
    try:
        with transaction.atomic():
            run = Run.objects.filter(state=State.WAITING).first()
            if run is None or Run.objects.filter(state=State.RUNNING).exists():
                return None
            return _start(run, now)
    except IntegrityError:  # another one started it in the same moment
        return None


def _start(run: Run, now: datetime) -> Run | None:
    items = [
        RunItem(run=run, first_id=first, next_id=first, last_id=last, total=total)
        for first, last, total in ranges(CASES_A_RANGE)
    ]
    rule_set_id, reference_id = basis_in_use()
    started = Run.objects.filter(pk=run.pk, state=State.WAITING).update(
        state=State.RUNNING if items else State.DONE,
        rule_set_id=rule_set_id,
        reference_id=reference_id,
        started_at=now,
        finished_at=None if items else now,
        total=sum(item.total for item in items),
    )
    if not started:
        return None
    RunItem.objects.bulk_create(items, batch_size=500)
    run.refresh_from_db()
    return run


def ranges(size: int) -> list[tuple[int, int, int]]:
    """First id, last id and number of cases of ranges of `size` cases. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RANGES, [size])
        return cursor.fetchall()


_RANGES = f"""
SELECT MIN(id), MAX(id), COUNT(*) FROM (
    SELECT id, (ROW_NUMBER() OVER (ORDER BY id) - 1) / %s AS place FROM {Case._meta.db_table}
) AS numbered GROUP BY place ORDER BY place
"""  # noqa: S608


# --- ending ---------------------------------------------------------------------------------
def finish(run_id: int, now: datetime) -> bool:
    """Mark the run as done when none of its ranges is left."""
    if RunItem.objects.filter(run=run_id, state__in=[Item.PENDING, Item.CLAIMED]).exists():
        return False
    running = Run.objects.filter(pk=run_id, state=State.RUNNING)
    return bool(running.update(state=State.DONE, finished_at=now))


def cancel(run_id: int, now: datetime) -> bool:
    """End a run. What it stored stays; a worker in the middle of a chunk writes it no more."""
    with transaction.atomic():
        canceled = _end(Run.objects.filter(pk=run_id), State.CANCELED, now)
        if canceled:
            trail.record("run.canceled", Run(pk=run_id))
    return canceled


def supersede() -> bool:
    """Are the rules of the running run no longer in use? Then it ends and a new one waits."""
    outdated = _under_other_rules().exists()
    if outdated:
        request_run(Why.RULE_SET_CHANGED)
    return outdated


def _under_other_rules() -> RunQuerySet:
    rule_set_id, reference_id = basis_in_use()
    running = Run.objects.filter(state=State.RUNNING)
    return running.exclude(rule_set_id=rule_set_id, reference_id=reference_id)


@transaction.atomic
def _end(runs: RunQuerySet, state: str, now: datetime) -> bool:
    ids = list(runs.values_list("pk", flat=True))
    ended = Run.objects.unfinished().filter(pk__in=ids).update(state=state, finished_at=now)
    if ended:
        # Waits for a chunk that is being stored: after this nothing of the run is written.
        held = RunItem.objects.filter(run__in=ids, state=Item.CLAIMED)
        held.update(state=Item.PENDING, lease="")
    return bool(ended)


# --- sweeping -------------------------------------------------------------------------------
def sweep(now: datetime, starting: bool = False) -> int | None:
    """Put right whatever a stopped worker or a lost message left; harmless at any time.

    Returns the run that has work nobody is at, else None. `starting`: a worker has just come up,
    so there is somebody to send to work even where another one holds a lease.
    """
    supersede()
    for run_id in Run.objects.filter(state=State.RUNNING).values_list("pk", flat=True):
        finish(run_id, now)
    start_waiting_run(now)
    items = RunItem.objects.filter(run__state=State.RUNNING)
    if not starting and items.filter(state=Item.CLAIMED, claimed_until__gte=now).exists():
        return None
    return items.to_do(now).values_list("run_id", flat=True).first()

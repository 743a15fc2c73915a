"""Background work on cases. Thin: the shell modules do it, and the database says what is left.

Arguments are ids. Every task may come twice, late or never: none of it does harm.
"""

import logging
from time import monotonic

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from cases import drafting, reevaluating, replaying, restoring, working

log = logging.getLogger(__name__)

# A task ends long before its time limit, so that a worker can always be stopped gently.
SECONDS_A_TASK = 10
REPLAYED_A_NIGHT = 2_000


@shared_task
def work_on_run(run_id: int) -> None:
    """Do ranges of the run for some seconds, then ask for more of the same."""
    reevaluating.start_waiting_run(timezone.now())
    until = monotonic() + SECONDS_A_TASK
    while working.do_one_range(run_id):
        if monotonic() > until:
            reevaluating.look(run_id)
            return
    _send(reevaluating.sweep(timezone.now()))


@shared_task
def sweep_runs(starting: bool = False) -> None:
    """Take up what a stopped worker left; start the run that waits."""
    _send(reevaluating.sweep(timezone.now(), starting))


def _send(run_id: int | None) -> None:
    if run_id is not None:
        reevaluating.look(run_id)


@shared_task
def assess_stale_cases(first_id: int = 0) -> None:
    """Assess every case whose answer is not the answer to its facts under the present rules.

    Walks all cases by their ids, some seconds at a time.
    """
    next_id = restoring.assess_out_of_date(first_id, SECONDS_A_TASK)
    if next_id is not None:
        assess_stale_cases.delay(next_id)


@shared_task
def replay_a_sample() -> None:
    """Does each stored answer still follow from its stored facts and rules?"""
    replaying.replay(sample=REPLAYED_A_NIGHT)


@shared_task
def forget_old_drafts() -> None:
    """Half-typed registrations that nobody has gone on with for thirty days are removed."""
    drafting.forget_old(timezone.now())


@worker_ready.connect
def look_at_the_start(**kwargs: object) -> None:
    """A worker that starts takes up at once what is left, and once more when leases have run out."""
    sweep_runs.delay(starting=True)
    sweep_runs.apply_async(countdown=reevaluating.LEASE.total_seconds() + 1)

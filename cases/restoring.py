"""The nightly check: no case keeps an answer that is not the answer to its facts.

Saving a case assesses it, and a change of rules starts a run. What passed by both (a bulk write,
an interrupted save) is found here: all cases are read, and the digest of the facts decides.
"""

import logging
from time import monotonic

from django.db import transaction
from django.utils import timezone

from cases import answering, reevaluating
from cases.gathering import gather
from cases.referencing import current_basis, take_state
from cases.storing import Origin
from cases.working import CASES_A_CHUNK, batched, breathe, uncollected

log = logging.getLogger(__name__)


def assess_out_of_date(first_id: int = 0, seconds: float = float("inf")) -> int | None:
    """Assess every case from `first_id` on whose answer is out of date.

    Returns the id to go on with when `seconds` are over, None when all cases were seen. What was
    found goes to the log: a case that is found here was written past the program.
    """
    if first_id == 0:
        take_state()
    until = monotonic() + seconds
    found = failed = 0
    for first, last, _total in reevaluating.ranges(reevaluating.CASES_A_RANGE):
        if last < first_id:
            continue
        if monotonic() > until:
            return _told(found, failed, first)
        for written in _range(first, last):
            found += written.stored
            failed += written.failed
    return _told(found, failed, None)


def _range(first: int, last: int) -> list[answering.Written]:
    basis = current_basis()
    written = []
    with uncollected():
        for reads in batched(gather(first, last), CASES_A_CHUNK):
            origin = Origin(basis, timezone.now())
            prepared = answering.prepare(reads, origin)
            if prepared.writes_nothing:
                continue
            with transaction.atomic():
                written.append(answering.write(prepared, origin))
            breathe()
    return written


def _told(found: int, failed: int, next_id: int | None) -> int | None:
    level = logging.WARNING if found or failed else logging.INFO
    log.log(level, "out of date: %s cases assessed again, %s could not be", found, failed)
    return next_id

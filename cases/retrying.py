"""Trying again what a run could not answer: the failed cases alone, and ranges given up."""

import logging
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from cases.assessing import Why, assess_case
from cases.comparing import kind_of_change
from cases.models import Assessment, Run, RunChange, RunItem
from cases.reevaluating import look

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200


class Retried(NamedTuple):
    """How many cases are answered now, how many still are not, how many ranges wait again."""

    answered: int
    failed: int
    ranges: int


def try_again(run: Run, now: datetime) -> Retried:
    """Assess the failed cases of a finished run again, at most 200, and reopen what was given up.

    A case that is answered now moves from the failures to the changes of the run.
    """
    failures = list(run.changes.filter(kind=RunChange.Kind.FAILED)[:MOST_AT_ONCE])
    answered = sum(_answered(change) for change in failures)
    return Retried(answered, len(failures) - answered, _reopen(run))


def _answered(change: RunChange) -> bool:
    try:
        with transaction.atomic():
            assessed = assess_case(change.case_id, why=Why.RUN)
            _resolve(change, assessed.assessment_id)
    except Exception as error:  # told on the page; the next case is tried all the same
        log.exception("case %s: still could not be assessed", change.case_id)
        change.error = f"{type(error).__name__}: {error}"[:2000]
        change.save(update_fields=["error"])
        return False
    return True


def _resolve(change: RunChange, assessment_id: int) -> None:
    answers = Assessment.objects.in_bulk([pk for pk in (change.old_id, assessment_id) if pk])
    old, new = answers.get(change.old_id), answers[assessment_id]
    kind = kind_of_change(old and old.answer_json, new.answer_json)
    item = RunItem.objects.filter(
        run=change.run_id, first_id__lte=change.case_id, last_id__gte=change.case_id
    )
    column = "changed" if kind else "unchanged"
    item.update(**{"failed": F("failed") - 1, column: F(column) + 1})
    if not kind:
        change.delete()
        return
    change.kind, change.new, change.new_outcome, change.error = kind, new, new.outcome, ""
    change.save()


def _reopen(run: Run) -> int:
    """Let workers take up the ranges that were given up. 0 while another run is running."""
    broken = run.items.filter(state=RunItem.State.ERROR)
    try:
        with transaction.atomic():
            reopened = broken.update(state=RunItem.State.PENDING, tries=0, error="")
            if reopened:
                done = Run.objects.filter(pk=run.pk, state=Run.State.DONE)
                done.update(state=Run.State.RUNNING, finished_at=None)
    except IntegrityError:
        return 0
    if reopened:
        transaction.on_commit(lambda: look(run.pk), robust=True)
    return reopened

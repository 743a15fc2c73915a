"""Tasks: thin. They carry ids only, may run twice, and one failure does not stop the rest."""

import logging

from celery import shared_task
from django.utils import timezone

from resocialization import planning, reminding

log = logging.getLogger(__name__)


@shared_task
def open_missing_plans() -> int:
    """Open the plans of releases that an event missed; returns how many."""
    opened = 0
    for decision in planning.decisions_without_plan().order_by("pk"):
        try:
            _plan, made = planning.open_plan(decision, timezone.localdate())
        except Exception:
            log.exception("decision %s: its plan could not be opened", decision.pk)
        else:
            opened += made
    return opened


@shared_task
def report_overdue_steps() -> int:
    """Mark what is overdue and write today's digests; returns how many are mailed."""
    waiting = reminding.report_overdue(timezone.localdate())
    for notice_id in waiting:
        mail_notice.delay_on_commit(notice_id)
    return len(waiting)


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=3)
def mail_notice(notice_id: int) -> bool:
    """Mail one digest."""
    return reminding.mail_notice(notice_id)

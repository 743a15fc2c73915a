"""Work by night: what the door kept and nobody needs any more."""

from axes.handlers.proxy import AxesProxyHandler
from celery import shared_task
from django.core.management import call_command

DAYS = 90  # the audit trail keeps every sign-in; this is only what the locks count with


@shared_task
def tidy_the_door() -> None:
    """Remove sessions that are over, and the notes of sign-ins older than ninety days."""
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=DAYS)
    AxesProxyHandler.reset_failure_logs(age_days=DAYS)

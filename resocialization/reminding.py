"""The morning's report: marks steps as reported overdue, one digest for each worker and day.

Whether a step is overdue is computed from its day; the mark only says that it was told of.
"""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from resocialization.grouping import due_key, end_of_week
from resocialization.models import Notice, Step


def report_overdue(today: date) -> list[int]:
    """Write the notices of `today`; returns the ids of those that have to be mailed.

    Safe at any time and twice: a worker has one notice a day, a step is marked once.
    """
    with transaction.atomic():
        numbers = _numbers(today)
        fresh = Step.objects.overdue(today).filter(reported_overdue_at__isnull=True)
        fresh.update(reported_overdue_at=timezone.now())
        for user_id, found in numbers.items():
            Notice.objects.get_or_create(user_id=user_id, day=today, defaults=found)
    waiting = Notice.objects.filter(day=today, mailed_at__isnull=True).exclude(user__email="")
    return list(waiting.values_list("pk", flat=True))


def _numbers(today: date) -> dict[int, dict[str, int]]:
    """For each active worker with open steps: overdue, newly overdue, today, this week."""
    steps = Step.objects.running().filter(
        need__plan__worker__is_active=True, due_on__lte=end_of_week(today)
    )
    rows = steps.values_list("need__plan__worker_id", "due_on", "reported_overdue_at")
    found: dict[int, dict[str, int]] = defaultdict(
        lambda: {"overdue": 0, "newly_overdue": 0, "due_today": 0, "due_this_week": 0}
    )
    names = {"overdue": "overdue", "today": "due_today", "week": "due_this_week"}
    for worker_id, due_on, reported in rows:
        key = due_key(due_on, today)
        found[worker_id][names[key]] += 1
        found[worker_id]["newly_overdue"] += key == "overdue" and reported is None
    return dict(found)


def mail_notice(notice_id: int) -> bool:
    """Mail one digest, once. It holds numbers only; who is meant stands behind the sign-in."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.mailed_at or not notice.user.email:
        return False
    claimed = Notice.objects.filter(pk=notice_id, mailed_at__isnull=True)
    if not claimed.update(mailed_at=timezone.now()):
        return False
    try:
        _send(notice.user, notice)
    except OSError:
        Notice.objects.filter(pk=notice_id).update(mailed_at=None)
        raise
    return True


def _send(user: User, notice: Notice) -> None:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("Follow-up of %(day)s: %(n)s overdue") % {
            "day": f"{notice.day:%d.%m.%Y}",
            "n": notice.overdue,
        }
        text = render_to_string("resocialization/mail/digest.txt", {"notice": notice})
        send_mail(subject, text, None, [user.email])

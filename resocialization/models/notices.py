"""Notices inside the program: what the nightly reports tell a worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import User


class Notice(models.Model):
    """The digest of one worker on one day: numbers only, no person is named."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name=_("user"))
    day = models.DateField(_("day"))
    overdue = models.PositiveIntegerField(_("overdue"), default=0)
    newly_overdue = models.PositiveIntegerField(_("overdue since the last report"), default=0)
    due_today = models.PositiveIntegerField(_("due today"), default=0)
    due_this_week = models.PositiveIntegerField(_("due this week"), default=0)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_per_worker_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.day:%d.%m.%Y}"

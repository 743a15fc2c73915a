"""Which answers near a limit of the law a person has looked through."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import User
from cases.models.assessments import Assessment


class BoundaryCheck(models.Model):
    """One person looked through one answer. A new answer of the case is to be looked at anew."""

    assessment = models.OneToOneField(
        Assessment, models.CASCADE, related_name="boundary_check", verbose_name=_("assessment")
    )
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("looked through by")
    )
    checked_at = models.DateTimeField(_("looked through at"), default=timezone.now)

    class Meta:
        verbose_name = _("check of a case near a limit")
        verbose_name_plural = _("checks of cases near a limit")
        ordering = ["-checked_at"]

    def __str__(self) -> str:
        return f"{self.assessment_id} · {self.checked_at:%d.%m.%Y}"

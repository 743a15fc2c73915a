"""Previous convictions of a defendant: facts for a person to weigh, never read by the law core."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.history import tracked
from cases.models import codes
from cases.models.people import Defendant


class PreviousConviction(models.Model):
    """One earlier conviction of one person, as far as it is known.

    Whether it makes recidivism is for the court (Criminal Code, art. 14). `removed_on` empty: the
    record stands, or nothing else is known. The age at the crime follows from the birth date.
    """

    defendant = models.ForeignKey(
        Defendant,
        models.CASCADE,
        related_name="previous_convictions",
        verbose_name=_("defendant"),
    )
    article = models.CharField(_("article"), max_length=60, blank=True)
    gravity = models.CharField(_("gravity"), max_length=16, choices=codes.Gravity, blank=True)
    imprisoned = models.BooleanField(_("sentenced to imprisonment"), null=True, blank=True)
    committed_on = models.DateField(_("committed on"), null=True, blank=True)
    sentenced_on = models.DateField(_("sentenced on"), null=True, blank=True)
    removed_on = models.DateField(_("record lifted, lapsed or expunged on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    history = tracked()

    class Meta:
        verbose_name = _("previous conviction")
        verbose_name_plural = _("previous convictions")
        ordering = ["defendant", F("sentenced_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_on__isnull=True)
                | Q(sentenced_on__isnull=True)
                | Q(sentenced_on__gte=F("committed_on")),
                name="a_sentence_follows_its_crime",
            ),
            models.CheckConstraint(
                condition=Q(sentenced_on__isnull=True)
                | Q(removed_on__isnull=True)
                | Q(removed_on__gte=F("sentenced_on")),
                name="a_record_ends_after_its_sentence",
            ),
        ]

    def __str__(self) -> str:
        day = f"{self.sentenced_on:%d.%m.%Y}" if self.sentenced_on else "—"
        return f"{self.article or '—'} · {day}"

    @property
    def age_at_crime(self) -> int | None:
        """Full years on the day of the crime; None while a date is not known."""
        born, day = self.defendant.birth_date, self.committed_on
        return None if born is None or day is None else full_years(born, day)


def full_years(born: date, day: date) -> int:
    """Full years of somebody born on `born`, on `day`; a birthday on 29 February counts on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

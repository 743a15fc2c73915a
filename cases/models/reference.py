"""The Criminal Code reference: one dated row for each part, and the states the table was in."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.history import tracked
from amnesty.accounts.models import User
from cases.models import codes


class ProvisionQuerySet(models.QuerySet):
    def in_force_on(self, day: date) -> "ProvisionQuerySet":
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def unverified(self) -> "ProvisionQuerySet":
        return self.exclude(listed__in=[Provision.Listed.YES, Provision.Listed.NO])


class Provision(models.Model):
    """One part of one article in one edition. A part number means something only with its edition.

    `gravity` follows from the sanction and the form of guilt (Criminal Code, art. 11).
    """

    class Listed(models.TextChoices):
        YES = "yes", _("Listed in article 1 of the act")
        NO = "no", _("Not listed")
        LIKELY = "likely", _("Probably listed, not verified")
        UNKNOWN = "unknown", _("Not verified")

    code = models.CharField(_("code"), max_length=20, default="KZ-CC-226-V")
    edition = models.CharField(_("edition"), max_length=20)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    article = models.CharField(_("article"), max_length=6)
    part = models.CharField(
        _("part"), max_length=6, blank=True, help_text=_("- means: the article has no parts")
    )
    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=400, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=400, blank=True)
    max_years = models.PositiveSmallIntegerField(
        _("maximum years of imprisonment"), null=True, blank=True
    )
    life = models.BooleanField(_("life imprisonment possible"), null=True, blank=True)
    negligent = models.BooleanField(_("negligent"), null=True, blank=True)
    gravity = models.CharField(_("gravity"), max_length=16, choices=codes.Gravity, blank=True)
    listed = models.CharField(_("place in the act's list"), max_length=7, choices=Listed)
    exclusion_group = models.CharField(_("exclusion groups"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=12)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("verified by")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    objects = ProvisionQuerySet.as_manager()

    history = tracked()

    class Meta:
        verbose_name = _("provision of the Criminal Code")
        verbose_name_plural = _("provisions of the Criminal Code")
        ordering = ["article", "part", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition", "article", "part"], name="one_row_per_part_and_edition"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="provision_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}({self.part})" if self.part not in {"", "-"} else self.article

    @property
    def title(self) -> str:
        own = getattr(self, f"title_{(get_language() or 'en')[:2]}", "")
        return own or self.title_kk or self.title_ru or self.title_en or str(self)


class ReferenceState(models.Model):
    """The whole reference table as it stood at one time, so that any answer can be replayed.

    Append-only; `digest` is the BLAKE2b of `rows`. A table put back as it was makes no new row.
    """

    digest = models.CharField(max_length=64, unique=True)
    rows = models.TextField()
    made_at = models.DateTimeField()
    is_current = models.BooleanField(_("current"), default=False)

    class Meta:
        verbose_name = _("state of the reference table")
        verbose_name_plural = _("states of the reference table")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_state_is_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%d.%m.%Y %H:%M} {self.digest[:8]}"

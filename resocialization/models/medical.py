"""The medical record of a released person: apart from everything else, with rights of its own.

Nobody but a medical coordinator reads it. The admin does not know the model, no history keeps its
values, and the trail tells only that something was written or opened.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from amnesty.accounts.models import User
from resocialization.models.plans import Plan

NOTE_LENGTH = 20_000


class MedicalNoteQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MedicalNoteQuerySet":
        """Notes on the people in the user's care, for whoever holds the right to them."""
        if not user.has_perm("resocialization.view_medicalnote"):
            return self.none()
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def standing(self) -> "MedicalNoteQuerySet":
        """Notes as they read now: a corrected one is replaced by its correction."""
        return self.filter(corrected_by__isnull=True)


class MedicalNote(models.Model):
    """One entry of the medical record. Never edited: a correction is a new row that keeps the old."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("Referral")
        APPOINTMENT = "appointment", _("Appointment")
        ATTENDED = "attended", _("Attended")
        MISSED = "missed", _("Missed")
        NOTE = "note", _("Note")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="medical_notes")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    clinic = models.CharField(_("clinic"), max_length=200, blank=True)
    specialty = models.CharField(_("specialty"), max_length=200, blank=True)
    on = models.DateField(_("on"))
    appointment_on = models.DateField(_("appointment on"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MedicalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("medical note")
        verbose_name_plural = _("medical notes")
        ordering = ["-on", "-pk"]
        default_permissions = ("view",)
        permissions = [("write_medicalnote", gettext_noop("Can write the medical record"))]
        indexes = [models.Index(fields=["plan", "-on"], name="medical_note_by_plan_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="appointment") | Q(appointment_on__isnull=False),
                name="a_medical_appointment_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

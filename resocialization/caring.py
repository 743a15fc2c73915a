"""The medical record of a plan: read and written here alone, apart from every other output.

The trail tells that a record was written or opened, for whom and by whom; never a value of it.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from amnesty.accounts.acting import actor
from amnesty.accounts.models import User
from amnesty.accounts.trail import record
from resocialization.consenting import ConsentMissing
from resocialization.models import MedicalNote, Plan
from resocialization.planning import set_appointment


class AlreadyCorrected(RuntimeError):
    """The note that was to be corrected has been corrected by somebody else meanwhile."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a coordinator entered. `key` makes the second of two equal submissions a no-op."""

    kind: str
    on: date
    key: uuid.UUID
    clinic: str = ""
    specialty: str = ""
    appointment_on: date | None = None
    note: str = ""


def may_keep(plan: Plan) -> bool:
    """Did the person agree to a medical record? Without a consent in force nothing is written."""
    return plan.consents.medical().exists()


@transaction.atomic
def write(plan: Plan, entry: Entry, corrects: MedicalNote | None = None) -> MedicalNote:
    """Add one note, or the correction of one; the plan learns the day of an appointment only.

    Raises ConsentMissing, AlreadyCorrected, ChangedMeanwhile; then nothing is stored.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)  # one writer of a record at a time
    twin = plan.medical_notes.filter(key=entry.key).first()
    if twin is not None:
        return twin
    if not may_keep(plan):
        raise ConsentMissing(plan.pk)
    if corrects is not None and not plan.medical_notes.standing().filter(pk=corrects.pk).exists():
        raise AlreadyCorrected(corrects.pk)
    written = MedicalNote.objects.create(
        plan=plan,
        kind=entry.kind,
        clinic=entry.clinic,
        specialty=entry.specialty,
        on=entry.on,
        appointment_on=entry.appointment_on,
        note=entry.note,
        corrects=corrects,
        key=entry.key,
        by=actor(),
    )
    record("medical.written", plan, plan.defendant_id)
    if entry.kind == MedicalNote.Kind.APPOINTMENT:
        _tell_the_day(plan, entry.appointment_on)
    return written


def _tell_the_day(plan: Plan, on: date | None) -> None:
    """The social worker sees that an appointment is needed, and its date; nothing else."""
    need = plan.needs.open().filter(direction__is_medical=True).order_by("pk").first()
    if need is not None:
        need.plan = plan
        set_appointment(need, True, on)


def read(plan: Plan, user: User) -> list[MedicalNote]:
    """The record as it reads now, newest first. Each opening is an event of the trail."""
    record("medical.opened", plan, plan.defendant_id)
    notes = MedicalNote.objects.visible_to(user).standing().filter(plan=plan)
    return list(notes.select_related("by", "corrects"))

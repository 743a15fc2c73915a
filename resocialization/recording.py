"""Recording a contact: one act that also ends or moves its step and plans the next one."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from amnesty.accounts.acting import actor
from amnesty.accounts.trail import record
from resocialization.consenting import require_consent
from resocialization.models import Contact, Need, Plan, Step
from resocialization.planning import (
    NextStep,
    add_step,
    change_step,
    finish_step,
    refuse_words_on_health,
    set_appointment,
    start,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the worker entered. `key` makes the second of two equal submissions a no-op.

    `step_state` is what became of the step: done, canceled, or open (moved when `next` is given).
    `appointment` is (needed, date) in a direction about health, else None.
    """

    kind: str
    reached: bool
    on: date
    key: uuid.UUID
    note: str = ""
    organization: str = ""
    step_state: str = Step.State.OPEN
    step_version: int = 0
    result: str = ""
    next: NextStep | None = None
    appointment: tuple[bool, date | None] | None = None


def record_contact(
    plan: Plan, need: Need | None, step: Step | None, given: Given, today: date
) -> Contact:
    """Store a contact and what follows from it in one transaction.

    Raises ConsentMissing, NotForHealth, ChangedMeanwhile; then nothing is stored.
    """
    try:
        with transaction.atomic():
            return _record(plan, need, step, given, today)
    except IntegrityError:
        twin = Contact.objects.filter(key=given.key, plan=plan).first()
        if twin is None:
            raise
        return twin


def _record(plan: Plan, need: Need | None, step: Step | None, given: Given, today: date) -> Contact:
    twin = Contact.objects.filter(key=given.key, plan=plan).first()
    if twin is not None:
        return twin
    direction = need.direction if need else None
    refuse_words_on_health(direction, given.note, given.organization)
    if given.kind == Contact.Kind.ORGANIZATION:
        require_consent(plan, direction.pk if direction else None)
    contact = Contact.objects.create(
        plan=plan,
        need=need,
        direction=direction,
        kind=given.kind,
        reached=given.reached,
        on=given.on,
        organization=given.organization,
        note=given.note,
        step=step,
        key=given.key,
        by=actor(),
    )
    record("contact.recorded", contact, plan.defendant_id, contact_kind=given.kind)
    if need is not None:
        contact.next_step = _follow_up(need, step, given, today)
        contact.save(update_fields=["next_step"])
    return contact


def _follow_up(need: Need, step: Step | None, given: Given, today: date) -> Step | None:
    """End or move the step, plan the next one; the step that is next, if any."""
    if given.appointment is not None:
        set_appointment(need, *given.appointment)
    if step is None or given.step_state != Step.State.OPEN:
        if step is not None:
            finish_step(step, given.step_version, given.step_state, given.on, given.result)
        added = add_step(need, given.next, today) if given.next else None
        start(need, today)
        return added
    if given.next is not None:
        change_step(step, given.step_version, given.next)
    start(need, today)
    return step


@transaction.atomic
def correct(contact: Contact, kind: str, reached: bool, on: date, note: str) -> Contact:
    """Replace a contact by a corrected one; the former text stays and is shown."""
    refuse_words_on_health(contact.direction, note)
    corrected = Contact.objects.create(
        plan=contact.plan,
        need=contact.need,
        direction=contact.direction,
        kind=kind,
        reached=reached,
        on=on,
        organization=contact.organization,
        note=note,
        step=contact.step,
        next_step=contact.next_step,
        corrects=contact,
        by=actor(),
    )
    record("contact.corrected", corrected, contact.plan.defendant_id, corrects=contact.pk)
    return corrected

"""The timeline of a plan: what happened, newest first, read from the rows themselves.

Notes, results and the person's words are left out for a reader without the right to notes.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from resocialization.models import Contact, NeedChange, Plan, Step

CONTACT_ICONS = {
    Contact.Kind.CALL: "telephone",
    Contact.Kind.VISIT: "house-door",
    Contact.Kind.OFFICE: "building",
    Contact.Kind.MESSAGE: "envelope",
    Contact.Kind.ORGANIZATION: "bank",
}


class Item(NamedTuple):
    """One line of the timeline, in the form of partials/timeline_item.html."""

    day: date
    at: datetime | None
    title: str
    icon: str
    by: object = None
    note: str = ""
    changes: tuple[dict, ...] = ()
    former: str = ""
    contact_id: int | None = None


def items_of(plan: Plan, with_notes: bool) -> list[Item]:
    """Everything that happened in a plan, newest first. Eight statements."""
    found = [
        Item(local(plan.opened_at), plan.opened_at, _("Plan opened"), "door-open"),
        *_contacts(plan, with_notes),
        *_steps(plan, with_notes),
        *_changes(plan, with_notes),
        *_hand_overs(plan, with_notes),
        *_consents(plan),
        *_closings(plan, with_notes),
    ]
    oldest = datetime.min.replace(tzinfo=timezone.get_default_timezone())
    return sorted(found, key=lambda item: (item.day, item.at or oldest), reverse=True)


def by_day(items: list[Item]) -> list[dict]:
    """Items in the form of partials/timeline.html."""
    return [
        {"date": day, "items": list(group)}
        for day, group in groupby(items, key=lambda item: item.day)
    ]


def local(at: datetime) -> date:
    return timezone.localtime(at).date()


def _if_on(at: datetime | None, day: date) -> datetime | None:
    """The moment of writing, where it fell on the day that is told of."""
    return at if at and local(at) == day else None


def _contacts(plan: Plan, with_notes: bool) -> Iterator[Item]:
    rows = plan.contacts.standing().select_related("direction", "by", "corrects")
    for contact in rows:
        said = _("reached") if contact.reached else _("not reached")
        parts = (contact.get_kind_display(), contact.direction, contact.organization, said)
        former = contact.corrects.note if with_notes and contact.corrects else ""
        yield Item(
            contact.on,
            _if_on(contact.made_at, contact.on),
            " · ".join(str(part) for part in parts if part),
            CONTACT_ICONS.get(contact.kind, "chat-left-text"),
            contact.by,
            contact.note if with_notes else "",
            former=former,
            contact_id=contact.pk,
        )


def _steps(plan: Plan, with_notes: bool) -> Iterator[Item]:
    ended = Step.objects.filter(need__plan=plan).exclude(state=Step.State.OPEN)
    for step in ended.select_related("service", "need__direction", "need__service", "closed_by"):
        done = step.state == Step.State.DONE
        what = _("Step done") if done else _("Step canceled")
        yield Item(
            step.done_on,
            _if_on(step.closed_at, step.done_on),
            f"{what}: {step.need.name} · {step.title}",
            "check-lg" if done else "x-lg",
            step.closed_by,
            step.result if with_notes else "",
        )


def _changes(plan: Plan, with_notes: bool) -> Iterator[Item]:
    rows = NeedChange.objects.filter(need__plan=plan)
    for change in rows.select_related("need__direction", "need__service", "by"):
        medical = change.need.direction.is_medical
        became = {
            "label": _("Status"),
            "old": change.get_old_display(),
            "new": change.get_new_display(),
        }
        yield Item(
            change.on,
            _if_on(change.at, change.on),
            change.need.name,
            change.need.direction.icon,
            change.by,
            change.words if with_notes and not medical else "",
            (became,),
        )


def _hand_overs(plan: Plan, with_notes: bool) -> Iterator[Item]:
    for move in plan.hand_overs.select_related("from_worker", "to_worker", "by"):
        became = {
            "label": _("Worker"),
            "old": str(move.from_worker or ""),
            "new": str(move.to_worker or ""),
        }
        title = _("Handed over") if move.from_worker_id else _("Assigned")
        title = f"{title}, {_('urgent')}" if move.urgent else title
        note = move.note if with_notes else ""
        yield Item(local(move.at), move.at, title, "shuffle", move.by, note, (became,))


def _consents(plan: Plan) -> Iterator[Item]:
    rows = plan.consents.select_related("recorded_by", "withdrawal_recorded_by", "direction")
    for consent in rows:
        what = f"{consent.get_purpose_display()} ({consent.direction or _('all directions')})"
        title = _("Consent given")
        yield Item(
            consent.given_on, None, f"{title}: {what}", "file-earmark-check", consent.recorded_by
        )
        if consent.withdrawn_on:
            title, by = _("Consent withdrawn"), consent.withdrawal_recorded_by
            yield Item(consent.withdrawn_on, None, f"{title}: {what}", "x-circle", by)


def _closings(plan: Plan, with_notes: bool) -> Iterator[Item]:
    for closing in plan.closings.select_related("asked_by", "answered_by"):
        what = _("Asked to close the plan")
        title = f"{what}: {closing.get_outcome_display()}"
        note = closing.reason if with_notes else ""
        yield Item(closing.asked_on, None, title, "archive", closing.asked_by, note)
        if closing.answered_on:
            what = _("Request to close")
            title = f"{what}: {closing.get_answer_display()}"
            note = closing.words if with_notes else ""
            yield Item(closing.answered_on, None, title, "award", closing.answered_by, note)

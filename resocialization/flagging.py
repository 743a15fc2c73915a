"""What needs attention in one plan: facts that a worker should act on, the gravest first.

Works on rows that were read before; asks the database nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resocialization.models import Consent, Contact, Need, Plan, Policy, Step

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to act on; `need` or `step` where it belongs to one."""

    code: str
    text: str
    need: Need | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the flags are read from. Steps and last contacts stand by need id."""

    plan: Plan
    decision_stands: bool
    needs: list[Need]
    open_steps: dict[int, list[Step]]
    last_reached: Contact | None
    consents: list[Consent]
    policy: Policy
    last_contacts: dict[int, Contact] = field(default_factory=dict)


def flags(facts: Facts, today: date) -> list[Flag]:
    """Everything that needs attention in a running plan; nothing in a closed one."""
    if not facts.plan.is_running:
        return []
    return [*_of_plan(facts, today), *_of_contact(facts, today), *_of_needs(facts, today)]


def _of_plan(facts: Facts, today: date) -> Iterator[Flag]:
    plan = facts.plan
    if not facts.decision_stands:
        yield Flag("decision", _("The decision on the release no longer stands."))
    if plan.no_home:
        yield Flag("no_home", _("The person has no place to live."))
    if plan.no_document:
        yield Flag("no_document", _("The person has no identity document."))
    if plan.worker_id is None:
        yield Flag("unassigned", _("Nobody follows this person yet."))
    in_force = [consent for consent in facts.consents if consent.withdrawn_on is None]
    if not any(consent.purpose == Consent.Purpose.FOLLOW_UP for consent in in_force):
        yield Flag("consent", _("No consent to follow-up is recorded."))
    if plan.released_on.weekday() == FRIDAY and today < plan.released_on + timedelta(days=4):
        yield Flag("friday", _("The release falls on a Friday: offices are closed after it."))


def _of_contact(facts: Facts, today: date) -> Iterator[Flag]:
    days = facts.policy.no_contact_days
    last = facts.last_reached.on if facts.last_reached else facts.plan.released_on
    if today - last > timedelta(days=days):
        text = ngettext(
            "No contact for more than %(n)s day.", "No contact for more than %(n)s days.", days
        )
        yield Flag("no_contact", text % {"n": days})


def _of_needs(facts: Facts, today: date) -> Iterator[Flag]:
    asked_by = facts.plan.released_on + timedelta(days=facts.policy.assessment_days)
    no_step, not_asked = _("no next step is planned"), _("not asked about yet")
    for need in facts.needs:
        steps = facts.open_steps.get(need.pk, [])
        for step in steps:
            if step.due_on < today:
                yield Flag("overdue", _overdue(step), need, step)
        if need.is_open and not steps:
            yield Flag("no_step", f"{need.name}: {no_step}", need)
        elif need.status == Need.Status.NOT_STARTED and today > asked_by:
            yield Flag("not_asked", f"{need.name}: {not_asked}", need)


def _overdue(step: Step) -> str:
    if step.waits_for == Step.WaitsFor.ORGANIZATION:
        passed = _("the expected date has passed")
        return f"{step.waits_words}: {passed} ({step.title})"
    return f"{step.title}: {_('overdue')}"

"""Consent to follow-up and to sharing: given, withdrawn, and what it allows.

Help after an outright release is voluntary. Whether the law demands a written consent is not
verified; the safe default is to record one before anything is shared.
"""

from datetime import date

from django.db import transaction

from amnesty.accounts.acting import actor
from amnesty.accounts.trail import record
from resocialization.models import Consent, Direction, Plan, Policy


class ConsentMissing(RuntimeError):
    """Something would be shared with an organization, and no consent to that is in force."""


def may_share(plan: Plan, direction_id: int | None, policy: Policy) -> bool:
    """May data of this person go to an organization of this direction?"""
    return not policy.consent_required or plan.consents.sharing(direction_id).exists()


def require_consent(plan: Plan, direction_id: int | None) -> None:
    """Raise ConsentMissing unless sharing is allowed."""
    if not may_share(plan, direction_id, Policy.current()):
        raise ConsentMissing(plan.pk)


@transaction.atomic
def give(plan: Plan, purpose: str, form: str, on: date, direction: Direction | None) -> Consent:
    """Record a consent. One that is in force already is returned as it stands."""
    consent, made = plan.consents.in_force().get_or_create(
        purpose=purpose,
        direction=direction,
        defaults={"plan": plan, "form": form, "given_on": on, "recorded_by": actor()},
    )
    if made:
        record("consent.given", consent, plan.defendant_id, purpose=purpose, plan=plan.pk)
    return consent


@transaction.atomic
def withdraw(consent: Consent, on: date) -> None:
    """End a consent from `on`: sharing stops, what was done stays. A second time does nothing."""
    ended = Consent.objects.in_force().filter(pk=consent.pk)
    if ended.update(withdrawn_on=on, withdrawal_recorded_by=actor()):
        record("consent.withdrawn", consent, consent.plan.defendant_id, plan=consent.plan_id)

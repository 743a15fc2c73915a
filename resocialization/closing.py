"""Closing a plan: a worker asks with outcome and reason, another person approves or sends back."""

from datetime import date

from django.db import transaction

from amnesty.accounts.models import User
from amnesty.accounts.trail import record
from resocialization.guarding import ChangedMeanwhile, claim
from resocialization.models import Closing, Plan
from resocialization.planning import cancel_open_steps


class OwnRequest(PermissionError):
    """Whoever asked to close a plan may not answer the request."""


@transaction.atomic
def ask_to_close(
    plan: Plan, version: int, outcome: str, reason: str, by: User, today: date
) -> Closing:
    """Ask for approval. Only a plan that is open can be asked for."""
    claim(plan, version)
    if plan.state != Plan.State.OPEN:
        raise ChangedMeanwhile(plan)
    closing = Closing.objects.create(
        plan=plan, outcome=outcome, reason=reason, asked_by=by, asked_on=today
    )
    plan.state = Plan.State.CLOSING
    plan.save(update_fields=["state"])
    record("plan.closing_asked", plan, plan.defendant_id, outcome=outcome)
    return closing


@transaction.atomic
def approve(closing: Closing, version: int, by: User, today: date, words: str = "") -> None:
    """Close the plan; what was still planned is canceled, nothing is deleted."""
    plan = closing.plan
    _answer(closing, version, Closing.Answer.APPROVED, by, today, words)
    cancel_open_steps(plan.needs.all(), today)
    plan.state, plan.outcome, plan.closed_on = Plan.State.CLOSED, closing.outcome, today
    plan.save(update_fields=["state", "outcome", "closed_on"])
    record("plan.closed", plan, plan.defendant_id, outcome=plan.outcome)


@transaction.atomic
def send_back(closing: Closing, version: int, by: User, today: date, words: str) -> None:
    """Refuse the request: the plan goes on, the request stays in its history."""
    plan = closing.plan
    _answer(closing, version, Closing.Answer.SENT_BACK, by, today, words)
    plan.state = Plan.State.OPEN
    plan.save(update_fields=["state"])
    record("plan.kept_open", plan, plan.defendant_id, outcome=closing.outcome)


def _answer(closing: Closing, version: int, answer: str, by: User, today: date, words: str) -> None:
    if closing.asked_by_id == by.pk:
        raise OwnRequest(closing.pk)
    claim(closing.plan, version)
    if closing.answer != Closing.Answer.WAITING:
        raise ChangedMeanwhile(closing.plan)
    closing.answer, closing.answered_by = answer, by
    closing.answered_on, closing.words = today, words
    closing.save()

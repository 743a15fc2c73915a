"""The three steps after a draft, as the pages offer them: who may, what stands in the way, words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import User
from cases import deciding
from cases.deciding import Refused
from cases.decision_forms import ApprovalForm, RevocationForm
from cases.models import Decision

SIGNERS = ("cases.approve_decision", "cases.execute_decision")


def right_of(user: User, rights: tuple[str, ...]) -> str:
    """The first of `rights` that the user holds; the first of all when there is none."""
    return next((right for right in rights if user.has_perm(right)), rights[0])


class Step(NamedTuple):
    """One step: its rights (any suffices), its words, its form, what is asked and what is done."""

    name: str
    rights: tuple[str, ...]
    before: tuple[str, ...]
    after: str
    signer: str
    heading: str | Promise
    action: str | Promise
    warning: str | Promise
    done: str | Promise
    form: type[forms.Form] | None
    asks_who_is_there: bool
    shows_doubts: bool
    obstacle: Callable[[Decision, User, date], Refused | None]
    act: Callable[[Decision, User, int, datetime, dict], Decision]

    def is_offered_to(self, user: User, decision: Decision, whatever_state: bool = False) -> bool:
        """Whether the user may take it at all; a draft is also withdrawn by its author."""
        if not (whatever_state or decision.state in self.before):
            return False
        own_draft = decision.state == "draft" and decision.author_id == user.pk
        if self.name == "revoke" and own_draft:
            return user.has_perm("cases.draft_decision")
        signers = [right for right in self.rights if right in SIGNERS]
        return any(user.has_perm(right) for right in signers)

    def is_done_by(self, user: User, decision: Decision) -> bool:
        """Did this user take exactly this step already? Then sending it again changes nothing."""
        return decision.state == self.after and getattr(decision, self.signer) == user.pk


def _approve(decision: Decision, by: User, version: int, at: datetime, told: dict) -> Decision:
    return deciding.approve(decision, by, version, at, told["identity_checked"], told["note"])


def _execute(decision: Decision, by: User, version: int, at: datetime, told: dict) -> Decision:
    return deciding.execute(decision, by, version, at)


def _revoke(decision: Decision, by: User, version: int, at: datetime, told: dict) -> Decision:
    return deciding.revoke(decision, by, version, at, told["reason"])


STEPS = {
    step.name: step
    for step in (
        Step(
            name="approve",
            rights=("cases.approve_decision",),
            before=("draft",),
            after="approved",
            signer="approved_by_id",
            heading=_("Approve the decision"),
            action=_("Approve the decision"),
            warning=_("An approved decision cannot be changed. A correction is a new decision."),
            done=_("The decision is approved. A third person checks it before execution."),
            form=ApprovalForm,
            asks_who_is_there=True,
            shows_doubts=True,
            obstacle=lambda decision, by, on: deciding.why_not_approved(decision, by),
            act=_approve,
        ),
        Step(
            name="execute",
            rights=("cases.execute_decision", "cases.approve_decision"),
            before=("approved",),
            after="executed",
            signer="executed_by_id",
            heading=_("Check and execute the decision"),
            action=_("Record the execution"),
            warning=_("Compare every value with the act on paper. This cannot be taken back."),
            done=_("The execution is recorded."),
            form=None,
            asks_who_is_there=False,
            shows_doubts=True,
            obstacle=deciding.why_not_executed,
            act=_execute,
        ),
        Step(
            name="revoke",
            rights=("cases.approve_decision", "cases.execute_decision", "cases.draft_decision"),
            before=("draft", "approved", "executed"),
            after="revoked",
            signer="revoked_by_id",
            heading=_("Revoke the decision"),
            action=_("Revoke the decision"),
            warning=_("A revoked decision stays visible, and no longer counts."),
            done=_("The decision is revoked."),
            form=RevocationForm,
            asks_who_is_there=False,
            shows_doubts=False,
            obstacle=lambda decision, by, on: deciding.why_not_revoked(decision, by),
            act=_revoke,
        ),
    )
}

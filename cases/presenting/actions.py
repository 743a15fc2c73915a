"""What to do now with a case: at most three things, the most urgent first."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from amnesty.addresses import address_of
from cases.models import Case, Decision, FactCorrection, IinOverride
from cases.presenting.panel import Panel, past_words
from cases.worklists import RELIEFS

MOST_ACTIONS = 3
IN_HAND = {Decision.State.DRAFT, Decision.State.APPROVED, Decision.State.EXECUTED}


class Action(NamedTuple):
    """One thing to do: its label, where, why; `key` = its shortcut."""

    label: str
    url: str
    why: str
    key: str = ""


def actions_of(user: User, case: Case, panel: Panel, decisions: list[Decision]) -> list[Action]:
    """Only what this user may do and what has a page. `decisions`: all of the case."""
    found = [*_proposed(user, case, decisions), *_open(user, case, decisions), *_facts(user, panel)]
    if not any(made.state in IN_HAND for made in decisions):
        found += _decision(user, case, panel)
    return [action for action in found if action.url][:MOST_ACTIONS]


def _proposed(user: User, case: Case, decisions: list[Decision]) -> list[Action]:
    """A proposal waits for a second person; there is none of known facts before a decision."""
    found = []
    if decisions and user.has_perm("cases.confirm_correction"):
        for row in FactCorrection.objects.waiting().filter(case=case).exclude(proposed_by=user)[:1]:
            url = address_of("case-correction", case.pk, row.pk)
            found.append(Action(_("Look at the correction"), url, row.document))
    if user.has_perm("cases.confirm_iin"):
        rows = IinOverride.objects.filter(case=case, state=IinOverride.State.PROPOSED)
        for row in rows.exclude(proposed_by=user)[:1]:
            url = address_of("case-iin", case.pk)
            found.append(Action(_("Look at the IIN"), url, row.document))
    return found


def _open(user: User, case: Case, decisions: list[Decision]) -> list[Action]:
    """A draft waits for its approval, an approved decision for its execution."""
    waiting = (
        (Decision.State.DRAFT, "cases.approve_decision", _("Approve the decision")),
        (Decision.State.APPROVED, "cases.execute_decision", _("Execute the decision")),
    )  # author and approver are two people
    return [
        Action(label, address_of("decision", case.pk, made.pk), str(made))
        for state, right, label in waiting
        for made in decisions
        if made.state == state and user.has_perm(right) and made.author_id != user.pk
    ]


def _facts(user: User, panel: Panel) -> list[Action]:
    if not (panel.missing and user.has_perm("cases.register_case")):
        return []
    first = panel.missing[0]
    if first.path == "objects_to_termination":
        label, why = _("Record the position"), _("Explain the right to object first.")
    else:
        label, why = _("Answer what is missing"), first.question
    return [Action(label, f"#{first.anchor}", why)]


def _decision(user: User, case: Case, panel: Panel) -> list[Action]:
    """Draft and record, once the answer is not preliminary; a passed date is told first."""
    if not user.has_perm("cases.draft_decision") or panel.outcome not in RELIEFS or case.ending:
        return []
    why = _("A fact is still missing.") if panel.missing else _("All facts are there.")
    if panel.days_past:
        why = past_words(panel.days_past)
    return [
        Action(_("Record decision"), address_of("decision-record", case.pk), why, "KeyD"),
        Action(_("Draft ruling"), address_of("case-ruling", case.pk), why, "KeyR"),
    ]

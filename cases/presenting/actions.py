"""What to do now with a case: at most three things, the most urgent first."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from amnesty.addresses import address_of
from cases.models import Case, Decision
from cases.presenting.panel import Panel, past_words
from cases.worklists import RELIEFS

MOST_ACTIONS = 3


class Action(NamedTuple):
    """One thing to do: its label, where, why; `key` = its shortcut."""

    label: str
    url: str
    why: str
    key: str = ""


def actions_of(user: User, case: Case, panel: Panel, today: date) -> list[Action]:
    """Only what this user may do and what has a page."""
    found = [*_facts(user, case, panel), *_decision(user, case, panel)]
    return [action for action in found if action.url][:MOST_ACTIONS]


def _facts(user: User, case: Case, panel: Panel) -> list[Action]:
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
    states = set(case.decisions.values_list("state", flat=True))
    if states & {Decision.State.DRAFT, Decision.State.APPROVED, Decision.State.EXECUTED}:
        return []
    why = _("A fact is still missing.") if panel.missing else _("All facts are there.")
    if panel.days_past:
        why = past_words(panel.days_past)
    return [
        Action(_("Record decision"), address_of("decision-record", case.pk), why, "KeyD"),
        Action(_("Draft ruling"), address_of("case-ruling", case.pk), why, "KeyR"),
    ]

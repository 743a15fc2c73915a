"""Word, icon and tone of every code that a page shows as a tag.

Pure tables, in the order in which people meet the codes. Red means excluded, not met, overdue
or an error and nothing else; "not covered" and "excluded" never share a word, an icon or a tone.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Look(NamedTuple):
    """How one code looks: its word, the name of its icon, the name of its tone."""

    word: str | Promise
    icon: str
    tone: str


TONES = ("green", "blue", "teal", "red", "amber", "violet", "grey")

OUTCOMES: dict[str, Look] = {
    "release": Look(_("Release from punishment"), "door-open", "green"),
    "terminate": Look(_("Terminate the case"), "stop-circle", "green"),
    "continue_to_verdict": Look(_("Continue to the verdict"), "arrow-right", "violet"),
    "reduce": Look(_("Reduce the term"), "circle-half", "blue"),
    "reduce_at_sentencing": Look(_("Reduce at sentencing"), "hammer", "blue"),
    "lift_record": Look(_("Lift the record"), "eraser", "teal"),
    "combined": Look(_("Per offense, the court combines"), "signpost-split", "violet"),
    "no_effect": Look(_("No effect"), "dash-lg", "grey"),
    "not_covered": Look(_("Not covered"), "dash-square-dotted", "grey"),
    "excluded": Look(_("Excluded"), "slash-circle", "red"),
    "needs_review": Look(_("Needs review"), "bank", "violet"),
}
REVIEW_FOR_DATA = Look(_("Needs review"), "question-circle", "amber")
NOT_ASSESSED = Look(_("Not assessed yet"), "circle", "grey")
RELEASE_NOW = Look(_("Release now"), "door-open", "green")

# Five states of a rule (a finding). "met" is plain text: only what asks for attention has a fill.
STATES: dict[str, Look] = {
    "missing": Look(_("Data missing"), "question-circle", "amber"),
    "not_met": Look(_("Not met"), "x-circle", "red"),
    "judgement": Look(_("For the court"), "bank", "violet"),
    "met": Look(pgettext_lazy("rule", "Met"), "check-lg", "plain"),
    "not_relevant": Look(_("Not relevant"), "dash-lg", "muted"),
}

# A need of a released person.
NEEDS: dict[str, Look] = {
    "not_started": Look(_("Not started"), "circle", "grey"),
    "in_progress": Look(_("In progress"), "circle-half", "blue"),
    "met": Look(pgettext_lazy("need", "Met"), "check-circle", "green"),
    "declined": Look(_("Declined"), "x-lg", "grey"),
    "no_need": Look(_("No need"), "dash-lg", "grey"),
}

# A long piece of work: a bulk run, an import.
WORK: dict[str, Look] = {
    "pending": Look(_("Waiting"), "hourglass-split", "grey"),
    "running": Look(_("Running"), "arrow-repeat", "blue"),
    "done": Look(_("Finished"), "check-circle", "green"),
    "failed": Look(_("Failed"), "exclamation-triangle", "red"),
    "canceled": Look(_("Canceled"), "slash-circle", "grey"),
}

# The life of a decision.
DECISIONS: dict[str, Look] = {
    "draft": Look(_("Draft"), "pencil", "grey"),
    "recorded": Look(_("Recorded"), "file-earmark-text", "blue"),
    "approved": Look(_("Approved"), "award", "blue"),
    "executed": Look(_("Executed"), "check-circle", "green"),
    "revoked": Look(_("Revoked"), "arrow-left", "amber"),
}


def outcome_look(code: str | None, *, data_missing: bool = False) -> Look:
    """The look of an outcome; an unknown code shows itself, so that nobody takes it for a word."""
    if not code:
        return NOT_ASSESSED
    if code == "needs_review" and data_missing:
        return REVIEW_FOR_DATA
    return OUTCOMES.get(code) or Look(code, "question-circle", "grey")

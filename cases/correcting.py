"""The one door for corrections: proposing a change of known facts, confirming, refusing it.

From the first draft of a decision on, known facts of a case change here alone: one person proposes
with a reason and a document, another one confirms. Only the confirmation writes, as the page was
typed, through cases/registering.py; the case is assessed again in the same transaction. Who holds
which right is asked by the pages. The moment is a parameter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import msgspec
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.acting import because
from amnesty.accounts.models import User
from cases.assessing import FactsContradict
from cases.filing import Filing
from cases.models import Assessment, Case, CorrectionComment, Decision, FactCorrection
from cases.models.corrections import SHORTEST_REASON, Proposal
from cases.models.submitted import SecondPersonNeeded
from cases.registering import ChangedMeanwhile, amend
from cases.submitting import Change, changes_between

State = FactCorrection.State
SHORTLY_BEFORE = timedelta(days=30)
SAME_PERSON = _("You proposed it. Another person confirms or refuses.")
DECIDED = _("Somebody has looked at this already. Nothing was changed.")
NOTHING_KNOWN_CHANGES = _("No known fact changes. Save it on the page of the case.")
TOO_SHORT = _("Give the reason in at least 20 signs.")
NO_DOCUMENT = _("Name the document that shows it.")


class Refused(ValueError):
    """The step is not allowed; the text says why. Nothing was changed."""

    def __init__(self, code: str, words: str | Promise) -> None:
        super().__init__(words)
        self.code = code


class Outdated(RuntimeError):
    """The case or the person was saved after the proposal; it was put aside, nothing written."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a known fact is another one, and the paper that shows it."""

    reason: str
    document: str

    def refuse_if_empty(self) -> None:
        """Raises Refused."""
        if len(self.reason.strip()) < SHORTEST_REASON:
            raise Refused("reason", TOO_SHORT)
        if not self.document.strip():
            raise Refused("document", NO_DOCUMENT)


class Corrected(NamedTuple):
    """Known facts that were others after one assessment of a case."""

    at: datetime
    changes: list[Change]


def changes_of(case: Case, version: int, filing: Filing) -> list[Change]:
    """What of `filing` needs a second person; nothing is written. Raises as `amend` does."""
    copy = Case.objects.select_related("defendant").get(pk=case.pk)
    try:
        with transaction.atomic():
            amend(copy, version, filing)
            transaction.set_rollback(True)
    except SecondPersonNeeded as needed:
        return needed.changes
    return []


@transaction.atomic
def propose(
    case: Case,
    version: int,
    filing: Filing,
    typed: dict[str, list[str]],
    grounds: Grounds,
    by: User,
    at: datetime,
) -> FactCorrection:
    """Keep a page that was typed until somebody else confirms it. The case stays as it is.

    `typed` are the fields as they were sent, `filing` what they say. Raises Refused, and
    ChangedMeanwhile (cases.registering) when the case is no longer that of `version`.
    """
    trail.take_turn()
    grounds.refuse_if_empty()
    changes = changes_of(case, version, filing)
    if not changes:
        raise Refused("nothing", NOTHING_KNOWN_CHANGES)
    now = Case.objects.select_related("defendant").get(pk=case.pk)
    correction = FactCorrection.objects.create(
        case=now,
        version=version,
        facts_version=now.facts_version,
        person_version=now.defendant.version,
        changes=[list(change) for change in changes],
        typed=typed,
        reason=grounds.reason.strip(),
        document=grounds.document.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    _tell("correction.proposed", correction, changes=correction.changes)
    return correction


def confirm(correction: FactCorrection, filing: Filing, by: User, at: datetime) -> FactCorrection:
    """Write what was proposed, as a second person. `filing` is what `typed` says today.

    Raises Refused, and Outdated when it no longer fits the case; then no fact was changed.
    """
    try:
        with transaction.atomic():
            return _write(_waiting(correction, by), filing, by, at)
    except (ChangedMeanwhile, SecondPersonNeeded, FactsContradict, Outdated) as moved:
        put_aside(correction, at)
        raise Outdated(correction.pk) from moved


def _write(row: FactCorrection, filing: Filing, by: User, at: datetime) -> FactCorrection:
    if row.is_outdated:
        raise Outdated(row.pk)
    row.state, row.decided_by, row.decided_at = State.CONFIRMED, by, at
    row.save()
    with because(row.reason):
        amend(row.case, row.version, filing)
    row.written_at = at
    row.save()
    _tell("correction.confirmed", row, changes=row.changes)
    return row


@transaction.atomic
def refuse(correction: FactCorrection, by: User, at: datetime, words: str) -> FactCorrection:
    """Say no, with a reason. Raises Refused."""
    row = _waiting(correction, by)
    if not words.strip():
        raise Refused("refusal", _("Say why it is refused."))
    row.state, row.decided_by, row.decided_at = State.REFUSED, by, at
    row.refusal = words.strip()
    row.save()
    _tell("correction.refused", row)
    return row


@transaction.atomic
def comment(correction: FactCorrection, by: User, at: datetime, text: str) -> CorrectionComment:
    """Add an observation beneath a proposal. Raises Refused."""
    if not text.strip():
        raise Refused("text", _("Write the comment."))
    made = CorrectionComment.objects.create(correction=correction, text=text.strip(), by=by, at=at)
    _tell("correction.commented", correction, comment=made.pk)
    return made


@transaction.atomic
def put_aside(correction: FactCorrection, at: datetime) -> None:
    """Mark a proposal that the case has overtaken; what was typed stays to be read."""
    trail.take_turn()
    row = FactCorrection.objects.select_for_update().get(pk=correction.pk)
    if row.state == State.PROPOSED:
        row.state, row.decided_at = State.OUTDATED, at
        row.save()
        _tell("correction.outdated", row)


def why_not_decided(proposal: Proposal, by: User) -> Refused | None:
    """What stands in the way of this user's yes or no, or None."""
    if proposal.state != State.PROPOSED:
        return Refused("state", DECIDED)
    if proposal.proposed_by_id == by.pk:
        return Refused("same_person", SAME_PERSON)
    return None


def _waiting(correction: FactCorrection, by: User) -> FactCorrection:
    """The proposal under its lock, if `by` may decide about it."""
    trail.take_turn()
    rows = FactCorrection.objects.select_for_update(of=("self",))
    row = rows.select_related("case__defendant").get(pk=correction.pk)
    if obstacle := why_not_decided(row, by):
        raise obstacle
    return row


def corrected_shortly_before(decision: Decision, now: datetime) -> list[Corrected]:
    """Known facts that were changed from 30 days before a draft until its approval, newest last.

    Read from the answers of the case: each keeps the facts it was made from. Two statements.
    """
    since = decision.created_at - SHORTLY_BEFORE
    made = Assessment.objects.filter(case=decision.case_id).order_by("made_at", "pk")
    shortly = made.filter(made_at__gte=since, made_at__lte=decision.approved_at or now)
    before = made.filter(made_at__lt=since).order_by("-made_at", "-pk")[:1]
    columns = ("made_at", "dossier_json")
    rows = [*before.values_list(*columns), *shortly.values_list(*columns)]
    told = [(at, msgspec.json.decode(dossier)) for at, dossier in rows]
    found = [
        Corrected(at, changes_between(earlier, later))
        for (_at, earlier), (at, later) in pairwise(told)
    ]
    return [row for row in found if row.changes]


def _tell(kind: str, correction: FactCorrection, **detail: object) -> None:
    case = correction.case
    trail.record(kind, correction, case.defendant_id, case=case.pk, **detail)

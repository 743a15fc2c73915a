"""The one door for decisions: recording a draft, approving, executing and revoking it.

Each step is one transaction with its event of the audit trail. Author, approver and the one who
executes are three people. Who holds which right is asked by the pages; what a step needs is asked
here, for pages, demo and shell alike. The moment is a parameter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office, User
from amnesty.accounts.trail import record as record_event
from amnesty.accounts.trail import take_turn
from cases.models import Assessment, Case, Decision, Sentence
from cases.models.decisions import ENTRY_INTO_FORCE, FREEING
from cases.referencing import current_basis

WITH_NEW_END = ("reduce", "combined", "reduce_at_sentencing")
DEPRIVING = ("imprisonment", "arrest", "restriction_of_liberty")
CHECKED_BEFORE_RELEASE = timedelta(days=2)
State = Decision.State


class Refused(ValueError):
    """The step is not allowed now; the text says why. Nothing was changed."""

    def __init__(self, code: str, words: str | Promise) -> None:
        super().__init__(words)
        self.code = code


class Stale(RuntimeError):
    """Somebody else changed the decision after it was read. Nothing was changed."""


class Problem(NamedTuple):
    """One thing that is wrong with the content, and the field where to say so."""

    field: str
    words: str | Promise


class Difference(NamedTuple):
    """Where a decision and an assessment part: `field` is outcome or new_end."""

    field: str
    assessed: str | date | None
    decided: str | date | None


@dataclass(frozen=True, slots=True)
class Content:
    """What a body decided, as it stands in its act."""

    office: Office
    decider: str
    act_number: str
    decided_on: date
    outcome: str
    new_end: date | None = None
    frees_person: bool = False
    released_on: date | None = None
    differs: str = ""
    reason: str = ""

    def tidy(self, assessment: Assessment) -> "Content":
        """Without what this outcome does not have; no reason for a difference that is none."""
        tidied = replace(
            self,
            new_end=self.new_end if self.outcome in WITH_NEW_END else None,
            released_on=self.released_on if self.frees_person else None,
        )
        parted = differences(tidied.outcome, tidied.new_end, assessment)
        return tidied if parted else replace(tidied, differs="")


# --- reading ---------------------------------------------------------------------------------


def decisions_for(case: Case) -> list[Decision]:
    """All decisions of a case, the newest first, each with `parted` and `replaced_by`."""
    rows = case.decisions.select_related(
        "assessment", "office", "author", "approved_by", "executed_by", "revoked_by", "supersedes"
    )
    found = list(rows.order_by("-pk"))
    signed = {State.APPROVED, State.EXECUTED}
    later = {row.supersedes_id: row for row in found if row.supersedes_id and row.state in signed}
    for decision in found:
        decision.parted = differences(decision.outcome, decision.new_end, decision.assessment)
        decision.replaced_by = later.get(decision.pk)
    return found


def differences(outcome: str, new_end: date | None, assessment: Assessment) -> list[Difference]:
    """How far a decision says otherwise than an assessment; what only one tells is no difference.

    Under `combined` the court fixes the final term, so its end is the court's alone.
    """
    if outcome != assessment.outcome:
        return [Difference("outcome", assessment.outcome, outcome)]
    known = new_end is not None and assessment.new_end is not None
    if outcome == "reduce" and known and new_end != assessment.new_end:
        return [Difference("new_end", assessment.new_end, new_end)]
    return []


def is_up_to_date(case: Case) -> bool:
    """Was the current answer made from the present facts, under the rules and table in use?"""
    answer = case.current_assessment
    if answer is None or case.facts_version != case.assessed_facts_version:
        return False
    basis = current_basis()
    return (answer.rule_set_id, answer.reference_id) == (basis.rule_set_id, basis.reference_id)


def proposal(case: Case, by: User, on: date) -> dict[str, object]:
    """What the form starts with on a day: the standing decision, else what the assessment says."""
    standing = Decision.objects.standing().filter(case=case).first()
    if standing is not None:
        fields = Content.__dataclass_fields__.keys() - {"reason"}
        return {name: getattr(standing, name) for name in fields}
    answer = case.current_assessment
    outcome = answer.outcome if answer and answer.outcome != "needs_review" else ""
    return {
        "office": _deciding_office(case),
        "decider": by.get_full_name() if by.has_perm("cases.approve_decision") else "",
        "outcome": outcome,
        "new_end": answer.new_end if outcome in WITH_NEW_END else None,
        "frees_person": bool(outcome) and _frees(case, answer, on),
    }


def _deciding_office(case: Case) -> Office:
    if case.stage == "pretrial":
        return case.investigating_body or case.prosecutor_office or case.court
    return case.court


def _frees(case: Case, answer: Assessment, on: date) -> bool:
    """Would the person be out of custody on that day if the body followed the assessment?"""
    behind_bars = Sentence.objects.filter(case=case, kind__in=DEPRIVING).exclude(
        manner__in=["conditional", "deferred"]
    )
    if answer.outcome == "release":
        return behind_bars.exists()
    ended = answer.release_now or (answer.new_end is not None and answer.new_end <= on)
    return answer.outcome in FREEING and ended and behind_bars.exists()


# --- what a content needs --------------------------------------------------------------------


def problems(content: Content, case: Case, assessment: Assessment, on: date) -> Iterator[Problem]:
    """Everything that is wrong with a content, for the form; `on` is the present day."""
    if content.office.kind not in Decision.Body.values:
        yield Problem("office", _("This office does not decide. Choose a deciding body."))
    if content.outcome == "needs_review":
        yield Problem("outcome", _("A decision decides. Choose another outcome."))
    yield from _wrong_days(content, case, on)
    if content.outcome in {"reduce", "combined"} and assessment.new_end and not content.new_end:
        yield Problem("new_end", _("Enter the new end of the term."))
    yield from _wrong_reasons(content, case, assessment)


def _wrong_days(content: Content, case: Case, on: date) -> Iterator[Problem]:
    verdict = _verdict_day(case)
    if content.decided_on < ENTRY_INTO_FORCE:
        yield Problem("decided_on", _("The Law is in force since 03.11.2022. Check the date."))
    elif content.decided_on > on:
        yield Problem("decided_on", _("This date is in the future."))
    elif verdict and content.decided_on < verdict:
        words = _("The verdict is of %(day)s. A decision cannot be older.")
        yield Problem("decided_on", words % {"day": f"{verdict:%d.%m.%Y}"})
    if not content.frees_person:
        return
    if content.outcome not in FREEING:
        yield Problem("frees_person", _("Nobody goes free by this outcome. Clear the tick."))
    if content.released_on is None:
        yield Problem("released_on", _("Enter the day on which the person goes free."))
    elif content.released_on < content.decided_on:
        yield Problem("released_on", _("This day is before the date of the act."))


def _verdict_day(case: Case) -> date | None:
    days = Sentence.objects.filter(case=case).values_list("verdict_on", "starts_on").first()
    return next((day for day in days or () if day), None)


def _wrong_reasons(content: Content, case: Case, assessment: Assessment) -> Iterator[Problem]:
    if differences(content.outcome, content.new_end, assessment) and not content.differs:
        yield Problem("differs", _("The decision differs from the assessment. Choose why."))
    if content.differs == Decision.Differs.OTHER and not content.reason.strip():
        yield Problem("reason", _("Describe the other reason in words."))
    elif not content.reason.strip() and Decision.objects.standing().filter(case=case).exists():
        yield Problem("reason", _("A decision stands already. Say why this one replaces it."))


# --- the four steps --------------------------------------------------------------------------


@transaction.atomic
def record(
    case: Case, content: Content, by: User, at: datetime, version: int | None = None
) -> Decision:
    """Write a draft, or write the author's own draft of `version` anew.

    The draft rests on the case's present assessment; a standing decision is named as the one it
    replaces. Raises Refused, and Stale when the draft was changed meanwhile.
    """
    take_turn()
    case = _locked(case.pk)
    draft = Decision.objects.drafts().filter(case=case).first()
    _refuse_if(draft is None and version is not None, Stale())
    if draft is not None:
        _refuse_if(draft.author_id != by.pk, Refused("other_author", OTHER_AUTHOR))
        draft = _claim(draft, version)
    answer = case.current_assessment
    _refuse_if(bool(case.ending), Refused("ended", ENDED))
    _refuse_if(not is_up_to_date(case), Refused("out_of_date", OUT_OF_DATE))
    content = content.tidy(answer)
    for problem in problems(content, case, answer, timezone.localdate(at)):
        raise Refused(problem.field, problem.words)
    decision = draft or Decision(case=case, author=by, created_at=at)
    decision.assessment, decision.body = answer, content.office.kind
    decision.supersedes = Decision.objects.standing().filter(case=case).first()
    for name in Content.__dataclass_fields__:
        setattr(decision, name, getattr(content, name))
    decision.save()
    _tell("decision.changed" if draft else "decision.drafted", decision, outcome=content.outcome)
    return decision


@transaction.atomic
def approve(
    decision: Decision,
    by: User,
    version: int,
    at: datetime,
    identity_checked: bool = False,
    note: str = "",
) -> Decision:
    """Sign a draft that somebody else wrote. Raises Refused and Stale."""
    decision = _claim(decision, version)
    _raise(why_not_approved(decision, by))
    _refuse_if(not identity_checked, Refused("identity", IDENTITY))
    decision.state = State.APPROVED
    decision.approved_by, decision.approved_at = by, at
    decision.identity_checked, decision.approval_note = True, note
    decision.digest = decision.content_digest()
    decision.save()
    _tell("decision.approved", decision, digest=decision.digest)
    return decision


@transaction.atomic
def execute(decision: Decision, by: User, version: int, at: datetime) -> Decision:
    """Record the second, later check and that the order is carried out. Raises Refused, Stale."""
    decision = _claim(decision, version)
    _raise(why_not_executed(decision, by, timezone.localdate(at)))
    decision.state = State.EXECUTED
    decision.executed_by, decision.executed_at = by, at
    decision.save()
    _tell("decision.executed", decision, frees=decision.frees_person)
    return decision


@transaction.atomic
def revoke(decision: Decision, by: User, version: int, at: datetime, reason: str) -> Decision:
    """Withdraw a draft, or take a signed decision back as a second person. Raises Refused, Stale."""
    decision = _claim(decision, version)
    _raise(why_not_revoked(decision, by))
    _refuse_if(not reason.strip(), Refused("reason", _("Say why the decision is revoked.")))
    decision.state = State.REVOKED
    decision.revoked_by, decision.revoked_at = by, at
    decision.revocation_reason = reason.strip()
    decision.save()
    _tell("decision.revoked", decision)
    return decision


# --- what a step needs -----------------------------------------------------------------------

OUT_OF_DATE = _("The assessment is out of date. Have the case assessed again first.")
ENDED = _("The case has ended otherwise. There is nothing to decide about the amnesty.")
OTHER_AUTHOR = _("Somebody else has a draft in this case. Only its author can change it.")
IDENTITY = _("Confirm that the identity was checked against a document.")


def why_not_approved(decision: Decision, by: User) -> Refused | None:
    """What stands in the way of this user's approval, or None. The signing gate."""
    case = decision.case
    standing = Decision.objects.standing().filter(case=case).values_list("pk", flat=True).first()
    obstacles = (
        (decision.state != State.DRAFT, "state", _("Only a draft can be approved.")),
        (decision.author_id == by.pk, "same_person", _("You wrote this draft. Another approves.")),
        (bool(case.ending), "ended", ENDED),
        (not is_up_to_date(case), "out_of_date", OUT_OF_DATE),
        (
            decision.assessment_id != case.current_assessment_id,
            "out_of_date",
            _("The assessment has changed since. The author has to record the draft again."),
        ),
        (
            standing not in {None, decision.supersedes_id},
            "standing",
            _("Another decision stands meanwhile. The author has to record the draft again."),
        ),
    )
    return _first(obstacles)


def why_not_executed(decision: Decision, by: User, on: date) -> Refused | None:
    """What stands in the way of executing it on that day, or None. The check before release."""
    released = decision.released_on
    others = {decision.author_id, decision.approved_by_id}
    obstacles = (
        (decision.state != State.APPROVED, "state", _("Only an approved decision is executed.")),
        (by.pk in others, "same_person", _("You wrote or approved it. A third person checks.")),
        (
            decision.digest != decision.content_digest(),
            "digest",
            _("The text is not what was approved. Tell your administrator at once."),
        ),
        (not is_up_to_date(decision.case), "out_of_date", OUT_OF_DATE),
        (
            not _same_answer(decision.assessment, decision.case.current_assessment),
            "out_of_date",
            _("The assessment has changed since the approval. A new decision has to replace it."),
        ),
        (
            released is not None and released - on > CHECKED_BEFORE_RELEASE,
            "too_early",
            _("The check is made at most two days before the day of release."),
        ),
    )
    return _first(obstacles)


def why_not_revoked(decision: Decision, by: User) -> Refused | None:
    """What stands in the way of this user's revocation, or None."""
    obstacles = (
        (decision.state == State.REVOKED, "state", _("This decision is revoked already.")),
        (
            decision.approved_by_id == by.pk,
            "same_person",
            _("You approved it. A second person revokes."),
        ),
    )
    return _first(obstacles)


def _first(obstacles: tuple[tuple[bool, str, str | Promise], ...]) -> Refused | None:
    return next((Refused(code, words) for stands, code, words in obstacles if stands), None)


def _same_answer(then: Assessment, now: Assessment | None) -> bool:
    """The same facts and the same answer, be it under another rule set."""
    if now is None:
        return False
    return (then.digest, then.outcome, then.new_end) == (now.digest, now.outcome, now.new_end)


def _refuse_if(stands: bool, refusal: Exception) -> None:
    if stands:
        raise refusal


def _raise(refusal: Refused | None) -> None:
    if refusal is not None:
        raise refusal


def _locked(case_id: int) -> Case:
    """The case as it is now; nobody saves it until this transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("current_assessment")
    return rows.get(pk=case_id)


def _claim(decision: Decision, version: int | None) -> Decision:
    """A fresh copy, ours until the transaction ends; the caller's copy is left as it was read."""
    take_turn()
    case = _locked(decision.case_id)  # the case before its decisions, as in `record`
    if not Decision.objects.claim(decision.pk, -1 if version is None else version):
        raise Stale
    fresh = Decision.objects.select_related("assessment", "office", "author").get(pk=decision.pk)
    fresh.case = case
    return fresh


def _tell(kind: str, decision: Decision, **detail: object) -> None:
    record_event(kind, decision, decision.case.defendant_id, case=decision.case_id, **detail)

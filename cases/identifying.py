"""The one door for an IIN with a wrong check digit: proposed with a document, confirmed by another.

Whether every IIN that was issued obeys the check digit is not certain: the form refuses a wrong
one, and this is the way around it. The moment is a parameter.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.acting import because
from amnesty.accounts.models import User
from cases import iin as digits
from cases.assessing import hold_cases_of
from cases.correcting import Grounds, Refused, why_not_decided
from cases.models import Case, Defendant, IinOverride

State = IinOverride.State


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that shows an IIN."""

    iin: str
    number: str
    issued_on: date


def confirmed_iin(person: Defendant) -> IinOverride | None:
    """By what the person's IIN was confirmed; None where its check digit is right."""
    if not person.iin or digits.problem(person.iin) is None:
        return None
    rows = person.iin_overrides.select_related("decided_by")
    return rows.filter(iin=person.iin, state=State.CONFIRMED).first()


def obstacle_to(number: str, person: Defendant) -> Refused | None:
    """Why this number cannot become the person's IIN, or None."""
    wrong = digits.problem(number)
    if wrong is None:
        words = _("The check digit of this IIN is right. Save it on the page of the case.")
        return Refused("iin", words)
    if wrong != "check":
        return Refused("iin", _("An IIN has 12 digits, not all of them the same."))
    if Defendant.objects.filter(iin=number).exclude(pk=person.pk).exists():
        return Refused("iin", _("This IIN cannot be registered. Ask your supervisor."))
    return None


@transaction.atomic
def propose(case: Case, paper: Paper, grounds: Grounds, by: User, at: datetime) -> IinOverride:
    """Ask a supervisor to confirm the IIN of the person of a case. Raises Refused."""
    grounds.refuse_if_empty()
    person = case.defendant
    if obstacle := obstacle_to(paper.iin, person):
        raise obstacle
    if person.iin_overrides.filter(state=State.PROPOSED).exists():
        raise Refused("waiting", _("An IIN of this person waits for confirmation already."))
    override = IinOverride.objects.create(
        case=case,
        defendant=person,
        iin=paper.iin,
        document=grounds.document.strip(),
        document_number=paper.number,
        issued_on=paper.issued_on,
        reason=grounds.reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    _tell("iin.proposed", override)
    return override


@transaction.atomic
def confirm(override: IinOverride, by: User, at: datetime) -> IinOverride:
    """Make the number the person's IIN, as a second person. Raises Refused."""
    row = _waiting(override, by)
    if obstacle := obstacle_to(row.iin, row.defendant):
        raise obstacle
    hold_cases_of(row.defendant_id)
    row.state, row.decided_by, row.decided_at = State.CONFIRMED, by, at
    row.save()
    person = row.defendant
    person.iin = row.iin
    person.version += 1
    with because(row.reason):
        person.save()
    _tell("iin.confirmed", row)
    return row


@transaction.atomic
def refuse(override: IinOverride, by: User, at: datetime, words: str) -> IinOverride:
    """Say no, with a reason. Raises Refused."""
    row = _waiting(override, by)
    if not words.strip():
        raise Refused("refusal", _("Say why it is refused."))
    row.state, row.decided_by, row.decided_at = State.REFUSED, by, at
    row.refusal = words.strip()
    row.save()
    _tell("iin.refused", row)
    return row


def _waiting(override: IinOverride, by: User) -> IinOverride:
    """The proposal under its lock, if `by` may decide about it."""
    trail.take_turn()
    rows = IinOverride.objects.select_for_update(of=("self",)).select_related("defendant")
    row = rows.get(pk=override.pk)
    if obstacle := why_not_decided(row, by):
        raise obstacle
    return row


def _tell(kind: str, override: IinOverride) -> None:
    trail.record(kind, override, override.defendant_id, case=override.case_id)

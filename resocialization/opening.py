"""What of a plan may be opened though it is closed to the user: once, with a reason, for an hour.

A supervisor opens the medical record of a person of the own offices; a judge and a medical
coordinator the address and phone of a person whom they do not follow. Every look is an event.
"""

from django.db.models import Q, QuerySet

from amnesty.accounts import breaking_glass
from amnesty.accounts.models import BreakGlass, User
from amnesty.accounts.trail import record
from cases.models import Case
from resocialization.models import Address, MedicalNote, Plan

Kind = BreakGlass.Kind


def plans_to_open(user: User) -> QuerySet[Plan]:
    """Plans of the user's offices, and those of the cases of these offices (a judge's court)."""
    own = Plan.objects.in_offices_of(user)
    of_cases = Q(decision__case__in=Case.objects.in_offices_of(user))
    return Plan.objects.filter(Q(pk__in=own.values("pk")) | of_cases)


def kind_for(user: User) -> str:
    """What is closed to this user: to a supervisor the record, to others where the person lives."""
    return Kind.MEDICAL if user.has_perm("resocialization.reassign_plan") else Kind.ADDRESS


def is_open_anyway(plan: Plan, user: User, kind: str) -> bool:
    """May the user look without breaking any glass?"""
    if kind == Kind.MEDICAL:
        return user.has_perm("resocialization.view_medicalnote")
    return Address.objects.visible_to(user).filter(plan=plan).exists()


def office_of(plan: Plan) -> int | None:
    """The office whose supervisors are told: the plan's, else the court's."""
    return plan.office_id or plan.decision.case.court_id


def record_of(plan: Plan, opening: BreakGlass) -> list[MedicalNote]:
    """The medical record under an opening of it; a look, told on the trail."""
    breaking_glass.note_look(opening)
    record("medical.opened", plan, plan.defendant_id)
    notes = MedicalNote.objects.standing().filter(plan=plan)
    return list(notes.select_related("by", "corrects"))


def address_of(plan: Plan, opening: BreakGlass) -> Address | None:
    """The present address and phone under an opening; a look, told on the trail."""
    breaking_glass.note_look(opening)
    found = Address.objects.current().filter(plan=plan).first()
    if found is not None:
        record("address.read", found, plan.defendant_id, plan=plan.pk)
    return found

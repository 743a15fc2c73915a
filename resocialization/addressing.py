"""Where a released person lives: recorded as a new row each time, the former one is kept."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from amnesty.accounts.acting import actor
from amnesty.accounts.models import User
from amnesty.accounts.trail import record
from resocialization.guarding import claim
from resocialization.models import Address, Plan


@dataclass(frozen=True, slots=True)
class Place:
    """Address and phone as given, and the two urgent facts of the first days."""

    address: str = ""
    phone: str = ""
    until: date | None = None
    no_home: bool = False
    no_document: bool = False


@transaction.atomic
def move(plan: Plan, version: int, place: Place) -> None:
    """Record where the person is now. An address that did not change makes no new row."""
    claim(plan, version)
    if (plan.no_home, plan.no_document) != (place.no_home, place.no_document):
        plan.no_home, plan.no_document = place.no_home, place.no_document
        plan.save(update_fields=["no_home", "no_document"])
        record("plan.flagged", plan, plan.defendant_id)
    now = plan.addresses.current().first()
    stored = (now.address, now.phone, now.until) if now else ("", "", None)
    if stored == (place.address, place.phone, place.until):
        return
    plan.addresses.current().update(is_current=False)
    moved = Address.objects.create(
        plan=plan,
        address=place.address,
        phone=place.phone,
        until=place.until,
        recorded_by=actor(),
    )
    record("address.recorded", moved, plan.defendant_id, plan=plan.pk)


def read(plan: Plan, user: User) -> Address | None:
    """The present address, if `user` may see it. Each reading is an event of the trail."""
    found = Address.objects.visible_to(user).current().filter(plan=plan).first()
    if found is not None:
        record("address.read", found, plan.defendant_id, plan=plan.pk)
    return found


def phones_of(plan_ids: set[int], user: User) -> dict[int, str]:
    """Phones by plan id, as far as `user` may see them; one event for the whole list."""
    rows = Address.objects.visible_to(user).current().filter(plan__in=plan_ids).exclude(phone="")
    phones = dict(rows.values_list("plan_id", "phone"))
    if phones:
        record("address.listed", plans=sorted(phones))
    return phones

"""Where a released person lives: recorded as a new row each time, the former one is kept."""

from datetime import date

from django.db import transaction

from amnesty.accounts.acting import actor
from amnesty.accounts.models import User
from amnesty.accounts.trail import record
from resocialization.guarding import claim
from resocialization.models import Address, Plan


@transaction.atomic
def move(plan: Plan, version: int, address: str, phone: str, until: date | None) -> Address:
    """Record the present address and phone. The same ones again write nothing."""
    claim(plan, version)
    now = plan.addresses.current().first()
    if now and (now.address, now.phone, now.until) == (address, phone, until):
        return now
    plan.addresses.current().update(is_current=False)
    moved = Address.objects.create(
        plan=plan, address=address, phone=phone, until=until, recorded_by=actor()
    )
    record("address.recorded", moved, plan.defendant_id, plan=plan.pk)
    return moved


def read(plan: Plan, user: User) -> Address | None:
    """The present address, if `user` may see it. Each reading is an event of the trail."""
    found = Address.objects.visible_to(user).current().filter(plan=plan).first()
    if found is not None:
        record("address.read", found, plan.defendant_id, plan=plan.pk)
    return found

"""Which offices a user sits in: the ground of every row scope."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from amnesty.accounts.models import Appointment, User
from amnesty.accounts.roles import AUDITOR


def office_ids(user: User, on: date | None = None) -> QuerySet:
    """Ids of the offices `user` is appointed to on `on` (default: this day), as a subquery."""
    day = on or timezone.localdate()
    return Appointment.objects.filter(user=user).on(day).values("office_id")


def roles_of(user: User) -> frozenset[str]:
    """Names of the user's roles; one statement a request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.values_list("name", flat=True))
    return user._roles


def sees_every_office(user: User) -> bool:
    """Auditors read all offices; their reads are recorded."""
    return AUDITOR in roles_of(user)

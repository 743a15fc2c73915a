"""Giving roles: some at once, the others when a supervisor of the person's office has agreed.

An administrator asks (`ask`), in each office of the person a supervisor who is neither the
administrator nor the person answers (`confirm`, `refuse`); rights begin when all have agreed. The
very first supervisor of an installation or office is appointed in the shell: `manage.py give_role`.
Every way leaves its event on the trail.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.models import RoleGrant, User
from amnesty.accounts.roles import (
    JUDGE,
    MEDICAL_COORDINATOR,
    SITS_IN_THE_ADMIN,
    SUPERVISOR,
)
from amnesty.accounts.scoping import office_ids, sees_every_office

BOUND_TO_OFFICES = frozenset({JUDGE, MEDICAL_COORDINATOR, SUPERVISOR})


class NotGranted(ValueError):
    """The role cannot be asked for, confirmed or refused now; the text says why."""


def seats_of(user: User) -> set[int]:
    """Ids of the offices where `user` sits or will sit."""
    today = timezone.localdate()
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return set(user.appointments.filter(open_ended).values_list("office_id", flat=True))


@transaction.atomic
def ask(
    user: User, role: str, by: User, at: datetime, offices: Collection[int] | None = None
) -> list[RoleGrant]:
    """Ask for `role` in each of `offices` (default: all of the person's); one row for each.

    A request that waits already is returned as it is. Raises NotGranted for the own role.
    """
    if by.pk == user.pk:
        raise NotGranted(_("Nobody asks for a role of their own."))
    wanted = seats_of(user) if offices is None else offices
    return [_ask(user, role, by, at, office) for office in sorted(wanted) or [None]]


def _ask(user: User, role: str, by: User, at: datetime, office: int | None) -> RoleGrant:
    grant, made = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        office_id=office,
        state=RoleGrant.State.REQUESTED,
        defaults={"requested_by": by, "requested_at": at},
    )
    if made:
        trail.record("role.requested", user, role=role, grant=grant.pk, office=office)
    return grant


@transaction.atomic
def ask_again(user: User, before: set[int], by: User, at: datetime) -> list[str]:
    """After a change of seats: in a further office the roles bound to offices need consent anew.

    Until a supervisor there has agreed the person holds none of them: a role agreed to in one court
    is not carried into another. Returns these roles.
    """
    further = seats_of(user) - before
    held = user.groups.filter(name__in=BOUND_TO_OFFICES).values_list("name", flat=True)
    waiting = user.role_grants.requested().filter(role__in=BOUND_TO_OFFICES)
    roles = sorted({*held, *waiting.values_list("role", flat=True)}) if further else []
    for role in roles:
        user.groups.remove(Group.objects.get(name=role))
        ask(user, role, by, at, further)
    if roles:
        settle(user)
    return roles


def in_offices_of(user: User) -> QuerySet:
    """Requests for the user's offices, whatever the role of the user.

    A person without an office, such as an auditor, is everybody's: any supervisor may answer.
    """
    if not user.is_authenticated:
        return RoleGrant.objects.none()
    if sees_every_office(user):
        return RoleGrant.objects.all()
    return RoleGrant.objects.filter(Q(office__in=office_ids(user)) | Q(office__isnull=True))


def why_not(grant: RoleGrant, by: User) -> str | Promise:
    """What keeps `by` from answering; "" when nothing does."""
    if grant.state != RoleGrant.State.REQUESTED:
        return _("This request was answered already.")
    if by.pk == grant.requested_by_id:
        return _("You asked for this role. Another supervisor answers.")
    if by.pk == grant.user_id:
        return _("This is your own role. Another supervisor answers.")
    return ""


def confirm(grant: RoleGrant, by: User, at: datetime) -> bool:
    """A supervisor agrees; with the last office that was asked `grant.user` holds the role.

    Returns whether it has begun. Raises NotGranted.
    """
    with transaction.atomic():
        answered = _answer(grant, RoleGrant.State.CONFIRMED, by, at, "")
        others = RoleGrant.objects.filter(user=answered.user, role=answered.role)
        refused = Q(state=RoleGrant.State.REFUSED, requested_at=answered.requested_at)
        if others.filter(Q(state=RoleGrant.State.REQUESTED) | refused).exists():
            return False
        join(answered.user, answered.role)
    return True


def refuse(grant: RoleGrant, by: User, at: datetime, words: str) -> RoleGrant:
    """The second person does not agree; nothing begins. Raises NotGranted."""
    with transaction.atomic():
        return _answer(grant, RoleGrant.State.REFUSED, by, at, words)


def _answer(grant: RoleGrant, state: str, by: User, at: datetime, words: str) -> RoleGrant:
    current = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if reason := why_not(current, by):
        raise NotGranted(reason)
    current.state, current.answered_by, current.answered_at = state, by, at
    current.words = words
    current.save()
    trail.record(f"role.{state}", current.user, role=current.role, grant=current.pk)
    return current


def join(user: User, role: str) -> None:
    """Into the group of `role`; amnesty.accounts.signals leaves the event."""
    user.groups.add(Group.objects.get(name=role))
    settle(user)


def settle(user: User) -> list[str]:
    """Who sits in the admin follows from the roles. Returns the roles held."""
    held = sorted(user.groups.values_list("name", flat=True))
    sits = user.is_superuser or not SITS_IN_THE_ADMIN.isdisjoint(held)
    if user.is_staff != sits:
        user.is_staff = sits
        user.save(update_fields=["is_staff"])
    return held

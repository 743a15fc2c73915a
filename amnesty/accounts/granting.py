"""Giving roles: some at once, the others when a supervisor of the person's office has agreed.

An administrator asks (`request_role`), a supervisor who is neither the administrator nor the
person answers (`confirm`, `refuse`); rights begin with the confirmation. The very first supervisor
of an installation or office is appointed in the shell: `manage.py give_role`. Every way leaves its
event on the trail.
"""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.models import Appointment, RoleGrant, User
from amnesty.accounts.roles import GIVEN_BY_TWO, SITS_IN_THE_ADMIN
from amnesty.accounts.scoping import office_ids, sees_every_office


class NotGranted(ValueError):
    """The role cannot be asked for, confirmed or refused now; the text says why."""


def needs_two(user: User, role: str) -> bool:
    """Must a supervisor agree before `user` gets `role`?"""
    return role in GIVEN_BY_TWO and not user.groups.filter(name=role).exists()


@transaction.atomic
def request_role(user: User, role: str, by: User, at: datetime) -> RoleGrant:
    """Ask for `role`; a request that waits already is returned as it is.

    Raises NotGranted when somebody asks for the own role.
    """
    if by.pk == user.pk:
        raise NotGranted(_("Nobody asks for a role of their own."))
    grant, made = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        state=RoleGrant.State.REQUESTED,
        defaults={"requested_by": by, "requested_at": at},
    )
    if made:
        trail.record("role.requested", user, role=role, grant=grant.pk)
    return grant


def in_offices_of(user: User) -> QuerySet:
    """Requests about people of the user's offices, whatever the role of the user.

    A person without an office, such as an auditor, is everybody's: any supervisor may answer.
    """
    if not user.is_authenticated:
        return RoleGrant.objects.none()
    if sees_every_office(user):
        return RoleGrant.objects.all()
    seats = Appointment.objects.filter(user=OuterRef("user")).on(timezone.localdate())
    return RoleGrant.objects.filter(
        Q(Exists(seats.filter(office__in=office_ids(user)))) | ~Q(Exists(seats))
    )


def with_seats(grants: QuerySet) -> QuerySet:
    """The requests with the people they are about; `user.seats` are the appointments of today."""
    today = Appointment.objects.on(timezone.localdate()).select_related("office")
    seats = Prefetch("user__appointments", today, to_attr="seats")
    return grants.select_related("user", "requested_by").prefetch_related(seats)


def why_not(grant: RoleGrant, by: User) -> str | Promise:
    """What keeps `by` from answering; "" when nothing does."""
    if grant.state != RoleGrant.State.REQUESTED:
        return _("This request was answered already.")
    if by.pk == grant.requested_by_id:
        return _("You asked for this role. Another supervisor answers.")
    if by.pk == grant.user_id:
        return _("This is your own role. Another supervisor answers.")
    return ""


def confirm(grant: RoleGrant, by: User, at: datetime) -> RoleGrant:
    """The second person agrees: from now on `grant.user` holds the role. Raises NotGranted."""
    with transaction.atomic():
        answered = _answer(grant, RoleGrant.State.CONFIRMED, by, at, "")
        join(answered.user, answered.role)
    return answered


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

"""Opening what is closed to oneself: with a reason, for an hour, and others are told at once.

Which rows may be opened, and what is then shown, is the matter of the app that keeps them. Here the
opening is written down, told to the supervisors of the office and to the auditors, and reviewed.
Each look afterwards is an event of the trail whose subject is the opening.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amnesty.accounts import trail
from amnesty.accounts.models import Appointment, BreakGlass, Event, User
from amnesty.accounts.roles import AUDITOR, SUPERVISOR
from amnesty.accounts.scoping import office_ids, sees_every_office

log = logging.getLogger(__name__)
LASTS = timedelta(minutes=60)
SHORTEST_REASON = 20
VIEWED = "break_glass.viewed"


class NotOpened(ValueError):
    """The opening or its review is refused; the text says why. Nothing was written."""


def in_force(user: User, subject: Model, kind: str, now: datetime) -> BreakGlass | None:
    """The opening under which `user` may look at `subject` at this moment."""
    rows = BreakGlass.objects.in_force(user, now)
    label = subject._meta.label_lower
    return rows.filter(kind=kind, subject_type=label, subject_id=subject.pk).first()


def open_closed(
    user: User, subject: Model, kind: str, reason: str, office_id: int | None, now: datetime
) -> BreakGlass:
    """Open `subject` for `user` for an hour; others are told when the transaction is through.

    Raises NotOpened when the reason says too little.
    """
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise NotOpened(
            _("Write the reason in at least %(n)s characters.") % {"n": SHORTEST_REASON}
        )
    with transaction.atomic():
        opening = BreakGlass.objects.create(
            user=user,
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            person_id=trail.person_of(subject),
            office_id=office_id,
            reason=words,
            opened_at=now,
            until=now + LASTS,
        )
        trail.record("break_glass.opened", opening, opening.person_id, what=kind)
        transaction.on_commit(partial(tell, opening.pk), robust=True)
    return opening


def note_look(opening: BreakGlass) -> None:
    """One look at what was opened."""
    trail.record(VIEWED, opening, opening.person_id, what=opening.kind, row=opening.subject_id)


# --- telling ---------------------------------------------------------------------------------
def those_to_tell(opening: BreakGlass) -> QuerySet[User]:
    """Supervisors of the office, and all auditors; never whoever opened."""
    seats = Appointment.objects.on(timezone.localdate()).filter(office=opening.office_id)
    active = User.objects.filter(is_active=True).exclude(pk=opening.user_id)
    supervisors = active.filter(groups__name=SUPERVISOR, pk__in=seats.values("user_id"))
    return (supervisors | active.filter(groups__name=AUDITOR)).distinct()


def tell(opening_id: int) -> int:
    """Mail those who must know; returns how many. The mail names no person of a case.

    A mail that does not go is logged: the opening stands on the page “Openings” all the same.
    """
    opening = BreakGlass.objects.select_related("user", "office").get(pk=opening_id)
    told = 0
    for user in those_to_tell(opening).exclude(email=""):
        try:
            _mail(user, opening)
        except OSError:
            log.exception("opening %s: user %s was not told by mail", opening_id, user.pk)
        else:
            told += 1
    return told


def _mail(user: User, opening: BreakGlass) -> None:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = render_to_string("accounts/mail/opening.txt", {"opening": opening})
        send_mail(_("Closed data was opened"), text, None, [user.email])


# --- reviewing -------------------------------------------------------------------------------
def in_offices_of(user: User) -> QuerySet[BreakGlass]:
    """Openings in the user's offices, whatever the role; auditors sit in all."""
    if not user.is_authenticated:
        return BreakGlass.objects.none()
    if sees_every_office(user):
        return BreakGlass.objects.all()
    return BreakGlass.objects.filter(office__in=office_ids(user))


def looks(openings: Iterable[BreakGlass]) -> Counter[int]:
    """How often each opening was looked at. One statement."""
    ids = [opening.pk for opening in openings]
    return Counter(_views(ids).values_list("subject_id", flat=True))


def looks_at(opening: BreakGlass) -> QuerySet[Event]:
    """Every look, in its order."""
    return _views([opening.pk]).order_by("sequence")


def _views(ids: list[int]) -> QuerySet[Event]:
    label = BreakGlass._meta.label_lower
    return Event.objects.filter(kind=VIEWED, subject_type=label, subject_id__in=ids)


def review(opening: BreakGlass, by: User, finding: str, now: datetime) -> BreakGlass:
    """An auditor looked through the opening. Raises NotOpened when that was done, or one's own."""
    with transaction.atomic():
        current = BreakGlass.objects.select_for_update().get(pk=opening.pk)
        if current.reviewed_at:
            raise NotOpened(_("This opening was reviewed already."))
        if current.user_id == by.pk:
            raise NotOpened(_("This is your own opening. Another auditor reviews it."))
        current.reviewed_by, current.reviewed_at, current.finding = by, now, finding
        current.save()
        trail.record("break_glass.reviewed", current, current.person_id)
    return current

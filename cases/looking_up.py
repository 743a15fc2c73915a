"""Looking a person up by the whole IIN: each time an event, and not often within ten minutes.

Whoever knows a birth date could try the few thousand IINs that fit it. Thirty look-ups are more
than a desk needs; the next one is refused, and the supervisors of the office are told. What the
look-up found makes no difference: an IIN of another office is answered, counted and told alike.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db.models import Max
from django.utils.translation import ngettext

from amnesty.accounts import trail
from amnesty.accounts.models import Event, User
from amnesty.accounts.scoping import office_ids

MOST = 30
WITHIN = timedelta(minutes=10)
LOOKED_UP, TOO_OFTEN = "iin.looked_up", "iin.looked_up_too_often"
TOLD_FOR = timedelta(days=7)


class TooOften(RuntimeError):
    """Refused; `seconds` until the next look-up is answered."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds

    def __str__(self) -> str:
        """What the person at the desk reads."""
        minutes = ceil(self.seconds / 60)
        return ngettext(
            "You looked up many IINs within ten minutes. Go on in %(n)s minute. "
            "Your supervisor sees this.",
            "You looked up many IINs within ten minutes. Go on in %(n)s minutes. "
            "Your supervisor sees this.",
            minutes,
        ) % {"n": minutes}


def count_look_up(user: User) -> None:
    """Before each look-up by a whole IIN. Raises TooOften; the first refusal is told."""
    now = trail.now_in_milliseconds()
    of_late = Event.objects.filter(user_id=user.pk, at__gt=now - WITHIN)
    looked_up = list(of_late.filter(kind=LOOKED_UP).order_by("at").values_list("at", flat=True))
    if len(looked_up) < MOST:
        trail.record(LOOKED_UP)
        return
    if not of_late.filter(kind=TOO_OFTEN).exists():
        trail.record(TOO_OFTEN, user, look_ups=len(looked_up))
    raise TooOften(_seconds(looked_up[-MOST] + WITHIN - now))


def _seconds(left: timedelta) -> int:
    return max(1, ceil(left.total_seconds()))


def those_who_looked_too_often(supervisor: User, now: datetime) -> list[User]:
    """Users of the supervisor's offices who were refused in the last week, with `last_refused`.

    One statement for the events and one for the users; none of anybody else's offices.
    """
    events = Event.objects.filter(kind=TOO_OFTEN, at__gt=now - TOLD_FOR)
    when = dict(events.values_list("subject_id").annotate(Max("at")).order_by())
    own = User.objects.filter(pk__in=when, appointments__office__in=office_ids(supervisor))
    found = list(own.exclude(pk=supervisor.pk).distinct().order_by("last_name", "username"))
    for user in found:
        user.last_refused = when[user.pk]
    return found

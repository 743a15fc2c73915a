"""Work lists: named sets of cases that wait for somebody. Home counts them, the list shows them.

Each takes a scoped queryset and the day; none knows a user.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.models import Decision, FactCorrection, IinOverride, codes
from cases.models.codes import Outcome

Rows = Callable[[QuerySet, date], QuerySet]

RELIEFS = (
    Outcome.TERMINATE,
    Outcome.CONTINUE_TO_VERDICT,
    Outcome.RELEASE,
    Outcome.LIFT_RECORD,
    Outcome.REDUCE,
    Outcome.REDUCE_AT_SENTENCING,
    Outcome.COMBINED,
)
ONE_YEAR = "one_year_readings_differ"


class WorkList(NamedTuple):
    """One list: its name, what to do with its cases, which cases they are."""

    label: str | Promise
    hint: str | Promise
    rows: Rows


def with_decision(*states: str) -> Exists:
    """Has the case a decision in one of these states?"""
    return Exists(Decision.objects.filter(case=OuterRef("pk"), state__in=states))


DRAFT, APPROVED, EXECUTED = (
    Decision.State.DRAFT,
    Decision.State.APPROVED,
    Decision.State.EXECUTED,
)


def release_passed(cases: QuerySet, today: date) -> QuerySet:
    """The new end has come, and no executed decision says so; the longest waiting first."""
    return cases.filter(
        Q(current_assessment__release_now=True) | Q(current_assessment__new_end__lte=today),
        ~with_decision(EXECUTED),
        ending="",
    ).order_by("current_assessment__new_end", "pk")


def check_first(cases: QuerySet, today: date) -> QuerySet:
    """The readings of the one-year rule differ; those who are free in any case come last."""
    return cases.filter(
        ~with_decision(APPROVED, EXECUTED),
        current_assessment__flags__contains=ONE_YEAR,
        ending="",
    ).order_by("current_assessment__release_now", "-pk")


def data_missing(cases: QuerySet, today: date) -> QuerySet:
    """A fact is missing that matters; the nearest to an answer first."""
    return cases.filter(current_assessment__missing_count__gt=0, ending="").order_by(
        "current_assessment__missing_count", "-pk"
    )


def ready(cases: QuerySet, today: date) -> QuerySet:
    """All facts are there, the act gives relief, nobody has drafted a decision."""
    return cases.filter(
        ~with_decision(DRAFT, APPROVED, EXECUTED),
        current_assessment__preliminary=False,
        current_assessment__outcome__in=RELIEFS,
        ending="",
    )


def to_decide(cases: QuerySet, today: date) -> QuerySet:
    """A draft decision waits for its approval."""
    return cases.filter(with_decision(DRAFT))


def to_confirm(cases: QuerySet, today: date) -> QuerySet:
    """A correction of known facts waits for a second person."""
    return cases.filter(Exists(FactCorrection.objects.waiting().filter(case=OuterRef("pk"))))


def iin_to_confirm(cases: QuerySet, today: date) -> QuerySet:
    """An IIN with a wrong check digit waits for a supervisor."""
    waiting = IinOverride.objects.filter(case=OuterRef("pk"), state=IinOverride.State.PROPOSED)
    return cases.filter(Exists(waiting))


def differs(cases: QuerySet, today: date) -> QuerySet:
    """A decision in force differs from the assessment."""
    different = Decision.objects.filter(case=OuterRef("pk")).exclude(
        Q(differs="") | Q(state=Decision.State.REVOKED)
    )
    return cases.filter(Exists(different))


def for_review(cases: QuerySet, today: date) -> QuerySet:
    """No fact is missing, yet the law or the practice leaves the answer open."""
    return cases.filter(
        current_assessment__outcome=codes.Outcome.NEEDS_REVIEW,
        current_assessment__missing_count=0,
        ending="",
    )


def long_before(today: date) -> datetime:
    """The moment before which something has waited too long: a setting, no term of the law."""
    day = today - timedelta(days=settings.AGEING_DAYS)
    return timezone.make_aware(datetime.combine(day, time.min))


def untouched(cases: QuerySet, today: date) -> QuerySet:
    """The act gives relief, nobody has begun a decision or changed anything for long."""
    return cases.filter(
        ~with_decision(DRAFT, APPROVED, EXECUTED),
        current_assessment__outcome__in=RELIEFS,
        updated_at__lt=long_before(today),
        ending="",
    ).order_by("updated_at", "pk")


def waiting(cases: QuerySet, today: date) -> QuerySet:
    """A draft was recorded long ago, and nobody has approved it."""
    drafts = Decision.objects.drafts().filter(
        case=OuterRef("pk"), created_at__lt=long_before(today)
    )
    return cases.filter(Exists(drafts)).order_by("updated_at", "pk")


def _for_long() -> str:
    days = settings.AGEING_DAYS
    return ngettext("For more than %(n)s day", "For more than %(n)s days", days) % {"n": days}


for_long = lazy(_for_long, str)

WORK_LISTS: dict[str, WorkList] = {
    "release_passed": WorkList(
        _("Release date already passed"), _("Record the decision today"), release_passed
    ),
    "check_first": WorkList(
        _("Check first"), _("The two readings of the one-year rule differ"), check_first
    ),
    "to_decide": WorkList(_("To decide"), _("A draft waits for approval"), to_decide),
    "to_confirm": WorkList(_("Corrections to confirm"), _("A known fact would change"), to_confirm),
    "iin_to_confirm": WorkList(
        _("IIN to confirm"), _("Compare it with the document"), iin_to_confirm
    ),
    "data_missing": WorkList(_("Data missing"), _("Ask for the missing facts"), data_missing),
    "ready": WorkList(_("Ready for ruling"), _("All facts are there"), ready),
    "for_review": WorkList(_("For the court to weigh"), _("The law leaves it open"), for_review),
    "differs": WorkList(
        _("Decision differs"), _("The decision differs from the assessment"), differs
    ),
    "untouched": WorkList(_("Eligible and untouched"), for_long(), untouched),
    "waiting": WorkList(_("Waiting for a decision"), for_long(), waiting),
}

"""Figures about released people: are they helped, how soon, and by whom.

Counted by the database over plans that are already limited to what somebody may read; the day is
a parameter. Every plan stands in exactly one state of each direction, so the bars add up.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from resocialization.models import Contact, Direction, Need, Plan, Step

# What weighs most comes first: a plan with two needs of a direction stands under the first of them.
STATES = (
    Need.Status.NOT_STARTED,
    Need.Status.IN_PROGRESS,
    Need.Status.DECLINED,
    Need.Status.MET,
    Need.Status.NO_NEED,
)
NOT_ASKED = "not_asked"
FIRST_HELP_DAYS = 30


# ---- D8: directions -------------------------------------------------------------------------


def _weight() -> Case:
    rows = [When(status=status, then=Value(at)) for at, status in enumerate(STATES)]
    return Case(*rows, output_field=IntegerField())


def heaviest_in(direction_id: int) -> Subquery:
    """The place in STATES of the need of a plan in one direction; null = never asked."""
    needs = Need.objects.filter(plan=OuterRef("pk"), direction=direction_id)
    weighed = needs.order_by().values("plan").annotate(weight=Min(_weight()))
    return Subquery(weighed.values("weight"))


def overdue_in(direction_id: int, on: date) -> Exists:
    late = Step.objects.open().filter(due_on__lt=on, need__direction=direction_id)
    return Exists(late.filter(need__plan=OuterRef("pk")))


def in_state(plans: QuerySet, direction_id: int, state: str) -> QuerySet:
    """Plans whose heaviest need of a direction is in this state (or was never asked about)."""
    weighed = plans.annotate(weight=heaviest_in(direction_id))
    if state == NOT_ASKED:
        return weighed.filter(weight__isnull=True)
    return weighed.filter(weight=STATES.index(Need.Status(state)))


class Help(NamedTuple):
    """One direction: running plans by the state of the need, and how many have a step overdue."""

    direction: Direction
    states: dict[str, int]
    overdue: int


def by_direction(plans: QuerySet, directions: Iterable[Direction], on: date) -> list[Help]:
    """Running plans in every direction. One statement, whatever the number of plans."""
    directions = list(directions)
    running = plans.running().order_by()
    weights = {f"w{d.pk}": heaviest_in(d.pk) for d in directions}
    lates = {f"late{d.pk}": overdue_in(d.pk, on) for d in directions}
    counts = {}
    for d in directions:
        weight = f"w{d.pk}"
        counts[f"n{d.pk}_{NOT_ASKED}"] = Count("pk", filter=Q(**{f"{weight}__isnull": True}))
        for at, state in enumerate(STATES):
            counts[f"n{d.pk}_{state}"] = Count("pk", filter=Q(**{weight: at}))
        counts[f"o{d.pk}"] = Count("pk", filter=Q(**{f"late{d.pk}": True}))
    found = running.annotate(**weights, **lates).aggregate(**counts) if directions else {}
    return [
        Help(
            d,
            {state: found[f"n{d.pk}_{state}"] for state in (*STATES, NOT_ASKED)},
            found[f"o{d.pk}"],
        )
        for d in directions
    ]


# ---- D9: the first help ---------------------------------------------------------------------


def with_first_contact(plans: QuerySet) -> QuerySet:
    """Plans with the day on which the person was first reached, null = never."""
    reached = Contact.objects.standing().filter(plan=OuterRef("pk"), reached=True)
    first = reached.order_by().values("plan").annotate(first=Min("on")).values("first")
    took = ExpressionWrapper(F("first_contact") - F("released_on"), output_field=DurationField())
    return plans.annotate(first_contact=Subquery(first)).annotate(took=took)


def long_released(plans: QuerySet, on: date) -> QuerySet:
    """Plans of people who had all of the thirty days: only they can be compared."""
    return plans.filter(released_on__lte=on - timedelta(days=FIRST_HELP_DAYS))


def reached_by(plans: QuerySet, days: int, on: date) -> QuerySet:
    """Of these, the people who were reached within so many days from the release."""
    return with_first_contact(long_released(plans, on)).filter(took__lte=timedelta(days=days))


class FirstHelp(NamedTuple):
    """How many were reached by each day, 0 to 30, of how many; and who was released too lately."""

    reached: list[int]
    whole: int
    too_late: int


def first_help(plans: QuerySet, on: date) -> FirstHelp:
    """Three statements. A contact before the release counts as day 0."""
    compared = long_released(plans, on).order_by()
    whole = compared.count()
    rows = (
        with_first_contact(compared)
        .filter(took__lte=timedelta(days=FIRST_HELP_DAYS))
        .values_list("took")
        .annotate(number=Count("pk"))
    )
    days: Counter[int] = Counter()
    for took, number in rows:
        days[max(took.days, 0)] += number
    reached = [sum(days[at] for at in range(day + 1)) for day in range(FIRST_HELP_DAYS + 1)]
    return FirstHelp(reached, whole, plans.order_by().count() - whole)


# ---- D10: caseloads -------------------------------------------------------------------------


class Caseload(NamedTuple):
    """One worker (None: nobody follows yet): people, those with an open need, those overdue."""

    worker_id: int | None
    people: int
    with_open_need: int
    overdue: int


def with_open_need(plans: QuerySet) -> QuerySet:
    """Plans with a need that is neither met nor declined."""
    return plans.filter(Exists(Need.objects.open().filter(plan=OuterRef("pk"))))


def by_worker(plans: QuerySet, on: date) -> list[Caseload]:
    """Running plans of each worker, the largest caseload first. One statement."""
    late = Step.objects.open().filter(need__plan=OuterRef("pk"), due_on__lt=on)
    needing = Need.objects.open().filter(plan=OuterRef("pk"))
    rows = (
        plans.running()
        .order_by()
        .annotate(is_late=Exists(late), needs_help=Exists(needing))
        .values("worker_id")
        .annotate(
            people=Count("pk"),
            with_open_need=Count("pk", filter=Q(needs_help=True)),
            overdue=Count("pk", filter=Q(is_late=True)),
        )
    )
    told = [Caseload(**row) for row in rows]
    return sorted(
        told, key=lambda load: (load.worker_id is None, -load.people, load.worker_id or 0)
    )


def running(plans: QuerySet) -> int:
    return plans.running().order_by().count()


def all_of(plans: QuerySet[Plan]) -> int:
    return plans.order_by().count()

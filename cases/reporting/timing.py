"""How long things take: who should be free already, how far each court is."""

from datetime import date
from typing import NamedTuple

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Window,
)
from django.db.models.functions import RowNumber

from cases.models import Decision
from cases.reporting.populating import ANSWERED, OPEN
from cases.worklists import release_passed


class Overdue(NamedTuple):
    """One person who should be free: `days` over, None where the answer names no day."""

    case_id: int
    name: str
    new_end: date | None
    days: int | None
    court_id: int


def should_be_free(cases: QuerySet, today: date, most: int) -> list[Overdue]:
    """The cases of the work list “release date already passed”, the longest over first."""
    rows = (
        release_passed(cases, today)
        .select_related("defendant")
        .only("court_id", "defendant__surname", "defendant__given_name", "defendant__patronymic")
        .annotate(end=F("current_assessment__new_end"))
        .order_by(F("end").asc(nulls_last=True), "pk")[:most]
    )
    return [
        Overdue(
            row.pk,
            row.defendant.full_name,
            row.end,
            (today - row.end).days if row.end else None,
            row.court_id,
        )
        for row in rows
    ]


class Progress(NamedTuple):
    """How far one court is: numbers of cases, and the median of days until the act."""

    court_id: int
    registered: int
    assessed: int
    decided: int
    median_days: float | None


def by_court(cases: QuerySet) -> list[Progress]:
    """Every court with open cases, the busiest first. Two statements.

    registered: open cases; assessed: with an answer for which no fact is missing; decided: with
    a signed decision in force.
    """
    standing = Decision.objects.standing().filter(case=OuterRef("pk"))
    rows = (
        cases.filter(OPEN)
        .order_by()
        .annotate(is_decided=Exists(standing))
        .values("court_id")
        .annotate(
            registered=Count("pk"),
            assessed=Count("pk", filter=ANSWERED & Q(current_assessment__preliminary=False)),
            decided=Count("pk", filter=Q(is_decided=True)),
        )
    )
    medians = median_days(cases)
    told = [Progress(**row, median_days=medians.get(row["court_id"])) for row in rows]
    return sorted(told, key=lambda court: (-court.registered, court.court_id))


def median_days(cases: QuerySet) -> dict[int, float]:
    """Days from the registration to the act, the median of each court. One statement.

    The database numbers the rows of each court and returns the middle one or two.
    """
    took = ExpressionWrapper(
        F("decided_on") - F("case__registered_on"), output_field=DurationField()
    )
    by = [F("case__court_id")]
    middle = (
        Decision.objects.standing()
        .filter(case__in=cases.filter(OPEN).order_by().values("pk"))
        .annotate(
            took=took,
            place=Window(RowNumber(), partition_by=by, order_by=["took", "pk"]),
            many=Window(Count("pk"), partition_by=by),
        )
        .annotate(twice=F("place") * 2)
        .filter(twice__gte=F("many"), twice__lte=F("many") + 2)
        .order_by()
        .values_list("case__court_id", "took")
    )
    found: dict[int, list[int]] = {}
    for court_id, days in middle:
        found.setdefault(court_id, []).append(days.days)
    return {court_id: sum(days) / len(days) for court_id, days in found.items()}

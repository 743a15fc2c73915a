"""Reconciliation of both ends: whom the act helps, and what was decided about them.

One end are the answers of today (eligible), the other the decisions in force. Where both agree,
eligible = granted + pending + refused. Each is counted by its own definition, so the sum can fail
to close: a decision may grant relief that the answer of today does not see (`beyond`).
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from cases.reporting.populating import with_decisions
from cases.worklists import RELIEFS

ELIGIBLE = Q(current_assessment__isnull=False, current_assessment__outcome__in=RELIEFS)
DECIDED = Q(decided_as__isnull=False)
GRANTS = Q(decided_as__in=RELIEFS)
OPEN = Q(ending="")

# `eligible` leaves out who died, was acquitted …, unless a decision on the amnesty came first.
SIDES: dict[str, Q] = {
    "eligible": ELIGIBLE & (OPEN | DECIDED),
    "granted": GRANTS,
    "agreed": ELIGIBLE & GRANTS,
    "pending": ELIGIBLE & OPEN & ~DECIDED,
    "refused": ELIGIBLE & DECIDED & ~GRANTS,
    "beyond": GRANTS & ~ELIGIBLE,
}


class Sides(NamedTuple):
    """The counts of one court, or of all."""

    eligible: int
    granted: int
    agreed: int
    pending: int
    refused: int
    beyond: int

    @property
    def total(self) -> int:
        return self.granted + self.pending + self.refused

    @property
    def gap(self) -> int:
        """By how many the sum is above the eligible; 0 = it closes."""
        return self.total - self.eligible


def on_side(cases: QuerySet, side: str) -> QuerySet:
    """The cases behind one number."""
    return with_decisions(cases).filter(SIDES[side])


def by_court(cases: QuerySet) -> dict[int, Sides]:
    """The sides of every court, by its id. One statement."""
    each = {f"n_{side}": Count("pk", filter=condition) for side, condition in SIDES.items()}
    rows = with_decisions(cases.order_by()).values("court_id").annotate(**each)
    return {
        row["court_id"]: Sides(*(row[f"n_{side}"] for side in SIDES))
        for row in rows
        if any(row[f"n_{side}"] for side in SIDES)
    }


def in_all(courts: dict[int, Sides]) -> Sides:
    """The sum over all courts."""
    return Sides(*(sum(sides[at] for sides in courts.values()) for at in range(len(SIDES))))


class Day(NamedTuple):
    """What was decided on one day. `settled`: how many of the eligible it was about."""

    on: date
    granted: int
    refused: int
    settled: int


def by_day(cases: QuerySet) -> list[Day]:
    """Days of decisions, the newest first. One statement."""
    rows = (
        with_decisions(cases.order_by())
        .filter(SIDES["granted"] | SIDES["refused"])
        .values("decided_on")
        .annotate(
            granted=Count("pk", filter=SIDES["granted"]),
            refused=Count("pk", filter=SIDES["refused"]),
            settled=Count("pk", filter=SIDES["agreed"] | SIDES["refused"]),
        )
        .order_by("-decided_on")
    )
    return [Day(row["decided_on"], row["granted"], row["refused"], row["settled"]) for row in rows]

"""The boundary inspector: cases within a day of a limit of the act, for a person to look through.

Acts on the days around the edges of the period are found by their dates, the rest by flags and
dates of the answer. A term near the border of two gravities is no such fact: gravity follows from
the Code's maximum, never from the sentence (CC art. 11).
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.models import User
from cases import law
from cases.law.calendar import months_after
from cases.models import BoundaryCheck, Offense

ONE_DAY = timedelta(days=1)
ANSWER = "current_assessment__"


class Limit(NamedTuple):
    """One kind of limit: its name, what to look at, and which cases are near it."""

    label: str | Promise
    hint: str | Promise
    near: Callable[[law.RuleSet], Q]


def days_around(day: date) -> tuple[date, ...]:
    """The day before, the day, the day after."""
    return (day - ONE_DAY, day, day + ONE_DAY)


def _flagged(*flags: str) -> Q:
    return reduce(or_, (Q(**{f"{ANSWER}flags__contains": flag}) for flag in flags))


def on_an_edge_day(rules: law.RuleSet) -> Q:
    """An act begins or ends on 3, 4, 7 or 8 January."""
    first, last = rules.window_from, rules.window_to
    days = (first - ONE_DAY, first, last, last + ONE_DAY)
    begun_or_ended = Q(committed_from__in=days) | Q(committed_to__in=days)
    near = Offense.objects.filter(begun_or_ended, case=OuterRef("pk"))
    return Q(Exists(near)) | _flagged("boundary_day")


def across_an_edge(rules: law.RuleSet) -> Q:
    return _flagged("crosses_window", "continuing_act")


def near_the_age(rules: law.RuleSet) -> Q:
    return _flagged("age_boundary")


def near_the_entry_into_force(rules: law.RuleSet) -> Q:
    """The new end, the day of serving or the start of the term lies beside the law's first day."""
    days = days_around(rules.law_date)
    return (
        Q(**{f"{ANSWER}new_end__in": days})
        | Q(sentence__served_on__in=days)
        | Q(sentence__starts_on__in=days)
    )


def near_one_year(rules: law.RuleSet) -> Q:
    """The old or the new end lies beside the last day of the one-year rule.

    The old end stands in the stored answer alone; it is there wherever a new end is.
    """
    days = days_around(months_after(rules.law_date, rules.one_year_months))
    old_end = reduce(
        or_, (Q(**{f"{ANSWER}answer_json__contains": f'"original_end":"{day}"'}) for day in days)
    )
    has_end = Q(**{f"{ANSWER}new_end__isnull": False})
    return Q(**{f"{ANSWER}new_end__in": days}) | (has_end & old_end)


LIMITS: dict[str, Limit] = {
    "edge": Limit(
        _("Act on 3, 4, 7 or 8 January"),
        _("Check the date and the hour in the papers."),
        on_an_edge_day,
    ),
    "crossing": Limit(
        _("Act across an edge of the period"),
        _("The court decides whether it is covered."),
        across_an_edge,
    ),
    "age": Limit(
        _("Eighteenth birthday on a day of the act"),
        _("Check the date of birth and the day of the act."),
        near_the_age,
    ),
    "entry": Limit(
        _("A day beside the entry into force"),
        _("Check when the term began, ended or was served."),
        near_the_entry_into_force,
    ),
    "year": Limit(
        _("An end beside the limit of the one-year rule"),
        _("Check the detention and the days of the term."),
        near_one_year,
    ),
}


def near_a_limit(cases: QuerySet, rules: law.RuleSet, kind: str = "") -> QuerySet:
    """Open cases within a day of a limit (of one `kind`); those nobody looked at come first."""
    kinds = [kind] if kind else list(LIMITS)
    near = reduce(or_, (LIMITS[code].near(rules) for code in kinds))
    looked = BoundaryCheck.objects.filter(assessment=OuterRef("current_assessment"))
    return cases.filter(near, ending="").annotate(looked=Exists(looked)).order_by("looked", "-pk")


def with_kinds(cases: QuerySet, rules: law.RuleSet) -> QuerySet:
    """Mark the rows with the limits they are near, as `near_<code>`."""
    marks = {
        f"near_{code}": ExpressionWrapper(limit.near(rules), output_field=BooleanField())
        for code, limit in LIMITS.items()
    }
    return cases.annotate(**marks)


@transaction.atomic
def look_through(
    cases: QuerySet, assessment_ids: Collection[int], by: User, at: datetime
) -> tuple[int, int]:
    """Mark answers as looked through by a person, each with its event on the trail.

    Only the present answers of `cases` are marked. Gives the number marked now, and the number
    of ids that are no present answer (any more).
    """
    found = cases.filter(current_assessment__in=assessment_ids).select_for_update(of=("self",))
    present = {case.current_assessment_id: case for case in found}
    done = BoundaryCheck.objects.filter(assessment__in=present).values_list("assessment", flat=True)
    to_do = sorted(present.keys() - set(done))
    BoundaryCheck.objects.bulk_create(
        BoundaryCheck(assessment_id=pk, checked_by=by, checked_at=at) for pk in to_do
    )
    for pk in to_do:
        case = present[pk]
        trail.record("boundary.looked_through", case, case.defendant_id, assessment=pk)
    return len(to_do), len(set(assessment_ids) - present.keys())

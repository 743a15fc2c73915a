"""Which cases a figure counts, and which it leaves out. The parts always add up to the whole."""

from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from cases.models import Decision
from cases.models.codes import Outcome

# What the act does to the person, in families; every outcome stands in exactly one.
FAMILIES: dict[str, tuple[str, ...]] = {
    "freed": (Outcome.RELEASE, Outcome.TERMINATE),
    "shortened": (Outcome.REDUCE, Outcome.REDUCE_AT_SENTENCING),
    "record": (Outcome.LIFT_RECORD,),
    "court": (Outcome.CONTINUE_TO_VERDICT, Outcome.COMBINED),
    "review": (Outcome.NEEDS_REVIEW,),
    "untouched": (Outcome.NO_EFFECT, Outcome.NOT_COVERED),
    "excluded": (Outcome.EXCLUDED,),
}

OPEN = Q(ending="")
# The answer is there, and it is the answer to the facts of today.
ANSWERED = Q(current_assessment__isnull=False, assessed_facts_version=F("facts_version"))


class Population(NamedTuple):
    """total = counted + failed + ended. `failed`: open, but without an answer to its facts."""

    total: int
    counted: int
    failed: int
    ended: int


def population(cases: QuerySet) -> Population:
    """How many cases there are to tell of. One statement."""
    found = cases.order_by().aggregate(
        total=Count("pk"),
        counted=Count("pk", filter=OPEN & ANSWERED),
        failed=Count("pk", filter=OPEN & ~ANSWERED),
        ended=Count("pk", filter=~OPEN),
    )
    return Population(**found)


def told_of(cases: QuerySet) -> QuerySet:
    """The counted ones: not ended otherwise, with an answer to the facts of today."""
    return cases.filter(OPEN, ANSWERED).order_by()


def lacks(leaf: str) -> Q:
    """Cases whose answer misses the fact `leaf`: leaf names stand with one space between."""
    column = "current_assessment__missing_facts"
    return (
        Q(**{column: leaf})
        | Q(**{f"{column}__startswith": f"{leaf} "})
        | Q(**{f"{column}__endswith": f" {leaf}"})
        | Q(**{f"{column}__contains": f" {leaf} "})
    )


def in_force(column: str) -> Subquery:
    """A column of the decision that stands in the case: signed, not replaced; the latest one."""
    standing = Decision.objects.standing().filter(case=OuterRef("pk"))
    return Subquery(standing.order_by("-pk").values(column)[:1])


def with_decisions(cases: QuerySet) -> QuerySet:
    """Each case with what was decided, when, and the answer that this decision was made on."""
    return cases.annotate(
        decided_as=in_force("outcome"),
        decided_on=in_force("decided_on"),
        answer_then=in_force("assessment__outcome"),
    )

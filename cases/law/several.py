"""From the counts to the person: precedence (P1, P2) and several offenses (R19, CC 58).

A count is reduced to its `Mark`, the few facts of it that matter for the person. Equal counts have
equal marks, so that the person's outcome costs the number of different marks, not of counts.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from cases.law.calendar import units_of
from cases.law.counts import Count
from cases.law.terms import (
    MEASURED,
    Facts,
    Gravity,
    Outcome,
    Relief,
    Stage,
    Term,
)

EXCLUDED = Relief(Outcome.EXCLUDED)
NEEDS_REVIEW = Relief(Outcome.NEEDS_REVIEW)
NOT_COVERED = Relief(Outcome.NOT_COVERED)
# The rules R1 to R4 settle a count when one of them is certainly false; R5 tells the gravity.
TESTS_OF_ARTICLE_1 = 4
TESTS_OF_COVERAGE = 5


class Mark(NamedTuple):
    """What of a count matters for the person.

    `excluded`, `doubtful`: an exclusion is true, is unknown. `settled`: certainly not covered.
    `certain`: certainly covered. `troubled`: a rule failed. `longer`: the term of the count is
    longer than the final term, which contradicts CC 58.
    """

    excluded: bool
    doubtful: bool
    settled: bool
    certain: bool
    gravity: Gravity | None
    troubled: bool
    term_known: bool
    longer: bool


def mark_of(count: Count) -> Mark:
    """The mark of an examined count."""
    coverage, exclusions = count.answers[:TESTS_OF_COVERAGE], count.answers[TESTS_OF_COVERAGE:]
    term = count.offense.term
    return Mark(
        excluded=True in exclusions,
        doubtful=None in exclusions,
        settled=False in coverage[:TESTS_OF_ARTICLE_1],
        certain=all(coverage),
        gravity=count.gravity,
        troubled=bool(count.errors),
        term_known=term is not None,
        longer=_is_longer(term, count.facts.sentence.term),
    )


def _is_longer(term: Term | None, final: Term | None) -> bool:
    return term is not None and final is not None and units_of(term) > units_of(final)


@dataclass(slots=True)
class Person:
    """The person's side of the question: what holds for all counts alike.

    `recidivism` is the answer of E8; `relief_for` asks the rule of relief for a gravity.
    """

    facts: Facts
    recidivism: bool | None
    relief_for: Callable[[Gravity], Relief | None]
    troubled: bool
    excluded: bool = field(init=False)
    in_doubt: bool = field(init=False)

    def hear(self, marks: Collection[Mark]) -> None:
        """Learn from all counts whether an exclusion holds or is unknown."""
        self.excluded = self.recidivism is True or any(mark.excluded for mark in marks)
        # Before a verdict no finding of recidivism is in force yet; a served term is over.
        unknown = self.recidivism is None and self.facts.stage == Stage.SERVING
        self.in_doubt = self.troubled or unknown or any(mark.doubtful for mark in marks)


def relief_of(mark: Mark, person: Person) -> Relief:
    """The outcome of one count: the first that fits (contract, "Each count")."""
    if mark.excluded:
        return EXCLUDED
    if mark.settled and not mark.troubled:
        return NOT_COVERED
    if person.excluded:
        return EXCLUDED
    if mark.troubled or not mark.certain or person.in_doubt or person.facts.stage is None:
        return NEEDS_REVIEW
    relief = person.relief_for(mark.gravity)
    return NEEDS_REVIEW if relief is None else relief


def outcome_of(marks: Collection[Mark], person: Person) -> Outcome:
    """The person's outcome: excluded, needs review, not covered, the one relief, or combined."""
    reliefs = {mark: relief_of(mark, person) for mark in marks}
    different = set(reliefs.values())
    outcomes = {relief.outcome for relief in different}
    for first in (Outcome.EXCLUDED, Outcome.NEEDS_REVIEW):
        if first in outcomes or (first == Outcome.EXCLUDED and person.excluded):
            return first
    if person.troubled:
        return Outcome.NEEDS_REVIEW
    outcome = outcomes.pop() if len(different) == 1 else Outcome.COMBINED
    return outcome if _can_be_told(outcome, reliefs, person) else Outcome.NEEDS_REVIEW


def _can_be_told(outcome: Outcome, reliefs: dict[Mark, Relief], person: Person) -> bool:
    """At `serving`, the terms of the counts must be known where needed and agree with CC 58."""
    if person.facts.stage != Stage.SERVING or len(person.facts.offenses) == 1:
        return True
    if outcome not in (Outcome.REDUCE, Outcome.COMBINED):
        return True
    if any(mark.longer for mark in reliefs):
        return False
    return (
        outcome == Outcome.REDUCE
        or not _terms_needed(person.facts)
        or all(
            mark.term_known for mark, relief in reliefs.items() if relief.outcome != Outcome.RELEASE
        )
    )


def _terms_needed(facts: Facts) -> bool:
    """Terms of counts matter where the punishment is measured in time, or may be."""
    return facts.sentence.kind is None or facts.sentence.kind in MEASURED


def counts_are_several(facts: Facts) -> bool:
    """R19. The case holds more than one count: relief works count by count.

    CC 58, inferred. With different reliefs the result is a range, never one number.
    """
    return len(facts.offenses) > 1


def additional_punishments_stay(facts: Facts) -> bool:
    """R20. There are additional punishments; the act does not affect them.

    Inferred from "main punishment". Not known: nothing is said.
    """
    return bool(facts.sentence.additional)

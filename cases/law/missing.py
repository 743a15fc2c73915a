"""Which facts are missing and matter (contract, `missing[]`).

Paths come in the order of the contract's table: the person's facts, the counts one by one, the
sentence.
"""

from collections.abc import Iterator, Sequence

from cases.law.counts import FIELDS, Count
from cases.law.several import Mark
from cases.law.terms import (
    BEFORE_VERDICT,
    HEAVY,
    LIGHT,
    MEASURED,
    Detention,
    Facts,
    Gravity,
    Manner,
    Outcome,
    Punishment,
    Relief,
    Sentence,
    Stage,
)

# Missing, these leave the outcome as it is: only dates cannot be told.
HARMLESS = frozenset(
    {"sentence.term", "sentence.starts_on", "sentence.custody", "sentence.facility"}
)
KEEPS_SOMETHING = frozenset({Outcome.REDUCE, Outcome.NOT_COVERED})


def missing_facts(
    facts: Facts,
    counts: Sequence[Count],
    marks: Sequence[Mark],
    reliefs: Sequence[Relief],
    recidivism: bool | None,
) -> tuple[str, ...]:
    """Paths of the facts that are missing and matter; not asked when the person is excluded."""
    open_case = not all(mark.settled for mark in marks)
    differ = len({relief for relief in reliefs if relief.outcome != Outcome.NEEDS_REVIEW}) > 1
    return (
        *_of_the_person(facts, counts, marks, recidivism, open_case),
        *_of_the_counts(facts, counts, marks, reliefs if open_case and differ else ()),
        *(_of_the_sentence(facts, marks, differ) if open_case else ()),
    )


def _of_the_person(
    facts: Facts,
    counts: Sequence[Count],
    marks: Sequence[Mark],
    recidivism: bool | None,
    open_case: bool,
) -> Iterator[str]:
    if any("birth_date" in count.lacks for count in counts):
        yield "defendant.birth_date"
    if open_case and facts.stage is None:
        yield "stage"
    asked = facts.stage in BEFORE_VERDICT and any(_covers(mark, LIGHT) for mark in marks)
    if asked and facts.objects_to_termination is None:
        yield "objects_to_termination"
    if recidivism is None and facts.recidivism is None:
        yield "recidivism"


def _of_the_counts(
    facts: Facts,
    counts: Sequence[Count],
    marks: Sequence[Mark],
    certain: Sequence[Relief],
) -> Iterator[str]:
    for index, count in enumerate(counts):
        names = set(count.lacks)
        if not marks[index].settled:
            names.update(_coverage_lacks(count))
        if certain and count.offense.term is None and _term_is_needed(facts, certain[index]):
            names.add("term")
        yield from (count.path(name) for name in FIELDS if name in names)


def _coverage_lacks(count: Count) -> Iterator[str]:
    offense = count.offense
    for name in ("in_kazakhstan", "committed_from", "nexus", "article"):
        if getattr(offense, name) is None:
            yield name
    if count.reading.parts_differ:
        yield "part"


def _term_is_needed(facts: Facts, relief: Relief) -> bool:
    """CC 58: the term of a count that certainly keeps something, at `serving`."""
    if facts.stage != Stage.SERVING or relief.outcome not in KEEPS_SOMETHING:
        return False
    return _may_be_measured(facts.sentence)


def _of_the_sentence(facts: Facts, marks: Sequence[Mark], differ: bool) -> Iterator[str]:
    sentence = facts.sentence
    if facts.stage == Stage.SERVED and sentence.served_on is None:
        yield "sentence.served_on"
    cut = differ or any(_covers(mark, HEAVY) for mark in marks)
    if facts.stage == Stage.SERVING and cut:
        yield from _of_the_term(sentence)


def _of_the_term(sentence: Sentence) -> Iterator[str]:
    if sentence.kind is None:
        yield "sentence.kind"
    if sentence.term is None and _may_be_measured(sentence):
        yield "sentence.term"
    if sentence.kind in MEASURED and sentence.manner != Manner.DEFERRED:
        yield from _of_the_dates(sentence)


def _may_be_measured(sentence: Sentence) -> bool:
    return sentence.kind is None or sentence.kind in MEASURED


def _covers(mark: Mark, gravities: frozenset[Gravity]) -> bool:
    return mark.certain and mark.gravity in gravities


def _of_the_dates(sentence: Sentence) -> Iterator[str]:
    if sentence.starts_on is None:
        yield "sentence.starts_on"
    if sentence.facility is None and _facility_matters(sentence):
        yield "sentence.facility"
    if sentence.custody is None:
        yield "sentence.custody"


def _facility_matters(sentence: Sentence) -> bool:
    if sentence.kind != Punishment.IMPRISONMENT or sentence.manner == Manner.CONDITIONAL:
        return False
    return any(item.kind == Detention.CUSTODY for item in sentence.custody or ())

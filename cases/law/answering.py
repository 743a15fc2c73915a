"""The whole answer for one dossier: `assess(facts, rule_set)`.

Ask the rules about every count, hear the person, give each count its outcome, reckon the term,
say what is missing. Nothing is read but the two arguments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cases.law import findings
from cases.law.calendar import term_of
from cases.law.counts import Count
from cases.law.hearing import Hearing
from cases.law.missing import HARMLESS, missing_facts
from cases.law.reckoning import Kept, kept_of_count
from cases.law.relief import rule_of_relief
from cases.law.rule_set import RuleSet
from cases.law.rules import RULES, Rule
from cases.law.several import Mark, Person, mark_of, outcome_of, relief_of
from cases.law.term_answer import Reckoned, reckon
from cases.law.terms import (
    Answer,
    CountAnswer,
    Facts,
    Finding,
    Flag,
    Outcome,
    Relief,
    Stage,
)

ABOUT_THE_TERM = frozenset({"R16", "R17"})
AFTER_THE_COUNTS = ("E8", "R16", "R17", "R19", "R20")
NO_RELIEF = frozenset({Outcome.EXCLUDED, Outcome.NEEDS_REVIEW, Outcome.NOT_COVERED})
FLAGS = tuple(Flag)


def assess(facts: Facts, rule_set: RuleSet, rules: Mapping[str, Rule] = RULES) -> Answer:
    """Apply the act to the facts. Never raises: a rule that fails makes `needs_review`.

    `rules` is there for tests, which put a broken rule in the place of a sound one.
    """
    if facts.as_of is None:
        facts = replace(facts, as_of=rule_set.law_date)
    hearing = Hearing(facts, rule_set, rules)
    counts = [hearing.count(offense, index) for index, offense in enumerate(facts.offenses)]
    marks = [mark_of(count) for count in counts]
    person = hearing.person([mark.gravity for mark in marks])
    different = set(marks)
    person.hear(different)
    outcome = outcome_of(different, person)
    reliefs = [relief_of(mark, person) for mark in marks]
    whole = outcome == Outcome.COMBINED and facts.stage == Stage.SERVING
    kept = [kept_of_count(*pair, whole) for pair in zip(counts, reliefs, strict=True)]
    reckoned = reckon(hearing, counts, reliefs, kept, outcome)
    if not hearing.errors.keys().isdisjoint(ABOUT_THE_TERM):
        reckoned = Reckoned(Outcome.NEEDS_REVIEW)
    return _answer(hearing, counts, marks, person, reliefs, kept, reckoned)


def _answer(
    hearing: Hearing,
    counts: list[Count],
    marks: list[Mark],
    person: Person,
    reliefs: list[Relief],
    kept: list[Kept | None],
    reckoned: Reckoned,
) -> Answer:
    facts = hearing.facts
    missing: tuple[str, ...] = ()
    if reckoned.outcome != Outcome.EXCLUDED:
        missing = missing_facts(facts, counts, marks, reliefs, person.recidivism)
    flags = reckoned.flags.union(*(count.flags for count in counts))
    if any(item is not None and item.rounded for item in kept):
        flags.add(Flag.ROUNDED)
    return Answer(
        outcome=reckoned.outcome,
        preliminary=not HARMLESS.issuperset(missing),
        offenses=tuple(map(_count_answer, counts, reliefs, kept)),
        term=reckoned.term,
        one_year_rule=reckoned.one_year_rule,
        additional=facts.sentence.additional,
        findings=tuple(_findings(hearing, counts, reliefs)),
        missing=missing,
        flags=tuple(flag for flag in FLAGS if flag in flags) if flags else (),
        edition=hearing.rule_set.code,
        failures=tuple(hearing.failures),
    )


def _count_answer(count: Count, relief: Relief, kept: Kept | None) -> CountAnswer:
    left = None if kept is None else term_of(kept.units)
    return CountAnswer(count.offense.id, count.gravity, relief.outcome, relief.fraction, left)


def _findings(hearing: Hearing, counts: list[Count], reliefs: list[Relief]) -> Iterator[Finding]:
    for count, relief in zip(counts, reliefs, strict=True):
        yield from findings.of_count(hearing, count)
        if relief.outcome not in NO_RELIEF or _relief_failed(hearing, count, relief):
            yield findings.of_relief(hearing, count)
    for name in AFTER_THE_COUNTS:
        if name in hearing.told or name in hearing.errors:
            yield findings.of_person(hearing, name, hearing.told.get(name))


def _relief_failed(hearing: Hearing, count: Count, relief: Relief) -> bool:
    """The count was about to get relief, but the rule that gives it failed."""
    needs_review = relief.outcome == Outcome.NEEDS_REVIEW
    return needs_review and rule_of_relief(hearing.facts.stage, count.gravity) in hearing.errors

"""What would change the answer: single facts (`flips`) and the passing of time (`next_change`).

Only facts with a short list of values are tried; each promised flip gives its outcome when applied.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from cases.law.answering import assess
from cases.law.calendar import ONE_DAY, add_months
from cases.law.hearing import Hearing
from cases.law.rule_set import RuleSet
from cases.law.rules import RULES, Rule
from cases.law.several import Mark, mark_of, outcome_of
from cases.law.terms import (
    Facts,
    Flip,
    Nexus,
    Offense,
    Outcome,
    Punishment,
    Recidivism,
    Stage,
)

YES_NO = (True, False)
Values = tuple[bool | str, ...]
OF_THE_PERSON: Mapping[str, Values] = {
    "stage": tuple(Stage),
    "objects_to_termination": YES_NO,
    "recidivism": tuple(Recidivism),
}
OF_A_COUNT: Mapping[str, Values] = {
    "in_kazakhstan": YES_NO,
    "nexus": tuple(Nexus),
    "victim_minor": YES_NO,
}
KINDS: Values = tuple(Punishment)


def flips(facts: Facts, rule_set: RuleSet, rules: Mapping[str, Rule] = RULES) -> tuple[Flip, ...]:
    """Single facts whose other value would change the person's outcome, in the table's order."""
    asked = Hearing(facts, rule_set, rules)
    marks = [mark_of(asked.count(offense, index)) for index, offense in enumerate(facts.offenses)]
    tried = _Tried(facts, rule_set, rules, Counter(marks))
    now = tried.outcome(facts, tried.marks)
    tries = (*tried.person(), *tried.counts(marks), *tried.sentence())
    return tuple(flip for flip in tries if flip.outcome != now)


class _Tried:
    """Outcomes of a dossier with one fact changed; only what changes is asked again."""

    def __init__(
        self, facts: Facts, rule_set: RuleSet, rules: Mapping[str, Rule], marks: Counter[Mark]
    ) -> None:
        self.facts = facts
        self.rule_set = rule_set
        self.rules = rules
        self.marks = marks

    def outcome(self, facts: Facts, marks: Iterable[Mark]) -> Outcome:
        """The person's outcome from the marks of the counts."""
        hearing = Hearing(facts, self.rule_set, self.rules)
        different = set(marks)
        person = hearing.person([mark.gravity for mark in different])
        person.hear(different)
        return outcome_of(different, person)

    def person(self) -> Iterator[Flip]:
        for name, values in OF_THE_PERSON.items():
            for value in _others(values, getattr(self.facts, name)):
                changed = replace(self.facts, **{name: value})
                yield _flip(name, value, self.outcome(changed, self.marks))

    def counts(self, marks: list[Mark]) -> Iterator[Flip]:
        for index, offense in enumerate(self.facts.offenses):
            others = self.marks - Counter([marks[index]])
            for name, values in OF_A_COUNT.items():
                for value in _others(values, getattr(offense, name)):
                    mark = self._mark(replace(offense, **{name: value}), index)
                    outcome = self.outcome(self.facts, {*others, mark})
                    yield _flip(f"offenses[{index}].{name}", value, outcome)

    def sentence(self) -> Iterator[Flip]:
        for value in _others(KINDS, self.facts.sentence.kind):
            changed = replace(self.facts, sentence=replace(self.facts.sentence, kind=value))
            yield _flip("sentence.kind", value, self.outcome(changed, self.marks))

    def _mark(self, offense: Offense, index: int) -> Mark:
        return mark_of(Hearing(self.facts, self.rule_set, self.rules).count(offense, index))


def _others(values: Values, present: bool | str | None) -> Iterator[bool | str]:
    return (value for value in values if value != present)


def _flip(path: str, value: bool | str, outcome: Outcome) -> Flip:
    return Flip(path, value if isinstance(value, bool) else str(value), outcome)


def next_change(
    facts: Facts, rule_set: RuleSet, after: date
) -> tuple[date, Outcome, bool | None] | None:
    """The next day after `after` on which the outcome or `release_now` would be another.

    The same function is asked with later days. None: the answer does not change any more.
    """
    now = _on(facts, rule_set, after)
    for day in sorted(_turning_days(facts, rule_set, after)):
        then = _on(facts, rule_set, day)
        if then != now:
            return day, *then
    return None


def _on(facts: Facts, rule_set: RuleSet, day: date) -> tuple[Outcome, bool | None]:
    answer = assess(replace(facts, as_of=day), rule_set)
    return answer.outcome, answer.term and answer.term.release_now


def _turning_days(facts: Facts, rule_set: RuleSet, after: date) -> set[date]:
    """Days after `after` on which an end comes, or comes within the year of the one-year rule."""
    term = assess(replace(facts, as_of=after), rule_set).term
    if term is None:
        return set()
    ends = [end for end in (term.original_end, term.new_end) if end is not None]
    days = set(ends)
    for end in ends:
        try:
            near = add_months(end, -rule_set.one_year_months)
        except OverflowError:
            continue
        # In a shorter month the year suffices only from the first day of the next one.
        days.update((near, near + ONE_DAY))
    return {day for day in days if day > after}

"""Findings: each rule that was asked, its answer, its citation and the facts it used.

Order (contract, `findings[]`): count by count the twelve rules, then the rule of relief; after
the counts, what was asked of the person.
"""

from collections.abc import Callable, Iterator, Mapping

from cases.law.counts import Count
from cases.law.hearing import Hearing
from cases.law.plain import plain
from cases.law.relief import rule_of_relief
from cases.law.rules import OF_EACH_COUNT
from cases.law.terms import Facts, Finding

_PERSON: Mapping[str, Callable[[Facts], object]] = {
    "as_of": lambda facts: facts.as_of,
    "stage": lambda facts: facts.stage,
    "objects_to_termination": lambda facts: facts.objects_to_termination,
    "recidivism": lambda facts: facts.recidivism,
    "sentence.kind": lambda facts: facts.sentence.kind,
    "sentence.manner": lambda facts: facts.sentence.manner,
    "sentence.term": lambda facts: facts.sentence.term,
    "sentence.starts_on": lambda facts: facts.sentence.starts_on,
    "sentence.facility": lambda facts: facts.sentence.facility,
    "sentence.custody": lambda facts: facts.sentence.custody,
    "sentence.served_on": lambda facts: facts.sentence.served_on,
    "sentence.additional": lambda facts: facts.sentence.additional,
}


def of_count(hearing: Hearing, count: Count) -> Iterator[Finding]:
    """The twelve findings on one count."""
    rules, offense_id = hearing.rules, count.offense.id
    listed_as = count.reading.strength
    for name, holds in zip(OF_EACH_COUNT, count.answers, strict=True):
        rule = rules[name]
        if name in count.errors:
            facts: Mapping[str, object] = {"error": count.errors[name]}
        else:
            shows = rule.shows
            facts = count.show(shows if isinstance(shows, tuple) else shows(count))
        yield Finding(name, offense_id, holds, rule.citation, rule.strength or listed_as, facts)


def of_relief(hearing: Hearing, count: Count) -> Finding:
    """The finding on the rule that gave a count its relief (or that failed to)."""
    name = rule_of_relief(hearing.facts.stage, count.gravity)
    return of_person(hearing, name, True, count.offense.id)


def of_person(
    hearing: Hearing, name: str, holds: bool | None, offense_id: str | None = None
) -> Finding:
    """A finding on a rule whose facts are those of the person."""
    rule = hearing.rules[name]
    if name in hearing.errors:
        holds, facts = None, {"error": hearing.errors[name]}
    else:
        facts = {path: _shown(hearing, path) for path in rule.shows}
    return Finding(name, offense_id, holds, rule.citation, rule.strength, facts)


def _shown(hearing: Hearing, path: str) -> object:
    """A fact of the person in its JSON form, made once for all findings that name it."""
    if path not in hearing.shown:
        hearing.shown[path] = plain(_PERSON[path](hearing.facts))
    return hearing.shown[path]

"""The plainest dossiers that the act covers, with any fact changed."""

from dataclasses import replace
from datetime import date

from cases.law import (
    Answer,
    Facts,
    Nexus,
    Offense,
    Punishment,
    Recidivism,
    RuleSet,
    Sentence,
    Stage,
    Term,
    assess,
)

FIFTH = date(2022, 1, 5)
# One article for each gravity that article 1 lists.
BY_GRAVITY = {
    "infraction": ("187", "1"),
    "small": ("107", "1"),
    "medium": ("188", "1"),
    "grave": ("132", "1"),
    "especially_grave": ("132", "5"),
}


def count(article: str = "188", part: str | None = "3", **changes: object) -> Offense:
    """A count that is covered and certain: theft of 5 January 2022 in the riots."""
    known = {
        "id": "1",
        "committed_from": FIFTH,
        "in_kazakhstan": True,
        "nexus": Nexus.RIOT,
    }
    return Offense(**(known | {"article": article, "part": part} | changes))


def sentenced(**changes: object) -> Sentence:
    """Four years of imprisonment from 1 July 2022, no detention before."""
    known = {
        "kind": Punishment.IMPRISONMENT,
        "term": Term(4),
        "starts_on": date(2022, 7, 1),
        "custody": (),
    }
    return Sentence(**(known | changes))


def facts(*offenses: Offense, sentence: Sentence | None = None, **changes: object) -> Facts:
    """A person serving, without recidivism; one grave count when none is given."""
    known = {"stage": Stage.SERVING, "recidivism": Recidivism.NONE}
    numbered = tuple(offenses) or (count(),)
    return Facts(
        offenses=numbered,
        sentence=sentenced() if sentence is None else sentence,
        **(known | changes),
    )


def counts(*offenses: Offense) -> tuple[Offense, ...]:
    """The counts with ids 1, 2, 3…"""
    return tuple(replace(offense, id=str(i)) for i, offense in enumerate(offenses, 1))


def holds(answer: Answer, rule: str, offense: str | None = "1") -> bool | None:
    """What the finding of a rule says; fails when the rule was not asked."""
    found = [line.holds for line in answer.findings if (line.rule, line.offense) == (rule, offense)]
    assert len(found) == 1, (rule, offense)
    return found[0]


def asked(answer: Answer) -> list[tuple[str, str | None]]:
    """Rules in the order of the findings, with the count."""
    return [(line.rule, line.offense) for line in answer.findings]


def ask(rule_set: RuleSet, *offenses: Offense, **changes: object) -> Answer:
    """The answer to the plainest dossier with changes; no rule may have failed."""
    answer = assess(facts(*offenses, **changes), rule_set)
    assert answer.failures == ()
    return answer

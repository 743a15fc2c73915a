"""Asking the rules about one dossier. No rule can break an answer: a failure is an unknown.

A rule that raises gives a null finding, and the outcome is `needs_review`; the exception is
kept for the log.
"""

from collections.abc import Mapping

from cases.law.counts import Count
from cases.law.relief import rule_of_relief
from cases.law.rule_set import RuleSet
from cases.law.rules import OF_EACH_COUNT, Rule
from cases.law.several import Person
from cases.law.terms import Facts, Failure, Gravity, Offense, Relief


class Hearing:
    """One dossier, the rule set and the rules; collects failures.

    `errors` names, for rules asked of the person, the exception that each raised; `told` holds
    the answers about the person that become findings, `shown` the facts that they name.
    """

    __slots__ = ("errors", "facts", "failures", "reliefs", "rule_set", "rules", "shown", "told")

    def __init__(self, facts: Facts, rule_set: RuleSet, rules: Mapping[str, Rule]) -> None:
        self.facts = facts
        self.rule_set = rule_set
        self.rules = rules
        self.errors: dict[str, str] = {}
        self.failures: list[Failure] = []
        self.reliefs: dict[Gravity, Relief | None] = {}
        self.told: dict[str, bool | None] = {}
        self.shown: dict[str, object] = {}

    def count(self, offense: Offense, index: int) -> Count:
        """Ask R1 to R5 and E1 to E7 about one count."""
        count = Count(self.facts, self.rule_set, offense, index)
        for name in OF_EACH_COUNT:
            try:
                answer = self.rules[name].ask(count)
            except Exception as error:
                answer = None
                count.errors[name] = type(error).__name__
                self.failures.append(Failure(name, offense.id, repr(error)))
            count.answers.append(answer)
        return count

    def ask(self, name: str, *asked: object) -> object:
        """Ask a rule about the person; None when it fails."""
        try:
            return self.rules[name].ask(*asked)
        except Exception as error:
            self.errors[name] = type(error).__name__
            self.failures.append(Failure(name, None, repr(error)))
            return None

    def tell(self, name: str, holds: bool | None) -> None:
        """Keep an answer about the person for its finding."""
        self.told[name] = holds

    def person(self, gravities: list[Gravity | None]) -> Person:
        """Ask E8, R19 and R20; the rules of relief are asked when they are needed."""
        recidivism = self.ask("E8", self.facts, gravities)
        self.tell("E8", recidivism)
        for name in ("R19", "R20"):
            if self.ask(name, self.facts):
                self.tell(name, True)
        return Person(self.facts, recidivism, self.relief_for, troubled=bool(self.errors))

    def relief_for(self, gravity: Gravity) -> Relief | None:
        """Ask the rule of relief for a gravity, once."""
        if gravity not in self.reliefs:
            name = rule_of_relief(self.facts.stage, gravity)
            self.reliefs[gravity] = self.ask(name, self.facts, self.rule_set, gravity)
        return self.reliefs[gravity]

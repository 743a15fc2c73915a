"""One count while the rules are asked about it: its facts, what the table says, what it lacks."""

from datetime import date

from cases.law.plain import plain
from cases.law.provisions import Reading
from cases.law.rule_set import RuleSet
from cases.law.terms import Facts, Flag, Gravity, Offense

# Facts of a count that may be missing, in the order of the contract's table (an act without a
# last day lasted one day).
FIELDS = (
    "article",
    "part",
    "points",
    "committed_from",
    "in_kazakhstan",
    "nexus",
    "victim_minor",
    "term",
)


class Count:
    """A count under examination.

    `answers` holds the twelve answers R1 to R5 and E1 to E7 in that order, `lacks` the facts
    whose absence makes an exclusion unknown, `flags` what the rules raised, `errors` the rules
    that failed with the name of the exception.
    """

    __slots__ = (
        "answers",
        "errors",
        "facts",
        "flags",
        "index",
        "lacks",
        "offense",
        "reading",
        "rule_set",
        "shown",
    )

    def __init__(self, facts: Facts, rule_set: RuleSet, offense: Offense, index: int) -> None:
        self.facts = facts
        self.rule_set = rule_set
        self.offense = offense
        self.index = index
        self.reading: Reading = rule_set.reading(offense)
        self.answers: list[bool | None] = []
        self.errors: dict[str, str] = {}
        self.flags: set[Flag] = set()
        self.lacks: set[str] = set()
        self.shown: dict[tuple[str, ...], dict[str, object]] = {}

    @property
    def gravity(self) -> Gravity | None:
        """Gravity of the count, as R5 reads it from the table."""
        return self.reading.gravity

    @property
    def last_day(self) -> date | None:
        """Last day of the act; an act without an end is an act of one day."""
        return self.offense.committed_to or self.offense.committed_from

    def path(self, name: str) -> str:
        """Path of a fact of this count in the dossier."""
        if name == "birth_date":
            return "defendant.birth_date"
        return f"offenses[{self.index}].{name}"

    def show(self, names: tuple[str, ...]) -> dict[str, object]:
        """Facts by path, in their JSON form, for a finding; shared by findings of the count."""
        found = self.shown.get(names)
        if found is None:
            found = self.shown[names] = {self.path(name): self._value(name) for name in names}
        return found

    def _value(self, name: str) -> object:
        if name == "birth_date":
            return plain(self.facts.birth_date)
        return plain(getattr(self.offense, name))

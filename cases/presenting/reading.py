"""What the parts of a panel read: the frozen dossier and answer, their basis, the day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from cases import law, wording
from cases.models import Assessment
from cases.referencing import basis_of
from cases.wording.facts import shape_of


@dataclass(frozen=True)
class Told:
    """One assessment as it was made, read back; `today` is the reader's day."""

    assessment: Assessment
    today: date

    @cached_property
    def dossier(self) -> dict:
        return self.assessment.dossier

    @cached_property
    def answer(self) -> dict:
        return self.assessment.answer

    @cached_property
    def rules(self) -> law.RuleSet:
        """The engine's rule set that gave the answer."""
        return basis_of(self.assessment.rule_set_id, self.assessment.reference_id).law

    @cached_property
    def facts(self) -> law.Facts:
        """The dossier as the engine reads it."""
        return law.read_dossier(self.dossier)

    @property
    def as_of(self) -> date:
        """The day for which the answer was computed."""
        told = self.dossier.get("as_of")
        return date.fromisoformat(told) if told else self.rules.law_date

    @property
    def offenses(self) -> list[dict]:
        return self.dossier["offenses"]

    def offense(self, offense_id: str | None) -> dict:
        """The facts of one count; of the only one where none is named."""
        if offense_id is None:
            return self.offenses[0] if len(self.offenses) == 1 else {}
        return next((row for row in self.offenses if row["id"] == offense_id), {})

    def count(self, offense_id: str | None) -> dict:
        """The answer on one count."""
        if offense_id is None:
            return self.answer["offenses"][0] if len(self.offenses) == 1 else {}
        return next((row for row in self.answer["offenses"] if row["id"] == offense_id), {})

    def offense_label(self, offense_id: str | None) -> str:
        """Which count a line is about; nothing where there is only one."""
        if offense_id is None or len(self.offenses) < 2:
            return ""
        number = next((n for n, row in enumerate(self.offenses, 1) if row["id"] == offense_id), 0)
        return _("Offense %(n)s: %(article)s") % {
            "n": number,
            "article": provision_words(self.offense(offense_id)),
        }

    def lacking(self, finding: dict) -> list[str]:
        """Paths of the finding's facts that the answer names as missing."""
        return [path for path in finding["facts"] if path in self.answer["missing"]]

    def address(self, path: str) -> str:
        """The path as the answer page knows it: `offenses[0].nexus` with the id of the count."""
        head, bracket, rest = path.partition("[")
        if not bracket:
            return path
        index, _bracket, leaf = rest.partition("].")
        return f"{head}.{self.offenses[int(index)]['id']}.{leaf}"

    def label(self, path: str) -> str:
        """The fact in words, with its count where there are several."""
        words = str(wording.fact_of(path).label)
        head, bracket, rest = path.partition("[")
        if not bracket or head != "offenses" or len(self.offenses) < 2:
            return words
        index = int(rest.partition("]")[0])
        return f"{words} ({self.offense_label(self.offenses[index]['id'])})"


def provision_words(offense: dict) -> str:
    """`272(2)`, `102`, or "not known"."""
    article, part = offense.get("article"), offense.get("part")
    if not article:
        return _("not known")
    return f"{article}({part})" if part else article


def choice_words(path: str, value: object) -> str:
    """A coded value in words."""
    return wording.value_words(shape_of(path), value)

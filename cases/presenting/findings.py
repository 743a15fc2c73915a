"""The findings of a panel: each rule that was asked, with its state, sentence, facts and law."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from cases import wording
from cases.presenting.reading import Told, choice_words, provision_words
from cases.wording.articles import OF_RULE
from cases.wording.rules import MET, NOT_RELEVANT, STATES
from cases.wording.values import day_words, fraction_words, period_words

HOLDS = {True: "true", False: "false", None: "null"}
FOLDED = (MET, NOT_RELEVANT)


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact that a finding used."""

    label: str
    value: str
    address: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in words."""

    rule: str
    holds: str
    offense: str
    offense_label: str
    state: str
    title: str
    sentence: str
    facts: list[FactRow]
    citation: str
    law: str
    strength: str
    strength_help: str

    @property
    def help_page(self) -> int | None:
        """Number of the page of Help that explains the rule in plain words."""
        return OF_RULE.get(self.rule)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind: open ones first, those that are met or not relevant folded."""

    code: str
    name: str
    rows: list[FindingRow]

    @property
    def shown(self) -> list[FindingRow]:
        return [row for row in self.rows if row.state not in FOLDED]

    @property
    def met(self) -> list[FindingRow]:
        return [row for row in self.rows if row.state == MET]

    @property
    def not_relevant(self) -> list[FindingRow]:
        return [row for row in self.rows if row.state == NOT_RELEVANT]


def groups_of(told: Told) -> list[Group]:
    """All findings in their groups; inside a group by state, then as the engine told them."""
    rows = [_row(told, finding) for finding in told.answer["findings"]]
    order = list(wording.GROUPS)
    keyed = sorted(
        rows, key=lambda row: (order.index(_group(row)), STATES.index(row.state))
    )  # stable: the order of the contract stays inside a state
    return [
        Group(code, str(wording.GROUPS[code]), list(found))
        for code, found in groupby(keyed, _group)
    ]


def _group(row: FindingRow) -> str:
    return wording.RULES[row.rule].group


def _row(told: Told, finding: dict) -> FindingRow:
    rule, holds = finding["rule"], finding["holds"]
    words = wording.RULES[rule]
    lacks = told.lacking(finding)
    strength, strength_help = wording.STRENGTHS[finding["strength"]]
    labels = ", ".join(str(wording.fact_of(path).label) for path in lacks)
    return FindingRow(
        rule=rule,
        holds=HOLDS[holds],
        offense=finding["offense"] or "",
        offense_label=told.offense_label(finding["offense"]),
        state=wording.state_of(rule, holds, lacks),
        title=str(words.name),
        sentence=_sentence(told, finding, labels),
        facts=_facts(told, finding, lacks),
        citation=wording.citation_words(finding["citation"]),
        law=str(words.law),
        strength=str(strength),
        strength_help=str(strength_help),
    )


def _sentence(told: Told, finding: dict, lacks: str) -> str:
    if "error" in finding["facts"]:
        return _("This rule could not be asked; the error was recorded. A person must look.")
    values = values_for(told, finding["offense"])
    return wording.sentence_of(finding["rule"], finding["holds"], values, lacks)


def _facts(told: Told, finding: dict, lacks: list[str]) -> list[FactRow]:
    return [
        FactRow(
            str(wording.fact_of(path).label),
            wording.value_words(path, value),
            told.address(path),
            path in lacks,
        )
        for path, value in finding["facts"].items()
        if path != "error" and not (value is None and path.endswith(".committed_to"))
    ]


def values_for(told: Told, offense_id: str | None) -> dict[str, str]:
    """Everything that a sentence about one count, or about the person, may name."""
    offense, count, rules = told.offense(offense_id), told.count(offense_id), told.rules
    sentence = told.dossier.get("sentence") or {}
    term = told.answer["term"] or {}
    return {
        "article": provision_words(offense),
        "committed": period_words(offense.get("committed_from"), offense.get("committed_to")),
        "window": period_words(rules.window_from.isoformat(), rules.window_to.isoformat()),
        "nexus": choice_words("offenses.nexus", offense.get("nexus")),
        "gravity": choice_words("offenses.gravity", count.get("gravity")),
        "fraction": fraction_words(count.get("fraction")),
        "recidivism": choice_words("recidivism", told.dossier.get("recidivism")),
        "objection": choice_words("objects", told.dossier.get("objects_to_termination")),
        "served_on": day_words(sentence.get("served_on")),
        "law_date": day_words(rules.law_date),
        "as_of": day_words(told.as_of),
        "new_end": day_words(term.get("new_end")),
        "additional": wording.value_words("additional", told.answer["additional"]),
    }

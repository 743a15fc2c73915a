"""The rules of the act as pages show them: claims, parameters, open questions, worked cases.

Reads the law core, a rule set's document and the book; writes nothing. All words come from
cases/wording.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import book, law, wording
from cases.book import Line, WorkedCase
from cases.models import RuleSet
from cases.wording.claims import CHAPTERS, CLAIMS, PARTS, Claim
from cases.wording.parameters import PARAMETERS, parameter_words, source_words
from cases.wording.questions import Question, questions_of

EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter of a rule set in words."""

    name: str
    title: str
    values: list[str]
    source: str
    citation: str
    strength: str
    strength_help: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in words, with all that bears on it."""

    id: str
    part: str
    name: str
    law: str
    claim: Claim
    place: str
    citation: str
    strength: str
    strength_help: str
    parameters: list[ParameterRow]
    questions: list[Question]
    cases: list[WorkedCase]

    @property
    def examples(self) -> list[tuple[WorkedCase, str, str]]:
        """A few cases with as many outcomes as there are, each with its name and language."""
        first = {case.outcome: case for case in reversed(self.cases)}
        chosen = sorted(first.values(), key=self.cases.index)
        rest = [case for case in self.cases if case not in chosen]
        return [(case, *name_of(case)) for case in [*chosen, *rest][:EXAMPLES]]


def rules_of(rule_set: RuleSet) -> list[RuleRow]:
    """Every rule in the order of the act, with the parameters of `rule_set`."""
    rows, part = [], ""
    for rule in law.RULES.values():
        part = str(PARTS.get(rule.id, part))
        rows.append(_rule(rule, part, rule_set.data["parameters"]))
    return rows


def _rule(rule: law.Rule, part: str, parameters: Mapping[str, Mapping]) -> RuleRow:
    words = wording.RULES[rule.id]
    strength, help_text = strength_words(rule.strength)
    return RuleRow(
        id=rule.id,
        part=part,
        name=str(words.name),
        law=str(words.law),
        claim=CLAIMS[rule.id],
        place=place_of(rule.ask),
        citation=wording.citation_words(rule.citation),
        strength=strength,
        strength_help=help_text,
        parameters=[
            parameter_row(name, parameters[name], rule.id)
            for name, known in PARAMETERS.items()
            if rule.id in known.rules and name in parameters
        ],
        questions=questions_of(rule.id),
        cases=book.illustrating(rule.id),
    )


def place_of(ask: Callable[..., object]) -> str:
    """Where a rule stands in the code: `coverage.committed_in_kazakhstan`."""
    return f"{ask.__module__.rpartition('.')[2]}.{ask.__name__}"


def strength_words(strength: str | None) -> tuple[str, str]:
    """A strength and what it means; None = as sure as the entry of the list (R4)."""
    if strength is None:
        return _("as the entry of the list"), _("Stated where verified, otherwise inferred.")
    told, help_text = wording.STRENGTHS[strength]
    return str(told), str(help_text)


def parameter_row(name: str, parameter: Mapping, rule: str = "") -> ParameterRow:
    """One parameter; one that nobody gave a title is shown by its name."""
    strength, help_text = strength_words(parameter.get("strength", "inferred"))
    return ParameterRow(
        name=name,
        title=str(PARAMETERS[name].title) if name in PARAMETERS else name,
        values=parameter_words(name, parameter["value"], rule),
        source=source_words(parameter.get("source", "")),
        citation=wording.citation_words(parameter.get("citation", "")),
        strength=strength,
        strength_help=help_text,
        is_verified=bool(parameter.get("verified")),
    )


def other_parameters(rule_set: RuleSet) -> list[ParameterRow]:
    """Parameters that no rule reads: they inform."""
    read = {name for name, known in PARAMETERS.items() if known.rules}
    return [
        parameter_row(name, parameter)
        for name, parameter in rule_set.data["parameters"].items()
        if name not in read
    ]


# --- two rule sets ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter that two rule sets have differently; a side that lacks it is None."""

    title: str
    old: ParameterRow | None
    new: ParameterRow | None


def changes(old: RuleSet, new: RuleSet) -> list[Change]:
    """What differs from `old` to `new`, in the order of `new`; equal parameters are left out."""
    before, after = old.data["parameters"], new.data["parameters"]
    names = [*after, *(name for name in before if name not in after)]
    return [
        Change(title_of(name), _side(name, before), _side(name, after))
        for name in names
        if before.get(name) != after.get(name)
    ]


def title_of(name: str) -> str:
    return str(PARAMETERS[name].title) if name in PARAMETERS else name


def _side(name: str, parameters: Mapping[str, Mapping]) -> ParameterRow | None:
    return parameter_row(name, parameters[name]) if name in parameters else None


# --- the book --------------------------------------------------------------------------------


def name_of(case: WorkedCase) -> tuple[str, str]:
    """The sentence that names a case, and the language it is written in."""
    wanted = (get_language() or "en")[:2]
    language = wanted if wanted in case.names else "en"
    return case.names[language], language


def chapter_words(chapter: str) -> str:
    return str(CHAPTERS.get(chapter, chapter))


@dataclass(slots=True)
class _Checked:
    """The ids that disagree under the rule set that was asked last."""

    rules: law.RuleSet | None = None
    disagreeing: frozenset[str] = frozenset()


_checked = _Checked()


def disagreeing(rules: law.RuleSet) -> frozenset[str]:
    """Ids of the worked cases that `rules` answers otherwise than the book; kept until asked anew."""
    if _checked.rules is not rules:
        cases = book.worked_cases().values()
        _checked.disagreeing = frozenset(
            case.id for case in cases if not agrees(lines_of(case, rules))
        )
        _checked.rules = rules
    return _checked.disagreeing


def lines_of(case: WorkedCase, rules: law.RuleSet) -> list[Line]:
    """The expectations of a case beside the engine's answer of now."""
    return book.compared(case.expect, law.assess_dossier(case.dossier, rules))


def agrees(lines: Sequence[Line]) -> bool:
    return all(line.agrees for line in lines)

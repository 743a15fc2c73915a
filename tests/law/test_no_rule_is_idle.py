"""The worked-case book notices when a rule is taken away or stops saying "not known"."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType

import pytest

from cases.law import (
    RULES,
    Answer,
    DossierError,
    Facts,
    Rule,
    RuleSet,
    answer_of,
    assess,
    coverage,
    exclusions,
    flips,
    read_dossier,
    reckoning,
    relief,
)
from cases.law.rules import OF_EACH_COUNT
from tests.law.book import differences, load_book

THREE_VALUED = (*OF_EACH_COUNT, "E8")
# What a rule answers when it is gone: coverage is no hurdle, nobody is excluded, nothing is given.
GONE = {rule: rule.startswith("R") for rule in THREE_VALUED}
Asked = Callable[..., object]


def readable(dossier: dict) -> Facts | None:
    try:
        return read_dossier(dossier)
    except DossierError:
        return None


BOOK = [(case, known) for case in load_book() if (known := readable(case["dossier"]))]


def told(case: dict, facts: Facts, rule_set: RuleSet, rules: Mapping[str, Rule]) -> dict:
    answer: Answer = assess(facts, rule_set, rules)
    asked_for = flips(facts, rule_set, rules) if "flips" in case["expect"] else ()
    return answer_of(answer, asked_for)


def failing(rules: Mapping[str, Rule], rule_set: RuleSet) -> str | None:
    """A worked case that these rules do not answer as the book says, or not at all.

    Those that illustrate a changed rule are asked first.
    """
    changed = {rule for rule in RULES if rules[rule] is not RULES[rule]}
    for case, facts in sorted(BOOK, key=lambda known: changed.isdisjoint(known[0]["rule"])):
        try:
            answer = told(case, facts, rule_set, rules)
        except Exception:
            return case["id"]
        if differences(case["expect"], answer):
            return case["id"]
    return None


def with_answer(rule: str, change: Callable[[Asked], Asked]) -> dict[str, Rule]:
    return {**RULES, rule: replace(RULES[rule], ask=change(RULES[rule].ask))}


def test_the_sound_rules_answer_the_whole_book(rule_set: RuleSet) -> None:
    assert failing(RULES, rule_set) is None


@pytest.mark.parametrize("rule", list(RULES))
def test_a_rule_taken_away_is_noticed(rule: str, rule_set: RuleSet) -> None:
    rules = with_answer(rule, lambda _ask: lambda *_asked: GONE.get(rule))
    assert failing(rules, rule_set)


@pytest.mark.parametrize("rule", THREE_VALUED)
def test_a_rule_that_says_false_for_not_known_is_noticed(rule: str, rule_set: RuleSet) -> None:
    def hasty(ask: Asked) -> Asked:
        return lambda *asked: bool(ask(*asked))

    assert failing(with_answer(rule, hasty), rule_set)


def nones(module: ModuleType) -> list[ast.Constant]:
    """Every `None` that a function of the module can answer with (not `is None`, no type).

    Of the module of terms, which holds more arithmetic than rules, only the rules.
    """
    found, rules = [], {rule.ask.__name__ for rule in RULES.values()}
    for function in ast.walk(tree_of(module)):
        if not isinstance(function, ast.FunctionDef):
            continue
        if module is not reckoning or function.name in rules:
            for node in ast.walk(ast.Module(function.body, [])):
                if isinstance(node, ast.Return | ast.IfExp):
                    found += [
                        part
                        for part in ast.iter_child_nodes(node)
                        if isinstance(part, ast.Constant) and part.value is None
                    ]
    return found


def tree_of(module: ModuleType) -> ast.Module:
    with open(module.__file__, encoding="utf-8") as file:
        return ast.parse(file.read())


class FalseForNone(ast.NodeTransformer):
    """Turns the one `None` at a place of the source into `False`."""

    def __init__(self, place: ast.Constant) -> None:
        self.place = (place.lineno, place.col_offset)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if (node.lineno, node.col_offset) == self.place:
            return ast.copy_location(ast.Constant(value=False), node)
        return node


def rules_of(module: ModuleType, place: ast.Constant) -> dict[str, Rule]:
    """The rules, those of the module read from its changed source."""
    changed = ast.fix_missing_locations(FalseForNone(place).visit(tree_of(module)))
    names: dict[str, object] = {"__name__": module.__name__}
    exec(compile(changed, module.__file__, "exec"), names)  # noqa: S102 - our own source
    return {
        id: replace(rule, ask=names[rule.ask.__name__])
        if rule.ask.__module__ == module.__name__
        else rule
        for id, rule in RULES.items()
    }


MODULES = (coverage, exclusions, relief, reckoning)
PLACES = [(module, place) for module in MODULES for place in nones(module)]


@pytest.mark.parametrize(
    ("module", "place"),
    PLACES,
    ids=[f"{module.__name__.rpartition('.')[2]}:{place.lineno}" for module, place in PLACES],
)
def test_a_none_turned_into_false_is_noticed(
    module: ModuleType, place: ast.Constant, rule_set: RuleSet
) -> None:
    assert failing(rules_of(module, place), rule_set)


def test_there_are_nones_to_turn() -> None:
    assert len(PLACES) >= 14

"""docs/law.md leads a lawyer from the act to the code: nothing of the law is left out of it.

Stands outside tests/law: the mutants there have no comments and no documents.
"""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from cases import book, law
from cases.law.rules import RULES
from cases.rulebook import place_of
from cases.wording.questions import QUESTIONS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
LAW = ROOT / "cases" / "law"
QUESTION = re.compile(r"QUESTION\(((?:[^()]|\([^()]*\))*)\)")


def questions_in_code() -> Iterator[tuple[str, str]]:
    """(what is cited, the function or module that carries the question) of every mark."""
    for file in sorted(LAW.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
        for number, line in enumerate(text.splitlines(), start=1):
            for cite in QUESTION.findall(line):
                names = [f.name for f in functions if f.lineno <= number <= f.end_lineno]
                yield cite, ".".join([file.stem, *names])


IN_CODE = sorted(questions_in_code())


def test_the_marks_are_found_in_the_comments_of_the_code():
    marks = 0
    for file in LAW.glob("*.py"):
        with tokenize.open(file) as lines:
            marks += sum(
                "QUESTION(" in token.string for token in tokenize.generate_tokens(lines.readline)
            )
    assert len(IN_CODE) == marks > 5


@pytest.mark.parametrize("rule", list(RULES))
def test_the_page_names_every_rule_with_its_source_and_its_function(rule: str):
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| {rule} |")]
    known = RULES[rule]
    assert known.citation in line
    assert f"`{place_of(known.ask)}`" in line
    assert (known.strength.value if known.strength else "as the list") in line


@pytest.mark.parametrize(("cite", "place"), IN_CODE)
def test_the_page_names_every_open_question_of_the_code(cite: str, place: str):
    assert f"`QUESTION({cite})` in `{place}`" in PAGE


def test_the_questions_that_pages_show_are_those_of_the_code():
    assert sorted((q.cite, q.place) for q in QUESTIONS if q.place) == IN_CODE


def test_every_question_stands_on_the_page_with_its_default_and_its_rules():
    with translation.override("en"):
        for question in QUESTIONS:
            (line,) = [line for line in PAGE.splitlines() if str(question.text) in line]
            assert str(question.default) in line
            assert ", ".join(question.rules) in line
            assert set(question.rules) <= law.RULES.keys()


def test_every_worked_case_that_the_page_names_exists_and_illustrates_its_rule():
    for line in PAGE.splitlines():
        found = re.match(r"\| (R\d+a?|E\d) \|", line)
        if not found:
            continue
        ids = re.findall(r"`([a-z0-9-]+)`", line.split("|")[5].partition(":")[2])
        assert ids
        for case_id in ids:
            assert found[1] in book.worked_cases()[case_id].rules, case_id


def test_every_file_of_the_book_is_named_or_told_of():
    named = {name for line in PAGE.splitlines() for name in re.findall(r"`(\d\d-[a-z-]+)`", line)}
    assert named <= {case.chapter for case in book.worked_cases().values()}


def test_every_place_in_the_code_that_the_page_names_exists():
    for module, name in re.findall(r"`([a-z_]+)\.([a-z_]+)`", PAGE):
        if name != "py":
            assert f"def {name}(" in (LAW / f"{module}.py").read_text(encoding="utf-8"), name
    for module in re.findall(r"`([a-z_]+\.py)`", PAGE):
        assert (LAW / module).exists(), module
    for path in re.findall(r"`((?:cases|tests|amnesty|resocialization)/[\w./-]+)`", PAGE):
        assert (ROOT / path).exists(), path

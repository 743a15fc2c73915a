"""Mutates `cases/law` and runs the law's tests against each mutant: `make mutants`, not in CI.

    python -m tests.law.mutate                     all modules
    python -m tests.law.mutate coverage several    some
    python -m tests.law.mutate --every 10          each tenth mutant

One thing is changed at a time: a comparison, `and`/`or`, `not`, a sign, a number, True/False, a
None that becomes False, a text inside a function. Mutants live in a temporary copy. A mutant that
no test notices is printed; the exit status is 1 when there is one.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LAW = ROOT / "cases" / "law"
FOLDERS = ("cases/law", "cases/data", "tests/law")
FILES = ("cases/__init__.py", "cases/book.py", "tests/__init__.py")
SWAPS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}
NOT_CHANGED = {"annotation", "returns", "decorator_list"}
# The book and the second opinion notice most mutants within a second; the rest of the tests
# are asked only about those that they let pass.
QUICK = """
import json, sys
from random import Random
from cases.law import assess_dossier
from tests.law.book import differences, load_book, load_table, shipped_rule_set
from tests.law.second_opinion_dossiers import random_dossier
from tests.law.test_second_opinion import differing_keys
rules, table, chance = shipped_rule_set(), load_table(), Random(152)
for case in load_book():
    if differences(case["expect"], assess_dossier(case["dossier"], rules)):
        sys.exit(1)
for _ in range(150):
    if differing_keys(random_dossier(chance, table))[0]:
        sys.exit(1)
"""


class Mutant(NamedTuple):
    """One change: the module, the line, what stood there, the changed source."""

    module: str
    line: int
    before: str
    after: str
    source: str


def places(node: ast.AST, inside: bool = False) -> Iterator[tuple[ast.AST, str, object]]:
    """(node, field, new value) for every change; `inside`: within a function."""
    inside = inside or isinstance(node, ast.FunctionDef | ast.Lambda)
    yield from changes(node, inside)
    for field, value in ast.iter_fields(node):
        if field in NOT_CHANGED or (isinstance(node, ast.keyword) and node.arg == "strict"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not is_docstring(child):
                yield from places(child, inside)


def is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def changes(node: ast.AST, inside: bool) -> Iterator[tuple[ast.AST, str, object]]:
    """The changes of one node."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            swapped = [*node.ops]
            swapped[index] = SWAPS[type(operator)]()
            yield node, "ops", swapped
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
        yield node, "op", SWAPS[type(node.op)]()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, "op", ast.UAdd()
    elif isinstance(node, ast.Constant):
        yield from changed_constant(node, inside)


def changed_constant(node: ast.Constant, inside: bool) -> Iterator[tuple[ast.AST, str, object]]:
    value = node.value
    if isinstance(value, bool):
        yield node, "value", not value
    elif isinstance(value, int):
        yield node, "value", value + 1
    elif value is None and inside:
        yield node, "value", False
    elif isinstance(value, str) and value and inside:
        yield node, "value", value + "!"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of one module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node, field, new in list(places(tree)):
        old, before = getattr(node, field), ast.unparse(node)
        setattr(node, field, new)
        mutated = ast.fix_missing_locations(tree)
        yield Mutant(path.stem, node.lineno, before, ast.unparse(node), ast.unparse(mutated))
        setattr(node, field, old)


def workplace(number: int, base: Path) -> Path:
    """A copy of the law and its tests for one worker."""
    place = base / str(number)
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, place / folder, ignore=ignored)
    for file in FILES:
        shutil.copy(ROOT / file, place / file)
    (place / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return place


def is_noticed(mutant: Mutant, place: Path) -> bool:
    """Does a test fail (or run too long) with this mutant?"""
    target = place / "cases" / "law" / f"{mutant.module}.py"
    sound = target.read_text(encoding="utf-8")
    target.write_text(mutant.source, encoding="utf-8")
    tests = ["-m", "pytest", "-x", "-q", "-p", "no:django", "-p", "no:cacheprovider"]
    whole = [*tests, "-m", "not properties", "tests/law"]
    try:
        return not (passes(place, ["-c", QUICK]) and passes(place, whole))
    finally:
        target.write_text(sound, encoding="utf-8")


def passes(place: Path, command: list[str]) -> bool:
    try:
        run = subprocess.run(
            [sys.executable, "-B", *command],
            cwd=place,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("modules", nargs="*")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    names = asked.modules or sorted(path.stem for path in LAW.glob("[!_]*.py"))
    found = [mutant for name in names for mutant in mutants(LAW / f"{name}.py")][:: asked.every]
    with tempfile.TemporaryDirectory() as base:
        free = [workplace(number, Path(base)) for number in range(asked.workers)]
        if not passes(free[0], ["-c", QUICK]):
            print("The tests fail without a mutant.")  # noqa: T201
            return 2
        done, survivors = count(1), []

        def judge(mutant: Mutant) -> None:
            place = free.pop()
            if not is_noticed(mutant, place):
                survivors.append(mutant)
                print(f"{mutant.module}:{mutant.line}  {mutant.before}  →  {mutant.after}")  # noqa: T201
            free.append(place)
            if next(done) % 50 == 0:
                print(f"… {len(found)} mutants, {len(survivors)} alive", flush=True)  # noqa: T201

        with ThreadPoolExecutor(asked.workers) as pool:
            list(pool.map(judge, found))
    print(f"{len(found)} mutants, {len(survivors)} alive")  # noqa: T201
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

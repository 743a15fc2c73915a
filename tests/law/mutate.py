"""Runs the law's tests against mutants of `cases/law`: `make mutants`, not in CI.

    python -m tests.law.mutate                     all modules
    python -m tests.law.mutate coverage several    some
    python -m tests.law.mutate --every 10          each tenth mutant
    python -m tests.law.mutate --properties        asks the property tests too, at last

One process reads the worked-case book, the answers of the second opinion and pytest, and never
the law itself. For each mutant it forks; the child imports the law with the changed module and
asks the book, the tests that know the module best, the second opinion and all other tests until
one notices. A mutant that nothing notices is printed; then the exit status is 1.
"""

import argparse
import csv
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import hypothesis  # noqa: F401 - once for all forks
import pytest

from cases.book import differences, read_book
from tests.law.mutants import Mutant, mutants
from tests.law.second_opinion import answer, comparable
from tests.law.second_opinion_dossiers import random_dossier

ROOT = Path(__file__).parents[2]
LAW = ROOT / "cases" / "law"
DATA = ROOT / "cases" / "data"
TESTS = ROOT / "tests" / "law"
DOSSIERS = 500
LONGEST = 300  # seconds of one fork: a mutant may never end
DOSSIER = ("test_dossier.py", "test_dossier_custody.py", "test_dossier_text.py")
# The tests that know a module best.
NEAREST = {
    "dossier": DOSSIER,
    "reading": DOSSIER,
    "rule_set": ("test_rule_set.py", "test_editions.py"),
    "provisions": ("test_rule_set.py", "test_editions.py", "test_coverage.py"),
    "calendar": ("test_calendar.py",),
    "reckoning": ("test_term.py", "test_several.py"),
    "term_answer": ("test_term.py", "test_several.py"),
    "flips": ("test_flips.py",),
    "record": ("test_record.py",),
    "hearing": ("test_failures.py",),
    "findings": ("test_second_opinion.py", "test_failures.py"),
    "rules": ("test_rules.py", "test_second_opinion.py", "test_exclusions.py"),
    "counts": ("test_second_opinion.py",),
}
# The book is asked before; that it notices a missing rule is told of other mutants.
NOT_ASKED = ("test_scenarios.py", "test_no_rule_is_idle.py")
PLAIN = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:django", "--assert=plain")


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutated module from its changed source, everything else as it is."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"cases.law.{mutant.module}"
        self.path = str(LAW / f"{mutant.module}.py")
        self.source = mutant.source

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        if name != self.name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=self.path)

    def exec_module(self, module: object) -> None:
        exec(compile(self.source, self.path, "exec"), module.__dict__)  # noqa: S102 - our own


class Expected:
    """What the sound law answers: the book, and the second opinion on random dossiers."""

    def __init__(self) -> None:
        self.rule_set = json.loads((DATA / "rule_set_152-VII-1.json").read_text(encoding="utf-8"))
        with (DATA / "criminal_code.csv").open(encoding="utf-8", newline="") as file:
            self.table = list(csv.DictReader(file))
        self.book = read_book(ROOT / "tests" / "law" / "scenarios")
        chance = Random(152)
        dossiers = [random_dossier(chance, self.table) for _ in range(DOSSIERS)]
        self.second = [(dossier, answer(dossier, self.table)) for dossier in dossiers]

    def by_the_book(self) -> bool:
        """Imports the law and asks the worked cases; like all below only ever called in a fork."""
        from cases.law import assess_dossier, rule_set_from

        rules = rule_set_from(self.rule_set, self.table)
        return not any(
            differences(case["expect"], assess_dossier(case["dossier"], rules))
            for case in self.book
        )

    def by_the_second_opinion(self) -> bool:
        from cases.law import assess_dossier, rule_set_from

        rules = rule_set_from(self.rule_set, self.table)
        return all(
            json.dumps(comparable(assess_dossier(dossier, rules)), sort_keys=True)
            == json.dumps(told, sort_keys=True)
            for dossier, told in self.second
        )


def passing(names: Iterable[str], marked: str = "not properties") -> bool:
    files = [str(TESTS / name) for name in names]
    return not files or pytest.main([*PLAIN, "-m", marked, *files]) == pytest.ExitCode.OK


def all_pass(expected: Expected, module: str, properties: bool) -> bool:
    """Does nothing notice? The quickest are asked first."""
    nearest = NEAREST.get(module, ())
    others = {path.name for path in TESTS.glob("test_*.py")} - {*nearest, *NOT_ASKED}
    return (
        expected.by_the_book()
        and passing(nearest)
        and expected.by_the_second_opinion()
        and passing(sorted(others))
        and (not properties or passing(sorted(others), "properties"))
    )


def fork(expected: Expected, mutant: Mutant | None, properties: bool = False) -> int:
    """A child that exits with 0 when nothing notices the mutant (None: the law as it is)."""
    child = os.fork()
    if child:
        return child
    signal.alarm(LONGEST)
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        if mutant:
            sys.meta_path.insert(0, Changed(mutant))
        passed = all_pass(expected, mutant.module if mutant else "", properties)
    except BaseException:  # whatever a mutant does, it is noticed
        passed = False
    os._exit(0 if passed else 1)


def unnoticed(
    found: Iterable[Mutant], expected: Expected, workers: int, properties: bool
) -> Iterator[Mutant]:
    """The mutants that nothing notices, as they are found."""
    running: dict[int, Mutant] = {}

    def ended() -> Iterator[Mutant]:
        child, status = os.wait()
        mutant = running.pop(child)
        if status == 0:
            yield mutant

    for mutant in found:
        if len(running) >= workers:
            yield from ended()
        running[fork(expected, mutant, properties)] = mutant
    while running:
        yield from ended()


def say(line: object) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("modules", nargs="*")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--properties", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        # The forks share what they compile; a mutated module comes from no file.
        sys.pycache_prefix, sys.dont_write_bytecode = cache, False
        return run(asked)


def run(asked: argparse.Namespace) -> int:
    expected = Expected()
    if os.waitpid(fork(expected, None), 0)[1]:
        say("The tests fail without a mutant.")
        return 2
    names = asked.modules or sorted(path.stem for path in LAW.glob("[!_]*.py"))
    total = survivors = 0
    for name in names:
        found = list(mutants(LAW / f"{name}.py"))[:: asked.every]
        alive = 0
        for mutant in unnoticed(found, expected, asked.workers, asked.properties):
            say(mutant)
            alive += 1
        say(f"{name}: {len(found)} mutants, {alive} alive")
        total, survivors = total + len(found), survivors + alive
    say(f"{total} mutants, {survivors} alive")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs the law's tests against mutants of `cases/law`: `make mutants`, not in CI.

    python -m tests.law.mutate                     all modules
    python -m tests.law.mutate coverage several    some
    python -m tests.law.mutate --every 10          each tenth mutant
    python -m tests.law.mutate --properties        asks the property tests too, at last

First a process that has read the worked-case book and answers of the second opinion forks for
each mutant and compares; what passes there is put into a copy of the law and asked by pytest.
A mutant that no test notices is printed; then the exit status is 1.
"""

import argparse
import csv
import importlib.abc
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from cases.book import differences, read_book
from tests.law.mutants import Mutant, mutants
from tests.law.second_opinion import answer, comparable
from tests.law.second_opinion_dossiers import random_dossier

ROOT = Path(__file__).parents[2]
LAW = ROOT / "cases" / "law"
DATA = ROOT / "cases" / "data"
FOLDERS = ("cases/law", "cases/data", "tests/law")
FILES = ("cases/__init__.py", "cases/book.py", "tests/__init__.py")
DOSSIERS = 1_500
LONGEST_RUN = 60  # seconds of one fork: a mutant may never end
LONGEST_PYTEST = 600
# The tests that know a module best are asked first; one failure is enough.
NEAREST = {
    "dossier": ("test_dossier.py", "test_dossier_text.py"),
    "reading": ("test_dossier.py", "test_dossier_text.py"),
    "rule_set": ("test_rule_set.py",),
    "provisions": ("test_rule_set.py", "test_coverage.py"),
    "calendar": ("test_calendar.py",),
    "reckoning": ("test_term.py", "test_several.py"),
    "term_answer": ("test_term.py", "test_several.py"),
    "flips": ("test_flips.py",),
    "record": ("test_record.py",),
    "hearing": ("test_failures.py",),
    "findings": ("test_second_opinion.py", "test_failures.py"),
}
# The book has been asked before; that it notices a missing rule is told of other mutants.
ASKED = ("test_scenarios.py", "test_no_rule_is_idle.py")
QUICK = ("-m", "not properties")


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

    def is_met(self) -> bool:
        """Imports the law and compares; only ever called in a fork."""
        from cases.law import assess_dossier, rule_set_from

        rules = rule_set_from(self.rule_set, self.table)
        for case in self.book:
            if differences(case["expect"], assess_dossier(case["dossier"], rules)):
                return False
        return all(
            json.dumps(comparable(assess_dossier(dossier, rules)), sort_keys=True)
            == json.dumps(told, sort_keys=True)
            for dossier, told in self.second
        )


def fork(expected: Expected, mutant: Mutant | None) -> int:
    """A child that exits with 0 when the law with this mutant answers as expected."""
    child = os.fork()
    if child:
        return child
    signal.alarm(LONGEST_RUN)
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        if mutant:
            sys.meta_path.insert(0, Changed(mutant))
        met = expected.is_met()
    except BaseException:
        met = False
    os._exit(0 if met else 1)


def unnoticed(found: Iterable[Mutant], expected: Expected, workers: int) -> Iterator[Mutant]:
    """The mutants that neither the book nor the second opinion notices."""
    running: dict[int, Mutant] = {}

    def ended() -> Iterator[Mutant]:
        child, status = os.wait()
        mutant = running.pop(child)
        if status == 0:
            yield mutant

    for mutant in found:
        if len(running) >= workers:
            yield from ended()
        running[fork(expected, mutant)] = mutant
    while running:
        yield from ended()


def workplace(number: int, base: Path) -> Path:
    """A copy of the law and its tests for one worker."""
    place = base / str(number)
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, place / folder, ignore=ignored)
    for file in FILES:
        shutil.copy(ROOT / file, place / file)
    return place


def passes(place: Path, module: str, properties: bool) -> bool:
    """Do all tests of the law pass in this copy, the nearest asked first?"""
    nearest = [f"tests/law/{name}" for name in NEAREST.get(module, ())]
    runs = [[*nearest, *QUICK]] if nearest else []
    runs.append(["tests/law", *QUICK, *(f"--ignore=tests/law/{name}" for name in ASKED)])
    if properties:
        runs.append(["tests/law", "-m", "properties"])
    return all(pytest(place, run) for run in runs)


def pytest(place: Path, options: list[str]) -> bool:
    run = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    try:
        ended = subprocess.run(
            [*run, *options],
            cwd=place,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=LONGEST_PYTEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0


def alive(found: list[Mutant], workers: int, properties: bool) -> list[Mutant]:
    """Of these mutants those that pytest does not notice either; printed as they are found."""
    with tempfile.TemporaryDirectory() as base, ThreadPoolExecutor(workers) as pool:
        free = [workplace(number, Path(base)) for number in range(workers)]

        def survives(mutant: Mutant) -> bool:
            place = free.pop()
            target = place / "cases" / "law" / f"{mutant.module}.py"
            sound = target.read_text(encoding="utf-8")
            target.write_text(mutant.source, encoding="utf-8")
            try:
                lives = passes(place, mutant.module, properties)
            finally:
                target.write_text(sound, encoding="utf-8")
                free.append(place)
            if lives:
                say(mutant)
            return lives

        return [
            mutant for mutant, lives in zip(found, pool.map(survives, found), strict=True) if lives
        ]


def say(line: object) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("modules", nargs="*")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--properties", action="store_true")
    asked = options.parse_args()
    expected = Expected()
    if os.waitpid(fork(expected, None), 0)[1]:
        say("The law answers otherwise than expected without a mutant.")
        return 2
    names = asked.modules or sorted(path.stem for path in LAW.glob("[!_]*.py"))
    total = survivors = 0
    for name in names:
        found = list(mutants(LAW / f"{name}.py"))[:: asked.every]
        passed = list(unnoticed(found, expected, asked.workers))
        lived = alive(passed, asked.workers, asked.properties)
        say(f"{name}: {len(found)} mutants, {len(passed)} not noticed at once, {len(lived)} alive")
        total, survivors = total + len(found), survivors + len(lived)
    say(f"{total} mutants, {survivors} alive")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

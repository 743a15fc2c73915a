"""Workers are killed, stopped and poisoned in the middle of a run, and nothing is lost.

Real worker processes on the filesystem broker. LONG=1 takes the full figures.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.program import LEASE_SECONDS, Program

pytestmark = pytest.mark.faults

IS_LONG = os.environ.get("LONG") == "1"
CASES = 1_500
KILLS = 20 if IS_LONG else 3
SEED = 20221103


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with assessed cases and a requested run under other rules."""
    program = Program(tmp_path_factory.mktemp("sown"))
    program.sow(CASES)
    program.use_other_rules()
    return program.database


@pytest.fixture(scope="module")
def undisturbed(sown: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple]:
    """What the run comes to when nothing happens to it."""
    program = Program(tmp_path_factory.mktemp("undisturbed"))
    shutil.copy(sown, program.database)
    assert f"{CASES} of {CASES} cases" in program.manage("reevaluate", "--pending")
    return program.answers()


@pytest.fixture
def program(sown: Path, tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    shutil.copy(sown, program.database)
    yield program
    program.stop()


def test_a_run_whose_worker_is_killed_ends_with_each_case_answered_once(
    program: Program, undisturbed: list[tuple]
):
    chance = Random(SEED)
    for _ in range(KILLS):
        worker = program.start_worker()
        aim = program.done() + chance.randint(1, CASES // (KILLS + 2))
        program.wait_until(lambda aim=aim: program.done() >= aim)
        program.kill(worker)
    assert program.state() == "running"
    program.start_worker()
    program.wait_until(lambda: program.state() == "done")
    assert program.done() == CASES
    assert program.answers() == undisturbed
    run = program.one("SELECT MAX(id) FROM cases_run")
    assert program.one(f"SELECT COUNT(*) FROM cases_assessment WHERE run_id = {run}") == CASES
    assert program.one("SELECT COUNT(*) FROM cases_run") == 2
    assert program.one("PRAGMA integrity_check") == "ok"


def test_a_worker_that_hangs_loses_its_range_and_writes_nothing_late(
    program: Program, undisturbed: list[tuple]
):
    hanging = program.start_worker()
    program.wait_until(lambda: program.done() >= 50)
    program.hang(hanging)
    program.start_worker()
    program.wait_until(lambda: program.state() == "done")
    program.signal(hanging, signal.SIGCONT)
    program.wait_until(lambda: "lease" in log_of(program, 0), seconds=LEASE_SECONDS + 20)
    assert program.done() == CASES
    assert program.answers() == undisturbed


def test_a_case_that_kills_every_worker_is_reported_and_all_others_are_answered(program: Program):
    poison = program.one("SELECT id FROM cases_case ORDER BY id LIMIT 1 OFFSET 205")
    program.start_worker(pool="prefork", POISON=str(poison))
    program.wait_until(lambda: program.state() == "done", seconds=120)
    failed = program.rows("SELECT case_id, error FROM cases_runchange WHERE kind = 'failed'")
    assert failed == [(poison, "The worker stopped at this case each time it tried.")]
    assert program.done() == CASES
    run = program.one("SELECT MAX(id) FROM cases_run")
    assert program.one(f"SELECT COUNT(*) FROM cases_assessment WHERE run_id = {run}") == CASES - 1


def test_two_workers_share_a_run_without_doing_anything_twice(
    program: Program, undisturbed: list[tuple]
):
    program.start_worker()
    program.start_worker()
    program.wait_until(lambda: program.state() == "done")
    assert program.done() == CASES
    assert program.answers() == undisturbed


def log_of(program: Program, number: int) -> str:
    return (program.folder / f"worker-{number}.log").read_text()

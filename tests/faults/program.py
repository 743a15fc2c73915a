"""The program as an operator has it: its own database, its own queue, commands and workers.

Looks into the SQLite file only; never imports the program.
"""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 3
SOW = "import django; django.setup(); from cases.benching import sow; sow({cases})"
OTHER_RULES = "import django; django.setup(); from tests.cases.runs import use_other_rules; use_other_rules(likely_as_listed=[])"


class Program:
    """One installation in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "db.sqlite3"
        self.workers: list[subprocess.Popen] = []
        kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
        self.environment = kept | {
            "AMNESTY_VAR": str(folder),
            "AMNESTY_RUN_LEASE_SECONDS": str(LEASE_SECONDS),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "amnesty.settings",
        }

    def manage(self, *arguments: str) -> str:
        return self._python("manage.py", *arguments)

    def sow(self, cases: int) -> None:
        """A database with the reference data and `cases` cases that have their answers."""
        self.manage("migrate", "-v0")
        self.manage("load_reference")
        self._python("-c", SOW.format(cases=cases))
        self.manage("reevaluate")

    def use_other_rules(self) -> None:
        """Change the rules: every answer is out of date, and a run is requested."""
        self._python("-c", OTHER_RULES)

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_worker(self, pool: str = "solo", **environment: str) -> subprocess.Popen:
        """A real worker with the schedule in it, in a process group of its own."""
        number = len(self.workers)
        with (self.folder / f"worker-{number}.log").open("wb") as log:
            worker = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", "tests.faults.small_steps", "worker"),
                    *("--beat", "--schedule", str(self.folder / f"beat-{number}")),
                    *("--pool", pool, "-c", "1", "-n", f"worker-{number}@test"),
                ],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen) -> None:
        """kill -9 of the whole worker."""
        self.signal(worker, signal.SIGKILL)
        worker.wait()

    def signal(self, worker: subprocess.Popen, number: int) -> None:
        os.killpg(worker.pid, number)

    def hang(self, worker: subprocess.Popen) -> None:
        """SIGSTOP while it holds a range, but not in a transaction: SQLite has one writer."""
        claimed = "SELECT COUNT(*) FROM cases_runitem WHERE state = 'claimed'"
        while True:
            self.signal(worker, signal.SIGSTOP)
            if self.is_writable() and self.one(claimed) == 1:
                return
            self.signal(worker, signal.SIGCONT)
            time.sleep(0.01)

    def is_writable(self) -> bool:
        with closing(sqlite3.connect(self.database, timeout=0.1)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            return True

    def stop(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                self.signal(worker, signal.SIGCONT)
                self.kill(worker)

    def rows(self, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self.database, timeout=20)) as database:
            database.create_function("REGEXP", 2, lambda p, text: bool(re.search(p, text or "")))
            return database.execute(query).fetchall()

    def one(self, query: str) -> object:
        return self.rows(query)[0][0]

    def done(self) -> int:
        """How many cases of the last run are done."""
        return self.one(
            "SELECT COALESCE(SUM(done), 0) FROM cases_runitem"
            " WHERE run_id = (SELECT MAX(id) FROM cases_run)"
        )

    def state(self) -> str:
        return self.one("SELECT state FROM cases_run ORDER BY id DESC LIMIT 1")

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while not condition():
            logs = "\n".join(log.read_text()[-3000:] for log in self.folder.glob("*.log"))
            assert time.monotonic() < until, f"{self.state()}, {self.done()} done\n{logs}"
            time.sleep(0.05)

    def answers(self) -> list[tuple]:
        """Number, version and answer of every case: what a run is for."""
        return self.rows(
            "SELECT c.number, c.facts_version, c.assessed_facts_version, a.digest, a.outcome,"
            " REPLACE(a.answer_json, r.code, '') FROM cases_case c"
            " JOIN cases_assessment a ON a.id = c.current_assessment_id"
            " JOIN cases_ruleset r ON r.id = a.rule_set_id ORDER BY c.id"
        )

"""The program as people meet it: its own database, a web server and, when asked, a worker.

Two ways to look at it share the database: `url` (DEBUG off: error pages are ours) and
`workshop_url` (DEBUG on: the style page exists).
"""

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Tulip-harbor-seventeen"
PEOPLE = 60
ROWS = "rows.json"
PREPARED = "BROWSER_DATABASE"  # a database to copy instead of making one: for writing these tests


class Program:
    """One running copy of the program in a folder of its own. Ends what it started, no more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "db.sqlite3"
        self.children: list[subprocess.Popen] = []
        self.port, self.workshop_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.workshop_url = f"http://127.0.0.1:{self.workshop_port}"
        self.rows: dict[str, int | str] = {}  # ids of what the pages speak of (rows.py)
        self._worker: subprocess.Popen | None = None
        self._workshop: subprocess.Popen | None = None

    # ---- making and starting ----------------------------------------------------------------

    def prepare(self) -> None:
        """The database with reference data and invented people, and the static files."""
        if os.environ.get(PREPARED):
            shutil.copy(os.environ[PREPARED], self.database)
        self.manage("migrate", "--verbosity=0")
        self.manage("load_reference", "--verbosity=0")
        demo = ("demo", f"--people={PEOPLE}", "--seed=1", "--even-in-production")
        self.manage(*demo)
        self.manage("collectstatic", "--noinput", "--verbosity=0")
        (self.folder / ROWS).write_text(self.run(sys.executable, "-m", "tests.browser.rows"))
        self.rows = self._known_rows()

    def prepare_once(self, made: Path) -> None:
        """As `prepare`, but copied from the folder `made`, which the first to come fills."""
        with made.with_suffix(".lock").open("w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            if not (made / ROWS).exists():  # written last
                shutil.rmtree(made, ignore_errors=True)
                made.mkdir()
                Program(made).prepare()
        shutil.copytree(made, self.folder, dirs_exist_ok=True)
        self.rows = self._known_rows()

    def _known_rows(self) -> dict[str, int | str]:
        return json.loads((self.folder / ROWS).read_text())

    def start(self) -> None:
        self._serve(self.port, self.environment())

    def start_workshop(self) -> None:
        if self._workshop is None:
            self._workshop = self._serve(self.workshop_port, self.environment(debug=True))

    def start_worker(self) -> None:
        """A real Celery worker on the file broker of this folder."""
        if self._worker is None:
            options = ("--concurrency=1", "--loglevel=info", "--pool=solo")
            command = (sys.executable, "-m", "celery", "--app=amnesty", "worker", *options)
            self._worker = self._begin("worker", command, self.environment())

    def stop(self) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    # ---- asking -----------------------------------------------------------------------------

    def ask(self, statement: str, *values: object) -> list[tuple]:
        """Read the database past the program: what is stored, whatever a page says."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20) as database:
            return database.execute(statement, values).fetchall()

    def count(self, table: str) -> int:
        return self.ask(f"SELECT count(*) FROM {table}")[0][0]

    def manage(self, *command: str) -> str:
        return self.run(sys.executable, "manage.py", *command)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[-3:])}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def log(self) -> str:
        """What web and worker have written, for a failing test."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def environment(self, debug: bool = False) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"REDIS_URL", "AMNESTY_ENV", "LANGUAGE_CODE", "ALLOWED_HOSTS"}
        }
        return inherited | {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "AMNESTY_VAR": str(self.folder / "var"),
            "STATIC_ROOT": str(self.folder / "static"),
            "DEMO_PASSWORD": PASSWORD,
            "DEBUG": "true" if debug else "false",
            "AMNESTY_DEMO": "true",
            "LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "amnesty.settings",
            "PYTHONUNBUFFERED": "1",
        }

    # ---- processes --------------------------------------------------------------------------

    def _serve(self, port: int, environment: dict[str, str]) -> subprocess.Popen:
        options = ("--workers=1", "--threads=6", "--no-control-socket", "--log-level=warning")
        command = (sys.executable, "-m", "gunicorn", "amnesty.wsgi", f"--bind=127.0.0.1:{port}")
        child = self._begin(f"web-{port}", (*command, *options), environment)
        wait_for(f"http://127.0.0.1:{port}/healthz", child, self)
        return child

    def _begin(
        self, name: str, command: tuple[str, ...], environment: dict[str, str]
    ) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("w") as log:
            child = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.children.append(child)
        return child


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def wait_for(address: str, child: subprocess.Popen, program: Program, seconds: int = 60) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if child.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310 - our own http address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Nothing answers at {address}.\n{program.log()}")

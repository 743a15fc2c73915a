"""Start the whole program on one machine: database, reference data, demo, web and worker.

`make run` calls it. A second start keeps the data and takes seconds; Ctrl-C stops both.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from amnesty.accounts.models import User


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--people", type=int, default=150, help="size of the demo")

    def handle(self, *args: object, port: int, people: int, **options: object) -> None:
        self.step("database", lambda: call_command("migrate", verbosity=0))
        self.step("reference data", lambda: call_command("load_reference", verbosity=0))
        if settings.DEMO and settings.DEBUG:
            self.step("demo", lambda: self.make_demo(people))
        connections.close_all()
        self.run(port)

    def step(self, name: str, do: Callable[[], object]) -> None:
        begun = time.monotonic()
        do()
        self.stdout.write(f"  {name}: {time.monotonic() - begun:.1f} s")

    def make_demo(self, people: int) -> None:
        """Invented people on the first start; afterwards only the logins are looked at."""
        known = User.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True)
        if known and not os.environ.get("DEMO_PASSWORD"):
            self.stdout.write(f"Sign in as: {', '.join(known.order_by('pk')[:6])}")
            self.stdout.write("Password: as printed at the first start; DEMO_PASSWORD=… sets one.")
            return
        call_command("demo", people=people, seed=1, stdout=self.stdout)

    def run(self, port: int) -> None:
        """Web and worker as two processes; when one ends or Ctrl-C is pressed, both end."""
        web = subprocess.Popen(self.web_command(port))
        worker = subprocess.Popen(self.worker_command())
        children = (web, worker)
        signal.signal(signal.SIGTERM, _interrupt)
        self.stdout.write(f"\n  http://127.0.0.1:{port}/    (Ctrl-C stops it)\n")
        try:
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("\n  stopping …")
        finally:
            stop(children)
        if failed := [child for child in children if child.returncode not in {0, -15, -2}]:
            sys.exit(failed[0].returncode or 1)

    def web_command(self, port: int) -> list[str]:
        return [
            sys.executable,
            "-m",
            "gunicorn",
            "amnesty.wsgi",
            f"--bind=127.0.0.1:{port}",
            "--workers=2",
            "--threads=4",
            "--no-control-socket",
            "--log-level=warning",
        ]

    def worker_command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "celery",
            "--quiet",
            "--app=amnesty",
            "worker",
            "--beat",
            "--concurrency=1",
            "--loglevel=warning",
            f"--schedule={settings.CELERY_BEAT_SCHEDULE_FILENAME}",
        ]


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def stop(children: tuple[subprocess.Popen, ...]) -> None:
    """Ask both to finish; whoever has not after ten seconds is ended.

    Signals are no longer listened to: a second Ctrl-C must not leave a process behind.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

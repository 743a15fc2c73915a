"""A production start with a dangerous setting is refused with its reason."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WHOLE = {
    "AMNESTY_ENV": "production",
    "SECRET_KEY": "k7#Vq2" * 12,
    "ALLOWED_HOSTS": "amnesty.example.kz",
    "DATABASE_URL": "postgres://amnesty@127.0.0.1:5432/amnesty",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def deploy_check(**changes: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | WHOLE | changes,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_production_settings_raise_no_warning():
    assert deploy_check() == (0, "System check identified no issues (0 silenced).\n")


def test_production_refuses_to_start_without_a_secret():
    status, told = deploy_check(SECRET_KEY="")
    assert status != 0
    assert "SECRET_KEY is missing" in told


def test_production_needs_a_broker_and_a_real_database():
    status, told = deploy_check(REDIS_URL="", DATABASE_URL="sqlite:////tmp/amnesty-check.sqlite3")
    assert status != 0
    assert "amnesty.E001" in told
    assert "amnesty.E003" in told


def test_production_shows_no_demonstration():
    status, told = deploy_check(AMNESTY_DEMO="yes")
    assert status != 0
    assert "amnesty.E004" in told

"""Shared by all tests that use the database: the reference data is loaded once."""

from collections.abc import Iterator

import pytest
from _pytest.runner import runtestprotocol
from django.core.management import call_command
from django.test import override_settings

from amnesty.stack import with_room

# Argon2 is slow on purpose; a test that is about it asks for `shipped_hash`.
QUICK_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run the test as pytest does, with the room for deep calls that the program has too."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with_room(runtestprotocol)(item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Every test database holds the shipped Criminal Code table, rule set and regions."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)
    with override_settings(PASSWORD_HASHERS=QUICK_HASH):
        yield


@pytest.fixture
def shipped_hash(settings) -> None:
    """Passwords are hashed as in the program that people use."""
    from amnesty.settings import PASSWORD_HASHERS

    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


@pytest.fixture(autouse=True)
def _reference_data(request: pytest.FixtureRequest):
    """A transactional test empties every table; the next test needs the reference data again."""
    uses_database = request.node.get_closest_marker("django_db") or {
        "db",
        "transactional_db",
        "live_server",
    }.intersection(request.fixturenames)
    if not uses_database:
        return
    request.getfixturevalue("_django_db_helper")
    from cases.models import RuleSet

    if not RuleSet.objects.exists():
        call_command("load_reference", verbosity=0)


@pytest.fixture(scope="class")
def world(django_db_setup, django_db_blocker) -> Iterator:
    """One row of everything, made once for the tests of a class (tests/security/world.py)."""
    from tests.once import made_once
    from tests.security.world import settle

    with made_once(django_db_blocker):
        yield settle("own")


@pytest.fixture(scope="session", autouse=True)
def _triggers_step_aside_for_a_flush():
    """On SQLite a flush deletes row by row, which the append-only triggers refuse: rightly.

    Between two transactional tests they are taken down, and put up again as they were.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(self: TransactionTestCase) -> None:
        if connection.vendor != "sqlite":
            return flush(self)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(self)
            for _name, sql in triggers:
                cursor.execute(sql)
        return None

    TransactionTestCase._fixture_teardown = flush_without_triggers
    yield
    TransactionTestCase._fixture_teardown = flush

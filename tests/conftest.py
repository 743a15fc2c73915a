"""Shared by all tests that use the database: the reference data is loaded once."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database holds the shipped Criminal Code table, rule set and regions."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)


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

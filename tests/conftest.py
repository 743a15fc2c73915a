"""Shared by all tests that use the database: the reference data is loaded once."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database holds the shipped Criminal Code table, rule set and regions."""
    with django_db_blocker.unblock():
        call_command("load_reference", verbosity=0)

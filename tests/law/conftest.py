"""Shared by the tests of the law: the shipped rule set, loaded once; no database."""

import pytest

from cases.law import RuleSet
from tests.law.book import shipped_rule_set


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "properties: tries many dossiers, invented or combined")


@pytest.fixture(scope="session")
def rule_set() -> RuleSet:
    return shipped_rule_set()

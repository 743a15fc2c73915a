"""Shared by the tests of the law: the shipped rule set, loaded once; no database."""

from pathlib import Path

import pytest

from cases.law import RuleSet
from tests.law.book import shipped_rule_set


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "properties: tries many dossiers, invented or combined")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without the property tests there is no need to wait until hypothesis is read in."""
    quick = config.option.markexpr == "not properties"
    return True if quick and collection_path.name == "test_properties.py" else None


@pytest.fixture(scope="session")
def rule_set() -> RuleSet:
    return shipped_rule_set()

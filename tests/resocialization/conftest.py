"""One social service with two workers and a supervisor; the day stands still."""

from collections.abc import Iterator

import pytest
import time_machine

from amnesty.accounts.models import Office, User
from resocialization.models import Plan
from tests.factories import make_office, make_user
from tests.resocialization.making import make_plan


@pytest.fixture
def _on_the_day() -> Iterator[None]:
    """It is Wednesday, 7 December 2022, ten in the morning in Almaty."""
    with time_machine.travel("2022-12-07T05:00:00Z", tick=False):
        yield


@pytest.fixture
def office(db) -> Office:
    return make_office("social_service")


@pytest.fixture
def worker(office) -> User:
    return make_user("social_worker", office)


@pytest.fixture
def colleague(office) -> User:
    return make_user("social_worker", office)


@pytest.fixture
def supervisor(office) -> User:
    return make_user("supervisor", office)


@pytest.fixture
def plan(worker, office) -> Plan:
    return make_plan(worker, office)

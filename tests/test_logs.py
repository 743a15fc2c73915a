"""The log tells a refusal in one line and a failure with its stack."""

import logging

import pytest

from amnesty.accounts.models import Office
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office("court", "court-1")


def lines_of(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "django.request"]


def test_a_page_without_the_right_is_one_line(client, caplog, court):
    client.force_login(make_user("clerk", court))
    assert client.get("/runs/").status_code == 403
    (told,) = lines_of(caplog)
    assert "/runs/" in told.getMessage()
    assert told.exc_info is None


def test_a_form_that_cannot_be_read_is_one_line(client, caplog, court):
    client.force_login(make_user("clerk", court))
    assert client.post(f"/cases/{make_case(court).pk}/edit/").status_code == 400
    (told,) = (record for record in lines_of(caplog) if "/edit/" in record.getMessage())
    assert told.exc_info is None


def test_a_failure_keeps_its_stack(client, caplog, monkeypatch, court):
    client.force_login(make_user("clerk", court))
    client.raise_request_exception = False
    monkeypatch.setattr("cases.views.listing.CaseFilter", None)
    assert client.get("/cases/").status_code == 500
    failures = [record for record in lines_of(caplog) if record.levelno >= logging.ERROR]
    assert failures
    assert all(record.exc_info for record in failures)

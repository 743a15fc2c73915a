"""The log tells a refusal in one line and a failure with its stack."""

import logging

import pytest

from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "status"), [("/runs/", 403), ("/cases/999/", 404)])
def test_a_refusal_is_one_line(client, caplog, path, status):
    client.force_login(make_user("clerk", make_office("court", "court-1")))
    assert client.get(path).status_code == status
    (told,) = (record for record in caplog.records if record.name == "django.request")
    assert path in told.getMessage()
    assert told.exc_info is None


def test_a_failure_keeps_its_stack(client, caplog, monkeypatch):
    client.force_login(make_user("clerk", make_office("court", "court-1")))
    client.raise_request_exception = False
    monkeypatch.setattr("cases.views.listing.CaseFilter", None)
    assert client.get("/cases/").status_code == 500
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert failures
    assert all(record.exc_info for record in failures if record.name == "django.request")

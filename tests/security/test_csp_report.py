"""What the content policy stopped is noted: without a word of what was sent, and not without end."""

import json
import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
ADDRESS = "/csp-report/"


@pytest.fixture(autouse=True)
def _fresh_minute():
    cache.clear()
    yield
    cache.clear()


def report(**values: str) -> str:
    told = {
        "document-uri": "http://testserver/cases/7/?name=canary-name-5",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/canary-name-5.js",
        "script-sample": "canary-name-5",
    }
    return json.dumps({"csp-report": told | values})


def send(client: Client, body: str | bytes, **meta: str):
    return client.post(ADDRESS, body, content_type="application/csp-report", **meta)


def test_the_policy_names_the_address(client):
    policy = client.get(reverse("login"))["Content-Security-Policy"]
    assert f"report-uri {ADDRESS}" in policy


def test_a_report_is_noted_by_names_alone(caplog):
    with caplog.at_level(logging.WARNING, "amnesty.csp_report"):
        answer = send(Client(enforce_csrf_checks=True), report())
    assert (answer.status_code, answer.content) == (204, b"")
    assert "directive=script-src-elem page=case source=foreign" in caplog.text
    assert "canary" not in caplog.text
    assert "/7/" not in caplog.text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"blocked-uri": "inline"}, "source=inline"),
        ({"blocked-uri": "http://testserver/static/x.js"}, "source=own"),
        ({"blocked-uri": "http://[broken"}, "source=unknown"),
        ({"document-uri": "http://testserver/no/such/place/"}, "page=unknown"),
        ({"document-uri": "http://[broken"}, "page=unknown"),
        ({"effective-directive": "canary\nforged line"}, "directive=other"),
    ],
)
def test_whatever_stands_in_it_becomes_a_word_of_ours(client, caplog, values, told):
    with caplog.at_level(logging.WARNING, "amnesty.csp_report"):
        assert send(client, report(**values)).status_code == 204
    assert told in caplog.text
    assert "forged" not in caplog.text


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "7", "null", '{"csp-report": 7}', '{"other": {}}', b"\xff\xfe"]
)
def test_what_is_no_report_is_refused(client, body):
    assert send(client, body).status_code == 400


def test_a_long_report_is_refused_unread(client, caplog):
    assert send(client, report(**{"script-sample": "x" * 16_384})).status_code == 413
    assert "content policy" not in caplog.text


def test_twenty_a_minute_are_enough(client):
    statuses = [send(client, report()).status_code for _number in range(22)]
    assert statuses == [204] * 20 + [429] * 2
    assert send(client, report(), REMOTE_ADDR="10.1.2.3").status_code == 204


def test_the_address_is_only_posted_to(client):
    assert client.get(ADDRESS).status_code == 405


def test_whoever_must_choose_a_password_reports_too(client):
    from tests.factories import make_user

    user = make_user("clerk")
    user.must_change_password = True
    user.save()
    client.force_login(user)
    assert send(client, report()).status_code == 204

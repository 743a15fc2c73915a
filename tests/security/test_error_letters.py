"""A letter or page about an error names pages and fields and never tells what a person typed."""

import sys

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import get_default_exception_reporter_filter, get_exception_reporter_class

from tests.factories import make_office, make_user
from tests.resocialization.making import make_plan

pytestmark = pytest.mark.django_db
CANARY = "canary-words-93"


def report_of(request, is_html: bool) -> str:
    def fail(secret: str) -> None:
        raise DatabaseError("the disk is broken")

    reporter = get_exception_reporter_class(request)
    try:
        fail(CANARY)
    except DatabaseError:
        told = reporter(request, *sys.exc_info(), is_email=True)
        return told.get_traceback_html() if is_html else told.get_traceback_text()


@pytest.mark.parametrize("is_html", [True, False])
def test_whatever_was_typed_sent_or_looked_for_is_hidden(is_html):
    request = RequestFactory().post(
        f"/cases/?q={CANARY}",
        {"reason": CANARY, "words": [CANARY, CANARY]},
        HTTP_REFERER=f"http://testserver/?q={CANARY}",
        HTTP_COOKIE=f"note={CANARY}",
    )
    told = report_of(request, is_html)
    assert CANARY not in told
    for name in ("the disk is broken", "/cases/", "reason", "words"):
        assert name in told


def test_where_the_program_is_developed_everything_is_shown(settings):
    settings.DEBUG = True
    request = RequestFactory().post("/cases/", {"reason": CANARY})
    assert CANARY in report_of(request, is_html=False)
    shown = get_default_exception_reporter_filter().get_post_parameters(request)
    assert shown["reason"] == CANARY


def test_an_error_without_a_request_is_told_too():
    assert "the disk is broken" in report_of(None, is_html=False)


FORMS = {
    "contact-new": ("social_worker", {"result": CANARY, "words": CANARY}),
    "plan-close": ("social_worker", {"outcome": "completed", "reason": CANARY}),
    "handover-check": ("supervisor", {"reason": CANARY}),
    "case-register": ("clerk", {"surname": CANARY}),
    "search": ("clerk", {"q": CANARY}),
}


@pytest.mark.parametrize("name", FORMS)
def test_no_form_shows_its_words_in_the_letter(name, settings, caplog):
    settings.ADMINS = [("Duty", "duty@example.org")]
    role, typed = FORMS[name]
    office = make_office("social_service")
    worker = make_user(role, office, make_office("court"))
    arguments = []
    if name == "plan-close":
        plan = make_plan(office=office)
        plan.worker = worker
        plan.save()
        arguments = [plan.pk]
    client = Client(raise_request_exception=False)
    client.force_login(worker)

    def refuse(execute, sql, params, many, context):  # a broken disk, seen from here
        if "django_session" in sql or "accounts_user" in sql:
            return execute(sql, params, many, context)
        raise DatabaseError("the disk is broken")

    with connection.execute_wrapper(refuse):
        assert client.post(reverse(name, args=arguments), typed).status_code == 500
    assert mail.outbox
    letter = "".join(letter.subject + letter.body for letter in mail.outbox)
    assert CANARY not in letter + caplog.text
    assert next(iter(typed)) in letter

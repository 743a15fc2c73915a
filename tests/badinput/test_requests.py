"""Rows 69–72: requests, sessions and messages that no browser and no worker of ours sends."""

import pickle
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from kombu.exceptions import ContentDisallowed
from kombu.message import Message

from amnesty.accounts.models import Appointment, Event
from amnesty.celery import app
from cases.models import Assessment, Case, Run
from tests.accounts.doors import is_signed_in, sign_in
from tests.cases.typed import typed_case
from tests.factories import make_case, make_office, make_user
from tests.security.access import PAGES, ROLES
from tests.security.test_access_matrix import address

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


# --- row 69 ----------------------------------------------------------------------------------


class TestEveryPage:
    @pytest.mark.parametrize("role", ROLES)
    def test_reading_changes_no_row(self, client, world, role):
        """Row 69: a GET of each address leaves versions, states and answers as they are."""
        client.force_login(world.user(role))

        def state() -> list:
            told = ("pk", "version", "facts_version", "current_assessment_id")
            runs = Run.objects.values_list("pk", "state")
            cases = Case.objects.order_by("pk").values_list(*told)
            return [*cases, *runs, Assessment.objects.count()]

        before = state()
        for name, page in PAGES.items():
            client.get(address(name, page, world.rows), {"confirmed": "1", "_method": "DELETE"})
        assert state() == before

    @pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page.post))
    def test_without_the_token_nothing_is_done(self, world, name):
        """Row 69: no CSRF token, or one of another origin: 403 on each page that saves."""
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.user(sorted(PAGES[name].post)[0]))
        url = address(name, PAGES[name], world.rows)
        assert client.post(url, {"version": "1"}).status_code == 403
        foreign = {"origin": "https://evil.example"}
        assert client.post(url, {"version": "1"}, headers=foreign).status_code == 403


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "CONNECT", "POSTX"])
def test_an_unknown_method_is_refused(desk, method):
    """Row 69."""
    assert desk.generic(method, "/cases/").status_code == 405


def test_headers_that_pretend_have_no_effect(desk, court):
    """Row 69: the method stays, the host is checked, the address of a stranger's proxy is not believed."""
    case = make_case(court)
    override = {"x-http-method-override": "DELETE", "x-method-override": "DELETE"}
    assert desk.get(reverse("case", args=[case.pk]), headers=override).status_code == 200
    assert Case.objects.filter(pk=case.pk).exists()
    assert desk.get("/cases/", headers={"host": "evil.example"}).status_code == 400
    forged = {"x-forwarded-host": "evil.example", "x-forwarded-for": "10.0.0.1"}
    answer = desk.get("/cases/", headers=forged)
    assert "evil.example" not in answer.content.decode()


# --- row 70 ----------------------------------------------------------------------------------


def test_too_many_fields_and_too_large_a_body_are_bad_requests(desk):
    """Row 70."""
    assert desk.post("/cases/new/", {f"f{n}": "" for n in range(1001)}).status_code == 400
    body = b"person-surname=" + b"a" * 3_000_000
    assert desk.post("/cases/new/", body, content_type=FORM).status_code == 400
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data", b"person-surname=x"),
        ("application/json", b"[" * 100_000),
        ("text/xml", b"<a>" * 1000),
        (FORM, b"person-surname=%ff%fe&case-court=%00%zz"),
        (f"{FORM}; charset=utf-16", b"\xff\xfea\x00=\x001\x00"),
        (f"{FORM}; charset=nonsense", b"person-surname=x"),
    ],
)
def test_a_body_that_lies_about_itself_is_no_server_error(desk, court, kind, body):
    """Row 70."""
    desk.raise_request_exception = False
    for url in ("/cases/new/", "/search/", reverse("me"), reverse("boundary")):
        status = desk.generic("POST", url, body, content_type=kind).status_code
        assert status in {200, 302, 400}, (url, status)
    assert Case.objects.count() == 0


# --- row 71 ----------------------------------------------------------------------------------


def test_a_deactivated_user_and_an_ended_appointment_see_nothing_at_once(desk, court):
    """Row 71."""
    case = make_case(court)
    url = reverse("case", args=[case.pk])
    assert desk.get(url).status_code == 200
    appointment = Appointment.objects.get(user__username="the-clerk")
    user, yesterday = appointment.user, case.created_at.date() - timedelta(days=1)
    Appointment.objects.filter(pk=appointment.pk).update(valid_to=yesterday)
    assert desk.get(url).status_code == 404
    user.is_active = False
    user.save()
    assert desk.get(url)["Location"].startswith(reverse("login"))


def test_a_cookie_copied_before_signing_out_opens_nothing(client, court):
    """Row 71."""
    make_user("clerk", court, username="clerk")
    sign_in(client, "clerk")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(thief)
    client.post(reverse("logout"))
    assert not is_signed_in(thief)


def test_a_session_id_brought_along_is_not_kept(client, court):
    """Row 71: fixation."""
    make_user("clerk", court, username="clerk")
    client.cookies[settings.SESSION_COOKIE_NAME] = "b" * 32
    sign_in(client, "clerk")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "b" * 32


@pytest.mark.parametrize(
    "target", ["//evil", "https://evil.example/", "/\\evil", "javascript:alert(1)"]
)
def test_every_way_back_stays_on_this_site(desk, court, target):
    """Row 71: `next` of the sign-in, `return` of a page."""
    case = make_case(court)
    told = typed_case(court) | {"return": target, "next": target}
    for answer in (
        desk.post("/cases/new/", told),
        desk.get(reverse("logout"), {"next": target}),
        desk.post(reverse("set_language"), {"language": "ru", "next": target}),
        desk.get(reverse("case", args=[case.pk]), {"return": target}),
    ):
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")


def test_a_post_sent_again_has_one_effect(desk, court):
    """Row 22 of the invariants: a double click, and the way back and forth of a browser."""
    told = typed_case(court) | {"token": "0f" * 16}
    first, second = (desk.post("/cases/new/", told) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    assert Event.objects.filter(kind="case.added").count() == 1


# --- row 72 ----------------------------------------------------------------------------------

app.loader.import_default_modules()
OURS = sorted(name for name in app.tasks if not name.startswith("celery."))


def test_a_message_in_pickle_is_not_opened():
    """Row 72: the queue takes JSON alone."""
    for kind in ("application/x-python-serialize", "application/x-yaml", "application/x-msgpack"):
        message = Message(
            body=pickle.dumps({"run_id": 1}),
            content_type=kind,
            content_encoding="binary",
            accept=set(app.conf.accept_content),
        )
        with pytest.raises(ContentDisallowed):
            message.decode()


def test_an_unknown_task_has_no_place_to_run():
    """Row 72."""
    assert "os.system" not in app.tasks
    assert all(name.split(".")[0] in {"amnesty", "cases", "resocialization"} for name in OURS)


@pytest.mark.parametrize("argument", [-1, 0, 9**30, "abc", "1;DROP", "x" * 1_000_000, None, [1]])
@pytest.mark.parametrize("name", ["cases.tasks.work_on_run", "resocialization.tasks.mail_notice"])
def test_a_forged_argument_has_no_effect(court, name, argument):
    """Row 72: whatever the message names, no case changes."""
    case = make_case(court)
    before = (case.version, case.facts_version, case.current_assessment_id)
    answers = Assessment.objects.count()
    app.tasks[name].apply(args=[argument])
    case.refresh_from_db()
    assert (case.version, case.facts_version, case.current_assessment_id) == before
    assert Assessment.objects.count() == answers


def test_a_replayed_message_has_no_effect_beyond_an_assessment(court):
    """Row 72: tasks may come twice, from any first id."""
    make_case(court)
    make_case(make_office())
    answers = Assessment.objects.count()
    for first_id in (0, -5, 0, 10**9):
        app.tasks["cases.tasks.assess_stale_cases"].apply(args=[first_id])
    assert Assessment.objects.count() == answers

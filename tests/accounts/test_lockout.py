"""Guessing ends after five tries; the owner of a name is never locked out for good."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessFailureLog
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from amnesty.accounts.locking_out import (
    FAILURES_FROM_AN_ADDRESS,
    FAILURES_OF_A_NAME,
    address_to_count,
    name_to_count,
    unlock,
)
from amnesty.accounts.models import Event
from tests.accounts.doors import (
    WRONG,
    code_now,
    give_app,
    is_signed_in,
    kinds,
    plain,
    sign_in,
)
from tests.accounts.test_checks import deploy_check
from tests.factories import PASSWORD, make_office, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture
def court():
    return make_office()


@pytest.fixture
def clerk(court):
    return make_user("clerk", court, username="clerk")


def fail(client, times: int = 5, username: str = "clerk", **meta: str) -> list[int]:
    return [sign_in(client, username, WRONG, **meta).status_code for _ in range(times)]


def test_the_fifth_failure_closes_the_door_for_fifteen_minutes(client, clerk):
    with time_machine.travel(NOON, tick=False) as clock:
        assert fail(client, 6) == [200, 200, 200, 200, 429, 429]
        answer = sign_in(client, "clerk")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert "15 minutes" in answer.content.decode()
        clock.shift(timedelta(minutes=14, seconds=59))
        assert sign_in(client, "clerk").status_code == 429
        clock.shift(timedelta(seconds=2))
        assert sign_in(client, "clerk").status_code == 302
        assert is_signed_in(client)


def test_a_name_that_nobody_has_is_locked_in_the_same_words(client, clerk):
    fail(client, 5)
    fail(Client(), 5, "nobody")
    known, unknown = sign_in(client, "clerk"), sign_in(client, "nobody")
    assert known.status_code == unknown.status_code == 429
    assert plain(known) == plain(unknown)


def test_others_at_the_same_address_and_the_name_elsewhere_stay_free(client, clerk, court):
    make_user("clerk", court, username="neighbor")
    fail(client)
    assert sign_in(client, "neighbor").status_code == 302
    assert sign_in(Client(), "clerk", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_success_starts_the_count_again(client, clerk):
    fail(client, 4)
    sign_in(client, "clerk")
    client.post(reverse("logout"))
    assert fail(client, 4) == [200, 200, 200, 200]


def test_another_browser_at_the_address_does_not_start_the_count_again(client, clerk):
    fail(client, 4, HTTP_USER_AGENT="one")
    assert fail(client, 1, HTTP_USER_AGENT="two") == [429]


def test_a_forged_forwarded_address_opens_nothing(client, clerk):
    for number in range(5):
        sign_in(client, "clerk", WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert sign_in(client, "clerk", HTTP_X_FORWARDED_FOR="198.51.100.7").status_code == 429


@pytest.mark.parametrize(
    ("peer", "told", "proxies", "counted"),
    [
        ("192.0.2.1", "", [], "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", [], "192.0.2.1"),
        ("10.0.0.5", "203.0.113.9", ["10.0.0.5"], "203.0.113.9"),
        ("10.0.0.5", "1.1.1.1, 203.0.113.9", ["10.0.0.5"], "203.0.113.9"),
        ("10.0.0.5", "1.1.1.1, 203.0.113.9, 10.0.0.6", ["10.0.0.0/24"], "203.0.113.9"),
        ("10.0.0.5", "rubbish", ["10.0.0.5"], "10.0.0.5"),
        ("10.0.0.5", "", ["10.0.0.5"], "10.0.0.5"),
        ("", "203.0.113.9", ["unix"], "203.0.113.9"),
        ("", "203.0.113.9", [], None),
        ("2001:db8:1:2:3::4", "", [], "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "", [], "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_name_the_caller(settings, peer, told, proxies, counted):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=told)
    assert address_to_count(request) == counted


def test_a_proxy_that_is_no_address_is_told_at_the_start():
    status, told = deploy_check(TRUSTED_PROXIES="10.0.0.0/8,unix,my-proxy")
    assert status != 0
    assert "“my-proxy” is no address" in told
    assert told.count("amnesty.E009") == 1


def failures(count: int, username: str, address: str) -> None:
    AccessFailureLog.objects.bulk_create(
        AccessFailureLog(username=username, ip_address=address, user_agent="", path_info="/")
        for _ in range(count)
    )


def test_twenty_failures_in_an_hour_close_a_name_at_new_addresses(client, clerk):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, "clerk", REMOTE_ADDR="10.0.0.1")
        failures(FAILURES_OF_A_NAME, "clerk", "203.0.113.9")
        assert sign_in(Client(), "clerk", REMOTE_ADDR="198.51.100.7").status_code == 429
        own_desk = Client()
        assert sign_in(own_desk, "clerk", REMOTE_ADDR="10.0.0.1").status_code == 302
        clock.shift(timedelta(hours=1, seconds=1))
        assert sign_in(Client(), "clerk", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_hundred_failures_in_an_hour_close_an_address(client, clerk):
    failures(FAILURES_FROM_AN_ADDRESS, "somebody", "203.0.113.9")
    assert sign_in(client, "clerk", REMOTE_ADDR="203.0.113.9").status_code == 429
    assert sign_in(client, "clerk", REMOTE_ADDR="203.0.113.8").status_code == 302


def test_the_trail_tells_of_the_lock_once(client, clerk):
    fail(client, 8)
    assert kinds() == ["sign_in_failed"] * 5 + ["locked_out"]
    assert Event.objects.get(kind="locked_out").subject_id == clerk.pk


def test_trying_on_does_not_make_the_lock_longer(client, clerk):
    with time_machine.travel(NOON, tick=False) as clock:
        fail(client)
        clock.shift(timedelta(minutes=10))
        fail(client, 3)
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(client, "clerk").status_code == 302


def test_wrong_codes_of_the_app_count_too(client, clerk):
    give_app(clerk)
    sign_in(client, "clerk")
    url = reverse("mfa_authenticate")
    answers = [client.post(url, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert client.post(url, {"code": code_now()}).status_code == 429
    assert not is_signed_in(client)
    assert sign_in(Client(), "clerk").status_code == 429


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_reauthenticate", {"password": WRONG}),
        ("account_change_password", {"oldpassword": WRONG, "password1": "x", "password2": "x"}),
    ],
)
def test_nobody_guesses_the_password_from_a_session_left_open(client, clerk, name, typed):
    sign_in(client, "clerk")
    answers = [client.post(reverse(name), typed).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def choose(client, names: set[str]) -> None:
    rows = AccessFailureLog.objects.filter(username__in=names).values_list("pk", flat=True)
    action = {"action": "open_again", "_selected_action": list(rows)}
    client.post("/admin/axes/accessfailurelog/", action)


def staff(role: str, *offices, username: str = "") -> Client:
    user = make_user(role, *offices, username=username or role)
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_a_supervisor_or_administrator_opens_the_door_again(client, clerk, court, role):
    fail(client)
    choose(staff(role, court), {"clerk"})
    assert sign_in(client, "clerk").status_code == 302
    assert Event.objects.get(kind="lock_lifted").subject_id == clerk.pk


def test_a_supervisor_of_another_office_neither_sees_nor_opens_it(client, clerk):
    fail(client)
    stranger = staff("supervisor", make_office())
    assert "clerk" not in stranger.get("/admin/axes/accessfailurelog/").content.decode()
    choose(stranger, {"clerk"})
    assert sign_in(client, "clerk").status_code == 429


@pytest.mark.parametrize("role", ["auditor", "clerk"])
def test_other_roles_do_not_open_doors(client, clerk, court, role):
    fail(client)
    other = staff(role, court, username="other")
    assert other.get("/admin/axes/accessfailurelog/").status_code == 403
    assert other.get("/admin/mfa/authenticator/").status_code == 403
    choose(other, {"clerk"})
    assert sign_in(client, "clerk").status_code == 429


def test_failed_sign_ins_can_only_be_looked_at(clerk, court, client):
    fail(client, 1)
    row = AccessFailureLog.objects.get()
    supervisor = staff("supervisor", court)
    assert supervisor.get(f"/admin/axes/accessfailurelog/{row.pk}/change/").status_code == 200
    assert supervisor.get("/admin/axes/accessfailurelog/add/").status_code == 403
    assert supervisor.post(f"/admin/axes/accessfailurelog/{row.pk}/delete/").status_code == 403


def test_the_admin_shows_no_other_table_of_the_door():
    shown = {model._meta.label for model in admin.site._registry}
    hidden = {"axes.AccessAttempt", "axes.AccessLog", "account.EmailAddress"}
    assert not shown & (hidden | {"account.EmailConfirmation"})


def test_opening_a_door_leaves_the_other_names_alone(client, clerk, court):
    make_user("clerk", court, username="neighbor")
    fail(client)
    fail(client, 5, "neighbor")
    assert unlock({"clerk"}) == 5
    assert sign_in(client, "clerk").status_code == 302
    assert sign_in(Client(), "neighbor").status_code == 429


def test_a_digest_does_not_tell_the_name_and_is_no_way_to_a_name(rf):
    request = rf.get("/")
    digest = name_to_count(request, {"username": "nobody"})
    assert digest.startswith("unknown:")
    assert "nobody" not in digest
    assert name_to_count(request, {"username": "nobody"}) == digest
    assert name_to_count(request, {"username": "somebody"}) != digest
    assert PASSWORD not in digest

"""A session ends: by doing nothing, by its age, by going, and by losing what it stood on."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event
from amnesty.accounts.session_limits import end_every_session
from amnesty.accounts.tasks import tidy_the_door
from tests.accounts.doors import is_signed_in, kinds, sign_in
from tests.factories import PASSWORD, make_office, make_user

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 4, tzinfo=UTC)
NEW_PASSWORD = "four quiet horses by the lake"


@pytest.fixture
def clerk():
    return make_user("clerk", make_office(), username="clerk")


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as moving:
        yield moving


def last_reason() -> str:
    return Event.objects.filter(kind="signed_out").latest("sequence").detail


@pytest.mark.parametrize(
    ("role", "minutes"),
    [("clerk", 30), ("judge", 30), ("social_worker", 30), ("medical_coordinator", 15)],
)
def test_a_session_ends_when_nothing_is_done(client, clock, role, minutes):
    make_user(role, username="somebody")
    sign_in(client, "somebody")
    clock.shift(timedelta(minutes=minutes))
    assert is_signed_in(client)
    clock.shift(timedelta(minutes=minutes, seconds=1))
    answer = client.get(reverse("me"), follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('login')}?next={reverse('me')}"
    assert f"after {minutes} minutes without activity" in answer.content.decode()
    assert last_reason() == '{"because":"idle"}'


def test_work_keeps_a_session_alive_but_not_beyond_ten_hours(client, clock, clerk):
    sign_in(client, "clerk")
    for _ in range(30):
        clock.shift(timedelta(minutes=20))
        assert is_signed_in(client)
    clock.shift(timedelta(seconds=1))
    answer = client.get(reverse("me"), follow=True)
    assert "ten hours" in answer.content.decode()
    assert last_reason() == '{"because":"age"}'


def test_one_write_a_minute_is_enough_to_know_when_somebody_worked(
    client, clock, clerk, django_assert_num_queries
):
    sign_in(client, "clerk")
    client.get(reverse("me"))
    clock.shift(timedelta(seconds=59))
    before = Session.objects.get().session_data
    client.get(reverse("me"))
    assert Session.objects.get().session_data == before
    clock.shift(timedelta(seconds=1))
    client.get(reverse("me"))
    assert Session.objects.get().session_data != before


def test_a_session_that_does_not_know_when_it_began_is_over(client, clerk):
    sign_in(client, "clerk")
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert not is_signed_in(client)


def test_a_sign_in_gives_a_new_session_id(client, clerk):
    client.get(reverse("login"))
    client.cookies["sessionid"] = "a" * 32
    planted = client.cookies["sessionid"].value
    sign_in(client, "clerk")
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_signed_in(thief)


def test_confirming_who_one_is_gives_a_new_session_id(client, clerk):
    sign_in(client, "clerk")
    old = client.cookies["sessionid"].value
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.cookies["sessionid"].value != old
    assert is_signed_in(client)
    assert kinds()[-1] == "identity_confirmed"


def test_the_cookie_ends_with_the_browser_and_no_script_reads_it(client, clerk):
    sign_in(client, "clerk")
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_cookie_copied_before_signing_out_is_worth_nothing(client, clerk):
    sign_in(client, "clerk")
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_signed_in(thief)
    client.post(reverse("logout"))
    assert not is_signed_in(thief)
    assert not Session.objects.filter(pk=thief.cookies["sessionid"].value).exists()


def test_a_closed_account_is_out_at_the_next_click(client, clerk):
    sign_in(client, "clerk")
    clerk.is_active = False
    clerk.save()
    assert client.get(reverse("me")).url.startswith(reverse("login"))


def test_a_change_of_roles_ends_every_session(client, clerk):
    other = Client()
    sign_in(client, "clerk")
    sign_in(other, "clerk")
    clerk.groups.add(Group.objects.get(name="judge"))
    assert "your roles changed" in client.get(reverse("me"), follow=True).content.decode()
    assert not is_signed_in(other)
    assert last_reason() == '{"because":"roles"}'
    sign_in(client, "clerk")
    assert is_signed_in(client)


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_a_change_of_standing_ends_the_session(client, clerk, flag):
    sign_in(client, "clerk")
    setattr(clerk, flag, True)
    clerk.save()
    assert not is_signed_in(client)


def change_password(client, new: str = NEW_PASSWORD):
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), typed)


def test_a_new_password_ends_the_other_sessions(client, clerk):
    other = Client()
    sign_in(client, "clerk")
    sign_in(other, "clerk")
    old = client.cookies["sessionid"].value
    assert change_password(client).url == reverse("me")
    assert is_signed_in(client)
    assert client.cookies["sessionid"].value != old
    assert not is_signed_in(other)
    changed = Event.objects.get(kind="password_changed")
    assert (changed.user_id, changed.subject_id) == (clerk.pk, clerk.pk)
    assert NEW_PASSWORD not in changed.detail


def test_a_password_set_by_an_administrator_ends_every_session(client, clerk):
    sign_in(client, "clerk")
    clerk.set_password(NEW_PASSWORD)
    clerk.save()
    assert not is_signed_in(client)
    assert kinds()[-1] == "password_changed"


def test_making_an_account_or_saving_it_is_no_change_of_password(client, clerk):
    clerk.first_name = "Aru"
    clerk.save()
    sign_in(client, "clerk")
    assert kinds() == ["signed_in"]


def test_all_sessions_of_one_user_can_be_ended(client, clerk):
    make_user("clerk", username="neighbor")
    others = Client(), Client()
    for browser, name in zip((client, *others), ("clerk", "clerk", "neighbor"), strict=True):
        sign_in(browser, name)
    assert end_every_session(clerk) == 2
    assert [is_signed_in(browser) for browser in (client, *others)] == [False, False, True]


def test_by_night_the_sessions_that_are_over_are_removed(client, clock, clerk):
    sign_in(client, "clerk")
    tidy_the_door()
    assert Session.objects.count() == 1
    clock.shift(timedelta(days=91))
    AccessFailureLog.objects.create(username="clerk", attempt_time=MORNING)
    AccessFailureLog.objects.update(attempt_time=MORNING)
    tidy_the_door()
    assert not Session.objects.exists()
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()


def test_a_fragment_takes_the_whole_page_to_the_sign_in(client, clock, clerk):
    sign_in(client, "clerk")
    clock.shift(timedelta(minutes=31))
    answer = client.get(reverse("me"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_what_a_session_ended_is_done_by_nobody(client, clock, clerk):
    sign_in(client, "clerk")
    clock.shift(timedelta(minutes=31))
    client.post(reverse("me"), {"language": "kk"})
    clerk.refresh_from_db()
    assert clerk.language == ""
    sign_in(client, "clerk")
    client.post(reverse("me"), {"language": "kk"})
    clerk.refresh_from_db()
    assert clerk.language == "kk"

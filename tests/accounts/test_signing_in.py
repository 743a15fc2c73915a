"""One door for pages and admin, and it tells nobody who exists."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher
from django.test import Client
from django.urls import NoReverseMatch, reverse

from amnesty.accounts.models import Event
from tests.accounts.doors import WRONG, events, is_signed_in, kinds, plain, sign_in
from tests.factories import PASSWORD, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("clerk", make_office(), username="clerk")


def test_name_and_password_open_the_door(client, clerk):
    assert sign_in(client, "clerk").status_code == 302
    assert is_signed_in(client)


def test_the_field_may_also_be_called_login(client, clerk):
    client.post(reverse("login"), {"login": "clerk", "password": PASSWORD})
    assert is_signed_in(client)


def test_the_page_calls_its_fields_username_and_password(client):
    page = client.get(reverse("login")).content.decode()
    assert 'name="username"' in page
    assert 'name="password"' in page
    assert 'name="remember"' not in page


def test_the_password_is_hashed_with_argon2(shipped_hash, clerk):
    assert identify_hasher(clerk.password).algorithm == "argon2"


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(client, clerk):
    known, unknown = sign_in(client, "clerk", WRONG), sign_in(client, "nobody", WRONG)
    assert known.status_code == unknown.status_code == 200
    assert plain(known) == plain(unknown).replace("nobody", "clerk")


class CountingHasher(Argon2PasswordHasher):
    """Counts how often the slow work is done."""

    worked = 0

    def encode(self, *args, **kwargs):
        CountingHasher.worked += 1
        return super().encode(*args, **kwargs)

    def verify(self, *args, **kwargs):
        CountingHasher.worked += 1
        return super().verify(*args, **kwargs)


@pytest.mark.parametrize("username", ["clerk", "nobody", "gone"])
def test_every_name_costs_the_slow_hash_exactly_once(
    client, shipped_hash, clerk, settings, username
):
    make_user("clerk", username="gone")
    type(clerk).objects.filter(username="gone").update(is_active=False)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    before = CountingHasher.worked
    sign_in(client, username, WRONG)
    assert CountingHasher.worked - before == 1


def test_a_closed_account_gets_the_answer_of_a_wrong_password(client, clerk):
    clerk.is_active = False
    clerk.save()
    answer = sign_in(client, "clerk")
    assert "is not right" in answer.content.decode()
    assert not is_signed_in(client)


def test_what_was_typed_as_a_name_is_kept_nowhere_when_nobody_has_it(client):
    from axes.models import AccessAttempt, AccessFailureLog

    sign_in(client, "my-secret-password", WRONG)
    event = Event.objects.get(kind="sign_in_failed")
    rows = [*AccessAttempt.objects.values(), *AccessFailureLog.objects.values()]
    assert (event.subject_id, event.user_id) == (None, None)
    assert "my-secret" not in event.detail
    assert rows
    assert "my-secret" not in str(rows)
    assert WRONG not in str(rows)


def test_the_trail_tells_of_coming_failing_and_going(client, clerk):
    sign_in(client, "clerk", WRONG)
    sign_in(client, "clerk")
    client.post(reverse("logout"))
    assert kinds() == ["sign_in_failed", "signed_in", "signed_out"]
    failed, *others = events()
    assert (failed.subject_id, failed.user_id) == (clerk.pk, None)
    assert {event.user_id for event in others} == {clerk.pk}
    assert '"address":"127.0.0.1"' in failed.detail


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//e.x",
    ],
)
def test_after_the_sign_in_people_stay_inside_this_site(client, clerk, settings, target):
    settings.CSRF_TRUSTED_ORIGINS = ["https://evil.example"]
    assert sign_in(client, "clerk", next=target).url == reverse("home")


def test_after_the_sign_in_people_go_where_they_wanted(client, clerk):
    assert client.get(reverse("me")).url == f"{reverse('login')}?next={reverse('me')}"
    assert sign_in(client, "clerk", next=reverse("me")).url == reverse("me")


def test_the_program_speaks_the_user_s_language_on_any_computer(client, clerk):
    clerk.language = "ru"
    clerk.save()
    sign_in(client, "clerk")
    assert client.cookies["django_language"].value == "ru"
    assert client.cookies["django_language"]["httponly"]


def test_nobody_signs_somebody_in_from_another_site(clerk):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "clerk").status_code == 403
    client.get(reverse("login"))
    token = client.cookies["csrftoken"].value
    typed = {"username": "clerk", "password": PASSWORD, "csrfmiddlewaretoken": token}
    foreign = client.post(reverse("login"), typed, HTTP_ORIGIN="https://evil.example")
    assert foreign.status_code == 403
    assert client.post(reverse("login"), typed, HTTP_ORIGIN="http://testserver").status_code == 302


def test_a_link_signs_nobody_out(client, clerk):
    sign_in(client, "clerk")
    assert client.get(reverse("logout")).status_code == 200
    assert is_signed_in(client)
    client.post(reverse("logout"))
    assert not is_signed_in(client)


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_the_admin_has_no_door_of_its_own(client, role):
    user = make_user(role, username=role)
    user.is_staff = True
    user.save()
    assert client.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=%2Fadmin%2F"
    answer = client.post("/admin/login/", {"username": role, "password": PASSWORD})
    assert answer.url.startswith("/accounts/login/")
    assert not is_signed_in(client)
    sign_in(client, role)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/password_change/").url == reverse("account_change_password")


def test_who_is_signed_in_but_not_of_the_staff_is_refused_by_the_admin(client, clerk):
    sign_in(client, "clerk")
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_request_login_code",
        "mfa_login_webauthn",
        "mfa_download_recovery_codes",
    ],
)
def test_nobody_signs_up_or_comes_back_by_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"username": "", "password": ""},
        {"username": "clerk\0", "password": "x"},
        {"username": "a" * 10_000, "password": "b" * 10_000},
        {"username": "clerk\r\nSet-Cookie: a=b", "password": "x"},
        {"username": "' OR 1=1--", "password": "' OR 1=1--"},
        {"username": ["clerk", "nobody"], "password": ["x", "y"]},
        {"username": "\u202eclerk", "password": "\U0001f600"},
        {"username": "clerk", "password": "x", "is_superuser": "1", "remember": "on"},
    ],
)
def test_odd_input_is_refused_on_the_page(client, clerk, typed):
    answer = client.post(reverse("login"), typed)
    assert answer.status_code == 200
    assert not is_signed_in(client)


def test_a_thousand_and_one_fields_are_a_bad_request(client):
    assert client.post(reverse("login"), {f"f{n}": "" for n in range(1001)}).status_code == 400


def test_three_megabytes_are_a_bad_request(client):
    body = b"username=" + b"a" * 3_000_000
    kind = "application/x-www-form-urlencoded"
    assert client.post(reverse("login"), body, content_type=kind).status_code == 400


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
        ("multipart/form-data", b"username=clerk"),
        ("application/json", b"[" * 5_000),
        ("application/x-www-form-urlencoded", b"username=%ff%fe&password=%00%zz"),
    ],
)
def test_a_lying_or_cut_off_body_is_no_server_error(client, kind, body):
    assert client.post(reverse("login"), body, content_type=kind).status_code in {200, 400}


def test_methods_and_hosts_that_are_not_meant_are_refused(client, clerk):
    sign_in(client, "clerk")
    assert client.generic("TRACE", reverse("me")).status_code == 405
    assert client.post(reverse("logout"), headers={"host": "evil.example"}).status_code == 400
    forged = {"x-forwarded-host": "evil.example", "x-http-method-override": "DELETE"}
    assert client.get(reverse("me"), headers=forged).status_code == 200
    assert is_signed_in(client)

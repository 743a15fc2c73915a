"""A password that an administrator set holds for one sign-in: then its owner chooses another."""

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event, User
from tests.accounts.doors import give_app, sign_in
from tests.accounts.test_admin import NO_APPOINTMENTS, group, page, sitting
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHANGE = "account_change_password"
OWN = "весенний мост над рекой"
FROM_THE_ADMIN = "длинная фраза 7"


def set_by_an_administrator(user: User, password: str = FROM_THE_ADMIN) -> None:
    client, _admin = sitting("admin")
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    told = {"password1": password, "password2": password, "usable_password": "true"}
    assert client.post(address, told).status_code == 302


def change(client: Client, old: str, new: str):
    return client.post(reverse(CHANGE), {"oldpassword": old, "password1": new, "password2": new})


@pytest.fixture
def newcomer(client: Client) -> User:
    """Made by an administrator, signed in for the first time."""
    admin, _admin = sitting("admin")
    told = NO_APPOINTMENTS | {
        "username": "bekova",
        "usable_password": "true",
        "password1": FROM_THE_ADMIN,
        "password2": FROM_THE_ADMIN,
        "groups": [group("clerk")],
    }
    assert admin.post(page(User, "add"), told).status_code == 302
    sign_in(client, "bekova", FROM_THE_ADMIN)
    return User.objects.get(username="bekova")


@pytest.mark.parametrize("name", ["home", "me", "cases", "help", "mfa_index", "admin:index"])
def test_nothing_opens_before_the_own_password_is_chosen(client, newcomer, name):
    answer = client.get(reverse(name))
    assert (answer.status_code, answer["Location"]) == (302, reverse(CHANGE))
    assert client.post(reverse(name)).status_code == 302


def test_the_page_says_why_and_whoever_wants_may_sign_out(client, newcomer):
    shown = client.get(reverse("home"), follow=True).content.decode()
    assert "Somebody else set your password." in shown
    client.post(reverse("account_logout"))
    assert reverse("login") in client.get(reverse("me"))["Location"]


def test_the_own_password_opens_the_program(client, newcomer):
    assert change(client, FROM_THE_ADMIN, OWN).status_code == 302
    assert client.get(reverse("me")).status_code == 200
    newcomer.refresh_from_db()
    assert not newcomer.must_change_password
    told = Event.objects.filter(kind="password_changed", subject_id=newcomer.pk).latest("sequence")
    assert (told.user_id, told.detail) == (newcomer.pk, '{"for_one_sign_in":false}')


def test_the_same_password_again_is_no_new_one(client, newcomer):
    answer = change(client, FROM_THE_ADMIN, FROM_THE_ADMIN)
    assert b"differs from the current one" in answer.content
    newcomer.refresh_from_db()
    assert newcomer.must_change_password


def test_a_password_reset_by_an_administrator_is_changed_too(client):
    user = make_user("clerk")
    set_by_an_administrator(user)
    told = Event.objects.filter(kind="password_changed", subject_id=user.pk).latest("sequence")
    assert told.detail == '{"for_one_sign_in":true}'
    sign_in(client, user.username, FROM_THE_ADMIN)
    assert client.get(reverse("me"))["Location"] == reverse(CHANGE)


def test_the_own_password_changed_by_choice_asks_nothing_more(client):
    user = make_user("clerk")
    sign_in(client, user.username)
    change(client, PASSWORD, OWN)
    assert client.get(reverse("me")).status_code == 200


def test_the_password_comes_before_the_second_factor(client, settings):
    settings.MFA_REQUIRED = True
    user = make_user("judge")
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    sign_in(client, user.username)
    assert client.get(reverse("home"))["Location"] == reverse(CHANGE)
    assert client.get(reverse(CHANGE)).status_code == 200
    change(client, PASSWORD, OWN)
    assert client.get(reverse("home"))["Location"] == reverse("mfa_activate_totp")


def test_a_second_factor_that_was_not_shown_opens_no_password_page(client, settings):
    settings.MFA_REQUIRED = True
    user = make_user("judge")
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    give_app(user)
    client.force_login(User.objects.get(pk=user.pk))
    assert reverse("login") in client.get(reverse(CHANGE))["Location"]


def test_demonstration_accounts_are_exempt(client):
    user = make_user("clerk")
    User.objects.filter(pk=user.pk).update(is_demo=True)
    set_by_an_administrator(user)
    sign_in(client, user.username, FROM_THE_ADMIN)
    assert client.get(reverse("me")).status_code == 200


def test_a_password_set_in_the_shell_is_taken_for_the_own():
    root = User.objects.create_superuser("root", password=FROM_THE_ADMIN)
    assert not root.must_change_password

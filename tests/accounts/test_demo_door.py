"""Buttons of the demonstration: invented people alone, by POST, and nowhere but where it is tried out."""

import pytest
from django.conf import settings as program
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event, User
from cases.demo.logins import LOGINS, ensure_logins
from tests.accounts.test_checks import deploy_check
from tests.factories import make_user
from tests.once import made_once

pytestmark = pytest.mark.django_db
LOGIN = "login"


@pytest.fixture(scope="class")
def accounts(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker):
        ensure_logins("an-invented-password")
        yield


@pytest.fixture
def open_door(accounts, settings):
    settings.DEMO_SIGN_IN = True


def enter(name: str, client: Client | None = None) -> tuple[int, Client]:
    client = client or Client()
    return client.post(reverse("demo-sign-in", args=[name])).status_code, client


def signed_in_as(client: Client) -> str | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).username if pk else None


class TestOpenDoor:
    @pytest.mark.parametrize("account", LOGINS, ids=lambda account: account.username)
    def test_a_button_signs_an_invented_person_in(self, open_door, account):
        status, client = enter(account.username)
        assert (status, signed_in_as(client)) == (302, account.username)
        assert client.get(reverse("help")).status_code == 200

    def test_the_trail_knows_that_no_password_was_asked(self, open_door):
        enter("clerk")
        kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
        assert kinds[-2:] == ["signed_in", "demo_signed_in"]
        assert (
            Event.objects.get(kind="demo_signed_in").user_id
            == User.objects.get(username="clerk").pk
        )

    def test_the_page_shows_a_button_for_each_and_no_password(self, open_door):
        html = Client().get(reverse(LOGIN)).content.decode()
        for account in LOGINS:
            assert reverse("demo-sign-in", args=[account.username]) in html
        assert "an-invented-password" not in html

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": True}])
    def test_a_closed_or_mighty_account_has_no_button(self, open_door, change):
        User.objects.filter(username="clerk").update(**change)
        assert enter("clerk")[0] == 404
        url = reverse("demo-sign-in", args=["clerk"])
        assert url not in Client().get(reverse(LOGIN)).content.decode()

    def test_nobody_is_signed_in_by_a_link_or_from_elsewhere(self, open_door):
        url = reverse("demo-sign-in", args=["clerk"])
        assert Client().get(url).status_code == 405
        assert Client(enforce_csrf_checks=True).post(url).status_code == 403

    def test_whoever_was_signed_in_is_signed_out_first(self, open_door):
        _status, client = enter("clerk")
        _status, client = enter("judge", client)
        assert signed_in_as(client) == "judge"
        assert Event.objects.filter(kind="signed_out").count() == 1


def test_outside_the_demonstration_there_is_no_door_and_no_button(settings):
    settings.DEMO_SIGN_IN = False
    ensure_logins("an-invented-password")
    assert "demo-logins" not in Client().get(reverse(LOGIN)).content.decode()
    status, client = enter("clerk")
    assert (status, signed_in_as(client)) == (404, None)


def test_a_real_person_of_that_name_is_never_signed_in(settings):
    settings.DEMO_SIGN_IN = True
    make_user("clerk", username="clerk")
    status, client = enter("clerk")
    assert (status, signed_in_as(client)) == (404, None)


def test_production_never_opens_the_door():
    assert not (program.PRODUCTION and program.DEMO_SIGN_IN)
    status, told = deploy_check(DEMO_SIGN_IN="yes", AMNESTY_DEMO="yes")
    assert status != 0
    assert "amnesty.E004" in told

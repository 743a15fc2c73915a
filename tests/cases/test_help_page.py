"""Help: everybody who is signed in reads it; it points only to what the reader may open."""

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.accounts.roles import ROLES
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, make_office("court")))
    return client


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in():
    for name in ("help", "glossary"):
        assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_help_and_finds_its_own_day_open(role: str):
    html = signed_in(role).get(reverse("help")).content.decode()
    assert f'id="day-{role}" open>' in html
    assert html.count('<details class="more" id="day-') == len(ROLES)
    assert html.count(" open><summary>") == 1


def test_help_points_only_to_pages_that_the_reader_may_open():
    assert reverse("rules") in signed_in("clerk").get(reverse("help")).content.decode()
    html = signed_in("social_worker").get(reverse("help")).content.decode()
    for name in ("rules", "provisions", "worked-cases", "boundary"):
        assert f'href="{reverse(name)}"' not in html


def test_help_says_that_people_decide():
    html = signed_in("clerk").get(reverse("help")).content.decode()
    assert "The program decides nothing." in html
    assert "What is not known is never relief." in html

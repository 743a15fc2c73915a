"""Where the doors that all roles share lead a social worker to."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user("social_worker", make_office("social_service")))
    return client


def test_the_first_steps_stand_where_the_day_begins(client):
    assert 'id="first-steps"' in client.get(reverse("my-day")).content.decode()


def test_the_window_over_a_page_finds_released_people_alone(client):
    make_case(make_office())
    asked = {"data": {"q": "сей"}, "headers": {"X-Palette": "1"}, "follow": True}
    html = client.post(reverse("search"), **asked).content.decode()
    assert "Nobody found" in html
    assert "<html" not in html

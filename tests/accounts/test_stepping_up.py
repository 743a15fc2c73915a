"""Before an approval the program asks who is there, and nothing typed is lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from amnesty.accounts.models import Event
from amnesty.accounts.stepping_up import step_up, typed_before
from amnesty.urls import urlpatterns as real
from tests.accounts.doors import WRONG, code_now, give_app, sign_in
from tests.accounts.test_checks import deploy_check
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
NOON = datetime(2026, 3, 2, 7, tzinfo=UTC)
CHECK = "/check/7/?from=list"


class ReasonForm(forms.Form):
    reason = forms.CharField()


@step_up
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A check page as the decision pages have it; the act is told by the answer."""
    form = ReasonForm(request.POST or typed_before(request))
    if request.method == "POST" and form.is_valid():
        return HttpResponse(f"approved: {form.cleaned_data['reason']}")
    return render(request, "partials/confirm.html", {"form": form})


def away(request: HttpRequest) -> HttpResponse:
    return redirect("home")


urlpatterns = [path("check/<int:pk>/", check), path("away/", away), *real]


@pytest.fixture(autouse=True)
def _strict(settings):
    settings.STEP_UP = True


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


@pytest.fixture
def judge(clock):
    return make_user("judge", username="judge")


def confirm(client, question: str, password: str = PASSWORD):
    target = {"next": CHECK}
    return client.post(question.split("?")[0], {"password": password} | target)


def test_the_check_page_asks_before_it_opens(client, judge):
    sign_in(client, "judge")
    asked = client.get(CHECK)
    assert asked.url == f"{reverse('account_reauthenticate')}?next=%2Fcheck%2F7%2F%3Ffrom%3Dlist"
    page = client.get(asked.url)
    assert "Confirm that it is you" in page.content.decode()
    assert confirm(client, asked.url).url == CHECK
    assert client.get(CHECK).status_code == 200
    assert client.post(CHECK, {"reason": "read"}).content == b"approved: read"


def test_five_minutes_later_it_asks_again_and_what_was_typed_comes_back(client, judge, clock):
    sign_in(client, "judge")
    confirm(client, client.get(CHECK).url)
    clock.shift(timedelta(minutes=5, seconds=1))
    typed = {"reason": "Мұқият “оқылды” & compared", "csrfmiddlewaretoken": "x"}
    asked = client.post(CHECK, typed)
    assert asked.status_code == 302
    back = confirm(client, asked.url)
    assert back.url == CHECK
    page = client.get(back.url).content.decode()
    assert "Мұқият “оқылды” &amp; compared" in page
    assert "approved" not in page
    assert "оқылды" not in client.get(CHECK).content.decode()


def test_a_wrong_password_leads_nowhere(client, judge):
    sign_in(client, "judge")
    asked = client.post(CHECK, {"reason": "read"})
    assert confirm(client, asked.url, WRONG).status_code == 200
    assert client.get(CHECK).status_code == 302


def test_who_has_a_second_factor_is_asked_for_it(client, judge):
    give_app(judge)
    client.force_login(judge)
    asked = client.get(CHECK)
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    answer = client.post(asked.url, {"code": code_now()})
    assert answer.url == CHECK
    assert client.get(CHECK).status_code == 200
    event = Event.objects.latest("sequence")
    assert (event.kind, event.detail) == ("identity_confirmed", '{"method":"totp"}')


def test_what_one_typed_is_shown_on_its_own_page_only(client, judge):
    sign_in(client, "judge")
    asked = client.post("/check/8/", {"reason": "for eight"})
    confirm(client, asked.url)
    assert "for eight" not in client.get("/check/7/").content.decode()
    assert "for eight" in client.get("/check/8/").content.decode()


def test_production_refuses_to_start_without_it():
    status, told = deploy_check(STEP_UP="no")
    assert status != 0
    assert "amnesty.E008" in told


def test_where_it_is_off_nothing_is_asked(client, judge, settings):
    settings.STEP_UP = False
    sign_in(client, "judge")
    assert client.post(CHECK, {"reason": "read"}).content == b"approved: read"


def test_who_can_confirm_in_no_way_is_refused(client, judge):
    judge.set_unusable_password()
    judge.save()
    client.force_login(judge)
    assert client.get(CHECK).status_code == 403


def test_whoever_is_not_signed_in_signs_in_first(client):
    assert client.get(CHECK).url.startswith(reverse("login"))

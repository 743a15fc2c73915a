"""Who signs, supervises, sees medical data or administers shows something that only they have."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event
from amnesty.accounts.roles import ROLES
from amnesty.accounts.second_factor import ROLES_WITH_SECOND_FACTOR
from tests.accounts.doors import (
    SECRET,
    code_now,
    give_app,
    is_signed_in,
    kinds,
    sign_in,
)
from tests.accounts.software_key import SoftwareKey
from tests.accounts.test_checks import deploy_check
from tests.factories import PASSWORD, make_office, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 7, tzinfo=UTC)
AUTHENTICATE = "mfa_authenticate"


@pytest.fixture(autouse=True)
def _no_code_is_known_yet():
    cache.clear()


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED = True


@pytest.fixture
def court():
    return make_office()


@pytest.fixture
def judge(court):
    return make_user("judge", court, username="judge")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


def both_steps(client, username: str = "judge", code: str = "") -> int:
    sign_in(client, username)
    return client.post(reverse(AUTHENTICATE), {"code": code or code_now()}).status_code


@pytest.mark.parametrize("role", ROLES)
def test_these_roles_set_one_up_before_anything_else(client, required, role):
    make_user(role, username="somebody")
    sign_in(client, "somebody")
    answer = client.get(reverse("me"))
    if role in ROLES_WITH_SECOND_FACTOR:
        assert answer.url == reverse("mfa_activate_totp")
        assert client.post(reverse("me"), {"language": "kk"}).url == reverse("mfa_activate_totp")
    else:
        assert answer.status_code == 200


def test_the_roles_are_those_of_the_table():
    named = {"judge", "supervisor", "medical_coordinator", "auditor", "admin"}
    assert named == ROLES_WITH_SECOND_FACTOR


def test_a_superuser_needs_one_too(client, required, django_user_model):
    django_user_model.objects.create_superuser("root", password=PASSWORD)
    sign_in(client, "root")
    assert client.get("/admin/").url == reverse("mfa_activate_totp")


def test_production_refuses_to_start_without_it():
    status, told = deploy_check(MFA_REQUIRED="no")
    assert status != 0
    assert "amnesty.E007" in told


def test_where_it_is_not_required_nobody_is_sent_anywhere(client, judge):
    sign_in(client, "judge")
    assert is_signed_in(client)


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_the_pages_to_set_one_up_are_open_right_after_the_sign_in(client, required, judge, name):
    sign_in(client, "judge")
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse("set_language"), {"language": "ru"}).status_code == 302
    assert client.post(reverse("logout")).status_code == 302


def test_setting_up_an_app_opens_the_program_and_shows_recovery_codes_once(
    client, required, judge, clock
):
    sign_in(client, "judge")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml;base64,")
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "is not right" in wrong.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.url).context["unused_codes"]
    assert len(set(codes)) == 10
    assert codes[0] not in client.get(answer.url).content.decode()
    assert is_signed_in(client)
    assert kinds() == ["signed_in", "second_factor_added", "second_factor_added"]


def test_secrets_lie_encrypted_in_the_database(judge):
    kept = give_app(judge).data["secret"]
    assert SECRET not in kept
    assert Authenticator.objects.get().wrap().validate_code(code_now())


def test_a_new_key_of_the_program_still_opens_old_secrets(judge, settings):
    give_app(judge)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of this program, long enough to be taken for one"
    assert Authenticator.objects.get().wrap().validate_code(code_now())


def test_the_password_alone_does_not_sign_in(client, judge):
    give_app(judge)
    assert sign_in(client, "judge").url == reverse(AUTHENTICATE)
    assert not is_signed_in(client)
    assert both_steps(client) == 302
    assert is_signed_in(client)


def test_a_code_works_once(client, judge, clock):
    give_app(judge)
    code = code_now()
    assert both_steps(client, code=code) == 302
    replayed = Client()
    assert both_steps(replayed, code=code) == 200
    assert not is_signed_in(replayed)
    clock.shift(timedelta(seconds=30))
    assert both_steps(replayed) == 302


@pytest.mark.parametrize("steps", [-1, 1])
def test_neighboring_codes_are_refused(client, judge, clock, steps):
    give_app(judge)
    assert both_steps(client, code=code_now(steps=steps)) == 200
    assert not is_signed_in(client)


def test_the_database_remembers_a_used_code_whatever_the_process(client, judge, clock):
    give_app(judge)
    both_steps(client)
    cache.clear()  # another process has another memory
    other = Client()
    assert both_steps(other) == 200
    assert not is_signed_in(other)


def test_a_recovery_code_opens_once(client, judge, clock):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_app(judge)
    code = RecoveryCodes.activate(judge).get_unused_codes()[0]
    assert both_steps(client, code=code) == 302
    assert both_steps(Client(), code=code) == 200


def test_an_account_closed_between_the_steps_stays_outside(client, judge):
    give_app(judge)
    sign_in(client, "judge")
    judge.is_active = False
    judge.save()
    assert client.post(reverse(AUTHENTICATE), {"code": code_now()}).url == reverse("login")
    assert not is_signed_in(client)
    assert "signed_in" not in kinds()


def test_a_session_that_never_showed_it_is_over_when_there_is_one(client, required, judge):
    waiting = Client()
    sign_in(waiting, "judge")
    give_app(judge)
    assert waiting.get(reverse("me")).url == f"{reverse('login')}?next={reverse('me')}"
    both_steps(client)
    assert is_signed_in(client)


def test_who_removes_it_sets_up_another_at_once(client, required, judge):
    give_app(judge)
    both_steps(client)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert kinds()[-1] == "second_factor_removed"
    assert client.get(reverse("me")).url == reverse("mfa_activate_totp")


def test_changing_it_later_asks_who_is_there(client, judge, clock):
    give_app(judge)
    both_steps(client)
    clock.shift(timedelta(minutes=6))
    answer = client.get(reverse("mfa_deactivate_totp"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert client.get(answer.url).status_code == 200
    target = {"next": reverse("mfa_deactivate_totp")}
    given = client.post(reverse("mfa_reauthenticate"), {"code": code_now()} | target)
    assert given.url == reverse("mfa_deactivate_totp")
    assert client.get(given.url).status_code == 200


def test_a_security_key_opens_the_door_too(client, required, judge):
    key = SoftwareKey()
    sign_in(client, "judge")
    page = client.get(reverse("mfa_add_webauthn"))
    assert "JavaScript" in page.content.decode()
    typed = {"name": "Blue key", "credential": key.register(page)}
    answer = client.post(reverse("mfa_add_webauthn"), typed)
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert is_signed_in(client)
    assert "Blue key" in client.get(reverse("mfa_list_webauthn")).content.decode()

    again = Client()
    sign_in(again, "judge")
    asked = again.get(reverse(AUTHENTICATE))
    assert "Use a security key instead" in asked.content.decode()
    answer = again.post(reverse(AUTHENTICATE), {"credential": key.sign(asked)})
    assert answer.url == reverse("home")
    assert is_signed_in(again)
    asked = again.get(reverse("mfa_reauthenticate_webauthn"))
    again.post(reverse("mfa_reauthenticate_webauthn"), {"credential": key.sign(asked)})
    assert kinds()[-1] == "identity_confirmed"


def test_who_has_no_key_is_not_asked_for_one(client, judge):
    give_app(judge)
    sign_in(client, "judge")
    assert "security key" not in client.get(reverse(AUTHENTICATE)).content.decode()


def test_a_strange_key_opens_nothing(client, judge):
    key = SoftwareKey()
    sign_in(client, "judge")
    page = client.get(reverse("mfa_add_webauthn"))
    client.post(reverse("mfa_add_webauthn"), {"credential": key.register(page)})
    again = Client()
    sign_in(again, "judge")
    page = again.get(reverse(AUTHENTICATE))
    answer = again.post(reverse(AUTHENTICATE), {"credential": SoftwareKey().sign(page)})
    assert answer.status_code == 200
    assert not is_signed_in(again)


def test_a_key_gets_a_name_and_goes(client, judge):
    sign_in(client, "judge")
    page = client.get(reverse("mfa_add_webauthn"))
    client.post(reverse("mfa_add_webauthn"), {"credential": SoftwareKey().register(page)})
    key = Authenticator.objects.get(type="webauthn")
    assert str(key) == "Security key 1"
    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Blue key"})
    assert "Blue key" in client.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()


def test_another_one_s_key_does_not_exist(client, judge, court):
    make_user("clerk", court, username="clerk")
    sign_in(client, "judge")
    page = client.get(reverse("mfa_add_webauthn"))
    client.post(reverse("mfa_add_webauthn"), {"credential": SoftwareKey().register(page)})
    key = Authenticator.objects.get(type="webauthn")
    other = Client()
    sign_in(other, "clerk")
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert other.post(reverse(name, args=[key.pk]), {"name": "x"}).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_change_password",
        "account_reauthenticate",
        "account_logout",
    ],
)
def test_every_page_of_the_door_is_in_our_words(client, judge, name):
    sign_in(client, "judge")
    page = client.get(reverse(name)).content.decode()
    assert "Amnesty Case Manager" in page
    assert 'style="' not in page
    assert page.count("<h1>") == 1
    own = page.count("<script") + page.count("<style")
    assert own == page.count(' nonce="') + page.count('id="js_data"')


def admin_of(role: str, *offices) -> Client:
    user = make_user(role, *offices, username=role)
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


def take_away(client) -> None:
    rows = list(Authenticator.objects.values_list("pk", flat=True))
    action = {"action": "take_away", "_selected_action": rows}
    client.post("/admin/mfa/authenticator/", action)


def test_a_supervisor_takes_a_lost_one_away_and_its_sessions_end(client, judge, court):
    give_app(judge)
    both_steps(client)
    supervisor = admin_of("supervisor", court)
    page = supervisor.get("/admin/mfa/authenticator/").content.decode()
    assert "judge" in page
    assert Authenticator.objects.get().data["secret"] not in page
    take_away(supervisor)
    assert not Authenticator.objects.exists()
    assert not is_signed_in(client)
    removed = Event.objects.get(kind="second_factor_removed")
    assert (removed.subject_id, str(removed.user_id)) == (
        judge.pk,
        supervisor.session["_auth_user_id"],
    )


def test_any_supervisor_helps_a_person_without_an_office(court):
    give_app(make_user("auditor", username="without-office"))
    take_away(admin_of("supervisor", court))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("role", ["admin", "auditor", "clerk", "supervisor"])
def test_nobody_else_takes_one_away(judge, role):
    give_app(judge)
    take_away(admin_of(role, make_office()))
    assert Authenticator.objects.exists()


def test_a_supervisor_does_not_take_the_own_one_away(court):
    user = make_user("supervisor", court, username="self")
    give_app(user)
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    take_away(client)
    assert Authenticator.objects.exists()


ODD_CREDENTIALS = [
    "",
    "null",
    "[]",
    "1",
    '"x"',
    "{}",
    '{"id": 1}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30",'
    ' "authenticatorData": "AA", "signature": "AA", "attestationObject": "AA"}}',
    '{"id": "eA", "rawId": "!", "type": "x", "response": []}',
]


@pytest.mark.parametrize("credential", ODD_CREDENTIALS)
def test_an_odd_answer_of_a_key_is_refused_on_the_page(client, judge, credential):
    give_app(judge)
    sign_in(client, "judge")
    client.get(reverse(AUTHENTICATE))
    assert client.post(reverse(AUTHENTICATE), {"credential": credential}).status_code == 200
    both_steps(client)
    client.get(reverse("mfa_add_webauthn"))
    typed = {"name": "key", "credential": credential}
    assert client.post(reverse("mfa_add_webauthn"), typed).status_code == 200
    client.get(reverse("mfa_reauthenticate_webauthn"))
    answer = client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": credential})
    assert answer.status_code == 302

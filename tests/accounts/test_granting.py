"""Roles that weigh are given by two people: an administrator asks, a supervisor agrees."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts import granting
from amnesty.accounts.models import Appointment, Event, RoleGrant, User
from amnesty.accounts.roles import GIVEN_BY_TWO, ROLES
from tests.accounts.test_admin import NO_APPOINTMENTS, group, page, sitting
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def admin() -> User:
    return make_user("admin")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def roles(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def asked(user: User, role: str, by: User, at=NOW) -> RoleGrant:
    """A request in the one office of `user`."""
    (grant,) = granting.ask(user, role, by, at)
    return grant


def answer(client: Client, grant: RoleGrant, said: str = "confirm", words: str = ""):
    address = reverse("role-confirm", args=[grant.pk])
    return client.post(address, {"answer": said, "words": words})


@pytest.mark.parametrize("role", ROLES)
def test_an_administrator_alone_gives_no_role_that_weighs(role, court):
    client, _admin = sitting("admin")
    user = make_user("clerk", court)
    told = NO_APPOINTMENTS | {"username": user.username, "is_active": "on"}
    client.post(page(User, "change", user.pk), told | {"groups": [group("clerk"), group(role)]})
    assert roles(user) == ({"clerk"} if role in GIVEN_BY_TWO else {"clerk", role})
    waits = user.role_grants.requested().filter(role=role).exists()
    assert waits == (role in GIVEN_BY_TWO)
    assert not User.objects.get(pk=user.pk).is_staff


def test_a_role_begins_when_a_supervisor_of_the_office_confirms_it(court, admin):
    user, supervisor = make_user("clerk", court), make_user("supervisor", court)
    grant = asked(user, "judge", admin, NOW)
    client = signed_in(supervisor)
    assert user.username in client.get(reverse("roles-to-confirm")).content.decode()
    assert roles(user) == {"clerk"}
    assert answer(client, grant).status_code == 302
    assert roles(user) == {"clerk", "judge"}
    told = Event.objects.filter(subject_id=user.pk, kind__startswith="role.", user_id=supervisor.pk)
    assert set(told.values_list("kind", flat=True)) == {"role.confirmed", "role.given"}


def test_whoever_gets_a_seat_in_the_admin_gets_it_with_the_confirmation(court, admin):
    user, supervisor = make_user("clerk", court), make_user("supervisor", court)
    grant = asked(user, "supervisor", admin, NOW)
    answer(signed_in(supervisor), grant)
    assert User.objects.get(pk=user.pk).is_staff


def test_a_supervisor_of_another_office_does_not_find_the_request(court, admin):
    grant = asked(make_user("clerk", court), "judge", admin, NOW)
    elsewhere = signed_in(make_user("supervisor", make_office("court")))
    assert answer(elsewhere, grant).status_code == 404
    assert roles(grant.user) == {"clerk"}


def test_a_person_without_an_office_is_confirmed_by_any_supervisor(court, admin):
    grant = asked(make_user("clerk"), "auditor", admin, NOW)
    answer(signed_in(make_user("supervisor", court)), grant)
    assert "auditor" in roles(grant.user)


def test_whoever_asked_does_not_confirm(court):
    both = make_user("supervisor", court)
    both.groups.add(Group.objects.get(name="admin"))
    grant = asked(make_user("clerk", court), "judge", both, NOW)
    assert b"Another supervisor answers" in answer(signed_in(both), grant).content
    assert roles(grant.user) == {"clerk"}


def test_nobody_confirms_the_own_role(court, admin):
    supervisor = make_user("supervisor", court)
    grant = asked(supervisor, "judge", admin, NOW)
    assert b"Another supervisor answers" in answer(signed_in(supervisor), grant).content
    assert roles(supervisor) == {"supervisor"}


def test_the_database_itself_wants_two_people(court, admin):
    user = make_user("clerk", court)
    grant = asked(user, "judge", admin, NOW)
    rows = RoleGrant.objects.filter(pk=grant.pk)
    confirmed = {"state": "confirmed", "answered_at": NOW}
    for second in (admin, user):
        with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
            rows.update(**confirmed, answered_by=second)
    with pytest.raises(IntegrityError, match="own_role"), transaction.atomic():
        rows.update(requested_by=user)
    with pytest.raises(IntegrityError, match="answer_is_whole"), transaction.atomic():
        rows.update(state="confirmed")


def test_nobody_asks_for_the_own_role(admin):
    with pytest.raises(granting.NotGranted):
        asked(admin, "judge", admin, NOW)


def test_a_refusal_needs_a_reason_and_begins_nothing(court, admin):
    user, supervisor = make_user("clerk", court), make_user("supervisor", court)
    grant = asked(user, "judge", admin, NOW)
    client = signed_in(supervisor)
    assert b"Write why the role is refused." in answer(client, grant, "refuse").content
    answer(client, grant, "refuse", "Not a judge of this court.")
    grant.refresh_from_db()
    assert (grant.state, roles(user)) == ("refused", {"clerk"})


def test_an_answer_is_given_once(court, admin):
    grant = asked(make_user("clerk", court), "judge", admin, NOW)
    client = signed_in(make_user("supervisor", court))
    answer(client, grant, "refuse", "Not a judge of this court.")
    assert b"answered already" in answer(client, grant).content
    assert roles(grant.user) == {"clerk"}


def test_asking_twice_leaves_one_request(court, admin):
    user = make_user("clerk", court)
    first = asked(user, "judge", admin, NOW)
    assert asked(user, "judge", admin, NOW) == first


def test_confirming_asks_again_who_is_there(court, admin, settings):
    settings.STEP_UP = True
    grant = asked(make_user("clerk", court), "judge", admin, NOW)
    answered = answer(signed_in(make_user("supervisor", court)), grant)
    assert "/accounts/reauthenticate/" in answered["Location"]
    assert roles(grant.user) == {"clerk"}


def test_the_list_takes_a_bounded_number_of_statements(court, admin, django_assert_max_num_queries):
    for _number in range(8):
        asked(make_user("clerk", court), "judge", admin, NOW)
    client = signed_in(make_user("supervisor", court))
    with django_assert_max_num_queries(14):
        client.get(reverse("roles-to-confirm"))


def test_a_role_begins_when_every_office_has_agreed(admin):
    offices = [make_office("court"), make_office("court")]
    user = make_user("clerk", *offices)
    grants = granting.ask(user, "judge", admin, NOW)
    supervisors = {office.pk: make_user("supervisor", office) for office in offices}
    first, second = grants
    assert answer(signed_in(supervisors[second.office_id]), first).status_code == 404
    answer(signed_in(supervisors[first.office_id]), first)
    assert roles(user) == {"clerk"}
    answer(signed_in(supervisors[second.office_id]), second)
    assert roles(user) == {"clerk", "judge"}


def test_a_refusal_of_one_office_keeps_the_role_from_beginning(admin):
    offices = [make_office("court"), make_office("court")]
    user = make_user("clerk", *offices)
    for grant, said in zip(
        granting.ask(user, "judge", admin, NOW), ("refuse", "confirm"), strict=True
    ):
        supervisor = make_user("supervisor", grant.office)
        answer(signed_in(supervisor), grant, said, "Not in this court.")
    assert roles(user) == {"clerk"}


@pytest.mark.parametrize("way", ["the page of the user", "the page of appointments"])
def test_a_role_agreed_to_in_one_court_is_not_carried_into_another(court, way):
    client, _admin = sitting("admin")
    judge, other = make_user("judge", court), make_office("court")
    if way == "the page of appointments":
        told = {"user": judge.pk, "office": other.pk}
        assert client.post(page(Appointment, "add"), told).status_code == 302
    else:
        seat = judge.appointments.get()
        told = NO_APPOINTMENTS | {
            "username": judge.username,
            "is_active": "on",
            "groups": [group("judge")],
            "appointments-TOTAL_FORMS": "2",
            "appointments-INITIAL_FORMS": "1",
            "appointments-0-id": seat.pk,
            "appointments-0-user": judge.pk,
            "appointments-0-office": court.pk,
            "appointments-1-user": judge.pk,
            "appointments-1-office": other.pk,
        }
        assert client.post(page(User, "change", judge.pk), told).status_code == 302
    assert roles(judge) == set()
    grant = judge.role_grants.requested().get()
    assert (grant.role, grant.office) == ("judge", other)
    answer(signed_in(make_user("supervisor", other)), grant)
    assert roles(judge) == {"judge"}


def test_a_seat_that_ends_or_stays_needs_no_consent(court):
    client, _admin = sitting("admin")
    judge = make_user("judge", court)
    seat = judge.appointments.get()
    told = {"user": judge.pk, "office": court.pk, "valid_to": "2099-01-01"}
    assert client.post(page(Appointment, "change", seat.pk), told).status_code == 302
    assert roles(judge) == {"judge"}


def test_nobody_seats_oneself(court):
    client, admin = sitting("admin")
    answer = client.post(page(Appointment, "add"), {"user": admin.pk, "office": court.pk})
    assert answer.status_code == 200
    assert not admin.appointments.exists()


def test_the_first_supervisor_is_appointed_in_the_shell(court):
    user = User.objects.create_user("first", password="an invented password")
    reason = "First supervisor of the court, order 12 of 1 November 2022"
    call_command(
        "give_role", "first", "supervisor", office=court.code, reason=reason, stdout=StringIO()
    )
    user.refresh_from_db()
    assert (roles(user), list(user.offices.all()), user.is_staff) == ({"supervisor"}, [court], True)
    told = Event.objects.get(kind="role.given_in_the_shell", subject_id=user.pk)
    assert reason in told.detail


@pytest.mark.parametrize(
    ("name", "office", "reason"),
    [("first", None, "short"), ("nobody", None, "x" * 20), ("first", "nowhere", "x" * 20)],
)
def test_the_shell_appoints_nobody_without_name_office_and_reason(name, office, reason):
    user = User.objects.create_user("first")
    with pytest.raises(CommandError):
        call_command("give_role", name, "supervisor", office=office, reason=reason)
    assert roles(user) == set()


def test_a_role_given_or_taken_on_any_way_is_on_the_trail():
    user, judge = make_user("clerk"), Group.objects.get(name="judge")
    judge.user_set.add(user)
    user.groups.remove(judge)
    user.groups.clear()
    told = Event.objects.filter(subject_id=user.pk, kind__startswith="role.").order_by("sequence")
    assert [(event.kind, event.detail) for event in told] == [
        ("role.given", '{"role":"clerk"}'),
        ("role.given", '{"role":"judge"}'),
        ("role.taken", '{"role":"judge"}'),
        ("role.taken", '{"role":"clerk"}'),
    ]

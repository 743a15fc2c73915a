"""The admin of accounts: administrators keep users and offices, and never their own roles."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, reverse

from amnesty.accounts import trail
from amnesty.accounts.models import Appointment, Event, Office, Region, User
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db
ROLES = (
    "clerk",
    "judge",
    "prosecutor",
    "social_worker",
    "medical_coordinator",
    "supervisor",
    "admin",
    "auditor",
)
DOORS = {  # model: who reads, who adds and changes
    User: ({"admin", "auditor"}, {"admin"}),
    Office: ({"admin", "supervisor", "auditor"}, {"admin"}),
    Region: ({"admin", "supervisor", "auditor"}, {"admin"}),
    Appointment: ({"admin", "auditor"}, {"admin"}),
    Event: ({"auditor"}, set()),
}


def sitting(role: str, *offices: Office) -> tuple[Client, User]:
    user = make_user(role, *offices)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client, user


@pytest.fixture
def admin() -> Client:
    return sitting("admin")[0]


def page(model: type, kind: str = "changelist", pk: int | None = None) -> str:
    name = f"admin:accounts_{model._meta.model_name}_{kind}"
    return reverse(name, args=[pk] if pk is not None else [])


def group(role: str) -> int:
    return Group.objects.get(name=role).pk


NO_APPOINTMENTS = {
    f"appointments-{name}": value
    for name, value in {
        "TOTAL_FORMS": "0",
        "INITIAL_FORMS": "0",
        "MIN_NUM_FORMS": "0",
        "MAX_NUM_FORMS": "1000",
    }.items()
}


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_to_its_roles_alone(role):
    office = make_office("court")
    other = make_user("clerk", office)
    client, _user = sitting(role)
    rows = {
        User: other.pk,
        Office: office.pk,
        Region: office.region_id,
        Appointment: other.appointments.get().pk,
        Event: trail.record("check").pk,
    }
    for model, (readers, keepers) in DOORS.items():
        reads = 200 if role in readers else 403
        assert client.get(page(model)).status_code == reads, model
        opened = client.get(page(model, "change", rows[model]))
        assert opened.status_code == reads, model
        if reads == 200:
            assert (b'name="_save"' in opened.content) == (role in keepers), model
        added = 200 if role in keepers else 403
        assert client.get(page(model, "add")).status_code == added, model


def test_whoever_is_not_staff_does_not_get_in():
    client = Client()
    client.force_login(make_user("clerk"))
    answer = client.get(reverse("admin:index"))
    assert (answer.status_code, client.get(page(User)).status_code) == (302, 302)


def test_one_page_makes_a_user_with_role_and_office(admin):
    office = make_office("court")
    told = NO_APPOINTMENTS | {
        "username": "bekova",
        "usable_password": "true",
        "password1": "длинная фраза 7",
        "password2": "длинная фраза 7",
        "last_name": "Бекова",
        "groups": [group("clerk"), group("prosecutor"), group("supervisor")],
        "appointments-TOTAL_FORMS": "1",
        "appointments-0-office": office.pk,
    }
    answer = admin.post(page(User, "add"), told)
    assert answer.status_code == 302, answer.context["errors"]
    user = User.objects.get(username="bekova")
    assert set(user.groups.values_list("name", flat=True)) == {"clerk", "prosecutor"}
    assert list(user.role_grants.requested().values_list("role", flat=True)) == ["supervisor"]
    assert list(user.offices.all()) == [office]
    assert not user.is_staff  # not before a supervisor has agreed
    assert not user.is_superuser
    assert Event.objects.filter(kind="user_added", subject_id=user.pk).exists()


def test_a_role_taken_away_takes_the_admin_away(admin):
    user = make_user("supervisor")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    told = NO_APPOINTMENTS | {"username": user.username, "is_active": "on"}
    admin.post(page(User, "change", user.pk), told | {"groups": [group("clerk")]})
    user.refresh_from_db()
    assert not user.is_staff
    assert list(user.groups.values_list("name", flat=True)) == ["clerk"]


def test_nobody_changes_the_own_roles():
    client, user = sitting("admin")
    told = NO_APPOINTMENTS | {
        "username": user.username,
        "groups": [group("judge"), group("admin")],
        "is_superuser": "on",
        "is_staff": "on",
    }
    client.post(page(User, "change", user.pk), told)
    user.refresh_from_db()
    assert list(user.groups.values_list("name", flat=True)) == ["admin"]
    assert user.is_active
    assert not user.is_superuser


def test_nobody_moves_the_own_appointment():
    client, user = sitting("admin", make_office("court"))
    own = user.appointments.get()
    assert client.post(page(Appointment, "change", own.pk), {}).status_code == 403
    assert client.post(page(Appointment, "delete", own.pk), {"post": "yes"}).status_code == 403


def test_an_administrator_does_not_reach_a_superuser(admin):
    root = User.objects.create_superuser("root", password="an invented password")
    assert b'name="_save"' not in admin.get(page(User, "change", root.pk)).content
    change = reverse("admin:auth_user_password_change", args=[root.pk])
    assert admin.get(change).status_code == 403


def test_nobody_makes_a_superuser(admin):
    user = make_user("clerk")
    told = NO_APPOINTMENTS | {"username": user.username, "is_active": "on", "is_superuser": "on"}
    admin.post(page(User, "change", user.pk), told | {"groups": [group("clerk")]})
    user.refresh_from_db()
    assert not user.is_superuser


def test_roles_are_not_edited():
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")


def test_users_and_offices_in_use_are_not_removed(admin):
    office = make_office("court")
    user = make_user("clerk", office)
    assert admin.post(page(User, "delete", user.pk), {"post": "yes"}).status_code == 403
    admin.post(page(Office, "delete", office.pk), {"post": "yes"})
    assert Office.objects.filter(pk=office.pk).exists()


def test_an_administrator_sees_no_case_in_the_admin(admin):
    index = admin.get(reverse("admin:index")).content.decode()
    assert "Provisions" in index or "provisions" in index
    for word in ("Defendants", "Assessments", "Decisions", "Sentences"):
        assert word not in index


def test_a_superuser_begins_with_users_and_offices():
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for model in (User, Office, Region, Appointment):
        assert client.get(page(model, "add")).status_code == 200, model

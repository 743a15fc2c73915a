"""The admin of follow-up: who sees which page, whose rows, and no note where none belongs."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Office, User
from resocialization import addressing, closing, consenting, handing, planning
from resocialization.addressing import Place
from resocialization.models import Direction, Plan
from resocialization.planning import NextStep
from tests.factories import make_office, make_user
from tests.resocialization.making import TODAY, make_plan, need_of

pytestmark = pytest.mark.django_db
DIRECTORY = ("direction", "service", "policy")
PEOPLE = (
    "plan",
    "need",
    "needchange",
    "step",
    "contact",
    "consent",
    "closing",
    "handover",
    "address",
    "notice",
)
NOTE, WHERE = "canary-note-91", "canary-street-92"


def sitting(role: str, *offices: Office) -> Client:
    user = make_user(role, *offices)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def rows(name: str) -> str:
    return reverse(f"admin:resocialization_{name}_changelist")


def row(name: str, pk: int) -> str:
    return reverse(f"admin:resocialization_{name}_change", args=[pk])


@pytest.fixture
def told(plan) -> Plan:
    plan.contacts.create(kind="call", reached=True, on=TODAY, note=NOTE)
    addressing.move(plan, plan.version, Place(WHERE))
    return plan


@pytest.mark.parametrize("name", DIRECTORY)
def test_the_role_admin_keeps_the_directory(name: str):
    assert sitting("admin").get(rows(name)).status_code == 200


@pytest.mark.parametrize("name", PEOPLE)
def test_the_role_admin_sees_no_released_person(office, name: str):
    assert sitting("admin", office).get(rows(name)).status_code == 403


@pytest.mark.parametrize("name", PEOPLE)
def test_a_supervisor_reads_and_changes_nothing(told, office, name: str):
    client = sitting("supervisor", office)
    assert client.get(rows(name)).status_code == 200
    add = reverse(f"admin:resocialization_{name}_add")
    assert client.get(add).status_code == 403
    assert client.get(rows(name) + "?q=seit").status_code == 200


def test_a_supervisor_sees_plans_of_the_own_office_only(told, office):
    client = sitting("supervisor", office)
    foreign = make_plan(None, make_office("social_service", region="astana"))
    assert client.get(row("plan", told.pk)).status_code == 200
    assert client.get(row("plan", foreign.pk)).status_code == 404


def test_every_row_can_be_opened(told, office, worker):
    planning.add_step(need_of(told, "housing"), NextStep(TODAY, "Visit"), TODAY)
    consenting.give(told, "sharing", "paper", TODAY, None)
    told.refresh_from_db()
    closing.ask_to_close(told, told.version, "moved", "Left.", worker, TODAY)
    handing.hand_over([told], make_user("social_worker", office), {})
    client = sitting("supervisor", office)
    for name in set(PEOPLE) - {"notice"}:
        model = apps.get_model("resocialization", name)
        answer = client.get(row(name, model.objects.first().pk))
        assert answer.status_code == 200, name


def test_the_auditor_reads_contacts_without_their_notes(told, office):
    contact = told.contacts.get()
    assert NOTE not in sitting("auditor").get(row("contact", contact.pk)).content.decode()
    page = sitting("supervisor", office).get(row("contact", contact.pk)).content.decode()
    assert NOTE in page


def test_the_auditor_sees_no_address(told):
    client = sitting("auditor")
    assert client.get(rows("address")).status_code == 403
    assert client.get(row("address", told.addresses.get().pk)).status_code == 403


def test_the_list_of_addresses_shows_none(told, office):
    client = sitting("supervisor", office)
    assert WHERE not in client.get(rows("address")).content.decode()
    page = client.get(row("address", told.addresses.get().pk)).content.decode()
    assert WHERE in page


def test_people_are_found_by_the_folded_name(told, office):
    client = sitting("supervisor", office)
    assert told.defendant.full_name in client.get(rows("plan") + "?q=сейтк").content.decode()
    assert told.defendant.full_name not in client.get(rows("plan") + "?q=иванов").content.decode()


def test_what_is_about_health_stays_so():
    direction = Direction.objects.get(code="medical_care")
    client = sitting("admin")
    form = {"name_en": "Care", "position": "20", "icon": "heart-pulse", "is_active": "on"}
    assert client.post(row("direction", direction.pk), form).status_code == 302
    direction.refresh_from_db()
    assert (direction.name_en, direction.is_medical) == ("Care", True)


def test_a_new_direction_needs_no_code(plan):
    form = {
        "code": "family",
        "name_en": "Family",
        "position": "50",
        "icon": "people",
        "is_active": "on",
    }
    url = reverse("admin:resocialization_direction_add")
    assert sitting("admin").post(url, form).status_code == 302
    assert Direction.objects.filter(code="family").exists()

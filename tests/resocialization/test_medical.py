"""The medical record: written with consent, by coordinators alone, told of nowhere else."""

import re
import uuid
from datetime import date

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event, User
from resocialization import caring, demonstrating
from resocialization.caring import AlreadyCorrected, Entry
from resocialization.consenting import ConsentMissing, give, withdraw
from resocialization.models import MedicalNote, Plan
from tests.factories import make_office, make_user
from tests.resocialization.making import TODAY, make_plan, need_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
APPOINTED = date(2022, 12, 12)
WORDS = "canary-illness-71"


@pytest.fixture
def coordinator(office) -> User:
    return make_user("medical_coordinator", office)


@pytest.fixture
def cared(plan) -> Plan:
    """A person who needs an appointment and agreed to a medical record."""
    plan.needs.filter(direction__is_medical=True).update(needs_appointment=True)
    give(plan, "medical", "paper", TODAY, None)
    return plan


def entry(**values: object) -> Entry:
    given = {"kind": "note", "on": TODAY, "key": uuid.uuid4(), "note": WORDS}
    return Entry(**given | values)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(plan: Plan) -> str:
    return reverse("plan-medical", args=[plan.pk])


def typed(**values: str) -> dict[str, str]:
    given = {"kind": "note", "on": "07.12.2022", "note": WORDS, "key": str(uuid.uuid4())}
    return given | values


# --- writing ---------------------------------------------------------------------------------


def test_without_a_consent_nothing_is_written(plan):
    with pytest.raises(ConsentMissing):
        caring.write(plan, entry())
    assert not MedicalNote.objects.exists()


@pytest.mark.parametrize("purpose", ["follow_up", "sharing"])
def test_another_consent_is_none_to_a_medical_record(plan, purpose):
    give(plan, purpose, "paper", TODAY, None)
    with pytest.raises(ConsentMissing):
        caring.write(plan, entry())


def test_a_consent_to_another_direction_is_none_to_a_medical_record(plan):
    give(plan, "medical", "paper", TODAY, need_of(plan, "housing").direction)
    assert not caring.may_keep(plan)
    give(plan, "medical", "paper", TODAY, need_of(plan, "medical_care").direction)
    assert caring.may_keep(plan)


def test_a_withdrawn_consent_ends_writing_and_keeps_what_was_written(cared, coordinator):
    caring.write(cared, entry())
    withdraw(cared.consents.get(purpose="medical"), TODAY)
    with pytest.raises(ConsentMissing):
        caring.write(cared, entry())
    assert WORDS in signed_in(coordinator).get(page(cared)).content.decode()


def test_the_same_submission_twice_makes_one_note(cared):
    twice = entry()
    assert caring.write(cared, twice) == caring.write(cared, twice)
    assert MedicalNote.objects.count() == 1


def test_a_correction_keeps_the_former_note(cared):
    first = caring.write(cared, entry())
    second = caring.write(cared, entry(note="canary-72"), corrects=first)
    first.refresh_from_db()
    assert first.note == WORDS
    assert list(MedicalNote.objects.standing()) == [second]
    with pytest.raises(AlreadyCorrected):
        caring.write(cared, entry(), corrects=first)


def test_the_plan_learns_the_day_of_an_appointment_and_nothing_else(cared):
    given = {"clinic": "canary-73", "specialty": "canary-74", "appointment_on": APPOINTED}
    caring.write(cared, entry(kind="appointment", **given))
    need = need_of(cared, "medical_care")
    assert (need.needs_appointment, need.appointment_on) == (True, APPOINTED)
    assert "canary" not in f"{need.result}{need.title}{need.declined_words}"


def test_the_trail_tells_that_and_never_what(cared, coordinator):
    caring.write(cared, entry(kind="referral", clinic="canary-75", specialty="canary-76"))
    signed_in(coordinator).get(page(cared))
    events = Event.objects.filter(kind__startswith="medical.")
    assert set(events.values_list("kind", "detail")) == {
        ("medical.written", "{}"),
        ("medical.opened", "{}"),
    }
    assert set(events.values_list("person_id", flat=True)) == {cared.defendant_id}


# --- the page --------------------------------------------------------------------------------


def test_a_coordinator_writes_and_reads(cared, coordinator):
    client = signed_in(coordinator)
    answer = client.post(page(cared), typed(clinic="canary-77"), follow=True)
    assert answer.redirect_chain == [(page(cared), 302)]
    shown = answer.content.decode()
    assert WORDS in shown
    assert "canary-77" in shown
    assert MedicalNote.objects.get().by == coordinator


def test_a_coordinator_corrects_and_the_former_entry_stays_readable(cared, coordinator):
    note = caring.write(cared, entry())
    client = signed_in(coordinator)
    here = f"{page(cared)}?correct={note.pk}"
    assert WORDS in str(client.get(here).context["form"]["note"])
    shown = client.post(here, typed(note="canary-78"), follow=True).content.decode()
    assert "canary-78" in shown
    assert WORDS in shown
    again = client.post(here, typed(note="canary-79"))
    assert "at the same moment" in again.content.decode()
    assert MedicalNote.objects.count() == 2


@pytest.mark.parametrize("odd", ["0", "abc", "9" * 30, "-1"])
def test_a_note_that_is_not_there_cannot_be_corrected(cared, coordinator, odd):
    assert signed_in(coordinator).get(page(cared), {"correct": odd}).status_code == 404


def test_a_note_of_another_person_cannot_be_corrected_here(cared, coordinator, worker, office):
    other = make_plan(worker, office)
    give(other, "medical", "oral", TODAY, None)
    note = caring.write(other, entry())
    answer = signed_in(coordinator).post(f"{page(cared)}?correct={note.pk}", typed())
    assert answer.status_code == 404


def test_without_a_consent_the_page_says_so_and_keeps_what_was_typed(plan, coordinator):
    plan.needs.filter(direction__is_medical=True).update(needs_appointment=True)
    client = signed_in(coordinator)
    assert client.get(page(plan)).context["form"] is None
    answer = client.post(page(plan), typed())
    assert "has not agreed" in answer.content.decode()
    assert answer.context["form"]["note"].value() == WORDS
    assert not MedicalNote.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "appointment"}, "appointment_on"),
        ({"note": " "}, "note"),
        ({"note": "x" * 20_001}, "note"),
        ({"clinic": "x" * 201}, "clinic"),
        ({"on": "08.12.2022"}, "on"),
        ({"on": ""}, "on"),
        ({"kind": "diagnosis"}, "kind"),
        ({"note": "a\x00b"}, "note"),
    ],
)
def test_bad_input_is_refused_at_its_field(cared, coordinator, values, field):
    answer = signed_in(coordinator).post(page(cared), typed(**values))
    assert field in answer.context["form"].errors
    assert not MedicalNote.objects.exists()


def test_a_request_without_its_key_is_none_of_ours(cared, coordinator):
    assert signed_in(coordinator).post(page(cared), typed(key="x")).status_code == 400


def test_nothing_is_written_on_a_closed_plan(cared, coordinator):
    caring.write(cared, entry())
    Plan.objects.filter(pk=cared.pk).update(state="closed", closed_on=TODAY, outcome="moved")
    client = signed_in(coordinator)
    assert WORDS in client.get(page(cared)).content.decode()
    assert client.post(page(cared), typed()).status_code == 403


# --- everybody else --------------------------------------------------------------------------


def test_only_a_coordinators_plan_page_links_to_the_record(cared, coordinator, worker, supervisor):
    for user in (coordinator, worker, supervisor, make_user("auditor")):
        shown = signed_in(user).get(reverse("plan", args=[cared.pk])).content.decode()
        assert (page(cared) in shown) == (user == coordinator)
        assert bool(re.search("Medical record", shown)) == (user == coordinator)


def test_a_person_who_needs_no_appointment_is_not_the_coordinators(plan, coordinator):
    assert signed_in(coordinator).get(page(plan)).status_code == 403


def test_another_offices_record_is_not_found(cared):
    stranger = make_user("medical_coordinator", make_office("social_service", region="astana"))
    assert signed_in(stranger).get(page(cared)).status_code == 404


def test_the_admin_does_not_know_the_medical_record():
    assert MedicalNote not in admin.site._registry


def test_taking_invented_people_away_takes_their_records_along(cared):
    first = caring.write(cared, entry())
    caring.write(cared, entry(), corrects=first)
    type(cared.defendant).objects.filter(pk=cared.defendant_id).update(is_demo=True)
    demonstrating.remove()
    assert not MedicalNote.objects.exists()


# --- the coordinator's way --------------------------------------------------------------------


def test_the_record_stays_readable_when_the_appointment_is_over(cared, coordinator):
    client = signed_in(coordinator)
    client.post(page(cared), typed())
    cared.needs.update(needs_appointment=False, appointment_on=None)
    assert WORDS in client.get(page(cared)).content.decode()
    elsewhere = signed_in(make_user("medical_coordinator", make_office("social_service")))
    assert elsewhere.get(page(cared)).status_code == 404


def test_without_appointment_and_record_nobody_is_in_a_coordinators_care(plan, coordinator):
    assert signed_in(coordinator).get(page(plan)).status_code == 403


def test_a_coordinator_finds_the_way_to_the_people_in_care(cared, coordinator):
    client = signed_in(coordinator)
    home = client.get(reverse("home"))
    assert home["Location"] == reverse("people-queues")
    shown = client.get(home["Location"]).content.decode()
    for name in ("people-queues", "plans", "help"):
        assert f'href="{reverse(name)}"' in shown
    assert cared.defendant.surname in client.get(reverse("plans")).content.decode()

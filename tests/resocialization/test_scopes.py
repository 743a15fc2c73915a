"""Whose people one sees: other office 404, a colleague's person 403, notes and addresses apart."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event
from resocialization import addressing
from resocialization.addressing import Place
from resocialization.models import Address, Need, Plan
from resocialization.planning import NextStep, add_step
from tests.factories import make_office, make_user
from tests.resocialization.making import TODAY, make_plan, need_of
from tests.resocialization.test_recording import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
NOTE, WHERE, PHONE = "canary-note-81", "canary-street-82", "+7 701 000 00 83"


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(plan: Plan, user) -> object:
    return as_user(user).get(reverse("plan", args=[plan.pk]))


@pytest.fixture
def told(plan, worker) -> Plan:
    """A plan with a note, an address and a phone."""
    as_user(worker).post(f"{reverse('contact-new')}?plan={plan.pk}", said(note=NOTE))
    addressing.move(plan, plan.version, Place(WHERE, PHONE))
    return plan


# --- rows ------------------------------------------------------------------------------------


def test_a_worker_sees_the_own_people_and_those_nobody_follows(plan, worker, colleague, office):
    free, others = make_plan(None, office), make_plan(colleague, office)
    elsewhere = make_plan(None, make_office("social_service", region="astana"))
    seen = set(Plan.objects.visible_to(worker))
    assert seen == {plan, free}
    assert {others, elsewhere}.isdisjoint(seen)


def test_a_supervisor_sees_all_of_the_own_office(plan, colleague, supervisor, office):
    others = make_plan(colleague, office)
    make_plan(None, make_office("social_service", region="astana"))
    assert set(Plan.objects.visible_to(supervisor)) == {plan, others}


def test_a_medical_coordinator_sees_who_needs_an_appointment(plan, office):
    medic = make_user("medical_coordinator", office)
    assert not Plan.objects.visible_to(medic).exists()
    Need.objects.filter(pk=need_of(plan, "medical_care").pk).update(needs_appointment=True)
    assert list(Plan.objects.visible_to(medic)) == [plan]


def test_an_auditor_sees_every_plan(plan):
    elsewhere = make_plan(None, make_office("social_service", region="astana"))
    assert set(Plan.objects.visible_to(make_user("auditor"))) == {plan, elsewhere}


@pytest.mark.parametrize("role", ["clerk", "judge", "prosecutor", "admin"])
def test_other_roles_see_no_plan(plan, office, role: str):
    assert not Plan.objects.visible_to(make_user(role, office)).exists()


def test_a_plan_without_office_is_seen_by_those_who_can_assign_it(supervisor, worker):
    lost = make_plan(None, None)
    assert lost in Plan.objects.visible_to(supervisor)
    assert lost not in Plan.objects.visible_to(worker)


def test_an_ended_appointment_ends_the_sight(plan, worker):
    worker.appointments.update(valid_to="2022-12-06")
    assert not Plan.objects.visible_to(worker).exists()


# --- pages -----------------------------------------------------------------------------------


def test_another_offices_person_is_not_found(plan):
    stranger = make_user("social_worker", make_office("social_service", region="astana"))
    assert page_of(plan, stranger).status_code == 404
    missing = as_user(stranger).get(reverse("plan", args=[999_999]))
    assert missing.status_code == 404


def test_a_colleagues_person_is_refused_in_words(plan, colleague):
    answer = page_of(plan, colleague)
    assert answer.status_code == 403
    assert "Another colleague follows this person" in answer.content.decode()


def test_a_clerk_of_the_office_is_refused_with_the_missing_right(plan, office):
    answer = page_of(plan, make_user("clerk", office))
    assert answer.status_code == 403
    assert "Look at: plan" in answer.content.decode()


def test_a_person_is_taken_before_anything_is_recorded(office, worker, colleague):
    free = make_plan(None, office)
    url = f"{reverse('contact-new')}?plan={free.pk}"
    assert as_user(worker).get(url).status_code == 403
    as_user(worker).post(reverse("plan-take", args=[free.pk]))
    assert as_user(worker).get(url).status_code == 200
    assert as_user(colleague).post(reverse("plan-take", args=[free.pk])).status_code == 403
    free.refresh_from_db()
    assert free.worker == worker


def test_a_supervisor_reads_but_records_nothing(plan, supervisor):
    assert page_of(plan, supervisor).status_code == 200
    url = f"{reverse('contact-new')}?plan={plan.pk}"
    assert as_user(supervisor).get(url).status_code == 403


def test_nothing_is_added_to_a_closed_plan(plan, worker):
    Plan.objects.filter(pk=plan.pk).update(state="closed", outcome="completed", closed_on=TODAY)
    assert page_of(plan, worker).status_code == 200
    url = f"{reverse('contact-new')}?plan={plan.pk}"
    assert as_user(worker).get(url).status_code == 403


def test_the_worker_sees_the_release_and_no_detail_of_the_offense(plan, worker):
    page = page_of(plan, worker).content.decode()
    assert "01.12.2022" in page
    for word in ("Reduce", "imprisonment", "assessment-panel", "/cases/"):
        assert word not in page
    # As a word of its own: the number of an invented office may hold the same digits.
    assert not re.search(r"(?<![\w-])272(?!\w)", page)


def test_opening_a_person_leaves_an_event(plan, worker):
    page_of(plan, worker)
    event = Event.objects.filter(kind="plan.opened").get()
    assert (event.user_id, event.person_id) == (worker.pk, plan.defendant_id)


@pytest.mark.parametrize("text", ["abc", "-1", "1;DROP", "9" * 30, "٣"])
def test_an_odd_id_is_not_found(worker, plan, text: str):
    for name in ("plan", "need", "step"):
        assert as_user(worker).get(f"{reverse('contact-new')}?{name}={text}").status_code == 404


# --- notes, addresses ------------------------------------------------------------------------


def test_an_auditor_reads_the_plan_without_notes_and_address(told):
    page = page_of(told, make_user("auditor")).content.decode()
    for canary in (NOTE, WHERE, PHONE):
        assert canary not in page


def test_worker_and_supervisor_see_notes_and_address_and_each_look_is_recorded(
    told, worker, supervisor
):
    for user in (worker, supervisor):
        page = page_of(told, user).content.decode()
        for canary in (NOTE, WHERE, PHONE):
            assert canary in page
        assert Event.objects.filter(kind="address.read", user_id=user.pk).exists()


def test_a_supervisor_reads_the_address_page_and_writes_nothing(told, supervisor, office):
    url = reverse("plan-address", args=[told.pk])
    page = as_user(supervisor).get(url).content.decode()
    assert WHERE in page
    assert 'name="address"' not in page
    form = {"version": "2", "address": "Elsewhere"}
    assert as_user(supervisor).post(url, form).status_code == 403
    assert as_user(make_user("auditor")).get(url).status_code == 403
    assert as_user(make_user("clerk", office)).get(url).status_code == 403


def test_the_address_of_an_unassigned_person_is_shown_to_no_worker(told, worker):
    Plan.objects.update(worker=None)
    page = page_of(told, worker).content.decode()
    assert "Take this person" in page
    assert WHERE not in page
    assert not Address.objects.visible_to(worker).exists()


def test_an_address_is_kept_when_the_person_moves(told):
    addressing.move(told, told.version, Place("Elsewhere 2", PHONE))
    assert Address.objects.filter(plan=told).count() == 2
    assert Address.objects.current().get(plan=told).address == "Elsewhere 2"


def test_no_event_holds_an_address_or_a_note(told):
    for canary in (NOTE, WHERE, PHONE):
        assert not Event.objects.filter(detail__contains=canary).exists()


def test_the_iin_is_hidden_from_the_medical_coordinator(plan, office, worker):
    plan.defendant.iin = "900115110008"
    plan.defendant.save()
    Need.objects.filter(pk=need_of(plan, "medical_care").pk).update(needs_appointment=True)
    assert "900115" in page_of(plan, worker).content.decode()
    page = page_of(plan, make_user("medical_coordinator", office)).content.decode()
    assert "900115" not in page
    assert "<dt>IIN</dt>" not in page


# --- lists -----------------------------------------------------------------------------------


def test_the_search_finds_folded_names_in_scope_only(plan, worker, colleague, office):
    url = reverse("people-search")
    for text in ("сейтк", "seit", "Әбдіғ"):
        page = as_user(worker).post(url, {"q": text}).content.decode()
        assert plan.defendant.full_name in page, text
    page = as_user(colleague).post(url, {"q": "сейтк"}).content.decode()
    assert plan.defendant.full_name not in page


def test_a_name_never_stands_in_an_address(plan, worker):
    page = as_user(worker).get(reverse("people-search") + "?q=сейтк").content.decode()
    assert plan.defendant.full_name not in page


@pytest.mark.parametrize("text", ["%", "_", "\\", "()+$", "x" * 10_000, "\x00", "' OR 1=1--"])
def test_odd_searches_are_taken_literally(worker, plan, text: str):
    answer = as_user(worker).post(reverse("people-search"), {"q": text})
    assert answer.status_code == 200
    assert plan.defendant.full_name not in answer.content.decode()


def test_a_filter_with_a_foreign_office_shows_nobody(plan, supervisor):
    foreign = make_office("social_service", region="astana")
    page = as_user(supervisor).get(f"{reverse('plans')}?office={foreign.pk}").content.decode()
    assert "Select a valid choice" in page
    assert plan.defendant.full_name not in page


def test_markup_in_a_note_is_shown_as_text(plan, worker):
    recording_url = f"{reverse('contact-new')}?plan={plan.pk}"
    as_user(worker).post(recording_url, said(note="<script>alert(1)</script>{{7*7}}"))
    page = page_of(plan, worker).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{7*7}}" in page


def test_a_step_of_another_persons_plan_is_not_reached_through_ones_own(plan, colleague, office):
    other = make_plan(colleague, office)
    step = add_step(need_of(plan, "housing"), NextStep(TODAY, "Mine"), TODAY)
    assert as_user(colleague).get(reverse("step", args=[step.pk])).status_code == 403
    assert as_user(colleague).get(reverse("plan", args=[other.pk])).status_code == 200

"""Recording a contact in one form: S3 to S6, R24, R25, R5."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from resocialization.consenting import give
from resocialization.models import Consent, Contact, Need, Plan, Step
from tests.resocialization.making import TODAY, need_of, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


@pytest.fixture
def signed_in(client, worker) -> Client:
    client.force_login(worker)
    return client


def to_step(step: Step) -> str:
    return f"{reverse('contact-new')}?step={step.pk}"


def to_need(need: Need) -> str:
    return f"{reverse('contact-new')}?need={need.pk}"


def to_plan(plan: Plan) -> str:
    return f"{reverse('contact-new')}?plan={plan.pk}"


def said(**values: str) -> dict[str, str]:
    defaults = {"kind": "call", "reached": "yes", "on": "07.12.2022", "key": str(uuid.uuid4())}
    return defaults | values


def with_version(step: Step, **values: str) -> dict[str, str]:
    return said(step_version=str(step.version), **values)


# --- what one save does ----------------------------------------------------------------------


def test_one_save_ends_the_step_and_plans_the_next(signed_in, plan):
    step = step_of(plan, "housing")
    answer = signed_in.post(
        to_step(step), with_version(step, note="Lives with his father.", next_in="7")
    )
    assert answer.status_code == 302
    contact = Contact.objects.get()
    step.refresh_from_db()
    assert (step.state, step.done_on, contact.step) == ("done", TODAY, step)
    assert contact.next_step.due_on == TODAY + timedelta(days=7)
    assert contact.next_step.need.status == Need.Status.IN_PROGRESS
    assert contact.note == "Lives with his father."


@pytest.mark.parametrize("days", [1, 3, 7, 14, 30])
def test_each_chip_counts_from_today(signed_in, plan, days: int):
    signed_in.post(to_need(need_of(plan, "housing")), said(next_in=str(days)))
    assert Contact.objects.get().next_step.due_on == TODAY + timedelta(days=days)


def test_another_day_is_typed(signed_in, plan):
    signed_in.post(to_need(need_of(plan, "housing")), said(next_in="date", next_on="15.12.2022"))
    assert Contact.objects.get().next_step.due_on == date(2022, 12, 15)


def test_not_reached_leaves_the_step_open_and_moves_it(signed_in, plan):
    step = step_of(plan, "housing")
    signed_in.post(to_step(step), with_version(step, reached="no", next_in="1"))
    step.refresh_from_db()
    assert (step.state, step.due_on) == ("open", TODAY + timedelta(days=1))
    assert step.service.code == "where-the-person-lives"
    assert Step.objects.filter(need=step.need).count() == 1


def test_not_reached_on_an_overdue_step_asks_for_its_new_day(signed_in, plan):
    step = step_of(plan, "housing")
    assert step.due_on < TODAY
    page = signed_in.post(to_step(step), with_version(step, reached="no", note="No answer"))
    assert page.status_code == 200
    assert "Choose its new day" in page.content.decode()
    assert "No answer" in page.content.decode()
    assert not Contact.objects.exists()


def test_an_open_need_without_a_next_step_is_asked_about(signed_in, plan):
    step = step_of(plan, "housing")
    page = signed_in.post(to_step(step), with_version(step))
    assert page.status_code == 200
    assert "This need has no next step" in page.content.decode()
    step.refresh_from_db()
    assert step.is_open
    assert not Contact.objects.exists()


def test_closing_the_need_leads_to_its_status(signed_in, plan):
    step = step_of(plan, "housing")
    answer = signed_in.post(to_step(step), with_version(step, next_in="close"))
    assert answer["Location"].startswith(reverse("need", args=[step.need_id]))


def test_a_need_with_another_open_step_is_not_asked_about(signed_in, plan):
    need = need_of(plan, "housing")
    assert signed_in.post(to_need(need), said()).status_code == 302
    assert Contact.objects.get().next_step is None


def test_a_general_contact_asks_for_no_step(signed_in, plan):
    assert signed_in.post(to_plan(plan), said(note="Came by.")).status_code == 302
    contact = Contact.objects.get()
    assert (contact.need, contact.direction) == (None, None)


def test_saving_returns_to_the_page_one_came_from(signed_in, plan):
    answer = signed_in.post(to_plan(plan), said(**{"return": "/resocialization/?by=person"}))
    assert answer["Location"] == "/resocialization/?by=person"


def test_saving_never_returns_to_another_host(signed_in, plan):
    answer = signed_in.post(to_plan(plan), said(**{"return": "//evil.example/"}))
    assert answer["Location"] == reverse("plan", args=[plan.pk])


def test_the_same_form_sent_twice_is_one_contact(signed_in, plan):
    step = step_of(plan, "housing")
    form = with_version(step, next_in="3")
    signed_in.post(to_step(step), form)
    again = signed_in.post(to_need(step.need), form)
    assert again.status_code == 302
    assert Contact.objects.count() == 1
    assert Step.objects.filter(need=step.need).count() == 2


def test_an_older_copy_of_the_step_gets_409_and_stores_nothing(signed_in, plan):
    step = step_of(plan, "housing")
    Step.objects.filter(pk=step.pk).update(version=2)
    page = signed_in.post(to_step(step), with_version(step, note="Kept text", next_in="3"))
    assert page.status_code == 409
    assert "Kept text" in page.content.decode()
    assert not Contact.objects.exists()


def test_a_form_without_its_key_is_refused(signed_in, plan):
    form = said()
    del form["key"]
    assert signed_in.post(to_plan(plan), form).status_code == 400


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": "08.12.2022"}, "in the future"),
        ({"on": "30.11.2022"}, "before the release"),
        ({"on": "07/12/2022"}, "slashes"),
        ({"on": ""}, "required"),
        ({"kind": "telepathy"}, "not one of the available choices"),
        ({"reached": ""}, "required"),
        ({"note": "x" * 20_001}, "at most 20000"),
        ({"note": "a\x00b"}, "Null characters"),
        ({"next_in": "date"}, "Enter the day"),
        ({"next_in": "date", "next_on": "06.12.2022"}, "has passed"),
        ({"next_in": "date", "next_on": "07.12.2032"}, "five years"),
        ({"next_in": "5"}, "not one of the available choices"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_stored(
    signed_in, plan, values: dict, words: str
):
    page = signed_in.post(to_need(need_of(plan, "housing")), said(**values))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Contact.objects.exists()


def test_an_organization_needs_consent_and_a_name(signed_in, plan):
    need = need_of(plan, "paperwork")
    form = said(kind="organization", next_in="7")
    page = signed_in.post(to_need(need), form | {"organization": "ЦОН"}).content.decode()
    assert "Record the consent first" in page
    give(plan, Consent.Purpose.SHARING, Consent.Form.ORAL, TODAY, None)
    assert "Name the organization" in signed_in.post(to_need(need), form).content.decode()
    assert signed_in.post(to_need(need), form | {"organization": "ЦОН"}).status_code == 302
    assert Contact.objects.get().organization == "ЦОН"


def test_an_application_keeps_body_number_and_expected_day(signed_in, plan):
    give(plan, Consent.Purpose.SHARING, Consent.Form.ORAL, TODAY, None)
    step = step_of(plan, "paperwork")
    signed_in.post(
        to_step(step),
        with_version(
            step,
            waits_for="organization",
            organization="ЦОН",
            reference="002-17",
            next_in="date",
            next_on="21.12.2022",
        ),
    )
    waiting = Step.objects.open().get(need=step.need)
    assert (waiting.organization, waiting.reference) == ("ЦОН", "002-17")
    assert (waiting.waits_for, waiting.due_on) == ("organization", date(2022, 12, 21))


# --- health ----------------------------------------------------------------------------------


def test_the_form_about_health_has_no_free_text(signed_in, plan):
    page = signed_in.get(to_step(step_of(plan, "medical_care"))).content.decode()
    assert "<textarea" not in page
    for name in ("note", "organization", "reference", "next_what", "result"):
        assert f'name="{name}"' not in page


def test_free_text_about_health_that_is_sent_all_the_same_is_dropped(signed_in, plan):
    step = step_of(plan, "medical_care")
    signed_in.post(
        to_step(step),
        with_version(
            step, next_in="7", note="canary-7f", result="canary-7f", next_what="canary-7f"
        ),
    )
    contact = Contact.objects.get()
    assert contact.note == contact.step.result == contact.next_step.what == ""


def test_an_appointment_is_a_mark_and_a_date(signed_in, plan):
    step = step_of(plan, "medical_care")
    signed_in.post(to_step(step), with_version(step, next_in="7", appointment_on="12.12.2022"))
    need = need_of(plan, "medical_care")
    assert (need.needs_appointment, need.appointment_on) == (True, date(2022, 12, 12))


# --- correcting ------------------------------------------------------------------------------


def test_a_correction_shows_the_former_text(signed_in, plan):
    signed_in.post(to_plan(plan), said(note="Moved to Astana."))
    wrong = Contact.objects.get()
    answer = signed_in.post(
        reverse("contact-correct", args=[wrong.pk]),
        {"kind": "call", "reached": "yes", "on": "07.12.2022", "note": "Moved to Aktobe."},
    )
    assert answer.status_code == 302
    page = signed_in.get(reverse("plan", args=[plan.pk])).content.decode()
    assert "Moved to Aktobe." in page
    assert "Former text" in page
    assert "Moved to Astana." in page
    assert Contact.objects.standing().count() == 1


def test_a_corrected_contact_is_corrected_once(signed_in, plan):
    signed_in.post(to_plan(plan), said(note="First."))
    wrong = Contact.objects.get()
    url = reverse("contact-correct", args=[wrong.pk])
    form = {"kind": "call", "reached": "no", "on": "07.12.2022", "note": "Second."}
    assert signed_in.post(url, form).status_code == 302
    assert signed_in.post(url, form).status_code == 404
    assert Contact.objects.count() == 2

"""My day, the list, the page of a person, needs, consent (S1, S2, R2, R4, R5)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from resocialization import planning
from resocialization.consenting import give
from resocialization.models import Consent, Need, Notice, Plan, Step
from resocialization.planning import NeedAnswer, NextStep
from tests.resocialization.making import TODAY, make_plan, need_of, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def signed_in(worker) -> Client:
    return as_user(worker)


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def groups(page: str) -> list[str]:
    return [part.split('"', 1)[0] for part in page.split('data-group="')[1:]]


# --- my day ----------------------------------------------------------------------------------


def test_my_day_stands_in_the_order_of_work(signed_in, plan):
    days = {"paperwork": -1, "housing": 0, "employment": 4, "medical_care": 5}
    for code, number in days.items():
        step = step_of(plan, code)
        Step.objects.filter(pk=step.pk).update(due_on=TODAY + timedelta(days=number))
    need = planning.add_need(plan, need_of(plan, "housing").direction, "A room", None, TODAY)
    page = text(signed_in, "my-day")
    assert groups(page) == ["overdue", "today", "week", "later", "no_step"]
    assert "Overdue by 1 day" in page
    assert "Due today" in page
    assert f"?need={need.pk}" in page


def test_the_week_ends_on_sunday(signed_in, plan):
    Step.objects.update(due_on=date(2022, 12, 11))
    assert groups(text(signed_in, "my-day")) == ["week"]
    Step.objects.update(due_on=date(2022, 12, 12))
    assert groups(text(signed_in, "my-day")) == ["later"]


def test_my_day_regroups_by_direction_and_person(signed_in, plan):
    page = text(signed_in, "my-day", query="?by=direction")
    assert page.index(">Employment ") < page.index(">Housing ")
    assert f">{plan.defendant.full_name} " in text(signed_in, "my-day", query="?by=person")
    assert groups(text(signed_in, "my-day", query="?by=nonsense"))


def test_a_colleagues_steps_are_not_in_my_day(plan, colleague):
    assert plan.defendant.full_name not in text(as_user(colleague), "my-day")


def test_without_people_my_day_says_whom_to_ask(office, worker):
    assert "supervisor of your office assigns them" in text(as_user(worker), "my-day")


def test_a_done_step_leaves_my_day_without_a_reload(signed_in, plan):
    step = step_of(plan, "housing")
    planning.change_step(step, step.version, NextStep(TODAY, "Visit"))
    assert f"step={step.pk}" in text(signed_in, "my-day")
    planning.finish_step(step, step.version, Step.State.DONE, TODAY)
    assert f"step={step.pk}&" not in text(signed_in, "my-day")


def test_the_morning_report_stands_until_it_is_read(signed_in, plan, worker, colleague):
    notice = Notice.objects.create(user=worker, day=TODAY, overdue=3)
    assert "Overdue: 3." in text(signed_in, "my-day")
    url = reverse("notice-read", args=[notice.pk])
    assert as_user(colleague).post(url).status_code == 404
    assert signed_in.get(url).status_code == 405
    signed_in.post(url)
    assert "Overdue: 3." not in text(signed_in, "my-day")


def test_a_supervisor_is_led_to_the_queues(supervisor):
    answer = as_user(supervisor).get(reverse("my-day"))
    assert answer["Location"] == reverse("people-queues")


# --- the list --------------------------------------------------------------------------------


def test_the_list_shows_each_status_with_its_day(signed_in, plan):
    need = need_of(plan, "housing")
    planning.change_need(need, need.version, NeedAnswer(Need.Status.NO_NEED), TODAY)
    page = text(signed_in, "my-people")
    assert page.count('data-code="no_need"') == 1
    assert page.count('data-code="not_started"') == 3
    assert "07.12.2022" in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?overdue=yes", True),
        ("?overdue=no", False),
        ("?worker=none", False),
        ("?state=closed", False),
        ("?state=running", True),
        ("?status=not_started", True),
        ("?status=met", False),
    ],
)
def test_each_filter_finds_what_it_says(supervisor, plan, query: str, is_found: bool):
    page = text(as_user(supervisor), "plans", query=query)
    assert (plan.defendant.full_name in page) is is_found


def test_direction_and_status_mean_one_need(supervisor, plan):
    need = need_of(plan, "housing")
    planning.change_need(need, need.version, NeedAnswer(Need.Status.NO_NEED), TODAY)
    other = need_of(plan, "paperwork").direction_id
    client, name = as_user(supervisor), plan.defendant.full_name
    query = f"?status=no_need&direction={need.direction_id}"
    assert name in text(client, "plans", query=query)
    assert name not in text(client, "plans", query=f"?status=no_need&direction={other}")


def test_empty_parameters_leave_the_address(supervisor, plan):
    answer = as_user(supervisor).get(reverse("plans") + "?worker=&overdue=yes")
    assert answer["Location"] == reverse("plans") + "?overdue=yes"


def test_closed_plans_stand_under_the_filter_alone(supervisor, plan):
    Plan.objects.update(state="closed", outcome="moved", closed_on=TODAY)
    client, name = as_user(supervisor), plan.defendant.full_name
    assert name not in text(client, "plans")
    assert name in text(client, "plans", query="?state=closed")


@pytest.mark.parametrize("sort", ["name", "-name", "due", "-due", "contact", "-released", "x"])
def test_the_list_sorts_by_its_columns(supervisor, plan, sort: str):
    assert plan.defendant.full_name in text(as_user(supervisor), "plans", query=f"?sort={sort}")


def test_the_next_step_of_the_list_is_the_earliest_open_one(plan):
    step = step_of(plan, "housing")
    planning.finish_step(step, step.version, Step.State.DONE, TODAY)
    listed = Plan.objects.with_dates(TODAY).get(pk=plan.pk)
    assert listed.next_due == step_of(plan, "paperwork").due_on
    assert listed.is_overdue
    assert listed.last_contact is None


# --- one person ------------------------------------------------------------------------------


def test_the_page_shows_four_cards_and_what_needs_attention(signed_in, plan):
    page = text(signed_in, "plan", plan.pk)
    assert page.count("data-direction=") == 4
    assert 'data-flag="consent"' in page
    assert 'data-flag="overdue"' in page
    assert "6 days" in page


def test_a_revoked_release_is_flagged(signed_in, plan):
    assert 'data-flag="decision"' not in text(signed_in, "plan", plan.pk)
    decision = plan.decision
    decision.state, decision.revoked_by = "revoked", decision.executed_by
    decision.revoked_at, decision.revocation_reason = decision.executed_at, "Error."
    decision.save()
    assert 'data-flag="decision"' in text(signed_in, "plan", plan.pk)


@pytest.mark.parametrize(("days", "is_flagged"), [(14, False), (15, True)])
def test_no_contact_is_flagged_after_the_days_of_the_policy(
    signed_in, worker, office, days: int, is_flagged: bool
):
    plan = make_plan(worker, office, released_on=TODAY - timedelta(days=days))
    assert ('data-flag="no_contact"' in text(signed_in, "plan", plan.pk)) is is_flagged
    queue = Plan.objects.without_contact(TODAY, 14)
    assert (plan in queue) is is_flagged


def test_a_case_leads_to_the_plan_of_its_release(signed_in, plan, worker):
    url = reverse("case-plan", args=[plan.decision.case_id])
    assert signed_in.get(url)["Location"] == reverse("plan", args=[plan.pk])
    assert signed_in.get(reverse("case-plan", args=[999_999])).status_code == 404


# --- needs and steps -------------------------------------------------------------------------


def need_form(need: Need, **values: str) -> dict[str, str]:
    return {"version": str(need.version)} | values


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": "met", "met_on": "07.12.2022"}, "Say what was reached"),
        ({"status": "met", "result": "Driver", "met_on": ""}, "since when"),
        ({"status": "met", "result": "Driver", "met_on": "08.12.2022"}, "in the future"),
        ({"status": "declined", "ask_again_on": "06.01.2023"}, "what the person said"),
        ({"status": "declined", "declined_words": "No", "ask_again_on": ""}, "when to ask"),
        (
            {"status": "declined", "declined_words": "No", "ask_again_on": "06.12.2022"},
            "has passed",
        ),
        ({"status": "amnestied"}, "not one of the available choices"),
    ],
)
def test_a_status_asks_for_what_belongs_to_it(signed_in, plan, values: dict, words: str):
    need = need_of(plan, "employment")
    page = signed_in.post(reverse("need", args=[need.pk]), need_form(need, **values))
    assert page.status_code == 200
    assert words in page.content.decode()
    need.refresh_from_db()
    assert need.status == Need.Status.NOT_STARTED


def test_asking_again_starts_with_the_days_of_the_policy(signed_in, plan):
    assert 'value="06.01.2023"' in text(signed_in, "need", need_of(plan, "employment").pk)


def test_a_declined_need_keeps_what_was_said(signed_in, plan):
    need = need_of(plan, "employment")
    form = need_form(need, status="declined", declined_words="Later.", ask_again_on="06.01.2023")
    assert signed_in.post(reverse("need", args=[need.pk]), form).status_code == 302
    assert "“Later.”" in text(signed_in, "plan", plan.pk)


def test_a_stale_status_gets_409_with_both_values(signed_in, plan):
    need = need_of(plan, "employment")
    form = need_form(need, status="met", result="Driver", met_on="06.12.2022")
    planning.change_need(need, need.version, NeedAnswer(Need.Status.NO_NEED), TODAY)
    answer = signed_in.post(reverse("need", args=[need.pk]), form)
    assert answer.status_code == 409
    for words in ("Driver", "No need"):
        assert words in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "0"])
def test_a_form_without_its_version_is_refused(signed_in, plan, version: str):
    need = need_of(plan, "employment")
    form = {"status": "no_need", "version": version}
    assert signed_in.post(reverse("need", args=[need.pk]), form).status_code == 400


def test_a_medical_result_comes_from_a_closed_list(signed_in, plan):
    need = need_of(plan, "medical_care")
    form = need_form(need, status="met", result="Diagnosis", met_on="07.12.2022")
    page = signed_in.post(reverse("need", args=[need.pk]), form)
    assert "Select a valid choice" in page.content.decode()
    form["result"] = "attached"
    assert signed_in.post(reverse("need", args=[need.pk]), form).status_code == 302
    assert "Attached to a clinic" in text(signed_in, "plan", plan.pk)


def test_a_second_need_of_a_direction_is_added_and_planned(signed_in, plan):
    direction = need_of(plan, "paperwork").direction
    url = reverse("need-new", args=[plan.pk])
    answer = signed_in.post(url, {"direction": direction.pk, "title": "Driving license"})
    need = Need.objects.get(title="Driving license")
    assert answer["Location"] == reverse("step-new", args=[need.pk])
    form = {"next_in": "14", "waits_for": "person", "what": "Apply"}
    assert signed_in.post(answer["Location"], form).status_code == 302
    step = Step.objects.get(need=need)
    assert (step.due_on, step.what) == (TODAY + timedelta(days=14), "Apply")


def test_a_step_is_moved_by_a_chip_or_canceled(signed_in, plan):
    step = step_of(plan, "housing")
    url = reverse("step", args=[step.pk])
    form = {"version": "1", "next_in": "3", "waits_for": "worker", "what": "Visit"}
    assert signed_in.post(url, form).status_code == 302
    step.refresh_from_db()
    assert (step.due_on, step.what) == (TODAY + timedelta(days=3), "Visit")
    assert signed_in.post(url, {"version": "1", "cancel": "1"}).status_code == 409
    assert signed_in.post(url, {"version": "2", "cancel": "1"}).status_code == 302
    step.refresh_from_db()
    assert step.state == Step.State.CANCELED


# --- consent, address ------------------------------------------------------------------------


def test_consent_is_recorded_and_withdrawn_and_never_deleted(signed_in, plan):
    url = reverse("plan-consents", args=[plan.pk])
    form = {"purpose": "sharing", "form": "paper", "given_on": "06.12.2022"}
    assert signed_in.post(url, form).status_code == 302
    assert signed_in.post(url, form).status_code == 302
    consent = Consent.objects.get()
    signed_in.post(reverse("consent-withdraw", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.withdrawn_on == TODAY
    assert "Withdrawn on" in text(signed_in, "plan-consents", plan.pk)


def test_a_supervisor_reads_a_consent_and_records_none(plan, supervisor):
    give(plan, Consent.Purpose.FOLLOW_UP, Consent.Form.ORAL, TODAY, None)
    client = as_user(supervisor)
    url = reverse("plan-consents", args=[plan.pk])
    assert client.get(url).status_code == 200
    form = {"purpose": "sharing", "form": "paper", "given_on": "06.12.2022"}
    assert client.post(url, form).status_code == 403
    withdraw = reverse("consent-withdraw", args=[Consent.objects.get().pk])
    assert client.post(withdraw).status_code == 403


def test_the_address_form_keeps_what_another_tab_saved(signed_in, plan):
    url = reverse("plan-address", args=[plan.pk])
    form = {"version": "1", "address": "Abai 1", "phone": "+7 701 111 22 33", "no_home": "on"}
    assert signed_in.post(url, form).status_code == 302
    plan.refresh_from_db()
    assert plan.no_home
    assert "No place to live" in text(signed_in, "plan", plan.pk)
    late = signed_in.post(url, form | {"address": "Abai 2"})
    assert late.status_code == 409
    assert "Abai 1" in late.content.decode()

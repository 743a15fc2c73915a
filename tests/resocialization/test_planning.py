"""From release to plan without a gap (R9, R11, X11), steps and needs (R2, R4, R18)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from amnesty.accounts.models import Event, Region
from cases import deciding
from cases.models import Decision
from resocialization import planning, tasks
from resocialization.consenting import ConsentMissing, give, withdraw
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Consent, Need, NeedChange, Plan, Policy, Service, Step
from resocialization.planning import NeedAnswer, NextStep, NotForHealth, NotFreeing, open_plan
from tests.factories import make_office, make_user
from tests.resocialization.making import (
    RELEASED,
    TODAY,
    make_plan,
    make_release,
    need_of,
    signers,
    step_of,
)

pytestmark = pytest.mark.django_db
Status = Need.Status


# --- opening ---------------------------------------------------------------------------------


def test_an_executed_release_opens_its_plan_by_itself(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decision = make_release()
    plan = Plan.objects.get(decision=decision)
    assert plan.defendant == decision.case.defendant
    assert plan.released_on == RELEASED
    assert [need.direction.code for need in plan.needs.all()] == [
        "employment",
        "medical_care",
        "paperwork",
        "housing",
    ]


def test_the_first_steps_are_due_from_the_real_day_of_release():
    plan = make_plan(today=RELEASED + timedelta(days=5))
    due = {step.need.direction.code: step.due_on for step in Step.objects.filter(need__plan=plan)}
    assert due == {
        "paperwork": date(2022, 12, 4),
        "housing": date(2022, 12, 4),
        "employment": date(2022, 12, 11),
        "medical_care": date(2022, 12, 11),
    }


def test_the_days_of_the_first_steps_are_the_policy_of_the_office():
    Policy.objects.update(first_contact_days=5)
    assert step_of(make_plan(), "housing").due_on == RELEASED + timedelta(days=5)


def test_opening_twice_makes_one_plan():
    decision = make_release()
    first, made = open_plan(decision, TODAY)
    second, again = open_plan(decision, TODAY)
    assert (made, again) == (True, False)
    assert first == second
    assert Step.objects.filter(need__plan=first).count() == 4


def test_the_database_refuses_a_second_plan_of_one_decision(plan):
    twin = Plan(decision=plan.decision, defendant=plan.defendant, released_on=RELEASED)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_decision_that_frees_nobody_opens_no_plan(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decision = make_release(frees_person=False, released_on=RELEASED)
    assert not Plan.objects.exists()
    with pytest.raises(NotFreeing):
        open_plan(decision, TODAY)


def test_an_approved_decision_opens_no_plan_before_it_is_executed():
    decision = make_release()
    decision.state = Decision.State.APPROVED
    with pytest.raises(NotFreeing):
        open_plan(decision, TODAY)


def test_the_night_opens_what_an_event_missed():
    decision = make_release()
    assert list(planning.decisions_without_plan()) == [decision]
    assert tasks.open_missing_plans() == 1
    assert tasks.open_missing_plans() == 0
    assert Plan.objects.get().decision == decision


@pytest.fixture
def _a_broken_service(_on_the_day):
    """Its place in a new plan is one that the program does not know, for releases of one day."""
    service = Service.objects.opening().first()
    Service.objects.filter(pk=service.pk).update(
        opens_plan="unknown", valid_from=RELEASED, valid_to=RELEASED
    )


@pytest.mark.usefixtures("_a_broken_service")
def test_one_release_that_cannot_be_opened_does_not_stop_the_others():
    make_release(released_on=RELEASED)
    whole = make_release(released_on=RELEASED + timedelta(days=1))
    assert tasks.open_missing_plans() == 1
    assert Plan.objects.get().decision == whole


@pytest.mark.usefixtures("_a_broken_service")
def test_a_failing_plan_never_undoes_the_release(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decision = make_release(released_on=RELEASED)
    assert Decision.objects.get(pk=decision.pk).state == Decision.State.EXECUTED
    assert list(planning.decisions_without_plan()) == [decision]


def test_a_correcting_decision_takes_the_plan_over(django_capture_on_commit_callbacks):
    decision = make_release()
    plan, _made = open_plan(decision, TODAY)
    author, judge, executor = signers(decision.office)
    at = decision.executed_at
    content = deciding.Content(
        **{name: getattr(decision, name) for name in deciding.Content.__dataclass_fields__}
        | {"reason": "Day of release corrected.", "released_on": RELEASED + timedelta(days=1)}
    )
    with django_capture_on_commit_callbacks(execute=True):
        draft = deciding.record(decision.case, content, author, at)
        signed = deciding.approve(draft, judge, draft.version, at, identity_checked=True)
        later = deciding.execute(signed, executor, signed.version, at)
    plan.refresh_from_db()
    assert Plan.objects.count() == 1
    assert (plan.decision, plan.released_on) == (later, RELEASED + timedelta(days=1))


# --- office and worker -----------------------------------------------------------------------


def test_the_office_is_the_social_service_of_the_courts_region():
    make_office("social_service", region="astana")
    own = make_office("social_service", region="almaty")
    assert open_plan(make_release(make_office(region="almaty")), TODAY)[0].office == own


def test_a_new_region_is_served_from_the_one_it_was_divided_from():
    make_office("social_service", region="astana")
    old = make_office("social_service", region="east-kazakhstan")
    assert Region.objects.get(code="abai").predecessor.code == "east-kazakhstan"
    assert open_plan(make_release(make_office(region="abai")), TODAY)[0].office == old


def test_without_a_near_office_the_first_active_one_takes_the_plan():
    closed = make_office("social_service", region="astana")
    closed.is_active = False
    closed.save()
    other = make_office("social_service", region="shymkent")
    assert open_plan(make_release(), TODAY)[0].office == other


def test_without_any_office_the_plan_opens_all_the_same():
    plan, _made = open_plan(make_release(), TODAY)
    assert (plan.office, plan.worker) == (None, None)


def test_the_only_worker_of_an_office_gets_the_plan(office, worker):
    assert open_plan(make_release(), TODAY)[0].worker == worker


def test_several_workers_leave_the_choice_to_the_supervisor(office, worker, colleague):
    assert open_plan(make_release(), TODAY)[0].worker is None


def test_a_clerk_of_the_social_service_is_no_worker(office):
    make_user("clerk", office)
    assert open_plan(make_release(), TODAY)[0].worker is None


# --- steps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_overdue"), [(-1, True), (0, False), (1, False)])
def test_overdue_means_before_today_and_nothing_else(plan, days: int, is_overdue: bool):
    step = step_of(plan, "housing")
    Step.objects.exclude(pk=step.pk).delete()
    Step.objects.filter(pk=step.pk).update(due_on=TODAY + timedelta(days=days))
    assert Step.objects.overdue(TODAY).exists() is is_overdue


def test_a_done_step_and_a_closed_plan_are_never_overdue(plan):
    Step.objects.update(due_on=RELEASED)
    assert Step.objects.overdue(TODAY).count() == 4
    step = step_of(plan, "housing")
    planning.finish_step(step, step.version, Step.State.DONE, TODAY)
    assert Step.objects.overdue(TODAY).count() == 3
    Plan.objects.update(state="closed", outcome="completed", closed_on=TODAY)
    assert not Step.objects.overdue(TODAY).exists()


def test_planning_a_step_starts_the_need(plan):
    need = need_of(plan, "housing")
    planning.add_step(need, NextStep(TODAY, "Call the akimat"), TODAY)
    change = NeedChange.objects.get(need=need)
    assert (change.old, change.new, change.on) == ("not_started", "in_progress", TODAY)


def test_an_older_copy_of_a_step_is_not_written(plan):
    first, second = step_of(plan, "housing"), step_of(plan, "housing")
    planning.change_step(first, first.version, NextStep(TODAY + timedelta(days=3)))
    with pytest.raises(ChangedMeanwhile):
        planning.finish_step(second, second.version, Step.State.DONE, TODAY)
    assert Step.objects.get(pk=first.pk).state == Step.State.OPEN


def test_a_moved_step_can_be_reported_overdue_again(plan):
    step = step_of(plan, "housing")
    Step.objects.filter(pk=step.pk).update(reported_overdue_at="2022-12-05T06:00Z")
    step.refresh_from_db()
    planning.change_step(step, step.version, NextStep(TODAY + timedelta(days=3)))
    assert Step.objects.get(pk=step.pk).reported_overdue_at is None


def test_waiting_for_an_organization_needs_consent_to_sharing(plan):
    need = need_of(plan, "paperwork")
    wait = NextStep(TODAY, "Card", waits_for="organization", organization="ЦОН")
    with pytest.raises(ConsentMissing):
        planning.add_step(need, wait, TODAY)
    consent = give(plan, Consent.Purpose.SHARING, Consent.Form.ORAL, TODAY, None)
    assert planning.add_step(need, wait, TODAY).organization == "ЦОН"
    withdraw(consent, TODAY)
    with pytest.raises(ConsentMissing):
        planning.add_step(need, wait, TODAY)
    assert Step.objects.filter(organization="ЦОН").exists()


def test_consent_for_one_direction_says_nothing_about_another(plan):
    need = need_of(plan, "employment")
    give(plan, Consent.Purpose.SHARING, Consent.Form.PAPER, TODAY, need.direction)
    planning.add_step(
        need, NextStep(TODAY, "Job", waits_for="organization", organization="X"), TODAY
    )
    with pytest.raises(ConsentMissing):
        planning.add_step(
            need_of(plan, "housing"),
            NextStep(TODAY, "Room", waits_for="organization", organization="X"),
            TODAY,
        )


def test_the_database_refuses_an_unnamed_organization(plan):
    step = step_of(plan, "housing")
    step.waits_for = "organization"
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()


# --- needs -----------------------------------------------------------------------------------


def test_declined_keeps_the_words_and_plans_to_ask_again(plan):
    need, again = need_of(plan, "housing"), TODAY + timedelta(days=30)
    answer = NeedAnswer(Status.DECLINED, declined_words="Керек емес", ask_again_on=again)
    planning.change_need(need, need.version, answer, TODAY)
    step = Step.objects.open().get(need=need)
    assert (step.kind, step.due_on) == (Step.Kind.ASK_AGAIN, again)
    assert need.declined_words == "Керек емес"
    assert Step.objects.filter(need=need, state=Step.State.CANCELED).count() == 1


def test_no_need_is_neither_met_nor_declined(plan):
    need = need_of(plan, "housing")
    planning.change_need(need, need.version, NeedAnswer(Status.NO_NEED), TODAY)
    assert (need.status, need.changed_on) == ("no_need", TODAY)
    assert not Step.objects.open().filter(need=need).exists()


def test_work_is_checked_after_one_three_and_six_months(plan):
    need = need_of(plan, "employment")
    met = NeedAnswer(Status.MET, "Driver", date(2022, 11, 30))
    planning.change_need(need, need.version, met, TODAY)
    checks = Step.objects.open().filter(need=need, kind=Step.Kind.CHECK)
    assert [step.due_on for step in checks] == [
        date(2022, 12, 30),
        date(2023, 2, 28),
        date(2023, 5, 30),
    ]


def test_a_reopened_need_forgets_its_checks_but_not_its_past(plan):
    need = need_of(plan, "employment")
    planning.change_need(need, need.version, NeedAnswer(Status.MET, "Driver", TODAY), TODAY)
    planning.change_need(need, need.version, NeedAnswer(Status.IN_PROGRESS), TODAY)
    assert (need.result, need.met_on) == ("", None)
    assert not Step.objects.open().filter(need=need).exists()
    assert NeedChange.objects.get(need=need, new="met").words == "Driver"


@pytest.mark.parametrize(
    "values",
    [
        {"status": "met"},
        {"status": "met", "result": "Driver"},
        {"status": "declined", "declined_words": "no"},
        {"appointment_on": TODAY},
    ],
)
def test_the_database_refuses_half_an_answer(plan, values: dict):
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need_of(plan, "housing").pk).update(**values)


@pytest.mark.parametrize(
    "act",
    [
        lambda need, step: planning.add_step(need, NextStep(TODAY, "Кашель"), TODAY),
        lambda need, step: planning.add_step(need, NextStep(TODAY, reference="F20"), TODAY),
        lambda need, step: planning.finish_step(step, step.version, "done", TODAY, "Диагноз"),
        lambda need, step: planning.change_need(
            need, need.version, NeedAnswer(Status.MET, "Диагноз снят", TODAY), TODAY
        ),
        lambda need, step: planning.change_need(
            need,
            need.version,
            NeedAnswer(Status.DECLINED, declined_words="болит", ask_again_on=TODAY),
            TODAY,
        ),
        lambda need, step: planning.add_need(need.plan, need.direction, "Астма", None, TODAY),
    ],
)
def test_nothing_is_written_about_health(plan, act):
    with pytest.raises(NotForHealth):
        act(need_of(plan, "medical_care"), step_of(plan, "medical_care"))
    assert need_of(plan, "medical_care").version == 1


def test_a_clinic_is_never_named(plan):
    give(plan, Consent.Purpose.SHARING, Consent.Form.ORAL, TODAY, None)
    need = need_of(plan, "medical_care")
    step = planning.add_step(need, NextStep(TODAY, waits_for="organization"), TODAY)
    assert (step.organization, step.waits_words) == (Step.CLINIC, "A clinic")


def test_each_act_leaves_an_event_with_the_persons_id_and_no_text(plan):
    need = need_of(plan, "housing")
    planning.add_step(need, NextStep(TODAY, "Секретный адрес"), TODAY)
    event = Event.objects.filter(kind="step.added").get()
    assert event.person_id == plan.defendant_id
    assert not Event.objects.filter(detail__contains="Секретный").exists()


def test_the_career_center_follows_the_employment_center():
    before = Service.objects.opening().on(date(2023, 6, 30)).filter(direction__code="employment")
    after = Service.objects.opening().on(date(2023, 7, 1)).filter(direction__code="employment")
    assert [row.code for row in before] == ["job-seeker-employment-center"]
    assert [row.code for row in after] == ["job-seeker-career-center"]

"""The one door for plans, needs and steps: opening a plan, planning steps, changing a need.

The day is a parameter. Each function is one transaction with its event of the audit trail.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from amnesty.accounts.acting import actor
from amnesty.accounts.models import Appointment, Office, User
from amnesty.accounts.roles import SOCIAL_WORKER
from amnesty.accounts.trail import record
from cases.law.calendar import add_months
from cases.models import Decision
from resocialization.consenting import require_consent
from resocialization.guarding import claim
from resocialization.models import Direction, Need, NeedChange, Plan, Policy, Service, Step


class NotFreeing(ValueError):
    """The decision is not executed, or nobody goes free by it."""


class NotForHealth(ValueError):
    """Free text was given for a direction about health; it belongs to the medical record."""


# --- opening ---------------------------------------------------------------------------------


def decisions_without_plan() -> QuerySet[Decision]:
    """Decisions that freed a person, still stand and have no plan."""
    return Decision.objects.freeing().filter(plan__isnull=True)


def frees(decision: Decision) -> bool:
    """Did a person go free by this decision?"""
    return decision.state == Decision.State.EXECUTED and decision.frees_person


@transaction.atomic
def open_plan(decision: Decision, today: date) -> tuple[Plan, bool]:
    """The plan of a release, opened if it is not there: (plan, was it new?).

    Opening twice makes one plan. A decision that corrects another takes over its running plan.
    First steps are due from the real day of release by the office policy.
    """
    if not frees(decision):
        raise NotFreeing(decision.pk)
    followed = _taken_over(decision)
    if followed:
        return followed, False
    office = office_for(decision)
    plan, made = Plan.objects.get_or_create(
        decision=decision,
        defaults={
            "defendant_id": decision.case.defendant_id,
            "office": office,
            "worker": only_worker_of(office, today),
            "released_on": decision.released_on,
        },
    )
    if made:
        _add_first_steps(plan, today)
        record("plan.begun", plan, plan.defendant_id, decision=decision.pk)
    return plan, made


def _taken_over(decision: Decision) -> Plan | None:
    """The running plan of a decision that this one supersedes, moved to this one."""
    earlier = decision.supersedes
    while earlier is not None:
        plan = Plan.objects.running().filter(decision=earlier).first()
        if plan is not None:
            plan.decision, plan.released_on = decision, decision.released_on
            plan.save(update_fields=["decision", "released_on"])
            record("plan.taken_over", plan, plan.defendant_id, decision=decision.pk)
            return plan
        earlier = earlier.supersedes
    return None


def office_for(decision: Decision) -> Office | None:
    """The social service of the court's region, else of the region it was divided from, else any."""
    services = Office.objects.filter(kind=Office.Kind.SOCIAL_SERVICE, is_active=True).order_by("pk")
    region = decision.case.court.region
    for region_id in (region.pk, region.predecessor_id):
        near = services.filter(region=region_id).first() if region_id else None
        if near is not None:
            return near
    return services.first()


def workers_of(offices: QuerySet | list[Office], on: date) -> QuerySet[User]:
    """Active social workers who sit on `on` in one of `offices` (rows or ids)."""
    appointed = Appointment.objects.filter(office__in=offices).on(on).values("user_id")
    workers = User.objects.filter(is_active=True, groups__name=SOCIAL_WORKER, pk__in=appointed)
    return workers.order_by("last_name", "username")


def only_worker_of(office: Office | None, on: date) -> User | None:
    """The worker of an office with exactly one; several leave the choice to a supervisor."""
    found = list(workers_of([office], on)[:2]) if office else []
    return found[0] if len(found) == 1 else None


def _add_first_steps(plan: Plan, today: date) -> None:
    policy = Policy.current()
    due = {
        Service.Opens.FIRST_CONTACT: plan.released_on + timedelta(policy.first_contact_days),
        Service.Opens.ASSESSMENT: plan.released_on + timedelta(policy.assessment_days),
    }
    services = list(Service.objects.opening().on(plan.released_on))
    for direction in Direction.objects.in_use():
        need = Need.objects.create(plan=plan, direction=direction, changed_on=today)
        for service in services:
            if service.direction_id == direction.pk:
                Step.objects.create(
                    need=need,
                    service=service,
                    due_on=due[service.opens_plan],
                    created_by=actor(),
                )


# --- steps -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is planned next for a need."""

    due_on: date
    what: str = ""
    service: Service | None = None
    waits_for: str = Step.WaitsFor.WORKER
    organization: str = ""
    reference: str = ""
    kind: str = Step.Kind.CONTACT


def refuse_words_on_health(direction: Direction | None, *texts: str) -> None:
    """Raise NotForHealth when free text is given for a direction about health."""
    if direction is not None and direction.is_medical and any(texts):
        raise NotForHealth(direction.code)


def _checked(need: Need, step: NextStep) -> NextStep:
    """The step as it may be stored: a clinic is never named, sharing needs a consent."""
    refuse_words_on_health(need.direction, step.what, step.reference, step.organization)
    if step.waits_for != Step.WaitsFor.ORGANIZATION:
        return replace(step, organization="")
    require_consent(need.plan, need.direction_id)
    return replace(step, organization=Step.CLINIC) if need.direction.is_medical else step


@transaction.atomic
def add_step(need: Need, step: NextStep, today: date) -> Step:
    """Plan a step. A need that was not started is in progress from now on."""
    step = _checked(need, step)
    added = Step.objects.create(
        need=need,
        kind=step.kind,
        what=step.what,
        service=step.service,
        due_on=step.due_on,
        waits_for=step.waits_for,
        organization=step.organization,
        reference=step.reference,
        created_by=actor(),
    )
    record("step.added", added, need.plan.defendant_id, due=step.due_on, need=need.pk)
    start(need, today)
    return added


@transaction.atomic
def change_step(step: Step, version: int, to: NextStep) -> None:
    """Move an open step to another day, or change who acts and what is waited for."""
    to = _checked(step.need, to)
    claim(step, version)
    was = step.due_on
    step.what, step.service, step.due_on = to.what, to.service, to.due_on
    step.waits_for, step.organization, step.reference = (
        to.waits_for,
        to.organization,
        to.reference,
    )
    step.reported_overdue_at = None if step.due_on != was else step.reported_overdue_at
    step.save()
    record("step.changed", step, step.need.plan.defendant_id, old=was, new=step.due_on)


@transaction.atomic
def finish_step(step: Step, version: int, state: str, on: date, result: str = "") -> None:
    """End a step as done or canceled, with its result."""
    refuse_words_on_health(step.need.direction, result)
    claim(step, version)
    _end(step, state, on, result)


def _end(step: Step, state: str, on: date, result: str = "") -> None:
    step.state, step.done_on, step.result = state, on, result
    step.closed_by, step.closed_at = actor(), timezone.now()
    step.save()
    record("step.finished", step, step.need.plan.defendant_id, state=state)


def cancel_open_steps(needs: QuerySet[Need], today: date) -> None:
    """Nothing is left to do for these needs: their open steps are canceled."""
    for step in Step.objects.open().filter(need__in=needs).select_related("need__plan"):
        claim(step, step.version)
        _end(step, Step.State.CANCELED, today)


# --- needs -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NeedAnswer:
    """A status with what it asks for: a result when met, words and a day when declined."""

    status: str
    result: str = ""
    met_on: date | None = None
    declined_words: str = ""
    ask_again_on: date | None = None


@transaction.atomic
def add_need(
    plan: Plan, direction: Direction, title: str, service: Service | None, today: date
) -> Need:
    """A further need in a direction, from the directory or in own words."""
    refuse_words_on_health(direction, title)
    need = Need.objects.create(
        plan=plan, direction=direction, title=title, service=service, changed_on=today
    )
    record("need.added", need, plan.defendant_id, direction=direction.code)
    return need


def start(need: Need, today: date) -> None:
    """Work on a need has begun."""
    if need.status == Need.Status.NOT_STARTED:
        change_need(need, need.version, NeedAnswer(Need.Status.IN_PROGRESS), today)


@transaction.atomic
def change_need(need: Need, version: int, to: NeedAnswer, today: date) -> None:
    """Give a need its status. What was planned before it was closed or reopened is canceled.

    Met in a direction with later checks plans them; declined plans the day to ask again.
    """
    refuse_words_on_health(need.direction, to.declined_words)
    if need.direction.is_medical and to.result not in {"", *Need.MedicalResult.values}:
        raise NotForHealth(need.direction.code)
    claim(need, version)
    old = need.status
    need.status, need.result, need.met_on = to.status, to.result, to.met_on
    need.declined_words, need.ask_again_on = to.declined_words, to.ask_again_on
    if old != to.status:
        need.changed_on = today
        NeedChange.objects.create(
            need=need,
            old=old,
            new=to.status,
            words=to.result or to.declined_words,
            on=today,
            by=actor(),
        )
    need.save()
    record("need.changed", need, need.plan.defendant_id, old=old, new=to.status)
    if old != to.status and (old not in Need.OPEN or not need.is_open):
        cancel_open_steps(Need.objects.filter(pk=need.pk), today)
        _plan_what_follows(need, today)


def _plan_what_follows(need: Need, today: date) -> None:
    if need.status == Need.Status.DECLINED:
        add_step(need, NextStep(need.ask_again_on, kind=Step.Kind.ASK_AGAIN), today)
    elif need.status == Need.Status.MET and need.direction.checks_after_met:
        for months in Policy.current().employment_checks:
            due_on = add_months(need.met_on, months)
            if due_on > today:
                add_step(need, NextStep(due_on, kind=Step.Kind.CHECK), today)


@transaction.atomic
def set_appointment(need: Need, is_needed: bool, on: date | None) -> None:
    """The two things a plan knows about health: an appointment is needed, and its date."""
    if (need.needs_appointment, need.appointment_on) == (is_needed, on):
        return
    claim(need, need.version)
    need.needs_appointment, need.appointment_on = is_needed, on
    need.save(update_fields=["needs_appointment", "appointment_on"])
    record("need.appointment", need, need.plan.defendant_id)

"""Which rows of the invented data the walk speaks of; what is missing is added. Prints JSON.

Runs in a process of its own on the database of the program: `python -m tests.browser.rows`.
"""

import json
import sys
import uuid
from datetime import timedelta

import django

Rows = dict[str, int | str]


def rows() -> Rows:
    """Ids by what tests/browser/pages.py calls them."""
    somebody_for_the_second_factor()
    rows = {**rows_of_cases(), **rows_of_decisions(), **rows_of_plans(), **common_rows()}
    rows |= rows_of_corrections()
    return (
        rows
        | {"role_grant": role_to_confirm(), "rule_set_proposed": proposed_rule_set()}
        | opened(rows)
    )


def somebody_for_the_second_factor() -> None:
    """An account of its own: whoever has a second factor is asked for it at every sign-in."""
    from django.contrib.auth.models import Group

    from amnesty.accounts.models import User

    clerk = User.objects.get(username="clerk")
    account, made = User.objects.get_or_create(
        username="keyholder", defaults={"password": clerk.password, "last_name": "Кілтбаев"}
    )
    if made:
        account.groups.add(Group.objects.get(name="clerk"))


def role_to_confirm() -> int:
    """An administrator asked for a role in the court of the supervisor."""
    from django.utils import timezone

    from amnesty.accounts import granting
    from amnesty.accounts.models import User

    clerk, admin = (User.objects.get(username=name) for name in ("clerk", "admin"))
    return granting.ask(clerk, "judge", admin, timezone.now())[0].pk


def opened(rows: Rows) -> Rows:
    """A supervisor looked at a medical record with a reason."""
    from django.utils import timezone

    from amnesty.accounts import breaking_glass
    from amnesty.accounts.models import User
    from resocialization.models import Plan

    supervisor, plan = User.objects.get(username="supervisor"), Plan.objects.get(pk=rows["plan"])
    reason = "Дәрігердің тағайындауын тексеру қажет болды."
    held = breaking_glass.open_closed(
        supervisor, plan, "medical", reason, plan.office_id, timezone.now()
    )
    return {"opening": held.pk}


def proposed_rule_set() -> str:
    """The rule set in use under another code, loaded and proposed by a judge."""
    from django.utils import timezone

    from amnesty.accounts.models import User
    from cases import activating
    from cases.models import RuleSet

    used = RuleSet.objects.get(is_active=True)
    loaded, made = RuleSet.objects.get_or_create(
        code="152-VII/walk",
        defaults={
            "title_en": "Proposed",
            "title_ru": "Предложенный набор",
            "title_kk": "Ұсынылған жинақ",
            "valid_from": used.valid_from,
            "data": used.data | {"code": "152-VII/walk"},
            "digest": "0" * 64,
        },
    )
    if made:
        activating.propose(loaded, User.objects.get(username="judge"), timezone.now())
    return loaded.code


def rows_of_cases() -> Rows:
    from cases.models import Case, PreviousConviction
    from cases.models.codes import Outcome

    cases = Case.objects.filter(court__code="demo-court-almaty").order_by("pk")
    found: Rows = {}
    for outcome in Outcome.values:
        found[f"case_{outcome}"] = cases.filter(current_assessment__outcome=outcome)[0].pk
    unknown = cases.get(pk=found["case_needs_review"]).offenses.filter(nexus="")[0]
    undecided = cases.filter(decisions__isnull=True, current_assessment__outcome="reduce")[0]
    record = PreviousConviction.objects.filter(defendant__cases__in=cases)[0]
    elsewhere = Case.objects.exclude(court__code="demo-court-almaty")[0]
    return found | {
        "fact": f"offenses.{unknown.pk}.nexus",
        "assessment": cases.get(pk=found["case_reduce"]).current_assessment_id,
        "case_undecided": undecided.pk,
        "case_elsewhere": elsewhere.pk,
        "record": record.pk,
        "case_with_record": cases.filter(defendant=record.defendant)[0].pk,
    }


def rows_of_decisions() -> Rows:
    from cases.models import Decision

    decisions = Decision.objects.filter(case__court__code="demo-court-almaty").order_by("pk")
    found: Rows = {}
    for state in Decision.State.values:
        decision = decisions.filter(state=state, author__username="clerk")[0]
        found |= {f"decision_{state}": decision.pk, f"case_{state}": decision.case_id}
    return found


def rows_of_corrections() -> Rows:
    """A submitted case with a correction and an IIN that wait for a second person."""
    from datetime import date

    from django.utils import timezone

    from amnesty.accounts.models import User
    from cases import identifying
    from cases.identifying import Paper
    from cases.models import Decision, FactCorrection, IinOverride
    from tests.cases.corrections import GROUNDS, propose

    clerk = User.objects.get(username="clerk")
    drafts = Decision.objects.filter(state="draft", author=clerk, case__recidivism="none")
    case = drafts.order_by("pk").last().case
    made = FactCorrection.objects.filter(case=case).first() or propose(
        case, clerk, case__recidivism="recidivism"
    )
    if not IinOverride.objects.filter(case=case).exists():
        digit = (int(case.defendant.iin[-1]) + 1) % 10
        paper = Paper(f"{case.defendant.iin[:-1]}{digit}", "012345678", date(2022, 3, 27))
        identifying.propose(case, paper, GROUNDS, clerk, timezone.now())
    return {"case_corrected": case.pk, "correction": made.pk}


def rows_of_plans() -> Rows:
    from django.utils import timezone

    from amnesty.accounts.models import User
    from resocialization import closing
    from resocialization.models import Plan

    social = User.objects.get(username="social")
    plans = Plan.objects.filter(worker=social, state="open").order_by("pk")
    plan = plans.filter(contacts__isnull=False)[0]
    other, busy = plans.exclude(pk=plan.pk)[:2]
    day = timezone.localdate()
    if not Plan.objects.waiting_to_close().filter(worker=social).exists():
        closing.ask_to_close(other, other.version, "completed", "Көмек аяқталды.", social, day)
    give_to_a_coordinator(plan.pk)
    need = plan.needs.exclude(direction__is_medical=True).filter(steps__state="open")[0]
    return late_steps(busy) | {
        "plan": plan.pk,
        "case_of_plan": plan.decision.case_id,
        "closing_plan": Plan.objects.waiting_to_close().filter(worker=social)[0].pk,
        "free_plan": Plan.objects.unassigned().filter(office=plan.office)[0].pk,
        "need": need.pk,
        "need_medical": plan.needs.get(direction__is_medical=True).pk,
        "step": need.steps.filter(state="open")[0].pk,
        "contact": plan.contacts.filter(corrected_by__isnull=True)[0].pk,
    }


def give_to_a_coordinator(plan_id: int) -> None:
    """The person needs an appointment, and a medical coordinator wrote a note. Once is enough."""
    from django.contrib.auth.models import Group

    from amnesty.accounts.models import Appointment, User
    from resocialization import caring
    from resocialization.models import Plan

    plan = Plan.objects.get(pk=plan_id)
    coordinator, made = User.objects.get_or_create(
        username="medical", defaults={"password": plan.worker.password, "last_name": "Ахметова"}
    )
    if not made:
        return
    coordinator.groups.add(Group.objects.get(name="medical_coordinator"))
    Appointment.objects.create(user=coordinator, office=plan.office)
    plan.consents.get_or_create(
        purpose="medical", direction=None, defaults={"form": "paper", "given_on": plan.released_on}
    )
    entry = caring.Entry("appointment", plan.released_on, uuid.uuid4(), "№5 емхана", "терапевт",
                         plan.released_on, "Анықтама әкеледі.")  # fmt: skip
    caring.write(plan, entry)


def late_steps(plan: object) -> Rows:
    """One overdue step in every direction of a plan, for whoever records contacts."""
    from django.utils import timezone

    from resocialization.planning import NextStep, add_step

    day = timezone.localdate()
    late: Rows = {"busy_plan": plan.pk}
    for need in plan.needs.select_related("plan", "direction"):
        step = add_step(need, NextStep(day - timedelta(days=20)), day)
        late[f"late_{need.direction.code}"] = step.pk
    return late


def common_rows() -> Rows:
    from cases.models import RuleSet, Run

    run = Run.objects.order_by("pk")[0]
    return {
        "run": run.pk,
        "rule_set": RuleSet.objects.get(is_active=True).code,
        "worked_case": "period-3-january",
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(rows()))

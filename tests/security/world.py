"""One row of everything that a page can speak of, in one court and one social service."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from amnesty.accounts import breaking_glass, granting
from amnesty.accounts.models import Office, User
from cases import deciding, identifying, iin, reevaluating
from cases.deciding import Content
from cases.identifying import Paper
from cases.models import Case, Draft, PreviousConviction, RuleSet
from resocialization import closing
from resocialization.models import Consent, Contact, Notice
from resocialization.planning import open_plan
from tests.cases.corrections import GROUNDS, propose
from tests.factories import make_case, make_office, make_user
from tests.resocialization.making import TODAY, make_release, need_of, step_of

NOW = timezone.now()
Rows = dict[str, int | str]


@dataclass(frozen=True)
class World:
    """One court and one service with the people who were there first, and a row of everything."""

    court: Office
    service: Office
    clerk: User
    worker: User
    rows: Rows

    def user(self, role: str) -> User:
        """Whoever acts in this role here: the owner of the rows where there is one."""
        settled = {"clerk": self.clerk, "social_worker": self.worker}
        return settled.get(role) or make_user(role, self.court, self.service)


def settle(name: str) -> World:
    court, service = offices(name)
    clerk = make_user("clerk", court, service)
    worker = make_user("social_worker", court, service)
    rows = make_rows(court, service, worker) | common_rows()
    return World(court, service, clerk, worker, rows)


def offices(name: str) -> tuple[Office, Office]:
    region = "almaty" if name == "own" else "astana"
    return (
        make_office("court", f"court-{name}", region),
        make_office("social_service", f"social-{name}", region),
    )


def make_rows(court: Office, service: Office, worker: User) -> Rows:
    """Ids by what the access table calls them."""
    clerk = make_user("clerk", court)
    case = make_case(court)
    content = Content(
        office=court,
        decider="А. Бекова",
        act_number="1-22",
        decided_on=date(2022, 11, 10),
        outcome="reduce",
        new_end=date(2022, 10, 16),
        frees_person=False,
    )
    draft = deciding.record(case, content, clerk, timezone.now())
    record = PreviousConviction.objects.create(defendant=case.defendant)
    own, closing_one, free = (make_plan(court, service, who) for who in (worker, worker, None))
    need = need_of(own, "medical_care")
    need.needs_appointment = True
    need.save()
    closing.ask_to_close(closing_one, closing_one.version, "completed", "done", worker, TODAY)
    contact = Contact.objects.create(plan=own, kind="call", reached=True, on=TODAY, by=worker)
    consent = Consent.objects.create(plan=own, purpose="follow_up", given_on=TODAY, form="oral")
    notice = Notice.objects.create(user=worker, day=TODAY)
    opening = breaking_glass.open_closed(
        make_user("supervisor"), own, "medical", "A reason of twenty letters", service.pk, NOW
    )
    asked = granting.ask(clerk, "judge", make_user("admin"), timezone.now())[0]
    # The draft belongs to the clerk who was there first: the one whom a test signs in.
    first = User.objects.filter(offices=court, groups__name="clerk").earliest("pk")
    kept = Draft.objects.create(owner=first, token="d" * 32, typed={}, kept_at=timezone.now())
    return {
        "draft": kept.pk,
        "role_grant": asked.pk,
        "opening": opening.pk,
        "case": case.pk,
        "assessment": case.current_assessment_id,
        "record": record.pk,
        "decision": draft.pk,
        "correction": propose(case, clerk, case__recidivism="recidivism").pk,
        "iin_override": odd_iin(case, clerk),
        "plan": own.pk,
        "closing_plan": closing_one.pk,
        "free_plan": free.pk,
        "followed_case": own.decision.case_id,
        "released": make_missed_release(court),
        "need": need.pk,
        "step": step_of(own, "employment").pk,
        "contact": contact.pk,
        "consent": consent.pk,
        "notice": notice.pk,
    }


def odd_iin(case: Case, clerk: User) -> int:
    """An IIN with a wrong check digit that waits for a supervisor."""
    number = f"9001151{case.pk % 10_000:04d}"
    digit = (iin.check_digit(number) or 0) + 1
    paper = Paper(f"{number}{digit % 10}", "012345678", date(2022, 3, 27))
    return identifying.propose(case, paper, GROUNDS, clerk, timezone.now()).pk


def make_plan(court: Office, service: Office, worker: User | None):
    plan, _made = open_plan(make_release(court), TODAY)
    plan.worker, plan.office = worker, service
    plan.save()
    return plan


def make_missed_release(court: Office) -> int:
    """A release whose plan was missed: plans open after the commit, which never comes here."""
    return make_release(court).pk


def common_rows() -> Rows:
    """Rows that belong to no office."""
    run = reevaluating.request_run()
    return {
        "run": run.pk,
        "rule_set": RuleSet.objects.get(is_active=True).code,
        "worked_case": "period-3-january",
    }

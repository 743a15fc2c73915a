"""Releases for the tests of follow-up: an executed decision, and the plan that it opens."""

from datetime import UTC, date, datetime, time, timedelta

from amnesty.accounts.models import Office, User
from cases import deciding
from cases.deciding import Content
from cases.models import Decision, Defendant
from resocialization.models import Need, Plan, Step
from resocialization.planning import open_plan
from tests.factories import make_case, make_defendant, make_office, make_user

TODAY = date(2022, 12, 7)  # a Wednesday
RELEASED = date(2022, 12, 1)


def signers(court: Office) -> tuple[User, User, User]:
    """The three people of a decision in `court`, made once."""
    made = []
    for role in ("clerk", "judge", "supervisor"):
        found = User.objects.filter(groups__name=role, appointments__office=court).first()
        made.append(found or make_user(role, court))
    return tuple(made)


def make_release(
    court: Office | None = None,
    released_on: date = RELEASED,
    defendant: Defendant | None = None,
    **values: object,
) -> Decision:
    """An executed decision that frees a person."""
    court = court or make_office("court")
    author, judge, executor = signers(court)
    at = datetime.combine(released_on, time(6), UTC)
    case = make_case(court, defendant=defendant or make_defendant())
    defaults = {
        "office": court,
        "decider": "А. Бекова",
        "act_number": "7599-22-00-2/112",
        "decided_on": released_on - timedelta(days=1),
        "outcome": "reduce",
        "new_end": date(2022, 10, 16),
        "frees_person": True,
        "released_on": released_on,
    }
    draft = deciding.record(case, Content(**defaults | values), author, at)
    signed = deciding.approve(draft, judge, draft.version, at, identity_checked=True)
    return deciding.execute(signed, executor, signed.version, at)


def make_plan(
    worker: User | None = None,
    office: Office | None = None,
    today: date = TODAY,
    **values: object,
) -> Plan:
    """An open plan of `worker` in `office`, with its four needs and first steps."""
    plan, _made = open_plan(make_release(**values), today)
    plan.worker, plan.office = worker, office
    plan.save()
    return plan


def need_of(plan: Plan, code: str) -> Need:
    return plan.needs.select_related("direction", "plan").get(direction__code=code)


def step_of(plan: Plan, code: str) -> Step:
    """The first open step in a direction."""
    steps = Step.objects.open().select_related("need__direction", "need__plan", "service")
    return steps.filter(need__plan=plan, need__direction__code=code).first()

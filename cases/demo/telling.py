"""Stories → rows, by the doors that the pages use: registering and deciding."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zlib import crc32

from django.utils import timezone

from amnesty.accounts.acting import acting
from amnesty.accounts.models import Office, User
from cases import deciding
from cases.deciding import Content
from cases.demo.offices import code_of
from cases.demo.stories import Order, Story
from cases.models import Case, Decision, PreviousConviction
from cases.registering import Filing, register

FIRST_ACTS = date(2022, 11, 7)
RELIEF = ("release", "terminate", "reduce", "combined", "lift_record", "continue_to_verdict")
STAYS = ("excluded", "not_covered", "no_effect")


class Staff(NamedTuple):
    """The three people that a decision needs."""

    clerk: User
    judge: User
    supervisor: User


class Scene(NamedTuple):
    """Where and when the stories are told."""

    offices: dict[str, Office]
    staff: dict[str, Staff]  # by code of the court; "" = every other court
    today: date


def tell(story: Story, number: int, iin: str, scene: Scene, rng: Random) -> Case:
    """Register the person and the case, then take the decision as far as the story says."""
    court = scene.offices[story.court]
    staff = scene.staff.get(court.code, scene.staff[""])
    with acting(staff.clerk):
        case = register(_filing(story, number, iin, court, scene))
        PreviousConviction.objects.bulk_create(
            PreviousConviction(defendant=case.defendant, **row) for row in story.convictions
        )
    order = story.order or (_drawn(rng, case, scene.today) if number > 12 else None)
    if order is not None:
        decide(case, order, number, staff, scene.today)
    return case


def _filing(story: Story, number: int, iin: str, court: Office, scene: Scene) -> Filing:
    region = court.region.code
    offices = {
        "prosecutor_office": scene.offices.get(code_of("prosecutor", region)),
        "investigating_body": scene.offices.get(code_of("police", region)),
    }
    case = {
        "court": court,
        "proceeding_number": _proceeding(story, number),
        "registered_on": date(2022, 11, 4) + timedelta(days=number % 60),
    }
    offenses = [{"id": None, "region_id": court.region_id} | row for row in story.offenses]
    for row in offenses:
        row["region_id"] = court.region.predecessor_id or court.region_id
    return Filing(
        case=case | offices | story.case,
        person=story.person | {"iin": iin, "is_demo": True},
        offenses=offenses,
        sentence=_with_institution(story, number, region, scene),
        custody=story.custody,
    )


def _proceeding(story: Story, number: int) -> str:
    """Some four people of one court and one stage stand in one proceeding."""
    place = crc32(f"{story.court} {story.case['stage']}".encode()) % 9_000 + 1_000
    return f"{place}-22-00-1/{100 + number // 12}"


def _with_institution(
    story: Story, number: int, region: str, scene: Scene
) -> dict[str, object] | None:
    if story.sentence is None:
        return None
    behind_bars = story.sentence["kind"] == "imprisonment" and not story.sentence.get("manner")
    institutions = [code for code in scene.offices if code.startswith("demo-institution")]
    code = institutions[number % len(institutions)] if behind_bars else code_of("probation", region)
    return story.sentence | {"institution": scene.offices.get(code)}


# --- decisions -------------------------------------------------------------------------------


def _drawn(rng: Random, case: Case, today: date) -> Order | None:
    """Whether anybody has decided yet, and how far it has gone."""
    outcome = case.current_assessment.outcome
    chance = 0.75 if outcome in RELIEF else 0.4 if outcome in STAYS else 0
    if case.ending or rng.random() > chance:
        return None
    state = rng.choices(["executed", "approved", "draft", "revoked"], [66, 12, 17, 5])[0]
    if state in {"draft", "approved"}:
        return Order(state, rng.randrange(1, 12))
    reason = "Актіде қате табылды." if state == "revoked" else ""
    if rng.random() < 0.7:
        return Order(state, rng.choice([*range(1, 40), *range(40, 200, 7)]), reason=reason)
    then = FIRST_ACTS + timedelta(days=rng.randrange(150))
    return Order(state, (today - then).days, reason=reason)


def decide(case: Case, order: Order, number: int, staff: Staff, today: date) -> Decision:
    """Record the act, and take it through its states by the people of the court."""
    content = _content(case, order, number, staff, today)
    recorded = _at(content.decided_on, today, 0)
    with acting(staff.clerk):
        decision = deciding.record(case, content, staff.clerk, recorded)
    if order.state == "revoked":
        with acting(staff.supervisor):
            return deciding.revoke(decision, staff.supervisor, 1, recorded, order.reason)
    if order.state == "draft":
        return decision
    with acting(staff.judge):
        at = _at(content.decided_on, today, 1)
        decision = deciding.approve(decision, staff.judge, decision.version, at, True)
    if order.state == "approved":
        return decision
    with acting(staff.supervisor):
        at = _at(content.released_on or content.decided_on, today, 2)
        return deciding.execute(decision, staff.supervisor, decision.version, at)


def _content(case: Case, order: Order, number: int, staff: Staff, today: date) -> Content:
    decided_on = max(today - timedelta(days=order.days_ago), FIRST_ACTS)
    proposed = deciding.proposal(case, staff.clerk, decided_on)
    if order.outcome:
        proposed |= {"outcome": order.outcome, "new_end": None, "frees_person": False}
    released_on = decided_on + timedelta(days=number % 2)
    if order.state == "approved":
        released_on = today + timedelta(days=1 + number % 5)
    return Content(
        **proposed
        | {
            "decider": f"{staff.judge.last_name} {staff.judge.first_name[:1]}.",
            "act_number": f"{7599 + number % 7}-{decided_on:%y}-00-2/{200 + number}",
            "decided_on": decided_on,
            "released_on": released_on if proposed["frees_person"] else None,
            "differs": order.differs,
            "reason": order.reason if order.differs else "",
        }
    )


def _at(day: date, today: date, later: int) -> datetime:
    """A moment of a working day, some days later, never after the present day."""
    on = min(day + timedelta(days=later), today)
    return timezone.make_aware(datetime.combine(on, time(9 + later)))

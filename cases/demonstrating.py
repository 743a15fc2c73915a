"""Invented people: making them, taking them away, and what other apps are told about it.

Making twice with the same seed adds nothing; a larger number adds the people that are missing.
"""

from datetime import date
from random import Random
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, ProtectedError
from django.dispatch import Signal

from amnesty.accounts import trail
from amnesty.accounts.models import Office, User
from cases.demo.drawing import draw
from cases.demo.logins import Logins, ensure_logins, ensure_staff
from cases.demo.names import invented_iin
from cases.demo.offices import MAIN_COURT, PREFIX, make_offices
from cases.demo.stories import Story
from cases.demo.telling import Scene, Staff, tell
from cases.demo.twelve import TWELVE
from cases.models import (
    Case,
    Custody,
    Decision,
    Defendant,
    FactCorrection,
    IinOverride,
    Offense,
    PreviousConviction,
    Run,
    Sentence,
)
from cases.reevaluating import request_run
from cases.working import run_here

__all__ = ["Logins", "demo_people_leave", "demo_people_made", "ensure_logins", "make", "remove"]

demo_people_made = Signal()  # rng: random.Random, today: date; after the people are committed
demo_people_leave = Signal()  # sent before the people are removed, in the same transaction

MOST_CASES_FOR_A_RUN = 5_000
FACTS_THAT_ARRIVE = 4
AT_ONCE = 500


class Left(NamedTuple):
    """What was removed, and what had to stay because something real refers to it."""

    people: int
    offices_kept: list[str]
    users_kept: list[str]


def make(people: int, seed: int, today: date) -> int:
    """Make the invented people that are not there yet; returns how many are new.

    Cases of the main court are written by the accounts of `ensure_logins`, where these are there.
    """
    with transaction.atomic():
        offices = make_offices()
        ensure_staff()
        new = _tell_all(people, seed, Scene(offices, _staff(), today))
        if new:
            trail.record("demo_made", people=new, seed=seed)
    if new:
        _run_once()
        with transaction.atomic():
            rng = Random(f"{seed}-{people}")
            demo_people_made.send(Defendant, rng=rng, today=today)
    return new


def _run_once() -> None:
    """Facts that arrive past the pages, and the run that finds them: its list has changes.

    Left out where so many cases are real that a run would take its time.
    """
    if Case.objects.count() > MOST_CASES_FOR_A_RUN:
        return
    late = Case.objects.filter(defendant__is_demo=True, decisions__isnull=True, stage="serving")
    late = late.filter(current_assessment__missing_facts__in=["nexus", "recidivism"])
    late = late.exclude(offenses__article="269")  # the eleventh keeps its missing fact
    ids = list(late.order_by("pk").values_list("pk", flat=True)[:FACTS_THAT_ARRIVE])
    with transaction.atomic():
        Offense.objects.filter(case__in=ids, nexus="").update(nexus="riot")
        newer = {"recidivism": "none", "facts_version": F("facts_version") + 1}
        Case.objects.filter(pk__in=ids).update(**newer)
    request_run(by=User.objects.filter(username="supervisor", is_demo=True).first())
    run_here()


def _tell_all(people: int, seed: int, scene: Scene) -> int:
    present = set(Defendant.objects.filter(is_demo=True).values_list("iin", flat=True))
    taken: set[str] = set()
    new = 0
    for number in range(1, people + 1):
        story = _story(seed, number)
        rng = Random(f"{seed}-{number}-more")
        born = f"{story.person['birth_date']:%y%m%d}"
        iin = invented_iin(rng, born, story.person["sex"] == "female", taken)
        if iin not in present:
            tell(story, number, iin, scene, rng)
            new += 1
    return new


def _story(seed: int, number: int) -> Story:
    by_hand = len(TWELVE)
    return TWELVE[number - 1] if number <= by_hand else draw(seed, number, by_hand + 1)


def _staff() -> dict[str, Staff]:
    users = {user.username: user for user in User.objects.filter(is_demo=True)}
    roles = ("clerk", "judge", "supervisor")
    elsewhere = Staff(*(users[f"demo-{role}"] for role in roles))
    main = [users.get(role) for role in roles]
    return {MAIN_COURT: Staff(*main) if all(main) else elsewhere, "": elsewhere}


# --- taking away -----------------------------------------------------------------------------


@transaction.atomic
def remove() -> Left:
    """Take everything invented away: people, cases, decisions, accounts and offices.

    Whoever has cases in invented courts alone counts as invented. An account or an office that
    something real refers to stays, closed.
    """
    _count_as_invented()
    rows = _invented_rows()
    demo_people_leave.send(Defendant)
    Decision.objects.remove_invented()
    Case.objects.filter(defendant__is_demo=True).delete()
    people = Defendant.objects.filter(is_demo=True).count()
    Defendant.objects.filter(is_demo=True).delete()
    _forget(rows)
    users = _close_users()
    offices = _close_offices()
    trail.record("demo_removed", people=people)
    return Left(people, offices, users)


def _count_as_invented() -> None:
    """People whom somebody registered while trying the program out."""
    cases = Case.objects.filter(defendant=OuterRef("pk"))
    invented = cases.filter(court__code__startswith=PREFIX)
    real = cases.exclude(court__code__startswith=PREFIX)
    for person in Defendant.objects.filter(Exists(invented), ~Exists(real), is_demo=False):
        person.is_demo = True
        person.save()


WHOSE = {
    Defendant: "is_demo",
    PreviousConviction: "defendant__is_demo",
    Case: "defendant__is_demo",
    Offense: "case__defendant__is_demo",
    Sentence: "case__defendant__is_demo",
    Custody: "sentence__case__defendant__is_demo",
    Decision: "case__defendant__is_demo",
    FactCorrection: "case__defendant__is_demo",
    IinOverride: "defendant__is_demo",
}


def _invented_rows() -> dict[type[Model], list[int]]:
    """Ids of the rows whose history goes with them: it holds names, too."""
    return {
        model: list(model.objects.filter(**{path: True}).values_list("pk", flat=True))
        for model, path in WHOSE.items()
    }


def _forget(rows: dict[type[Model], list[int]]) -> None:
    for model, ids in rows.items():
        for start in range(0, len(ids), AT_ONCE):
            model.history.filter(id__in=ids[start : start + AT_ONCE]).delete()


def _close_users() -> list[str]:
    invented = Run.objects.filter(started_by__is_demo=True)
    invented.filter(assessments__isnull=True).exclude(state=Run.State.RUNNING).delete()
    invented.update(started_by=None)
    kept = []
    for user in User.objects.filter(is_demo=True):
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            user.groups.clear()
            user.appointments.all().delete()
            user.is_active = user.is_staff = False
            user.set_unusable_password()
            user.save()
            kept.append(user.username)
    return kept


def _close_offices() -> list[str]:
    kept = []
    for office in Office.objects.filter(code__startswith=PREFIX):
        try:
            with transaction.atomic():
                office.delete()
        except ProtectedError:
            Office.objects.filter(pk=office.pk).update(is_active=False)
            kept.append(office.code)
    return kept

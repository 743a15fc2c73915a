"""Who follows whom: taking a person, assigning, handing over; and the load of each worker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from amnesty.accounts.acting import act_id, actor
from amnesty.accounts.models import User
from amnesty.accounts.scoping import office_ids
from amnesty.accounts.trail import record, take_turn
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import HandOver, Plan
from resocialization.planning import workers_of


@dataclass(frozen=True, slots=True)
class Word:
    """What the next worker has to know of one person."""

    note: str = ""
    urgent: bool = False


def colleagues(user: User, on: date) -> QuerySet[User]:
    """Social workers who sit on `on` in an office of `user`, each with `load`: running plans."""
    return (
        User.objects.filter(pk__in=workers_of_offices(user, on))
        .annotate(load=Count("plans", filter=~Q(plans__state=Plan.State.CLOSED)))
        .order_by("last_name", "username")
    )


def workers_of_offices(user: User, on: date) -> QuerySet:
    """Ids of the social workers of all offices of `user`."""
    return workers_of(office_ids(user, on), on).order_by().values("pk")


@transaction.atomic
def take(plan: Plan, user: User) -> None:
    """A worker takes a person whom nobody follows; only one of two at once can."""
    take_turn()
    taken = Plan.objects.unassigned().filter(pk=plan.pk).update(worker=user)
    if not taken:
        raise ChangedMeanwhile(plan)
    plan.worker = user
    _note(plan, None, user, Word())


@transaction.atomic
def hand_over(plans: Iterable[Plan], worker: User, words: Mapping[int, Word]) -> int:
    """Give these people to `worker`; who is with the worker already stays. Returns how many moved.

    `words` holds a note by plan id. A plan without an office gets that of its new worker.
    """
    take_turn()
    moved = 0
    for plan in plans:
        was = plan.worker
        if was == worker or not plan.is_running:
            continue
        still = Plan.objects.filter(pk=plan.pk, worker=was)
        if not still.update(worker=worker, office=plan.office or _office_of(worker)):
            raise ChangedMeanwhile(plan)
        _note(plan, was, worker, words.get(plan.pk, Word()))
        moved += 1
    return moved


def _office_of(worker: User) -> object:
    return worker.offices.filter(kind="social_service", is_active=True).order_by("pk").first()


def _note(plan: Plan, was: User | None, worker: User, word: Word) -> None:
    HandOver.objects.create(
        plan=plan,
        from_worker=was,
        to_worker=worker,
        note=word.note,
        urgent=word.urgent,
        by=actor(),
        act=act_id(),
    )
    record(
        "plan.handed_over",
        plan,
        plan.defendant_id,
        old=was.pk if was else None,
        new=worker.pk,
    )

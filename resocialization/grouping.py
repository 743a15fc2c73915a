"""My day: the open steps of one worker in groups, and the needs for which nothing is planned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import User
from resocialization.models import Need, Step

BY_DUE, BY_DIRECTION, BY_PERSON = "due", "direction", "person"
MOST = 500  # rows of one page; a caseload has some 150

TITLES = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
    "no_step": _("No next step"),
}


@dataclass(slots=True)
class Group:
    """Rows under one heading; `needs` only under "no next step"."""

    key: str
    title: str | Promise
    steps: list[Step] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.steps) + len(self.needs)


def end_of_week(today: date) -> date:
    """The Sunday of this week."""
    return today + timedelta(days=6 - today.weekday())


def due_key(due_on: date, today: date) -> str:
    """overdue, today, week (until Sunday) or later."""
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "week" if due_on <= end_of_week(today) else "later"


def steps_of(user: User) -> list[Step]:
    """The open steps of the worker's people, the earliest first. One statement."""
    steps = Step.objects.running().of_worker(user)
    related = ("service", "need__service", "need__direction", "need__plan__defendant")
    return list(steps.select_related(*related).order_by("due_on", "pk")[:MOST])


def needs_without_step(user: User) -> list[Need]:
    """Open needs of the worker's people for which nothing is planned. One statement."""
    needs = Need.objects.without_next_step().filter(plan__worker=user)
    related = ("service", "direction", "plan__defendant")
    return list(needs.select_related(*related).order_by("plan__defendant__sort_key", "pk")[:MOST])


def my_day(user: User, today: date, by: str = BY_DUE) -> list[Group]:
    """Groups that hold something, in the order in which they are worked off."""
    groups = _grouped(steps_of(user), today, by)
    waiting = needs_without_step(user)
    if waiting:
        groups.append(Group("no_step", TITLES["no_step"], needs=waiting))
    return groups


def _grouped(steps: Iterable[Step], today: date, by: str) -> list[Group]:
    found: dict[object, Group] = {}
    for step in steps:
        key, title = _heading(step, today, by)
        found.setdefault(key, Group(str(key), title)).steps.append(step)
    if by == BY_DIRECTION:
        return [found[key] for key in sorted(found)]
    return list(found.values())


def _heading(step: Step, today: date, by: str) -> tuple[object, str | Promise]:
    if by == BY_DIRECTION:
        direction = step.need.direction
        return (direction.position, direction.code), direction.name
    if by == BY_PERSON:
        person = step.need.plan.defendant
        return person.pk, person.full_name
    key = due_key(step.due_on, today)
    return key, TITLES[key]

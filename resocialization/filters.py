"""Filters of the list of released people. No text of a person stands in the address."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office, User
from resocialization.models import Direction, Need, Plan

ANY = _("Any")
NOBODY = "none"
RUNNING = "running"
STATES = [(RUNNING, _("Open or waiting to close")), *Plan.State.choices]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def offices_in_sight(request: HttpRequest) -> QuerySet[Office]:
    """Offices with a plan that the user may see."""
    seen = Plan.objects.visible_to(request.user).order_by().values("office_id")
    return Office.objects.filter(pk__in=seen)


def workers_in_sight(request: HttpRequest) -> list[tuple[str, object]]:
    """Nobody, and the workers of the plans that the user may see."""
    seen = Plan.objects.visible_to(request.user).order_by().values("worker_id")
    workers = User.objects.filter(pk__in=seen).order_by("last_name", "username")
    return [(NOBODY, _("Nobody yet")), *((str(worker.pk), str(worker)) for worker in workers)]


class PlanFilter(django_filters.FilterSet):
    """Worker, direction with status, office, overdue, state of the plan."""

    worker = django_filters.ChoiceFilter(label=_("Worker"), empty_label=ANY, method="of_worker")
    direction = django_filters.ModelChoiceFilter(
        queryset=Direction.objects.in_use(),
        label=_("Direction"),
        empty_label=ANY,
        method="in_direction",
    )
    status = django_filters.ChoiceFilter(
        choices=Need.Status.choices, label=_("Status of the need"), empty_label=ANY, method="kept"
    )
    office = django_filters.ModelChoiceFilter(
        queryset=offices_in_sight, label=_("Office"), empty_label=ANY
    )
    overdue = django_filters.ChoiceFilter(
        choices=YES_NO, label=_("Overdue"), empty_label=ANY, method="overdue_or_not"
    )
    state = django_filters.ChoiceFilter(
        choices=STATES, label=_("Plan"), empty_label=ANY, method="in_state"
    )

    class Meta:
        model = Plan
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["worker"].extra["choices"] = workers_in_sight(self.request)

    def filter_queryset(self, plans: QuerySet) -> QuerySet:
        """Direction and status mean one need, not two."""
        plans = super().filter_queryset(plans)
        direction, status = (self.form.cleaned_data.get(name) for name in ("direction", "status"))
        if not (direction or status):
            return plans
        needs = Need.objects.all()
        needs = needs.filter(direction=direction) if direction else needs
        needs = needs.filter(status=status) if status else needs
        return plans.filter(pk__in=needs.values("plan_id"))

    def of_worker(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        if value == NOBODY:
            return plans.filter(worker__isnull=True)
        return plans.filter(worker=int(value))

    def in_direction(self, plans: QuerySet, name: str, value: Direction) -> QuerySet:
        return plans  # see filter_queryset

    def kept(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        return plans  # see filter_queryset

    def overdue_or_not(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        return plans.filter(is_overdue=value == "yes")

    def in_state(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        return plans.running() if value == RUNNING else plans.filter(state=value)

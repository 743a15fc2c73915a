"""Filters of the list of released people. No text of a person stands in the address."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office, User
from resocialization import reporting
from resocialization.models import Direction, Need, Plan

ANY = _("Any")
NOBODY = "none"
RUNNING, ALL = "running", "all"
STATES = [
    (RUNNING, _("Open or waiting to close")),
    *Plan.State.choices,
    (ALL, _("Open and closed")),
]
REACHED = [
    *((str(day), str(day)) for day in range(reporting.FIRST_HELP_DAYS + 1)),
    ("not", _("Not by day 30")),
    ("new", _("Released less than 30 days ago")),
]
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


def help_choices() -> list[tuple[str, object]]:
    """A direction and the state of its need, as the report writes them: `3:in_progress`."""
    words = dict(Need.Status.choices) | {reporting.NOT_ASKED: _("Not asked")}
    return [
        (f"{direction.pk}:{state}", format_lazy("{}: {}", direction.name, words[state]))
        for direction in Direction.objects.in_use()
        for state in words
    ]


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

    help = django_filters.ChoiceFilter(
        choices=help_choices, label=_("Help"), method="helped", widget=forms.HiddenInput
    )
    late = django_filters.ModelChoiceFilter(
        queryset=Direction.objects.in_use(),
        label=_("Overdue step in"),
        method="late_in",
        widget=forms.HiddenInput,
    )
    needing = django_filters.ChoiceFilter(
        choices=YES_NO,
        label=_("With an open need"),
        method="needing_help",
        widget=forms.HiddenInput,
    )
    reached_by = django_filters.ChoiceFilter(
        choices=REACHED, label=_("Reached by day"), method="reached", widget=forms.HiddenInput
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
        if value == ALL:
            return plans
        return plans.running() if value == RUNNING else plans.filter(state=value)

    def helped(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        direction, _colon, state = value.partition(":")
        return reporting.in_state(plans, int(direction), state)

    def late_in(self, plans: QuerySet, name: str, value: Direction) -> QuerySet:
        return plans.filter(reporting.overdue_in(value.pk, timezone.localdate()))

    def needing_help(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        needing = reporting.with_open_need(plans)
        return needing if value == "yes" else plans.exclude(pk__in=needing.values("pk"))

    def reached(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        if value == "new":
            return plans.exclude(pk__in=reporting.long_released(plans, today).values("pk"))
        if value != "not":
            return reporting.reached_by(plans, int(value), today)
        within = reporting.reached_by(plans, reporting.FIRST_HELP_DAYS, today)
        return reporting.long_released(plans, today).exclude(pk__in=within.values("pk"))

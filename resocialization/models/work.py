"""The daily work on a plan: needs, the steps towards them, and the contacts with the person.

A need of a medical direction holds no free text: only that an appointment is needed, and when.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amnesty.accounts.models import User
from resocialization.models.directory import Direction, Service
from resocialization.models.plans import CLOSED, Plan

NOTE_LENGTH = 20_000


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "NeedQuerySet":
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def open(self) -> "NeedQuerySet":
        return self.filter(status__in=Need.OPEN)

    def without_next_step(self) -> "NeedQuerySet":
        """Open needs of running plans for which nothing is planned."""
        planned = Step.objects.open().filter(need=models.OuterRef("pk"))
        return self.open().exclude(plan__state=CLOSED).filter(~models.Exists(planned))


class Need(models.Model):
    """One need in one direction. `declined` and `no_need` are answers of the person, not failures."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        MET = "met", pgettext_lazy("need", "Met")
        DECLINED = "declined", _("Declined")
        NO_NEED = "no_need", _("No need")

    OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)

    class MedicalResult(models.TextChoices):
        """Results of a medical need: a closed list, so that nothing is told of health."""

        ATTACHED = "attached", _("Attached to a clinic")
        ATTENDED = "attended", _("The appointment was attended")
        ARRANGED = "arranged", _("Other help was arranged")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="needs")
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="needs", verbose_name=_("direction")
    )
    title = models.CharField(_("own wording"), max_length=200, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    status = models.CharField(
        _("status"), max_length=11, choices=Status, default=Status.NOT_STARTED
    )
    changed_on = models.DateField(_("status since"))
    result = models.CharField(_("result"), max_length=500, blank=True)
    met_on = models.DateField(_("since when it is met"), null=True, blank=True)
    declined_words = models.CharField(_("in the person's words"), max_length=1_000, blank=True)
    ask_again_on = models.DateField(_("ask again on"), null=True, blank=True)
    needs_appointment = models.BooleanField(_("needs an appointment"), default=False)
    appointment_on = models.DateField(_("appointment on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["direction__position", "pk"]
        indexes = [models.Index(fields=["status", "direction"], name="need_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "direction"],
                condition=Q(title="", service__isnull=True),
                name="one_general_need_per_direction",
            ),
            models.CheckConstraint(
                condition=~Q(status="met") | (~Q(result="") & Q(met_on__isnull=False)),
                name="a_met_need_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | Q(ask_again_on__isnull=False),
                name="a_declined_need_is_asked_about_again",
            ),
            models.CheckConstraint(
                condition=Q(appointment_on__isnull=True) | Q(needs_appointment=True),
                name="an_appointment_is_needed_when_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The direction, with the service or the own wording where the need is a special one."""
        special = self.title or (self.service.name if self.service_id else "")
        return f"{self.direction.name}: {special}" if special else self.direction.name

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def result_words(self) -> str:
        if self.direction.is_medical and self.result in self.MedicalResult.values:
            return str(self.MedicalResult(self.result).label)
        return self.result


class NeedChange(models.Model):
    """One change of a need's status. Added, never edited."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="changes")
    old = models.CharField(_("old"), max_length=11, choices=Need.Status, blank=True)
    new = models.CharField(_("new"), max_length=11, choices=Need.Status)
    words = models.CharField(_("words"), max_length=1_000, blank=True)
    on = models.DateField(_("on"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("change of a need")
        verbose_name_plural = _("changes of needs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="a_change_changes_the_status")
        ]

    def __str__(self) -> str:
        return f"{self.get_old_display() or '—'} → {self.get_new_display()}"


class StepQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "StepQuerySet":
        return self.filter(need__plan__in=Plan.objects.visible_to(user))

    def open(self) -> "StepQuerySet":
        return self.filter(state=Step.State.OPEN)

    def running(self) -> "StepQuerySet":
        """Open steps of plans that are not closed."""
        return self.open().exclude(need__plan__state=CLOSED)

    def overdue(self, on: date) -> "StepQuerySet":
        """Steps whose due day is before `on`. Computed; nothing marks a step as overdue."""
        return self.running().filter(due_on__lt=on)

    def due(self, first: date, last: date) -> "StepQuerySet":
        """Steps due from `first` to `last`, both included."""
        return self.running().filter(due_on__range=(first, last))

    def of_worker(self, user: User) -> "StepQuerySet":
        return self.filter(need__plan__worker=user)


class Step(models.Model):
    """One thing to do for a need, with a day and with whom we wait for.

    Its owner is the worker of the plan: a hand-over moves the steps with the person.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        CANCELED = "canceled", _("Canceled")

    class WaitsFor(models.TextChoices):
        WORKER = "worker", _("The worker")
        PERSON = "person", _("The person")
        ORGANIZATION = "organization", _("An organization")

    class Kind(models.TextChoices):
        """What the step is when it has no words of its own."""

        CONTACT = "contact", _("Contact the person")
        ASK_AGAIN = "ask_again", _("Ask again whether help is wanted")
        CHECK = "check", _("Check whether it still holds")

    CLINIC = "clinic"  # stands for any clinic: its name could tell of an illness

    need = models.ForeignKey(Need, models.PROTECT, related_name="steps", verbose_name=_("need"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.CONTACT)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    what = models.CharField(_("what"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), db_index=True)
    waits_for = models.CharField(
        _("who acts"), max_length=12, choices=WaitsFor, default=WaitsFor.WORKER
    )
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    reference = models.CharField(_("reference number"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=1_000, blank=True)
    reported_overdue_at = models.DateTimeField(
        _("reported overdue at"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="step_by_state_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_on__isnull=True)
                | (~Q(state="open") & Q(done_on__isnull=False)),
                name="a_finished_step_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(waits_for="organization") | ~Q(organization="") | ~Q(state="open"),
                name="the_organization_waited_for_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What is to do, in the reader's language where it comes from the directory."""
        if self.what:
            return self.what
        return self.service.name if self.service_id else self.get_kind_display()

    @property
    def waits_words(self) -> str:
        """Whom the step waits for, in words."""
        if self.waits_for != self.WaitsFor.ORGANIZATION:
            return self.get_waits_for_display()
        if self.need.direction.is_medical:
            return str(_("A clinic"))
        return self.organization

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ContactQuerySet":
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def standing(self) -> "ContactQuerySet":
        """Contacts as they read now: a corrected one is replaced by its correction."""
        return self.filter(corrected_by__isnull=True)


class Contact(models.Model):
    """One contact, or one attempt. Never edited: a correction is a new row that keeps the old."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        OFFICE = "office", _("At the office")
        MESSAGE = "message", _("Message")
        ORGANIZATION = "organization", _("With an organization")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="contacts")
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("need")
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, null=True, blank=True, verbose_name=_("direction")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reached = models.BooleanField(_("reached"))
    on = models.DateField(_("on"))
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("step")
    )
    next_step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("next step")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["plan", "-on"], name="contact_by_plan_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=True) | Q(direction__isnull=False),
                name="a_contact_on_a_need_has_its_direction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d.%m.%Y}"

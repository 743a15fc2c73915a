"""The plan of one released person, and what hangs on the plan as a whole."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from amnesty.accounts.models import Office, User
from amnesty.accounts.scoping import office_ids, sees_every_office
from cases import names
from cases.models import Decision, Defendant
from resocialization.models.directory import Direction

CLOSED = "closed"


class PlanQuerySet(models.QuerySet):
    def in_offices_of(self, user: User) -> "PlanQuerySet":
        """Plans of the offices the user sits in, whatever the role; auditors sit in all.

        A plan without an office belongs to the court's office and to those who can assign it.
        """
        if not user.is_authenticated:
            return self.none()
        if sees_every_office(user):
            return self
        offices = office_ids(user)
        own = Q(office__in=offices) | Q(office__isnull=True, decision__case__court__in=offices)
        if user.has_perm("resocialization.reassign_plan"):
            services = Office.objects.filter(pk__in=offices, kind=Office.Kind.SOCIAL_SERVICE)
            own |= Q(office__isnull=True) & models.Exists(services)
        return self.filter(own)

    def visible_to(self, user: User) -> "PlanQuerySet":
        """Plans whose content `user` may read.

        A supervisor and an auditor: all of their offices. A social worker: the own people and
        those nobody follows yet. A medical coordinator: whoever needs an appointment or has a
        medical record; the record stays readable when the appointment is over.
        """
        if not user.has_perm("resocialization.view_plan"):
            return self.none()
        plans = self.in_offices_of(user)
        if user.has_perm("resocialization.reassign_plan") or sees_every_office(user):
            return plans
        if user.has_perm("resocialization.work_on_plan"):
            return plans.filter(Q(worker=user) | Q(worker__isnull=True))
        asked = Plan.objects.filter(needs__needs_appointment=True).values("pk")
        recorded = Plan.objects.filter(medical_notes__isnull=False).values("pk")
        return plans.filter(Q(worker=user) | Q(pk__in=asked) | Q(pk__in=recorded))

    def of_worker(self, user: User) -> "PlanQuerySet":
        return self.filter(worker=user)

    def named(self, text: str) -> "PlanQuerySet":
        """Plans of persons whose folded name has words that begin as those of `text`.

        A text without any letter or digit names nobody.
        """
        if not names.search_key(text):
            return self.none()
        return self.filter(defendant__in=Defendant.objects.named(text))

    def with_dates(self, today: date) -> "PlanQuerySet":
        """Each plan with `next_due`, `last_contact` and `is_overdue`, in the same statement."""
        mine = Plan.objects.filter(pk=models.OuterRef("pk"))
        open_step = Q(needs__steps__state="open")
        reached = Q(contacts__reached=True, contacts__corrected_by__isnull=True)
        next_due = mine.filter(open_step).order_by("needs__steps__due_on")
        last = mine.filter(reached).order_by("-contacts__on")
        return self.annotate(
            next_due=models.Subquery(next_due.values("needs__steps__due_on")[:1]),
            last_contact=models.Subquery(last.values("contacts__on")[:1]),
        ).annotate(
            is_overdue=models.Case(
                models.When(Q(next_due__lt=today) & ~Q(state=CLOSED), then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def running(self) -> "PlanQuerySet":
        return self.exclude(state=CLOSED)

    def unassigned(self) -> "PlanQuerySet":
        return self.running().filter(worker__isnull=True)

    def waiting_to_close(self) -> "PlanQuerySet":
        return self.filter(state=Plan.State.CLOSING)

    def without_contact(self, on: date, days: int, kind: str = "") -> "PlanQuerySet":
        """Running plans whose person was not reached (by `kind`) in the `days` before `on`."""
        since = on - timedelta(days=days)
        how = {"contacts__kind": kind} if kind else {}
        reached = Plan.objects.filter(
            contacts__reached=True,
            contacts__corrected_by__isnull=True,
            contacts__on__range=(since, on),
            **how,
        )
        return self.running().filter(released_on__lt=since).exclude(pk__in=reached.values("pk"))


class Plan(models.Model):
    """The follow-up of one release: opened once per decision, closed when a second person agrees.

    Help, not supervision: a person freed by the amnesty is not on probation.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSING = "closing", _("Waiting for approval to close")
        CLOSED = CLOSED, _("Closed")

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("Needs are met")
        DECLINED = "declined", _("The person declined further help")
        MOVED = "moved", _("The person moved away")
        LOST = "lost", _("Contact was lost")
        RECALLED = "recalled", _("The decision was revoked or the person recalled")
        NEW_OFFENSE = "new_offense", _("New offense")
        DIED = "died", _("The person died")

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="plan", verbose_name=_("decision")
    )
    defendant = models.ForeignKey(
        Defendant, models.PROTECT, related_name="plans", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        limit_choices_to={"kind": Office.Kind.SOCIAL_SERVICE},
        verbose_name=_("office"),
    )
    worker = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("worker")
    )
    released_on = models.DateField(_("released on"))
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    no_document = models.BooleanField(_("has no identity document"), default=False)
    no_home = models.BooleanField(_("has no place to live"), default=False)
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["defendant__sort_key", "pk"]
        permissions = [
            ("work_on_plan", gettext_noop("Can work with released people of the own caseload")),
            ("reassign_plan", gettext_noop("Can assign and hand over released people")),
            ("read_notes", gettext_noop("Can read notes of contacts and results of steps")),
        ]
        indexes = [models.Index(fields=["worker", "state"], name="plan_by_worker")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_on__isnull=True, outcome=""),
                name="a_closed_plan_has_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.defendant} · {self.released_on:%d.%m.%Y}"

    @property
    def is_running(self) -> bool:
        return self.state != self.State.CLOSED

    @property
    def is_urgent(self) -> bool:
        return self.no_document or self.no_home


class Closing(models.Model):
    """One request to close a plan, and its answer by another person. Added, never deleted."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="closings")
    outcome = models.CharField(_("outcome"), max_length=11, choices=Plan.Outcome)
    reason = models.TextField(_("reason"), max_length=2_000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"))
    answer = models.CharField(_("answer"), max_length=9, choices=Answer, default=Answer.WAITING)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    words = models.TextField(_("words to the answer"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("request to close")
        verbose_name_plural = _("requests to close")
        ordering = ["-pk"]
        permissions = [("approve_closing", gettext_noop("Can approve the closing of a plan"))]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(answer="waiting"), name="one_request_to_close_waits"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="closing_needs_a_reason"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="closing_is_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_by__isnull=True)
                | (~Q(answer="waiting") & Q(answered_by__isnull=False, answered_on__isnull=False)),
                name="an_answer_to_closing_has_its_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.asked_on:%d.%m.%Y}"


class AddressQuerySet(models.QuerySet):
    def current(self) -> "AddressQuerySet":
        return self.filter(is_current=True)

    def visible_to(self, user: User) -> "AddressQuerySet":
        """Addresses of the people in the user's care; nobody else's, not even unassigned ones."""
        if not user.has_perm("resocialization.view_address"):
            return self.none()
        plans = Plan.objects.visible_to(user)
        if not user.has_perm("resocialization.reassign_plan"):
            plans = plans.filter(worker__isnull=False)
        return self.filter(plan__in=plans)


class Address(models.Model):
    """Where a released person lives and can be called. A right of its own; old rows are kept."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="addresses")
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    until = models.DateField(_("can stay until"), null=True, blank=True)
    is_current = models.BooleanField(_("current"), default=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(is_current=True), name="one_current_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Address')} {self.pk}"


class ConsentQuerySet(models.QuerySet):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_on__isnull=True)

    def medical(self) -> "ConsentQuerySet":
        """Consents to keep a medical record: to all directions or to one about health."""
        return self.in_force().filter(
            Q(direction__isnull=True) | Q(direction__is_medical=True),
            purpose=Consent.Purpose.MEDICAL,
        )

    def sharing(self, direction_id: int | None) -> "ConsentQuerySet":
        """Consents to share data with organizations of this direction."""
        return self.in_force().filter(
            Q(direction__isnull=True) | Q(direction=direction_id), purpose=Consent.Purpose.SHARING
        )


class Consent(models.Model):
    """What the person agreed to, when, on paper or orally. Withdrawn, never deleted."""

    class Purpose(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up by the social service")
        SHARING = "sharing", _("Sharing data with organizations, referrals")
        MEDICAL = "medical", _("Keeping a medical record")

    class Form(models.TextChoices):
        PAPER = "paper", _("On paper")
        ORAL = "oral", _("Orally")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("what for"), max_length=9, choices=Purpose)
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("direction"),
        help_text=_("Leave empty for all directions."),
    )
    form = models.CharField(_("how"), max_length=5, choices=Form)
    given_on = models.DateField(_("given on"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawal recorded by")
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "purpose", "direction"],
                condition=Q(withdrawn_on__isnull=True, direction__isnull=False),
                name="one_consent_per_direction",
            ),
            models.UniqueConstraint(
                fields=["plan", "purpose"],
                condition=Q(withdrawn_on__isnull=True, direction__isnull=True),
                name="one_consent_for_all_directions",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_is_withdrawn_after_it_is_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.given_on:%d.%m.%Y}"


class HandOver(models.Model):
    """One person passed from one worker to another, with what the next one has to know."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="hand_overs")
    from_worker = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("from")
    )
    to_worker = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("to")
    )
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    act = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_worker__isnull=True)
                | Q(to_worker__isnull=True)
                | ~Q(from_worker=F("to_worker")),
                name="handed_over_to_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_worker or '—'} → {self.to_worker or '—'}"

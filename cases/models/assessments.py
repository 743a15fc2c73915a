"""Rule sets, the assessments made under them, and the runs that assess many cases again."""

from datetime import datetime

import msgspec
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.history import tracked
from amnesty.accounts.models import User
from cases.models import codes
from cases.models.files import Case
from cases.models.reference import ReferenceState


class RuleSet(models.Model):
    """The parameters of the act as one dated document. Immutable once an assessment refers to it.

    `data` is the JSON document of cases/data: each parameter with value, source, citation,
    strength and whether it was verified against the text of the act.

    One person proposes a rule set, another puts it into use (cases/activating.py). What was proposed
    or in use is not changed any more; the database itself refuses it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("rule set", "Draft")
        PROPOSED = "proposed", pgettext_lazy("rule set", "Proposed")
        ACTIVE = "active", pgettext_lazy("rule set", "In use")
        SUPERSEDED = "superseded", pgettext_lazy("rule set", "Superseded")

    code = models.CharField(_("code"), max_length=40, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    data = models.JSONField(_("parameters"))
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    is_active = models.BooleanField(_("in use"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, editable=False)
    activated_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("put into use by"),
    )
    activated_at = models.DateTimeField(_("put into use"), null=True, editable=False)

    history = tracked()

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="one_rule_set_is_in_use"
            ),
            models.CheckConstraint(
                condition=Q(activated_by__isnull=True)
                | (Q(proposed_by__isnull=False) & ~Q(activated_by=F("proposed_by"))),
                name="rule_set_is_activated_by_a_second_person",
            ),
        ]
        permissions = [
            ("propose_ruleset", gettext_noop("Can propose a rule set")),
            ("activate_ruleset", gettext_noop("Can put a rule set into use")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        return getattr(self, f"title_{(get_language() or 'en')[:2]}", "") or self.title_en

    @property
    def state(self) -> "RuleSet.State":
        if self.is_active:
            return self.State.ACTIVE
        if self.activated_at:
            return self.State.SUPERSEDED
        return self.State.PROPOSED if self.proposed_at else self.State.DRAFT


class Assessment(models.Model):
    """One answer of the law core to the facts of one case. Added, never edited.

    Keeps the whole dossier and the whole answer in the form of the assessment contract (without
    `flips`, which follow from them), the rule set and the state of the reference table.
    """

    class Why(models.TextChoices):
        FIRST_ENTRY = "first_entry", _("First entry")
        DATA_CORRECTED = "data_corrected", _("Data corrected")
        VERDICT = "verdict", _("Verdict")
        APPEAL = "appeal", _("Appeal")
        TRANSFER_CHECK = "transfer_check", _("Transfer check")
        RULE_SET_CHANGED = "rule_set_changed", _("Rules or reference data changed")
        RUN = "run", _("Re-evaluation run")
        OTHER = "other", _("Other")

    case = models.ForeignKey(Case, models.CASCADE, related_name="assessments")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT)
    reference = models.ForeignKey(ReferenceState, models.PROTECT)
    facts_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    dossier_json = models.TextField()
    answer_json = models.TextField()
    outcome = models.CharField(_("outcome"), max_length=20, choices=codes.Outcome, db_index=True)
    preliminary = models.BooleanField(_("preliminary"))
    gravity = models.CharField(_("worst gravity"), max_length=16, choices=codes.Gravity, blank=True)
    missing_count = models.PositiveSmallIntegerField(_("missing facts"))
    missing_facts = models.CharField(max_length=400, blank=True)
    flags = models.CharField(max_length=300, blank=True)
    new_end = models.DateField(_("new end"), null=True)
    release_now = models.BooleanField(_("release now"), default=False)
    why = models.CharField(_("reason"), max_length=20, choices=Why)
    why_text = models.CharField(_("reason in words"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey("Run", models.PROTECT, null=True, related_name="assessments")

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule_set", "reference", "digest"],
                name="the_same_facts_are_answered_once",
            ),
            models.CheckConstraint(
                condition=~Q(why="other") | ~Q(why_text=""), name="another_reason_needs_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.outcome}"

    @cached_property
    def dossier(self) -> dict:
        """The facts, in the contract's form."""
        return msgspec.json.decode(self.dossier_json)

    @cached_property
    def answer(self) -> dict:
        """The answer, in the contract's form, without `flips`."""
        return msgspec.json.decode(self.answer_json)


class RunQuerySet(models.QuerySet):
    def unfinished(self) -> "RunQuerySet":
        return self.filter(state__in=[Run.State.WAITING, Run.State.RUNNING])


class Run(models.Model):
    """One re-evaluation of all cases. It writes assessments only, never decisions.

    It answers under the rule set and the table that were in use when it began. When these change,
    it is superseded: the run that was requested by then begins anew.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELED = "canceled", _("Canceled")
        SUPERSEDED = "superseded", _("Superseded")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    why = models.CharField(
        _("reason"), max_length=20, choices=Assessment.Why, default=Assessment.Why.RUN
    )
    rule_set = models.ForeignKey(RuleSet, models.PROTECT)
    reference = models.ForeignKey(ReferenceState, models.PROTECT)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(_("cases"), default=0)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-evaluation run")
        verbose_name_plural = _("re-evaluation runs")
        ordering = ["-pk"]
        permissions = [("start_run", gettext_noop("Can start a re-evaluation run"))]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_run_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="waiting"), name="one_run_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Run')} {self.pk}"


class RunItemQuerySet(models.QuerySet):
    def to_do(self, now: datetime) -> "RunItemQuerySet":
        """Items nobody works on: waiting, or claimed by a worker whose lease has run out."""
        return self.filter(
            Q(state=RunItem.State.PENDING) | Q(state=RunItem.State.CLAIMED, claimed_until__lt=now)
        )


class RunItem(models.Model):
    """One range of case ids of a run: the unit a worker claims, finishes or leaves behind.

    `next_id` is the first case that is still to do: it moves in the transaction that stores the
    answers, so a range that is taken up again goes on exactly where it stopped. `tries` counts the
    attempts since it last moved. Whoever holds `lease` may write until `claimed_until`.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        CLAIMED = "claimed", _("In work")
        DONE = "done", _("Done")
        ERROR = "error", _("Failed")

    run = models.ForeignKey(Run, models.CASCADE, related_name="items")
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    next_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    moved_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = RunItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a run")
        verbose_name_plural = _("parts of runs")
        ordering = ["run", "first_id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "first_id"], name="a_range_is_done_once_a_run"),
            models.CheckConstraint(
                condition=Q(last_id__gte=F("first_id")), name="a_range_is_not_reversed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"


class RunChange(models.Model):
    """One case that a run answered differently from before, or could not answer."""

    class Kind(models.TextChoices):
        """The weightiest thing that changed; the order of the list is the order of weight."""

        OUTCOME = "outcome", _("Outcome")
        TERM = "term", _("What is kept of the term")
        DATES = "dates", _("Dates")
        FINDINGS = "findings", _("Findings only")
        FIRST = "first", _("First answer")
        FAILED = "failed", _("Not answered")

    run = models.ForeignKey(Run, models.CASCADE, related_name="changes")
    case = models.ForeignKey(Case, models.CASCADE, related_name="run_changes")
    old = models.ForeignKey(Assessment, models.SET_NULL, null=True, related_name="+")
    new = models.ForeignKey(Assessment, models.SET_NULL, null=True, related_name="+")
    old_outcome = models.CharField(max_length=20, choices=codes.Outcome, blank=True)
    new_outcome = models.CharField(max_length=20, choices=codes.Outcome, blank=True)
    kind = models.CharField(_("what changed"), max_length=12, choices=Kind)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("change found by a run")
        verbose_name_plural = _("changes found by runs")
        ordering = ["run", "case"]
        constraints = [
            models.UniqueConstraint(fields=["run", "case"], name="a_run_reports_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.old_outcome} → {self.new_outcome}"

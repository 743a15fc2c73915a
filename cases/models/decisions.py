"""Decisions: what a court, prosecutor or investigator ordered. May differ from the assessment.

Once approved a decision is final: save(), the queryset and triggers of the database let nothing
but the next step of its life through. cases/deciding.py takes these steps.
"""

from datetime import date
from hashlib import blake2b

import msgspec
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from amnesty.accounts.history import tracked
from amnesty.accounts.models import Office, User
from cases.models import codes
from cases.models.assessments import Assessment
from cases.models.files import Case

ENTRY_INTO_FORCE = date(2022, 11, 3)
FREEING = ("release", "terminate", "reduce", "combined", "reduce_at_sentencing")

# Which columns may change with which step of a decision's life; `version` may always.
CONTENT = (
    "assessment_id",
    "body",
    "office_id",
    "decider",
    "act_number",
    "decided_on",
    "outcome",
    "new_end",
    "frees_person",
    "released_on",
    "differs",
    "reason",
    "supersedes_id",
)
APPROVAL = ("approved_by_id", "approved_at", "approval_note", "identity_checked", "digest")
EXECUTION = ("executed_by_id", "executed_at")
REVOCATION = ("revoked_by_id", "revoked_at", "revocation_reason")
STEPS: dict[tuple[str, str], tuple[str, ...]] = {
    ("draft", "draft"): CONTENT,
    ("draft", "approved"): APPROVAL,
    ("draft", "revoked"): REVOCATION,
    ("approved", "executed"): EXECUTION,
    ("approved", "revoked"): REVOCATION,
    ("executed", "revoked"): REVOCATION,
}


class DecisionIsFinal(RuntimeError):
    """An approved decision is neither changed nor removed; a correction is a new decision."""


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "DecisionQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))

    def drafts(self) -> "DecisionQuerySet":
        return self.filter(state=Decision.State.DRAFT)

    def signed(self) -> "DecisionQuerySet":
        """Approved or executed."""
        return self.filter(state__in=[Decision.State.APPROVED, Decision.State.EXECUTED])

    def standing(self) -> "DecisionQuerySet":
        """Signed, and not replaced by a later signed decision."""
        later = Decision.objects.signed().filter(supersedes__isnull=False).values("supersedes")
        return self.signed().exclude(pk__in=later)

    def freeing(self) -> "DecisionQuerySet":
        """Executed decisions by which the person went free, as far as they still stand."""
        return self.standing().filter(state=Decision.State.EXECUTED, frees_person=True)

    def differing(self) -> "DecisionQuerySet":
        """Standing decisions and drafts that say otherwise than the case's answer of today."""
        now = "case__current_assessment__"
        other_end = (
            Q(outcome="reduce", new_end__isnull=False)
            & Q(**{f"{now}new_end__isnull": False})
            & ~Q(new_end=F(f"{now}new_end"))
        )
        told = self.standing() | self.drafts()
        return told.filter(~Q(outcome=F(f"{now}outcome")) | other_end)

    def claim(self, pk: int, version: int) -> bool:
        """Take the next version of one decision; False when somebody else was quicker."""
        rows = self.filter(pk=pk, version=version)
        return bool(models.QuerySet.update(rows, version=F("version") + 1))

    def update(self, **values: object) -> int:
        """Drafts only, and never a step of their life: each step goes through save()."""
        if "state" in values or self.exclude(state=Decision.State.DRAFT).exists():
            raise DecisionIsFinal
        return super().update(**values)

    update.alters_data = True

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(state=Decision.State.DRAFT).exists():
            raise DecisionIsFinal
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def remove_invented(self) -> int:
        """Remove the decisions about invented people; the triggers refuse any other."""
        return self.filter(case__defendant__is_demo=True)._raw_delete(self.db)


class Decision(models.Model):
    """One act of a deciding body: draft → approved → executed, or revoked.

    Author, approver and the one who executes are three people. An approved decision is not
    changed any more: a correction is a new decision that supersedes it.
    """

    class Body(models.TextChoices):
        INVESTIGATOR = "investigator", _("Investigating body")
        PROSECUTOR = "prosecutor", _("Prosecutor")
        COURT = "court", _("Court")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved")
        EXECUTED = "executed", _("Executed")
        REVOKED = "revoked", _("Revoked")

    class Differs(models.TextChoices):
        """Why the body decided otherwise than the assessment."""

        FACTS = "facts", _("The body established other facts")
        QUALIFICATION = "qualification", _("The act was qualified differently")
        READING = "reading", _("The body reads the act differently")
        EVIDENCE = "evidence", _("A missing fact was proved to the body")
        OTHER = "other", _("Other")

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="decisions")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    body = models.CharField(_("deciding body"), max_length=12, choices=Body)
    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("office"), related_name="+")
    decider = models.CharField(_("who decided"), max_length=150)
    act_number = models.CharField(_("number of the act"), max_length=60)
    decided_on = models.DateField(_("date of the act"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=codes.Outcome)
    new_end = models.DateField(_("new end of the term"), null=True, blank=True)
    frees_person = models.BooleanField(_("the person goes free"), default=False)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    differs = models.CharField(
        _("why it differs from the assessment"), max_length=13, choices=Differs, blank=True
    )
    reason = models.TextField(_("reason in words"), max_length=20_000, blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("replaces"),
    )
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("author"), related_name="+")
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("approved by"), related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approval_note = models.CharField(_("note of the approver"), max_length=500, blank=True)
    identity_checked = models.BooleanField(_("identity checked against a document"), default=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    executed_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("executed by"), related_name="+"
    )
    executed_at = models.DateTimeField(_("executed at"), null=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("revoked by"), related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revocation_reason = models.CharField(_("why it was revoked"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DecisionQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        permissions = [
            ("draft_decision", gettext_noop("Can draft decisions")),
            ("approve_decision", gettext_noop("Can approve decisions")),
            ("execute_decision", gettext_noop("Can check and execute decisions")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("author")),
                name="author_and_approver_are_two_people",
            ),
            models.CheckConstraint(condition=~Q(outcome="needs_review"), name="a_decision_decides"),
            models.CheckConstraint(
                condition=Q(decided_on__gte=ENTRY_INTO_FORCE),
                name="decided_after_the_entry_into_force",
            ),
            models.CheckConstraint(
                condition=~Q(differs="other") | ~Q(reason=""), name="another_difference_needs_words"
            ),
            models.CheckConstraint(
                condition=Q(executed_by__isnull=True)
                | ~(Q(executed_by=F("approved_by")) | Q(executed_by=F("author"))),
                name="whoever_executes_neither_wrote_nor_approved",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(revoked_by=F("approved_by")),
                name="a_second_person_revokes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "revoked"]) | Q(approved_by__isnull=False),
                name="only_an_approved_decision_goes_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | Q(revoked_by__isnull=False, revoked_at__isnull=False) & ~Q(revocation_reason=""),
                name="a_revocation_has_author_moment_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="executed") | Q(executed_at__isnull=False),
                name="an_executed_decision_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(frees_person=False) | Q(released_on__isnull=False),
                name="a_release_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(frees_person=False) | Q(outcome__in=FREEING),
                name="only_relief_frees_a_person",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="draft"), name="one_draft_a_case"
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=~Q(state="revoked"),
                name="a_decision_is_replaced_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_number} · {self.decided_on:%d.%m.%Y}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises DecisionIsFinal when more would change than the step it takes may change."""
        if not self._state.adding:
            self._refuse_another_step()
        super().save(*args, **kwargs)

    def _refuse_another_step(self) -> None:
        names = [field.attname for field in self._meta.concrete_fields]
        stored = Decision.objects.filter(pk=self.pk).values(*names).first()
        if stored is None:
            return
        changed = {name for name in names if getattr(self, name) != stored[name]}
        may_change = STEPS.get((stored["state"], self.state), ())
        if refused := changed - {*may_change, "state", "version"}:
            raise DecisionIsFinal(", ".join(sorted(refused)))
        if self.state != stored["state"] and not may_change:
            raise DecisionIsFinal(f"{stored['state']} → {self.state}")

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        if Decision.objects.filter(pk=self.pk).exclude(state=Decision.State.DRAFT).exists():
            raise DecisionIsFinal
        return super().delete(*args, **kwargs)

    def content_digest(self) -> str:
        """BLAKE2b of what was decided: proves later that an approved text is what was approved."""
        told = [getattr(self, name) for name in ("case_id", "author_id", *CONTENT)]
        return blake2b(msgspec.json.encode(told), digest_size=32).hexdigest()

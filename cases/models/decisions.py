"""Decisions: what a court, prosecutor or investigator ordered. May differ from the assessment."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import Office, User
from cases.models import codes
from cases.models.assessments import Assessment
from cases.models.files import Case

ENTRY_INTO_FORCE = date(2022, 11, 3)


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "DecisionQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))

    def freeing(self) -> "DecisionQuerySet":
        """Executed decisions by which the person went free."""
        return self.filter(state=Decision.State.EXECUTED, frees_person=True)


class Decision(models.Model):
    """One act of a deciding body: draft → approved → executed, or revoked.

    Author and approver are two people. An approved decision is not changed any more: a correction
    is a new decision that supersedes it.
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
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    executed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    executed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        permissions = [
            ("draft_decision", "Can draft decisions"),
            ("approve_decision", "Can approve decisions"),
            ("execute_decision", "Can check and execute decisions"),
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
                condition=Q(state="draft") | Q(approved_by__isnull=False),
                name="only_an_approved_decision_goes_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="executed") | Q(executed_at__isnull=False),
                name="an_executed_decision_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(frees_person=False) | Q(released_on__isnull=False),
                name="a_release_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_number} · {self.decided_on:%d.%m.%Y}"

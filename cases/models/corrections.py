"""What one person proposes and another confirms: a correction of known facts, an odd IIN."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from amnesty.accounts.history import tracked
from amnesty.accounts.models import User
from cases.models.files import Case
from cases.models.people import Defendant

SHORTEST_REASON = 20


class Proposal(models.Model):
    """A change that waits for a second person, with the paper that shows it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        OUTDATED = "outdated", _("Outdated")

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PROPOSED)
    reason = models.CharField(
        _("reason"), max_length=500, validators=[MinLengthValidator(SHORTEST_REASON)]
    )
    document = models.CharField(_("document"), max_length=200)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("proposed by"), related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("looked at by"), related_name="+"
    )
    decided_at = models.DateTimeField(_("looked at at"), null=True)
    refusal = models.CharField(_("why it was refused"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def was_decided_by(self, user: User, state: str) -> bool:
        """Did this user say exactly this already? Then saying it again changes nothing."""
        return self.state == state and self.decided_by_id == user.pk


def two_people(what: str) -> list[models.CheckConstraint]:
    """The constraints of a proposal called `what`."""
    return [
        models.CheckConstraint(
            condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            name=f"{what}_proposer_and_confirmer_are_two_people",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=["confirmed", "refused"])
            | Q(decided_by__isnull=False, decided_at__isnull=False),
            name=f"a_decided_{what}_has_person_and_moment",
        ),
        models.CheckConstraint(
            condition=~Q(state="refused") | ~Q(refusal=""), name=f"a_refused_{what}_says_why"
        ),
        models.CheckConstraint(
            condition=GreaterThanOrEqual(Length("reason"), SHORTEST_REASON),
            name=f"the_reason_of_a_{what}_is_told",
        ),
        models.CheckConstraint(condition=~Q(document=""), name=f"a_{what}_names_its_document"),
    ]


class CorrectionQuerySet(models.QuerySet):
    def waiting(self) -> "CorrectionQuerySet":
        """Proposed, and of facts and values that still stand as they did then."""
        return self.filter(
            state=FactCorrection.State.PROPOSED,
            version=F("case__version"),
            facts_version=F("case__facts_version"),
            person_version=F("case__defendant__version"),
        )

    def being_written(self) -> "CorrectionQuerySet":
        """Confirmed in this very transaction: it is written before it ends, or undone."""
        return self.filter(state=FactCorrection.State.CONFIRMED, written_at__isnull=True)


class FactCorrection(Proposal):
    """A change of known facts of a submitted case.

    `changes` are lists of path, old and new value (cases/submitting.py); `typed` is the page as it
    was sent, written as a whole on confirmation. The versions tell what it was typed against.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField(editable=False)
    facts_version = models.PositiveIntegerField(editable=False)
    person_version = models.PositiveIntegerField(editable=False)
    changes = models.JSONField(_("changes"))
    typed = models.JSONField(editable=False)
    written_at = models.DateTimeField(_("written at"), null=True)

    objects = CorrectionQuerySet.as_manager()
    history = tracked(leaving_out=("typed",))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-pk"]
        permissions = [
            ("propose_correction", gettext_noop("Can propose corrections of known facts")),
            ("confirm_correction", gettext_noop("Can confirm corrections of known facts")),
            ("comment_correction", gettext_noop("Can comment on corrections")),
        ]
        constraints = [
            *two_people("correction"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True) | Q(state="confirmed"),
                name="only_a_confirmed_correction_is_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.get_state_display()}"

    @property
    def is_outdated(self) -> bool:
        """Put aside, or overtaken by a later save of the case or the person."""
        case = self.case
        now = (case.version, case.facts_version, case.defendant.version)
        then = (self.version, self.facts_version, self.person_version)
        waits = self.state == self.State.PROPOSED
        return self.state == self.State.OUTDATED or (waits and now != then)


class CorrectionComment(models.Model):
    """What a prosecutor observes about a proposed correction. Never changed."""

    correction = models.ForeignKey(FactCorrection, models.CASCADE, related_name="comments")
    text = models.CharField(_("comment"), max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("comment on a correction")
        verbose_name_plural = _("comments on corrections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something")
        ]

    def __str__(self) -> str:
        return self.text


class IinOverride(Proposal):
    """An IIN whose check digit is wrong, and the document that shows it all the same."""

    defendant = models.ForeignKey(Defendant, models.CASCADE, related_name="iin_overrides")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    iin = models.CharField(_("IIN"), max_length=12)
    document_number = models.CharField(_("document number"), max_length=40)
    issued_on = models.DateField(_("date of the document"))

    history = tracked()

    class Meta:
        verbose_name = _("IIN with another check digit")
        verbose_name_plural = _("IINs with another check digit")
        ordering = ["-pk"]
        permissions = [("confirm_iin", gettext_noop("Can confirm an IIN with a wrong check digit"))]
        constraints = [
            *two_people("iin"),
            models.CheckConstraint(
                condition=Q(iin__regex=r"^[0-9]{12}$"), name="a_confirmed_iin_has_twelve_digits"
            ),
            models.CheckConstraint(
                condition=~Q(document_number=""), name="the_document_of_an_iin_has_its_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.document_number}, {self.issued_on:%d.%m.%Y}"

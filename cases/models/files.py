"""The case: the file of one defendant in one proceeding, with its offenses and its sentence.

Offenses, sentences and custody are parts of the case: whoever changes one saves the case last,
and saving the case assesses it (cases/signals.py).
"""

import secrets

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from amnesty.accounts.history import tracked
from amnesty.accounts.models import Office, Region, User
from amnesty.accounts.scoping import office_ids, sees_every_office
from cases import numbers
from cases.models import codes
from cases.models.people import Defendant
from cases.models.submitted import FactQuerySet, FactRow, PartQuerySet

NUMBER = RegexValidator(r"^[0-9]{1,3}(-[0-9]{1,2})?$", _("Enter a number such as 272 or 269-1."))


def new_number() -> str:
    """A fresh case number; the unique constraint catches the one in 27,000,000,000."""
    return numbers.case_number(secrets.randbelow(numbers.HOW_MANY))


def term_is_whole_or_unknown(prefix: str = "") -> Q:
    """A term has years, months and days, not all zero; or all three are unknown."""
    years, months, days = (f"{prefix}{part}" for part in ("years", "months", "days"))
    unknown = Q(**{f"{part}__isnull": True for part in (years, months, days)})
    whole = Q(
        **{f"{years}__range": (0, 100), f"{months}__range": (0, 11), f"{days}__range": (0, 29)}
    ) & ~Q(**{years: 0, months: 0, days: 0})
    return unknown | whole


class CaseQuerySet(FactQuerySet):
    deciding = frozenset(
        {"defendant", "defendant_id", "stage", "recidivism", "objects_to_termination"}
    )

    def in_offices_of(self, user: User) -> "CaseQuerySet":
        """Cases of the offices the user sits in, whatever the role; auditors sit in all."""
        if not user.is_authenticated:
            return self.none()
        if sees_every_office(user):
            return self
        offices = office_ids(user)
        return self.filter(
            Q(court__in=offices)
            | Q(prosecutor_office__in=offices)
            | Q(investigating_body__in=offices)
        )

    def visible_to(self, user: User) -> "CaseQuerySet":
        """Cases of the user's offices, for a role that reads cases; else none."""
        if not user.has_perm("cases.view_case"):
            return self.none()
        return self.in_offices_of(user)

    def needing_review(self) -> "CaseQuerySet":
        return self.filter(current_assessment__outcome=codes.Outcome.NEEDS_REVIEW)

    def stale(self, rule_set_id: int, reference_id: int) -> "CaseQuerySet":
        """Cases without an answer, or whose facts, rule set or reference table are newer."""
        return self.filter(
            Q(current_assessment__isnull=True)
            | ~Q(assessed_facts_version=F("facts_version"))
            | ~Q(current_assessment__rule_set=rule_set_id)
            | ~Q(current_assessment__reference=reference_id)
        )

    def open(self) -> "CaseQuerySet":
        return self.filter(ending="")


class Case(models.Model):
    """One defendant's file in one proceeding. Co-defendants share the proceeding number.

    Invariant: once saved it has a current assessment, made from exactly the facts of
    `assessed_facts_version`; when `facts_version` is higher, the answer is out of date.
    """

    class Ending(models.TextChoices):
        """Endings other than the amnesty: they close a case without any amnesty decision."""

        ACQUITTAL = "acquittal", _("Acquittal")
        REHABILITATION = "rehabilitation", _("Terminated on a rehabilitating ground")
        DEATH = "death", _("Death of the person")
        LIMITATION = "limitation", _("Lapse of time")
        OTHER = "other", _("Other ending")

    number = models.CharField(_("case number"), max_length=12, unique=True, editable=False)
    proceeding_number = models.CharField(
        _("proceeding number"), max_length=60, blank=True, db_index=True
    )
    defendant = models.ForeignKey(
        Defendant, models.PROTECT, related_name="cases", verbose_name=_("defendant")
    )
    court = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="cases",
        limit_choices_to={"kind": Office.Kind.COURT},
        verbose_name=_("court"),
    )
    prosecutor_office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_cases",
        limit_choices_to={"kind": Office.Kind.PROSECUTOR},
        verbose_name=_("prosecutor's office"),
    )
    investigating_body = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="investigated_cases",
        limit_choices_to={"kind": Office.Kind.INVESTIGATOR},
        verbose_name=_("investigating body"),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=codes.Stage, blank=True)
    objects_to_termination = models.BooleanField(_("objects to termination"), null=True, blank=True)
    recidivism = models.CharField(
        _("recidivism, as the court found"), max_length=10, choices=codes.Recidivism, blank=True
    )
    ending = models.CharField(_("other ending"), max_length=15, choices=Ending, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"), default=timezone.localdate)
    note = models.TextField(_("note"), max_length=20_000, blank=True)

    version = models.PositiveIntegerField(default=1, editable=False)
    facts_version = models.PositiveIntegerField(default=1, editable=False)
    assessed_facts_version = models.PositiveIntegerField(default=0, editable=False)
    current_assessment = models.ForeignKey(
        "Assessment", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()
    history = tracked(
        leaving_out=("current_assessment", "facts_version", "assessed_facts_version", "updated_at")
    )

    ANSWER_FIELDS = frozenset({"current_assessment", "facts_version", "assessed_facts_version"})

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        permissions = [
            ("register_case", gettext_noop("Can register and edit cases of the own office")),
            ("assess_case", gettext_noop("Can have a case assessed again")),
        ]
        indexes = [
            models.Index(fields=["court", "-id"], name="case_by_court"),
            models.Index(fields=["stage", "-id"], name="case_by_stage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="") | Q(ended_on__isnull=False), name="an_ended_case_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: object, **kwargs: object) -> None:
        """Data and answer commit together. Never writes the answer itself: a copy read earlier
        must not put an older one back."""
        self.number = self.number or new_number()
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if field.name not in self.ANSWER_FIELDS and not field.primary_key
            ]
        with transaction.atomic():
            super().save(*args, **kwargs)

    def remember(self, assessment_id: int, facts_version: int) -> None:
        """Bring this copy up to date with the answer that was just stored."""
        self.current_assessment_id = assessment_id
        self.facts_version = self.assessed_facts_version = facts_version


class Offense(FactRow):
    """One count: an article of the Criminal Code, read in the edition of the day of the act."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="offenses")
    ordinal = models.PositiveSmallIntegerField(_("count"), default=1)
    article = models.CharField(_("article"), max_length=6, blank=True, validators=[NUMBER])
    part = models.CharField(_("part"), max_length=6, blank=True, validators=[NUMBER])
    points = models.JSONField(_("points"), null=True, blank=True)
    committed_from = models.DateField(_("committed on"), null=True, blank=True)
    committed_to = models.DateField(_("until"), null=True, blank=True)
    in_kazakhstan = models.BooleanField(_("in Kazakhstan"), null=True, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("region of the act")
    )
    nexus = models.CharField(
        _("connection with the riots"), max_length=11, choices=codes.Nexus, blank=True
    )
    victim_minor = models.BooleanField(_("victim was a minor"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)

    objects = PartQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("offense")
        verbose_name_plural = _("offenses")
        ordering = ["case", "ordinal", "pk"]
        indexes = [models.Index(fields=["article", "part"], name="offense_by_article")]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="counts_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(committed_to__isnull=True)
                | Q(committed_from__isnull=False, committed_to__gte=F("committed_from")),
                name="an_act_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=term_is_whole_or_unknown(), name="count_term_is_whole_or_unknown"
            ),
            models.CheckConstraint(
                condition=Q(article__regex=r"^([0-9]{1,3}(-[0-9]{1,2})?)?$"),
                name="article_is_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}({self.part})" if self.part else self.article

    @property
    def provision(self) -> str:
        """`272(2)`, `102`, or an empty text when the article is not known."""
        return str(self)


class Sentence(FactRow):
    """The final punishment of one case. No row: no verdict yet, or nothing known of it."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="sentence")
    verdict_on = models.DateField(_("verdict passed on"), null=True, blank=True)
    kind = models.CharField(_("punishment"), max_length=22, choices=codes.Punishment, blank=True)
    manner = models.CharField(_("execution"), max_length=11, choices=codes.Manner, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    starts_on = models.DateField(_("verdict in force on"), null=True, blank=True)
    facility = models.CharField(_("facility"), max_length=13, choices=codes.Facility, blank=True)
    custody_known = models.BooleanField(_("detention before the term is known"), default=False)
    served_on = models.DateField(_("fully served on"), null=True, blank=True)
    additional = models.JSONField(_("additional punishments"), null=True, blank=True)
    institution = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind__in": [Office.Kind.INSTITUTION, Office.Kind.PROBATION]},
        verbose_name=_("institution or probation service"),
    )

    objects = PartQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        constraints = [
            models.CheckConstraint(
                condition=term_is_whole_or_unknown(), name="sentence_term_is_whole_or_unknown"
            ),
            models.CheckConstraint(
                condition=Q(verdict_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(starts_on__gte=F("verdict_on")),
                name="a_verdict_is_in_force_after_it_is_passed",
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(served_on__gte=F("starts_on")),
                name="a_sentence_is_served_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CustodyQuerySet(PartQuerySet):
    way = "sentence__case__"


class Custody(FactRow):
    """One stretch of detention before the term, both days included; open until the term starts."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="custody")
    kind = models.CharField(_("kind"), max_length=12, choices=codes.Detention)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = CustodyQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custody")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="custody_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["sentence", "from_on"], name="custody_begins_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_on:%d.%m.%Y}"

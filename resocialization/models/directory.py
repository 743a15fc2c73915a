"""Directions of help, the services of each, and the policy of the offices: data, not code."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.models import NamedInThreeLanguages

MONTHS = RegexValidator(
    r"^[1-9][0-9]?( *, *[1-9][0-9]?)*$", _("Enter months separated by commas, such as 1, 3, 6.")
)
DAYS = [MinValueValidator(1), MaxValueValidator(365)]


class DirectionQuerySet(models.QuerySet):
    def in_use(self) -> "DirectionQuerySet":
        return self.filter(is_active=True)


class Direction(NamedInThreeLanguages):
    """One direction of help. Further ones are added as rows; the flags say how they behave."""

    class Icon(models.TextChoices):
        BRIEFCASE = "briefcase", _("Briefcase")
        HEART = "heart-pulse", _("Heart")
        CARD = "person-vcard", _("Identity card")
        HOUSE = "house-door", _("House")
        PEOPLE = "people", _("People")
        BUILDING = "building", _("Building")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    icon = models.CharField(_("icon"), max_length=20, choices=Icon, default=Icon.PEOPLE)
    is_medical = models.BooleanField(
        _("about health"),
        default=False,
        help_text=_("No free text is kept: only whether an appointment is needed, and its date."),
    )
    checks_after_met = models.BooleanField(
        _("check again after it is met"),
        default=False,
        help_text=_(
            "Plans the checks of the office policy, such as: still employed after 1 month."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = DirectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        ordering = ["position", "code"]


class ServiceQuerySet(models.QuerySet):
    def on(self, day: date) -> "ServiceQuerySet":
        """Services that exist on `day`, both ends included."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            is_active=True,
        )

    def opening(self) -> "ServiceQuerySet":
        """Services that are the first steps of every new plan."""
        return self.exclude(opens_plan="")


class Service(NamedInThreeLanguages):
    """One thing that can be asked for: a document, a registration, a job, a place to live.

    `basis` says where it comes from; "unverified" where no source is known.
    """

    class Opens(models.TextChoices):
        FIRST_CONTACT = "first_contact", _("First step, due by the first contact")
        ASSESSMENT = "assessment", _("First step, due by the assessment of needs")

    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="services", verbose_name=_("direction")
    )
    code = models.SlugField(_("code"), max_length=60, unique=True)
    body_kk = models.CharField(_("responsible body in Kazakh"), max_length=200, blank=True)
    body_ru = models.CharField(_("responsible body in Russian"), max_length=200, blank=True)
    body_en = models.CharField(_("responsible body in English"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    opens_plan = models.CharField(
        _("in a new plan"), max_length=13, choices=Opens, blank=True, default=""
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["direction__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="service_ends_after_it_begins",
            )
        ]


class Policy(models.Model):
    """The policy of the offices as one row. No value stands in the act; none is a legal term."""

    first_contact_days = models.PositiveSmallIntegerField(
        _("days from the release to the first contact"), default=3, validators=DAYS
    )
    assessment_days = models.PositiveSmallIntegerField(
        _("days from the release to the assessment of needs"), default=10, validators=DAYS
    )
    no_contact_days = models.PositiveSmallIntegerField(
        _("days without contact before a warning"), default=14, validators=DAYS
    )
    declined_ask_again_days = models.PositiveSmallIntegerField(
        _("days until a declined need is asked about again"), default=30, validators=DAYS
    )
    escalate_days = models.PositiveSmallIntegerField(
        _("days overdue before the supervisor sees a step"), default=7, validators=DAYS
    )
    employment_checks_months = models.CharField(
        _("months after the start of work when it is checked"),
        max_length=40,
        default="1, 3, 6",
        validators=[MONTHS],
    )
    consent_required = models.BooleanField(
        _("consent is recorded before sharing or referral"), default=True
    )
    caseload_limit = models.PositiveSmallIntegerField(
        _("people in the care of one worker before a warning"), default=40, validators=DAYS
    )

    class Meta:
        verbose_name = _("office policy")
        verbose_name_plural = _("office policy")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="the_policy_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(_("Office policy"))

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "Policy":
        """The policy in force; the defaults when nobody has stored one."""
        return cls.objects.first() or cls(pk=1)

    @property
    def employment_checks(self) -> list[int]:
        return [int(months) for months in self.employment_checks_months.split(",")]

"""Users, the offices they sit in, and the regions the offices lie in. No case data here."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _


class NamedInThreeLanguages(models.Model):
    """A row with a name in Kazakh, Russian and English; a missing one falls back kk → ru → en."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, never empty."""
        own = getattr(self, f"name_{(get_language() or 'en')[:2]}", "")
        return own or self.name_kk or self.name_ru or self.name_en or f"#{self.pk}"


class Region(NamedInThreeLanguages):
    """One region or city of republican status, with the dates between which it exists.

    The offense takes the list of its day, the release that of its own day.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("predecessor")
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="region_ends_after_it_begins",
            )
        ]


class Office(NamedInThreeLanguages):
    """One body: a court, a prosecutor's office, an investigating body, a social service, an
    institution or a probation office. Rows of cases and plans belong to offices."""

    class Kind(models.TextChoices):
        COURT = "court", _("Court")
        PROSECUTOR = "prosecutor", _("Prosecutor's office")
        INVESTIGATOR = "investigator", _("Investigating body")
        SOCIAL_SERVICE = "social_service", _("Social service")
        INSTITUTION = "institution", _("Institution executing punishment")
        PROBATION = "probation", _("Probation service")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"))
    level = models.CharField(_("level"), max_length=60, blank=True)
    old_code = models.CharField(_("earlier code"), max_length=40, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["kind", "name_en", "code"]


class User(AbstractUser):
    """A person who works with the program. Never a defendant."""

    class Theme(models.TextChoices):
        SYSTEM = "", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    offices = models.ManyToManyField(Office, through="Appointment", verbose_name=_("offices"))
    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, blank=True)
    is_compact = models.BooleanField(_("compact rows"), default=False)
    uses_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_demo = models.BooleanField(_("demonstration account"), default=False, editable=False)
    must_change_password = models.BooleanField(
        _("must choose an own password"), default=False, editable=False
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def density(self) -> str:
        return "compact" if self.is_compact else ""

    @property
    def keys(self) -> str:
        return "" if self.uses_shortcuts else "off"


class AppointmentQuerySet(models.QuerySet):
    def on(self, day: date) -> "AppointmentQuerySet":
        """Appointments in force on `day`, both ends included."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Appointment(models.Model):
    """One user in one office, between two days. Without a current one the user sees nothing."""

    user = models.ForeignKey(User, models.CASCADE, related_name="appointments")
    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "valid_from"], name="one_appointment_per_office_and_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.office}"


class RoleGrantQuerySet(models.QuerySet):
    def requested(self) -> "RoleGrantQuerySet":
        """Those that still wait for a supervisor."""
        return self.filter(state=RoleGrant.State.REQUESTED)


class RoleGrant(models.Model):
    """A role that one person may not give alone: asked for by an administrator, begun only when a
    supervisor of each office of `user` has agreed. The group of the role is joined at that moment.

    One row for each `office`; without any the person belongs to all.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, related_name="+", verbose_name=_("office")
    )
    role = models.CharField(_("role"), max_length=20)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("requested"))
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)
    words = models.CharField(_("reason"), max_length=500, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role to confirm")
        verbose_name_plural = _("roles to confirm")
        ordering = ["requested_at", "pk"]
        default_permissions = ("view",)
        permissions = [("confirm_role", gettext_noop("Can confirm a role that was asked for"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | (~Q(answered_by=F("requested_by")) & ~Q(answered_by=F("user"))),
                name="role_is_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(requested_by=F("user")), name="nobody_asks_for_the_own_role"
            ),
            models.CheckConstraint(
                condition=Q(state="requested", answered_by__isnull=True, answered_at__isnull=True)
                | Q(
                    state__in=["confirmed", "refused"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="role_answer_is_whole",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                condition=Q(state="requested"),
                name="one_open_request_for_a_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(state="requested", office__isnull=True),
                name="one_open_request_without_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class BreakGlassQuerySet(models.QuerySet):
    def in_force(self, user: User, now: datetime) -> "BreakGlassQuerySet":
        """What `user` has opened and may still look at."""
        return self.filter(user=user, opened_at__lte=now, until__gt=now)


class BreakGlass(models.Model):
    """One opening of what is closed to the user: with a reason, for an hour, told to others.

    The subject is a row of any app, by label and id; `office` is the one it belongs to.
    """

    class Kind(models.TextChoices):
        MEDICAL = "medical", _("Medical record")
        ADDRESS = "address", _("Address and phone")

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    kind = models.CharField(_("what"), max_length=7, choices=Kind)
    subject_type = models.CharField(_("kind of row"), max_length=60)
    subject_id = models.BigIntegerField(_("row"))
    person_id = models.BigIntegerField(_("person"), null=True)
    office = models.ForeignKey(Office, models.PROTECT, null=True, verbose_name=_("office"))
    reason = models.CharField(_("reason"), max_length=500)
    opened_at = models.DateTimeField(_("opened"), db_index=True)
    until = models.DateTimeField(_("open until"))
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    finding = models.CharField(_("finding"), max_length=500, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of closed data")
        verbose_name_plural = _("openings of closed data")
        ordering = ["-opened_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("break_glass", gettext_noop("Can open closed data with a reason")),
            ("review_breakglass", gettext_noop("Can review openings of closed data")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), 20), name="break_glass_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="break_glass_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="break_glass_is_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="break_glass_review_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()} · {self.opened_at:%d.%m.%Y}"


class Event(models.Model):
    """One act or one reading of personal data, sealed with the event before. Append-only.

    Holds ids, not names; without foreign keys, so that it outlives what it tells of.
    """

    sequence = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"), db_index=True)
    user_id = models.BigIntegerField(_("who"), null=True, db_index=True)
    act_id = models.CharField(_("act"), max_length=32, blank=True, db_index=True)
    kind = models.CharField(_("what"), max_length=60, db_index=True)
    subject_type = models.CharField(_("kind of row"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("row"), null=True)
    person_id = models.BigIntegerField(_("person"), null=True, db_index=True)
    detail = models.TextField(_("detail"), blank=True)
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("event of the trail")
        verbose_name_plural = _("audit trail")
        ordering = ["-sequence"]
        default_permissions = ("view",)
        permissions = [("verify_trail", gettext_noop("Can verify the audit trail"))]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"

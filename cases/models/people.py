"""Defendants: the persons whose cases are assessed."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amnesty.accounts.history import tracked
from amnesty.accounts.models import User
from cases import iin as digits
from cases import names
from cases.models.submitted import FactQuerySet, FactRow


class IinNotConfirmed(ValueError):
    """The check digit of an IIN is wrong, and no second person has confirmed it by a document."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The check digit of this IIN is wrong. A clerk proposes it with a document, a "
                "supervisor confirms it. Nothing was changed."
            )
        )


def is_right(number: object) -> bool:
    """Is it no IIN at all, or one with a right check digit?"""
    return not number or (isinstance(number, str) and digits.problem(number) != "check")


class DefendantQuerySet(FactQuerySet):
    way = "cases__"
    deciding = frozenset({"birth_date"})

    def update(self, **values: object) -> int:
        """Raises IinNotConfirmed: an odd IIN is written by `save` alone."""
        if "iin" in values and not is_right(values["iin"]):
            raise IinNotConfirmed
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, objs: Iterable, *args: object, **kwargs: object) -> list:
        """Raises IinNotConfirmed."""
        people = list(objs)
        if not all(is_right(person.iin) for person in people):
            raise IinNotConfirmed
        return super().bulk_create(people, *args, **kwargs)

    def visible_to(self, user: User) -> "DefendantQuerySet":
        """Persons with at least one case that `user` may see."""
        from cases.models.files import Case

        cases = Case.objects.visible_to(user).values("defendant_id")
        return self.filter(pk__in=cases)

    def named(self, text: str) -> "DefendantQuerySet":
        """Persons whose folded name has a word beginning with each folded word of `text`."""
        found = self
        for word in names.search_key(text).split():
            found = found.filter(search_key__contains=f" {word}")
        return found


class Defendant(FactRow):
    """One person. The IIN is unique when present; its digits prove nothing about birth or sex."""

    class Sex(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")

    iin = models.CharField(_("IIN"), max_length=12, null=True, blank=True)  # noqa: DJ001 (unique)
    document_type = models.CharField(_("document"), max_length=60, blank=True)
    document_number = models.CharField(_("document number"), max_length=40, blank=True)
    surname = models.CharField(_("surname"), max_length=150, blank=True)
    given_name = models.CharField(_("given name"), max_length=150)
    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=300, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("kk", "Қазақша"), ("ru", "Русский")], blank=True
    )
    is_demo = models.BooleanField(_("invented person"), default=False, editable=False)
    search_key = models.CharField(max_length=700, editable=False, db_index=True)
    sort_key = models.CharField(max_length=700, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DefendantQuerySet.as_manager()
    history = tracked(leaving_out=("search_key", "sort_key", "updated_at"))

    class Meta:
        verbose_name = _("defendant")
        verbose_name_plural = _("defendants")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["iin"], condition=Q(iin__isnull=False), name="iin_belongs_to_one_person"
            ),
            models.CheckConstraint(
                condition=Q(iin__isnull=True) | Q(iin__regex=r"^[0-9]{12}$"),
                name="iin_has_twelve_digits",
            ),
            models.CheckConstraint(condition=~Q(given_name=""), name="a_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte=date(1900, 1, 1)),
                name="born_in_or_after_1900",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises IinNotConfirmed."""
        self.iin = self.iin or None
        if not is_right(self.iin):
            self._refuse_unconfirmed_iin()
        self.fold_names()
        super().save(*args, **kwargs)

    def _refuse_unconfirmed_iin(self) -> None:
        """A wrong check digit needs a document and two people (cases/identifying.py)."""
        confirmed = {"state": "confirmed", "iin": self.iin}
        if self.pk is None or not self.iin_overrides.filter(**confirmed).exists():
            raise IinNotConfirmed

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def masked_iin(self) -> str:
        """For lists: the last four digits only."""
        return f"•••• •••• {self.iin[-4:]}" if self.iin else ""

    def fold_names(self) -> None:
        """Fill the two keys that searching and sorting use; bulk writers call it themselves."""
        self.search_key = f" {names.search_key(f'{self.full_name} {self.latin_name}')} "
        self.sort_key = names.sort_key(self.full_name)

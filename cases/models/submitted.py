"""Rows that hold deciding facts: what the answer of a case is made from.

Once a decision was drafted in a case, the case is submitted: a known fact then changes with a
second person alone (cases/submitting.py). Here stands what makes that hold for every way of
writing: a row and the check of its change are one transaction, and nothing passes by `save`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

NEEDS_A_SECOND_PERSON = _(
    "A decision was drafted on these facts. Propose the change as a correction on the page of the "
    "case; a judge or a supervisor confirms it. Nothing was changed."
)
_in_one: ContextVar[bool] = ContextVar("parts are saved in one", default=False)


class SecondPersonNeeded(RuntimeError):
    """Known facts of a submitted case would change; `changes` tells them. Nothing was written."""

    def __init__(self, changes: Iterable = ()) -> None:
        super().__init__(NEEDS_A_SECOND_PERSON)
        self.changes = list(changes)


@contextmanager
def saved_in_one() -> Iterator[None]:
    """Parts are written first and the case last: the change is judged there, as a whole."""
    token = _in_one.set(True)
    try:
        yield
    finally:
        _in_one.reset(token)


def is_judged_later() -> bool:
    """Is this part written by a door that saves its case last?"""
    return _in_one.get()


class FactQuerySet(models.QuerySet):
    """`deciding` are the columns that hold facts; `way` leads from a row to its case."""

    deciding: frozenset[str] = frozenset()
    way = ""

    def decides(self, names: Iterable[str]) -> bool:
        return not self.deciding.isdisjoint(names)

    def update(self, **values: object) -> int:
        """Raises SecondPersonNeeded where a fact of a submitted case would be written."""
        if self.decides(values) and not is_judged_later():
            _refuse(self.filter(**{f"{self.way}decisions__isnull": False}))
        return super().update(**values)

    update.alters_data = True


class PartQuerySet(FactQuerySet):
    """Rows inside a case: whatever they hold counts as a fact here."""

    way = "case__"

    def decides(self, names: Iterable[str]) -> bool:
        return True

    def bulk_create(self, objs: Iterable, *args: object, **kwargs: object) -> list:
        """Raises SecondPersonNeeded where a part would be added to a submitted case."""
        rows = list(objs)
        if not is_judged_later():
            parent, _dash, rest = self.way.partition("__")
            above = self.model._meta.get_field(parent)
            keys = {getattr(row, above.attname) for row in rows}
            found = above.related_model._default_manager.filter(pk__in=keys)
            _refuse(found.filter(**{f"{rest}decisions__isnull": False}))
        return super().bulk_create(rows, *args, **kwargs)


def _refuse(rows: models.QuerySet) -> None:
    if rows.exists():
        raise SecondPersonNeeded


class FactRow(models.Model):
    """A row whose listeners may refuse the change: then the row stays as it was, too."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)

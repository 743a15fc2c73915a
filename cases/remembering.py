"""The timeline of one case: what was entered, changed, assessed and decided, by whom and when.

Read from the history of the case and its parts, from its assessments and its decisions; the
number of statements does not depend on how much happened.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case, Custody, Decision, Offense, Sentence

MOST_ITEMS = 200
ICONS = {
    "case": "archive",
    "offense": "card-list",
    "sentence": "hourglass-split",
    "custody": "calendar-event",
}
ICON = "people"
NOT_SHOWN = {"id", "act_id", "version", "created_at", "case", "sentence", "ordinal"}


class Change(NamedTuple):
    label: str
    old: str
    new: str


class Item(NamedTuple):
    """One line of the timeline, in the form of partials/timeline_item.html."""

    at: datetime
    title: str
    by: str
    icon: str
    url: str = ""
    changes: tuple[Change, ...] = ()
    note: str = ""


class Day(NamedTuple):
    date: date
    items: list[Item]


def days_of(case: Case) -> list[Day]:
    """The newest `MOST_ITEMS` items, newest first, grouped by local day."""
    items = sorted(_items(case), key=lambda item: item.at, reverse=True)[:MOST_ITEMS]
    grouped = groupby(items, key=lambda item: timezone.localtime(item.at).date())
    return [Day(day, list(group)) for day, group in grouped]


def _items(case: Case) -> Iterator[Item]:
    sentences = Sentence.history.filter(case_id=case.pk).values("id")
    yield from _saved(Case.history.filter(id=case.pk))
    yield from _saved(Offense.history.filter(case_id=case.pk))
    yield from _saved(Sentence.history.filter(case_id=case.pk))
    yield from _saved(Custody.history.filter(sentence_id__in=sentences))
    yield from _decided(Decision.history.filter(case_id=case.pk), case)
    yield from _proposed(case)
    yield from _assessed(case)


def _saved(rows: QuerySet) -> Iterator[Item]:
    """Each row of history, with what differs from the row before."""
    for before, after in _successive(rows):
        changes = tuple(_changes(before, after)) if before and after.history_type == "~" else ()
        if before and after.history_type == "~" and not changes:
            continue
        yield Item(
            after.history_date,
            _title(after),
            str(after.history_user or _("the program")),
            ICONS[after.instance_type._meta.model_name],
            changes=changes,
            note=after.history_change_reason or "",
        )


def _successive(rows: QuerySet) -> Iterator[tuple[Model | None, Model]]:
    """Pairs of a state and the one before it, object by object."""
    ordered = rows.select_related("history_user").order_by("id", "history_id")
    for _pk, states in groupby(ordered, key=lambda row: row.id):
        yield from pairwise([None, *states])


def _title(row: Model) -> str:
    name = row.instance_type._meta.verbose_name
    if row.history_type == "+":
        return _("Entered: %(what)s") % {"what": name}
    if row.history_type == "-":
        return _("Removed: %(what)s") % {"what": name}
    return _("Saved: %(what)s") % {"what": name}


def _changes(before: Model, after: Model) -> Iterator[Change]:
    for field in after.tracked_fields:
        if field.name in NOT_SHOWN:
            continue
        old, new = _shown(before, field), _shown(after, field)
        if old != new:
            yield Change(str(field.verbose_name), old, new)


def _shown(row: Model, field) -> str:
    """The value in the reader's words; empty when nothing is known."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _decided(rows: QuerySet, case: Case) -> Iterator[Item]:
    """A decision is told when its state changes."""
    for before, after in _successive(rows):
        if before is None or before.state != after.state:
            yield Item(
                after.history_date,
                _("Decision %(number)s: %(state)s")
                % {"number": after.act_number, "state": after.get_state_display()},
                str(after.history_user or _("the program")),
                "award",
                reverse("decision", args=[case.pk, after.id]),
            )


def _proposed(case: Case) -> Iterator[Item]:
    """Corrections of known facts, when they were proposed and when somebody looked at them."""
    for row in case.corrections.select_related("proposed_by", "decided_by").defer("typed"):
        url = reverse("case-correction", args=[case.pk, row.pk])
        title = _("Correction %(number)s: proposed") % {"number": row.pk}
        yield Item(row.proposed_at, title, str(row.proposed_by), ICON, url, note=row.reason)
        if row.decided_at:
            values = {"number": row.pk, "state": row.get_state_display()}
            title = _("Correction %(number)s: %(state)s") % values
            by = str(row.decided_by or _("the program"))
            yield Item(row.decided_at, title, by, ICON, url, note=row.refusal)


def _assessed(case: Case) -> Iterable[Item]:
    made = case.assessments.select_related("made_by").defer("dossier_json", "answer_json")
    for answer in made[:MOST_ITEMS]:
        by = _("run %(number)s") % {"number": answer.run_id} if answer.run_id else answer.made_by
        yield Item(
            answer.made_at,
            _("Assessed: %(outcome)s") % {"outcome": answer.get_outcome_display()},
            str(by or _("the program")),
            "file-earmark-check",
            reverse("case-assessment", args=[case.pk, answer.pk]),
        )

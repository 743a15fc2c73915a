"""Previous convictions: keeping the records, and whether they suggest recidivism.

A suggestion is a reason for a person to look, never an answer: only the court's finding excludes
(Criminal Code, art. 14; rule E8). Nothing here changes an assessment.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from amnesty.accounts import trail
from cases import law
from cases.models import Case, PreviousConviction
from cases.models.records import full_years

ADULT = 18


def suggests_recidivism(case: Case) -> bool:
    """Should a person ask whether this is recidivism? True only while the court has found nothing.

    A grave crime after imprisonment for a grave crime that was committed as an adult and whose
    record stood then (CC 14). What is not known of a record rules nothing out.
    """
    if case.recidivism or case.current_assessment is None:
        return False
    records = list(case.defendant.previous_convictions.all())
    return bool(records) and any(
        law.suspected_recidivism(
            [_earlier(record, day, case.defendant.birth_date) for record in _before(records, day)],
            [gravity],
        )
        for gravity, day in _crimes_of(case)
    )


def _crimes_of(case: Case) -> Iterator[tuple[law.Gravity | None, date | None]]:
    """The counts of the case: the gravity that the present answer gives, and the day."""
    gravities = {row["id"]: row["gravity"] for row in case.current_assessment.answer["offenses"]}
    for offense in case.offenses.all():
        gravity = gravities.get(str(offense.pk))
        yield law.Gravity(gravity) if gravity else None, offense.committed_from


def _before(
    records: list[PreviousConviction], committed_on: date | None
) -> list[PreviousConviction]:
    """The convictions that may be earlier than a crime: those after it are ruled out."""
    return [
        record
        for record in records
        if not (committed_on and record.sentenced_on and record.sentenced_on > committed_on)
    ]


def _earlier(
    record: PreviousConviction, committed_on: date | None, born: date | None
) -> law.EarlierConviction:
    """A record as the law core reads it, seen from the day of the new crime."""
    ages_known = born is not None and record.committed_on is not None
    return law.EarlierConviction(
        gravity=law.Gravity(record.gravity) if record.gravity else None,
        imprisoned=record.imprisoned,
        minor=full_years(born, record.committed_on) < ADULT if ages_known else None,
        removed=_removed(record.removed_on, committed_on),
    )


def _removed(removed_on: date | None, committed_on: date | None) -> bool | None:
    """Was the record over on the day of the new crime? None while a day is not known."""
    if removed_on is None:
        return False
    return None if committed_on is None else removed_on <= committed_on


@transaction.atomic
def keep(record: PreviousConviction) -> PreviousConviction:
    """Add a record, or write a changed one anew, with its event on the trail."""
    kind = "record.added" if record.pk is None else "record.changed"
    record.save()
    trail.record(kind, record, record.defendant_id)
    return record


@transaction.atomic
def remove(record: PreviousConviction) -> None:
    """Take out a record that was entered by mistake, with its event on the trail."""
    trail.record("record.removed", record, record.defendant_id)
    record.delete()

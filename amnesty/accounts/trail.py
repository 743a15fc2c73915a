"""The audit trail: who did or read what, when and on which act; each event seals the one before.

`record` writes in the transaction of the change: no change without its event, no event without
its change. Events hold ids and codes; values of medical fields never. A changed, removed, swapped
or inserted event breaks the chain; a tail cut off is told by an anchored head (`verify`).
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import msgspec
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from amnesty.accounts.acting import act_id, actor
from amnesty.accounts.models import Event

START = "0" * 64
LOCK = 1_522_022  # one writer of the trail at a time (PostgreSQL advisory lock)
PORTION = 5_000


class Fault(NamedTuple):
    """One place where the trail is not what was written: `kind` is gap, altered, cut or head."""

    sequence: int
    kind: str


def record(
    kind: str, subject: Model | None = None, person_id: int | None = None, **detail: object
) -> Event:
    """Append one event on behalf of whoever acts now. `detail` holds ids, codes and values."""
    with transaction.atomic():
        _lock()
        last = Event.objects.order_by("-sequence").values_list("sequence", "seal").first()
        sequence, previous = (last[0] + 1, last[1]) if last else (1, START)
        user = actor()
        event = Event(
            sequence=sequence,
            at=now_in_milliseconds(),
            user_id=user.pk if user else None,
            act_id=act_id(),
            kind=kind,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=subject.pk if subject is not None else None,
            person_id=person_id,
            detail=_canonical(detail).decode(),
        )
        event.seal = seal_of(event, previous)
        event.save(force_insert=True)
    return event


def take_turn() -> None:
    """First thing in a transaction that writes more than one row: one such act at a time.

    The first event would wait for the trail all the same, but by then rows are held that an act
    in front may still need: each would wait for the other. Needs a transaction around it.
    """
    _lock()


def person_of(row: Model) -> int | None:
    """Id of the defendant whom the row is about: its own key, its case's or its plan's."""
    if row._meta.model_name == "defendant":
        return row.pk
    if hasattr(row, "defendant_id"):
        return row.defendant_id
    for parent in ("case", "sentence", "plan", "need", "step"):
        if hasattr(row, f"{parent}_id"):
            above = getattr(row, parent, None)
            return person_of(above) if above is not None else None
    return None


def now_in_milliseconds() -> datetime:
    """Both databases keep milliseconds; more would not come back the same."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _lock() -> None:
    """One writer at a time. SQLite's transactions are IMMEDIATE: there the file is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted", enc_hook=str)


def seal_of(event: Event, previous: str) -> str:
    """SHA-256 over the seal before and every column of the event, in one fixed form."""
    columns = [
        event.sequence,
        event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        event.user_id,
        event.act_id,
        event.kind,
        event.subject_type,
        event.subject_id,
        event.person_id,
        event.detail,
    ]
    return sha256(previous.encode() + _canonical(columns)).hexdigest()


def head() -> tuple[int, str]:
    """Sequence and seal of the last event: keep them outside to notice a tail cut off later."""
    last = Event.objects.order_by("-sequence").values_list("sequence", "seal").first()
    return last or (0, START)


def verify(anchor: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Walk the whole chain and tell every place where it does not hold."""
    expected, previous, anchored = 1, START, False
    for event in Event.objects.order_by("sequence").iterator(PORTION):
        if event.sequence != expected:
            yield Fault(event.sequence, "gap")
        if event.seal != seal_of(event, previous):
            yield Fault(event.sequence, "altered")
        anchored = anchored or (event.sequence, event.seal) == anchor
        expected, previous = event.sequence + 1, event.seal
    if anchor is not None and anchor != (0, START) and not anchored:
        yield Fault(anchor[0], "cut" if anchor[0] >= expected else "head")

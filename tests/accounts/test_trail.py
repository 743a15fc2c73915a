"""The audit trail cannot be changed unnoticed: not by a page, not by a shell, not in SQL."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from amnesty.accounts import trail
from amnesty.accounts.acting import acting
from amnesty.accounts.models import Event
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ten_events():
    with acting(make_user("clerk")):
        for number in range(1, 11):
            trail.record("case.opened", person_id=number, purpose="check", number=number)


def lift_the_triggers() -> None:
    """What somebody with full rights on the database would do first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER trail_is_not_changed")
            cursor.execute("DROP TRIGGER trail_is_not_removed")
        else:
            cursor.execute("DROP TRIGGER trail_is_append_only ON accounts_event")


TABLE = "accounts_event"
TAMPERING = {
    "another user": "UPDATE {t} SET user_id = 999 WHERE sequence = 5",
    "no user": "UPDATE {t} SET user_id = NULL WHERE sequence = 5",
    "another time": "UPDATE {t} SET at = '2022-01-05 00:00:00+00:00' WHERE sequence = 5",
    "another act": "UPDATE {t} SET act_id = 'forged' WHERE sequence = 5",
    "another kind": "UPDATE {t} SET kind = 'case.closed' WHERE sequence = 5",
    "another kind of row": "UPDATE {t} SET subject_type = 'cases.case' WHERE sequence = 5",
    "another row": "UPDATE {t} SET subject_id = 7 WHERE sequence = 5",
    "another person": "UPDATE {t} SET person_id = 7 WHERE sequence = 5",
    "no person": "UPDATE {t} SET person_id = NULL WHERE sequence = 5",
    "another detail": "UPDATE {t} SET detail = '{{}}' WHERE sequence = 5",
    "a detail with a space more": "UPDATE {t} SET detail = detail || ' ' WHERE sequence = 5",
    "another seal": "UPDATE {t} SET seal = '0' WHERE sequence = 5",
    "the first event changed": "UPDATE {t} SET kind = 'x' WHERE sequence = 1",
    "the last event changed": "UPDATE {t} SET kind = 'x' WHERE sequence = {last}",
    "one removed": "DELETE FROM {t} WHERE sequence = 5",
    "the first removed": "DELETE FROM {t} WHERE sequence = 1",
    "several removed": "DELETE FROM {t} WHERE sequence BETWEEN 3 AND 6",
    "renumbered": "UPDATE {t} SET sequence = 42 WHERE sequence = {last}",
    "one inserted at the end": (
        "INSERT INTO {t} SELECT {last} + 1, at, user_id, act_id, kind, subject_type, subject_id, "
        "person_id, detail, seal FROM {t} WHERE sequence = {last}"
    ),
    "one inserted before the first": (
        "INSERT INTO {t} SELECT 0, at, user_id, act_id, kind, subject_type, subject_id, "
        "person_id, detail, seal FROM {t} WHERE sequence = 1"
    ),
    "two swapped": (
        "UPDATE {t} SET person_id = CASE sequence WHEN 4 THEN 5 ELSE 4 END WHERE sequence IN (4, 5)"
    ),
    "every seal replaced": "UPDATE {t} SET seal = 'forged'",
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_in_sql_is_found(ten_events: None, how: str):
    assert list(trail.verify()) == []
    lift_the_triggers()
    with connection.cursor() as cursor:
        cursor.execute(TAMPERING[how].format(t=TABLE, last=trail.head()[0]))
    assert list(trail.verify()) != []


def test_a_tail_cut_off_is_told_by_the_anchor(ten_events: None, tmp_path: Path):
    anchor = tmp_path / "anchor"
    call_command("verify_trail", write_anchor=anchor, verbosity=0)
    lift_the_triggers()
    Event.objects.filter(sequence__gt=trail.head()[0] - 3).delete()
    assert list(trail.verify()) == []
    with pytest.raises(CommandError):
        call_command("verify_trail", anchor=anchor)


def test_a_chain_written_anew_is_told_by_the_anchor(ten_events: None):
    kept = trail.head()
    lift_the_triggers()
    Event.objects.all().delete()
    for _ in range(kept[0] + 2):
        trail.record("case.opened")
    assert [fault.kind for fault in trail.verify(kept)] == ["head"]


@pytest.mark.parametrize("statement", ["UPDATE {t} SET kind = 'x'", "DELETE FROM {t}"])
def test_the_database_refuses_to_change_the_trail(ten_events: None, statement: str):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(t=TABLE))
    assert list(trail.verify()) == []


class Undo(Exception):
    """Undoes a transaction on purpose."""


@transaction.atomic
def record_and_undo() -> None:
    trail.record("case.saved")
    raise Undo


def test_an_event_is_undone_with_its_change(ten_events: None):
    before = trail.head()
    with pytest.raises(Undo):
        record_and_undo()
    assert trail.head() == before


def test_an_event_tells_who_acted_on_which_act(ten_events: None):
    events = list(Event.objects.filter(kind="case.opened"))
    assert {event.user_id for event in events} == {events[0].user_id}
    assert {event.act_id for event in events} == {events[0].act_id} != {""}

"""Writes that pass by the field history and the trail stand only in the doors meant for them.

`save()` and `delete()` leave a row of history and an event. What goes around them, an update of
many rows or SQL, is listed here function by function, with the reason why nothing is lost.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("amnesty", "cases", "resocialization")
AROUND = {
    *("bulk_update", "bulk_create", "abulk_update", "abulk_create", "aupdate"),
    *("_raw_delete", "cursor", "raw", "extra", "RawSQL", "RunSQL"),
}

READS = "reads only"
DICTIONARY = "a dictionary, no row"
VERSION = "takes the next version; the save that follows leaves history and event"
NOT_TRACKED = "a row of work in progress; what comes of it is recorded by its own door"
DEMO = "people invented for the demonstration"
BENCH = "the bench's own database"
ANSWERS = "the answers of the law: append-only, each names its facts, rules and run"

ALLOWED: dict[str, str] = {
    # no rows of anybody
    "amnesty/accounts/trail.py _lock": "takes the lock of the trail",
    "amnesty/health.py database_answers": READS,
    "cases/forms/fields.py clean_term": DICTIONARY,
    "cases/forms/offenses.py OffenseForm._read_provision": DICTIONARY,
    "cases/gathering.py _rows": READS,
    "cases/reevaluating.py ranges": READS,
    # tracked rows: the save that follows tells what changed
    "cases/admin/files.py CaseFilePage.save_model": "save_related saves the case in the same act",
    "cases/admin/files.py SentencePage.save_related": VERSION,
    "cases/admin/files.py VersionedForm.claim": VERSION,
    "cases/models/decisions.py DecisionQuerySet.claim": VERSION,
    "cases/registering.py amend": VERSION,
    "cases/registering.py register": "sends post_save itself, once the parts are there",
    "cases/models/decisions.py DecisionQuerySet.update": "drafts alone, and no step of their life",
    "cases/models/people.py DefendantQuerySet.bulk_create": "no IIN that nobody confirmed",
    "cases/models/people.py DefendantQuerySet.update": "no IIN that nobody confirmed",
    "cases/models/submitted.py FactQuerySet.update": "no deciding fact of a submitted case",
    "cases/models/submitted.py PartQuerySet.bulk_create": "no part of a submitted case",
    # tracked rows: columns that other rows tell (left out of the history)
    "cases/assessing.py _point": ANSWERS,
    "cases/assessing.py _count": "counts the version of the facts that were saved",
    "cases/storing.py _by_copy": ANSWERS,
    "cases/storing.py _by_many": ANSWERS,
    # the reference data: a state of the whole table is kept with its digest
    "cases/referencing.py load_provisions": "shipped rows; take_state keeps the table as it is",
    "cases/referencing.py take_state": "which state is the present one",
    # acts with an event of their own
    "cases/boundary.py look_through": "each with its event boundary.looked_through",
    "resocialization/addressing.py move": "the former address stays; event address.recorded",
    "resocialization/consenting.py withdraw": "event consent.withdrawn",
    "resocialization/guarding.py claim": VERSION,
    "resocialization/handing.py hand_over": "a HandOver row and an event for each person",
    "resocialization/handing.py take": "a HandOver row and an event",
    # runs and notices
    "cases/reevaluating.py _end": NOT_TRACKED,
    "cases/reevaluating.py _start": NOT_TRACKED,
    "cases/reevaluating.py finish": NOT_TRACKED,
    "cases/retrying.py _reopen": NOT_TRACKED,
    "cases/retrying.py _resolve": NOT_TRACKED,
    "cases/working.py _give_back": NOT_TRACKED,
    "cases/working.py _hold": NOT_TRACKED,
    "cases/working.py _store_chunk": NOT_TRACKED,
    "cases/working.py claim": NOT_TRACKED,
    "resocialization/reminding.py mail_notice": NOT_TRACKED,
    "resocialization/reminding.py report_overdue": NOT_TRACKED,
    # invented data
    "cases/benching.py _sow_some": BENCH,
    "cases/benching.py forget_earlier_answers": BENCH,
    "cases/benching.py use_fresh_rules": BENCH,
    "cases/demo/offices.py make_offices": DEMO,
    "cases/demo/telling.py tell": DEMO,
    "cases/demonstrating.py _close_offices": DEMO,
    "cases/demonstrating.py _close_users": DEMO,
    "cases/demonstrating.py _run_once": DEMO,
    "cases/models/decisions.py DecisionQuerySet.remove_invented": DEMO,
    "resocialization/demonstrating.py nobody_follows": DEMO,
}
SPARED = ("migrations",)  # they run before anybody acts; each is looked through by itself


def is_around(call: ast.Call) -> bool:
    """Does the call write rows without `save`? `update` of a set or dictionary names no column."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name in AROUND or (name == "update" and bool(call.keywords))


def places(tree: ast.AST, within: str = "") -> Iterator[str]:
    """Qualified names of the functions in which such calls stand."""
    for node in ast.iter_child_nodes(tree):
        inner = within
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = f"{within}.{node.name}".lstrip(".")
        if isinstance(node, ast.Call) and is_around(node):
            yield within
        yield from places(node, inner)


def found() -> set[str]:
    """Every place in the program, as file and function."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return {
        f"{file.relative_to(ROOT).as_posix()} {place}".strip()
        for file in files
        if not set(SPARED) & set(file.parts)
        for place in places(ast.parse(file.read_text(encoding="utf-8")))
    }


def test_no_write_passes_by_history_and_trail_but_through_a_listed_door():
    assert found() - set(ALLOWED) == set()


def test_the_list_names_no_door_that_is_gone():
    assert set(ALLOWED) - found() == set()


@pytest.mark.parametrize(
    "source",
    [
        "Case.objects.filter(pk=1).update(stage='served')",
        "rows.update(**values)",
        "QuerySet.update(rows, version=2)",
        "Offense.objects.bulk_create([offense])",
        "Case.objects.bulk_update(cases, ['stage'])",
        "Case.objects.raw('UPDATE cases_case SET stage = 1')",
        "connection.cursor()",
        "connections['default'].cursor()",
        "rows._raw_delete('default')",
        "RawSQL('1', [])",
    ],
)
def test_each_way_around_is_seen(source):
    tree = ast.parse(f"class Door:\n    def write(self):\n        {source}")
    assert list(places(tree)) == ["Door.write"]


@pytest.mark.parametrize("source", ["names.update(others)", "row.save()", "rows.delete()", "f()"])
def test_what_is_no_way_around_is_let_be(source):
    assert list(places(ast.parse(source))) == []

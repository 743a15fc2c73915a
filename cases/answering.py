"""Many cases at once: evaluate them outside any transaction, then write them inside a short one.

Used by the run and by the nightly check. One broken case never stops the others.
"""

import logging
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from cases.assessing import FactsContradict, Why, evaluate, is_current
from cases.comparing import kind_of_change
from cases.gathering import Gathered, gather_some
from cases.models import Assessment, Case, RunChange
from cases.models.submitted import SecondPersonNeeded
from cases.referencing import digest_of
from cases.storing import Answered, Origin, store
from cases.submitting import refuse_unconfirmed

log = logging.getLogger(__name__)

STATE = ("facts_version", "current_assessment_id")


class Failure(NamedTuple):
    """A case that got no answer, with the error in words."""

    read: Gathered
    error: str


class Prepared(NamedTuple):
    """What a chunk came to: how many cases were up to date, the new answers, the failures."""

    unchanged: int
    answered: list[Answered]
    failures: list[Failure]

    @property
    def writes_nothing(self) -> bool:
        return not (self.answered or self.failures)


class Written(NamedTuple):
    """What was written of a chunk. `changes` are not saved yet: only a run keeps them."""

    unchanged: int
    stored: int
    changes: list[RunChange]

    @property
    def failed(self) -> int:
        return sum(change.kind == RunChange.Kind.FAILED for change in self.changes)


def prepare(reads: Iterable[Gathered], origin: Origin, why: str = "") -> Prepared:
    """Evaluate the cases whose answer is not the answer to their facts under this basis.

    `why` is the reason of the run; without one it follows from what moved.
    """
    unchanged, answered, failures = 0, [], []
    for read in reads:
        try:
            if _is_up_to_date(read, origin):
                unchanged += 1
                continue
            evaluated = evaluate(read.dossier, origin.basis, read.case_id)
            if evaluated.digest != read.digest:
                refuse_unconfirmed(read.case_id, read.assessment_id, read.dossier)
            answered.append(Answered(read, evaluated, why or _reason(read, origin)))
        except (FactsContradict, SecondPersonNeeded) as error:
            failures.append(Failure(read, str(error)))
        except Exception as error:  # one broken case never stops the others; it is told
            log.exception("case %s: could not be assessed", read.case_id)
            failures.append(Failure(read, f"{type(error).__name__}: {error}"))
    return Prepared(unchanged, answered, failures)


def _is_up_to_date(read: Gathered, origin: Origin) -> bool:
    return read.facts_version == read.assessed_facts_version and is_current(
        read, digest_of(msgspec.json.encode(read.dossier)), origin.basis
    )


def _reason(read: Gathered, origin: Origin) -> str:
    if read.assessment_id is None:
        return Why.FIRST_ENTRY
    if (read.rule_set_id, read.reference_id) == origin.basis[:2]:
        return Why.DATA_CORRECTED
    return Why.RULE_SET_CHANGED


def write(prepared: Prepared, origin: Origin, why: str = "") -> Written:
    """Store the answers, inside the caller's transaction.

    A case that somebody saved or assessed meanwhile is read and evaluated again under its lock:
    it never gets an answer to facts that are no longer its own.
    """
    standing, moved = _lock(prepared.answered)
    again = prepare(gather_some(moved), origin, why) if moved else Prepared(0, [], [])
    rows = standing + again.answered
    stored = store(rows, origin)
    changes = _changes(rows, stored) if origin.run_id else []
    changes += [_failed(failure) for failure in prepared.failures + again.failures]
    for change in changes:
        change.run_id = origin.run_id
    return Written(prepared.unchanged + again.unchanged, len(rows), changes)


def _lock(rows: list[Answered]) -> tuple[list[Answered], list[int]]:
    """Hold the cases till the transaction ends: rows read rightly, ids of cases that moved.

    All locks are taken at once in the order of ids, so that two writers never wait in a circle.
    SQLite has the whole database to itself by then and needs none.
    """
    ids = [row.read.case_id for row in rows]
    cases = Case.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    now = {pk: state for pk, *state in cases.values_list("pk", *STATE)}
    standing, moved = [], []
    for row in rows:
        if now.get(row.read.case_id) == [row.read.facts_version, row.read.assessment_id]:
            standing.append(row)
        else:
            moved.append(row.read.case_id)
    return standing, moved


def _changes(written: list[Answered], stored: dict[int, int]) -> list[RunChange]:
    olds = _answers_of([row.read.assessment_id for row in written])
    found = []
    for row in written:
        kind = kind_of_change(olds.get(row.read.assessment_id), row.evaluated.answer_json)
        if kind:
            found.append(
                RunChange(
                    case_id=row.read.case_id,
                    old_id=row.read.assessment_id,
                    new_id=stored[row.read.case_id],
                    old_outcome=row.read.outcome or "",
                    new_outcome=row.evaluated.outcome,
                    kind=kind,
                )
            )
    return found


def _answers_of(assessment_ids: list[int | None]) -> dict[int, str]:
    known = [pk for pk in assessment_ids if pk is not None]
    return dict(Assessment.objects.filter(pk__in=known).values_list("pk", "answer_json"))


def _failed(failure: Failure) -> RunChange:
    read = failure.read
    return RunChange(
        case_id=read.case_id,
        old_id=read.assessment_id,
        old_outcome=read.outcome or "",
        kind=RunChange.Kind.FAILED,
        error=failure.error[:2000],
    )

"""What holds for the facts of a submitted case: a known one changes with a second person alone.

A case is submitted when its first decision draft exists. Filling a fact that was not known is
entry and passes. Every writer of facts comes by here (cases/assessing.py, cases/answering.py).
"""

from typing import NamedTuple

import msgspec

from cases.gathering import NOTHING_KNOWN, Dossier, gather_one
from cases.models import Assessment, Decision, FactCorrection
from cases.models.submitted import SecondPersonNeeded, is_judged_later


class Change(NamedTuple):
    """A known fact that would be another: a path of the contract with the offense's id, as in
    `offenses.17.nexus`. The path of a whole count that goes is `offenses.17`, of one that is
    added to others `offenses`. `new` None: not known any more."""

    path: str
    old: object
    new: object


def is_submitted(case_id: int) -> bool:
    """Was a decision ever drafted in this case?"""
    return Decision.objects.filter(case=case_id).exists()


def changes_between(before: Dossier, after: Dossier) -> list[Change]:
    """Known facts of `before` that `after` tells otherwise, or not at all."""
    found = _changed(_plain(before), _plain(after))
    old, new = _offenses(before), _offenses(after)
    for key, offense in old.items():
        if key in new:
            found += _changed(_told(offense, key), _told(new[key], key))
        else:
            found.append(Change(f"offenses.{key}", offense, None))
    if old:
        found += [Change("offenses", None, new[key]) for key in new.keys() - old.keys()]
    return found


def _changed(before: dict[str, object], after: dict[str, object]) -> list[Change]:
    return [
        Change(path, value, after.get(path))
        for path, value in before.items()
        if after.get(path) != value
    ]


def _plain(dossier: Dossier) -> dict[str, object]:
    """The facts outside the counts, by their paths. A term and a list are one fact each."""
    found = {
        name: dossier[name]
        for name in ("stage", "objects_to_termination", "recidivism")
        if name in dossier
    }
    for card in ("defendant", "sentence"):
        found |= {f"{card}.{name}": value for name, value in (dossier.get(card) or {}).items()}
    return found


def _offenses(dossier: Dossier) -> dict[str, dict]:
    """The counts by id, as far as there are any, each without its id."""
    return {
        offense["id"]: {name: value for name, value in offense.items() if name != "id"}
        for offense in dossier["offenses"]
        if offense["id"] != NOTHING_KNOWN["id"]
    }


def _told(offense: dict, key: str) -> dict[str, object]:
    """An act of a known day is known to end on it where no other day is told."""
    ends = {"committed_to": offense["committed_from"]} if "committed_from" in offense else {}
    return {f"offenses.{key}.{name}": value for name, value in (ends | offense).items()}


def refuse_unconfirmed(case_id: int, assessment_id: int | None, after: Dossier) -> None:
    """Raise SecondPersonNeeded if the facts part from those of the answer that stands.

    A confirmed correction that is being written lets exactly its own changes pass.
    """
    if assessment_id is None or not is_submitted(case_id):
        return
    stored = Assessment.objects.values_list("dossier_json", flat=True).get(pk=assessment_id)
    changes = changes_between(msgspec.json.decode(stored), after)
    confirmed = _confirmed(case_id) if changes else []
    if any(list(change) not in confirmed for change in changes):
        raise SecondPersonNeeded(changes)


def _confirmed(case_id: int) -> list[list]:
    """The changes of corrections that are being written, for any case of the person."""
    rows = FactCorrection.objects.being_written().filter(case__defendant__cases=case_id)
    return [change for changes in rows.values_list("changes", flat=True) for change in changes]


def part_changed(case_id: int) -> None:
    """A part of a case was written by itself: judge it now, unless its door judges the whole."""
    if is_judged_later() or not is_submitted(case_id):
        return
    read = gather_one(case_id)
    refuse_unconfirmed(case_id, read.assessment_id, read.dossier)

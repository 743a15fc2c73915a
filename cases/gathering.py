"""Rows → dossiers: reads many cases at once and puts each into the contract's form.

Four statements a call, whatever the number of cases. An unknown fact is left out of the dossier.
The versions are read before the parts: a save that slips in between makes `facts_version` too
old, which the guard of the writer notices, and never too new, which nobody would.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from cases.models import Case, Custody, Offense, Sentence

Dossier = dict


class Gathered(NamedTuple):
    """One case as it was read: its dossier and the answer that it has so far."""

    case_id: int
    facts_version: int
    assessed_facts_version: int
    assessment_id: int | None
    digest: str | None
    rule_set_id: int | None
    reference_id: int | None
    outcome: str | None
    dossier: Dossier


# A case without a registered offense is a case with one count of which nothing is known yet.
NOTHING_KNOWN = {"id": "unknown"}

CASE_COLUMNS = (
    "pk",
    "facts_version",
    "assessed_facts_version",
    "current_assessment_id",
    "current_assessment__digest",
    "current_assessment__rule_set_id",
    "current_assessment__reference_id",
    "current_assessment__outcome",
    "defendant__birth_date",
    "stage",
    "objects_to_termination",
    "recidivism",
)


def gather(first_id: int, last_id: int) -> Iterator[Gathered]:
    """The cases with `first_id` ≤ id ≤ `last_id`, in the order of their ids."""
    return _gather("range", (first_id, last_id))


def gather_some(case_ids: Collection[int]) -> Iterator[Gathered]:
    """The cases with these ids, in the order of the ids. For some hundred, not for thousands."""
    return _gather("in", case_ids)


def gather_one(case_id: int) -> Gathered:
    """One case; raises Case.DoesNotExist."""
    for gathered in gather(case_id, case_id):
        return gathered
    raise Case.DoesNotExist(case_id)


def _gather(lookup: str, ids: Collection[int]) -> Iterator[Gathered]:
    rows = list(
        Case.objects.filter(**{f"pk__{lookup}": ids}).order_by("pk").values_list(*CASE_COLUMNS)
    )
    offenses = _offenses({f"case__id__{lookup}": ids})
    sentences = _sentences(lookup, ids)
    for row in rows:
        dossier = _dossier(row, offenses.get(row[0]), sentences.get(row[0]))
        yield Gathered(*row[:8], dossier)


def _dossier(row: tuple, offenses: list[dict] | None, sentence: dict | None) -> Dossier:
    birth_date, stage, objects, recidivism = row[8:]
    dossier: Dossier = {}
    if birth_date:
        dossier["defendant"] = {"birth_date": birth_date.isoformat()}
    if stage:
        dossier["stage"] = stage
    if objects is not None:
        dossier["objects_to_termination"] = objects
    if recidivism:
        dossier["recidivism"] = recidivism
    dossier["offenses"] = offenses or [NOTHING_KNOWN]
    if sentence is not None:
        dossier["sentence"] = sentence
    return dossier


def _known(pairs: tuple[tuple[str, object], ...]) -> dict:
    """Keep what is known; an empty text stands for an unknown choice."""
    return {key: value for key, value in pairs if value is not None and value != ""}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _term(years: int | None, months: int | None, days: int | None) -> dict | None:
    if years is None:
        return None
    return {"years": years, "months": months, "days": days}


def _offenses(of_cases: dict[str, Collection[int]]) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = defaultdict(list)
    rows = (
        Offense.objects.filter(**of_cases)
        .order_by("case_id", "ordinal", "pk")
        .values_list(
            "case_id",
            "pk",
            "article",
            "part",
            "points",
            "committed_from",
            "committed_to",
            "in_kazakhstan",
            "nexus",
            "victim_minor",
            "years",
            "months",
            "days",
        )
    )
    for case_id, pk, article, part, points, begun, ended, home, nexus, minor, *term in rows:
        values = (
            ("id", str(pk)),
            ("article", article),
            ("part", part),
            ("points", points),
            ("committed_from", _day(begun)),
            ("committed_to", _day(ended)),
            ("in_kazakhstan", home),
            ("nexus", nexus),
            ("victim_minor", minor),
            ("term", _term(*term)),
        )
        found[case_id].append(_known(values))
    return found


def _sentences(lookup: str, ids: Collection[int]) -> dict[int, dict]:
    custody = _custody({f"sentence__case__id__{lookup}": ids})
    found = {}
    rows = Sentence.objects.filter(**{f"case__id__{lookup}": ids}).values_list(
        "case_id",
        "kind",
        "manner",
        "starts_on",
        "facility",
        "custody_known",
        "served_on",
        "additional",
        "years",
        "months",
        "days",
    )
    for case_id, kind, manner, starts, facility, known, served, additional, *term in rows:
        values = (
            ("kind", kind),
            ("manner", manner),
            ("term", _term(*term)),
            ("starts_on", _day(starts)),
            ("facility", facility),
            ("custody", custody.get(case_id, []) if known else None),
            ("served_on", _day(served)),
            ("additional", additional),
        )
        found[case_id] = _known(values)
    return found


def _custody(of_cases: dict[str, Collection[int]]) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = defaultdict(list)
    rows = (
        Custody.objects.filter(**of_cases)
        .order_by("sentence__case_id", "from_on", "pk")
        .values_list("sentence__case_id", "kind", "from_on", "to_on")
    )
    for case_id, kind, begun, ended in rows:
        found[case_id].append(_known((("kind", kind), ("from", _day(begun)), ("to", _day(ended)))))
    return found

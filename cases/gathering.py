"""Rows → dossiers: reads many cases at once and puts each into the contract's form.

Four statements a call, whatever the number of cases. An unknown fact is left out of the dossier.
The versions are read before the parts: a save that slips in between makes `facts_version` too
old, which the guard of the writer notices, and never too new, which nobody would.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

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
    cases = Case.objects.filter(**{f"pk__{lookup}": ids}).order_by("pk")
    rows = _rows(cases.values_list(*CASE_COLUMNS))
    offenses = _offenses({f"case__id__{lookup}": ids})
    sentences = _sentences(lookup, ids)
    for row in rows:
        dossier = _dossier(row, offenses.get(row[0]), sentences.get(row[0]))
        yield Gathered(*row[:8], dossier)


def _rows(query: QuerySet) -> list[tuple]:
    """The rows as the database gives them: Django's conversions cost more than all else here.

    Days come as dates or as ISO texts, truth values also as 0 and 1, JSON as text.
    """
    sql, parameters = query.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _dossier(row: tuple, offenses: list[dict] | None, sentence: dict | None) -> Dossier:
    birth_date, stage, objects, recidivism = row[8:]
    dossier: Dossier = {}
    if birth_date:
        dossier["defendant"] = {"birth_date": str(birth_date)}
    if stage:
        dossier["stage"] = stage
    if objects is not None:
        dossier["objects_to_termination"] = bool(objects)
    if recidivism:
        dossier["recidivism"] = recidivism
    dossier["offenses"] = offenses or [NOTHING_KNOWN]
    if sentence is not None:
        dossier["sentence"] = sentence
    return dossier


def _put(found: dict, key: str, value: object) -> None:
    """Keep what is known; an empty text stands for an unknown choice."""
    if value is not None and value != "":
        found[key] = value


def _put_day(found: dict, key: str, day: date | str | None) -> None:
    if day:
        found[key] = str(day)


def _put_truth(found: dict, key: str, value: bool | int | None) -> None:
    if value is not None:
        found[key] = bool(value)


def _put_list(found: dict, key: str, value: str | list | None) -> None:
    _put(found, key, json.loads(value) if isinstance(value, str) else value)


def _put_term(found: dict, years: int | None, months: int | None, days: int | None) -> None:
    if years is not None:
        found["term"] = {"years": years, "months": months, "days": days}


OFFENSE_COLUMNS = (
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


def _offenses(of_cases: dict[str, Collection[int]]) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = defaultdict(list)
    rows = Offense.objects.filter(**of_cases).order_by("case_id", "ordinal", "pk")
    for row in _rows(rows.values_list(*OFFENSE_COLUMNS)):
        case_id, pk, article, part, points, begun, ended, home, nexus, minor, *term = row
        offense: dict = {"id": str(pk)}
        _put(offense, "article", article)
        _put(offense, "part", part)
        _put_list(offense, "points", points)
        _put_day(offense, "committed_from", begun)
        _put_day(offense, "committed_to", ended)
        _put_truth(offense, "in_kazakhstan", home)
        _put(offense, "nexus", nexus)
        _put_truth(offense, "victim_minor", minor)
        _put_term(offense, *term)
        found[case_id].append(offense)
    return found


SENTENCE_COLUMNS = (
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


def _sentences(lookup: str, ids: Collection[int]) -> dict[int, dict]:
    custody = _custody({f"sentence__case__id__{lookup}": ids})
    found = {}
    rows = Sentence.objects.filter(**{f"case__id__{lookup}": ids}).order_by()
    for row in _rows(rows.values_list(*SENTENCE_COLUMNS)):
        case_id, kind, manner, starts, facility, is_known, served, additional, *term = row
        sentence: dict = {}
        _put(sentence, "kind", kind)
        _put(sentence, "manner", manner)
        _put_term(sentence, *term)
        _put_day(sentence, "starts_on", starts)
        _put(sentence, "facility", facility)
        _put(sentence, "custody", custody.get(case_id, []) if is_known else None)
        _put_day(sentence, "served_on", served)
        _put_list(sentence, "additional", additional)
        found[case_id] = sentence
    return found


def _custody(of_cases: dict[str, Collection[int]]) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = defaultdict(list)
    rows = Custody.objects.filter(**of_cases).order_by("sentence__case_id", "from_on", "pk")
    columns = ("sentence__case_id", "kind", "from_on", "to_on")
    for case_id, kind, begun, ended in _rows(rows.values_list(*columns)):
        period = {"kind": kind, "from": str(begun)}
        _put_day(period, "to", ended)
        found[case_id].append(period)
    return found

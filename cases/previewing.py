"""What an assessment still needs, from a page that is being typed. Asks the law, saves nothing.

A field that does not hold by itself counts as not known; the form tells what is wrong with it.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django import forms

from cases import law, wording
from cases.forms.registration import Registration
from cases.gathering import NOTHING_KNOWN, Dossier
from cases.referencing import current_basis
from cases.wording.facts import shape_of

TERM = ("years", "months", "days")
OF_THE_CASE = ("stage", "objects_to_termination", "recidivism")
OF_AN_OFFENSE = (
    "article",
    "part",
    "points",
    "committed_from",
    "committed_to",
    "in_kazakhstan",
    "nexus",
    "victim_minor",
)
OF_THE_SENTENCE = ("kind", "manner", "starts_on", "facility", "served_on")


class Needed(NamedTuple):
    """One fact that is missing: in words, its row if there are several, the id of its field."""

    label: str
    row: int
    field: str


def needed_of(page: Registration) -> list[Needed] | None:
    """The missing facts of a page; None when the facts so far contradict each other."""
    for part in page.parts:
        part.is_valid()
    try:
        facts = law.read_dossier(dossier_of(page))
    except law.DossierError:
        return None
    answer = law.answer_of(law.assess(facts, current_basis().law))
    return [_needed(page, path) for path in answer["missing"]]


def dossier_of(page: Registration) -> Dossier:
    """What is typed and holds, in the form of the contract."""
    dossier = _known(page.case_form, OF_THE_CASE)
    if born := _told(page.person).get("birth_date"):
        dossier["defendant"] = {"birth_date": born.isoformat()}
    dossier["offenses"] = [
        {"id": row.prefix} | _known(row, OF_AN_OFFENSE) | _term(row) for row in page.offenses.rows()
    ] or [NOTHING_KNOWN]
    if sentence := _sentence(page):
        dossier["sentence"] = sentence
    return dossier


def _sentence(page: Registration) -> dict:
    told, periods = _told(page.sentence), _custody(page)
    sentence = _known(page.sentence, OF_THE_SENTENCE) | _term(page.sentence)
    state, additional = told.get("custody_state"), told.get("additional")
    if state == "known" or (not state and periods):
        sentence["custody"] = periods
    if additional or told.get("additional_state") == "none":
        sentence["additional"] = additional or []
    return sentence


def _custody(page: Registration) -> list[dict]:
    rows = [_told(row) for row in page.custody.rows()]
    periods = [
        {"kind": row["kind"], "from": row["from_on"], "to": row.get("to_on")}
        for row in rows
        if row.get("from_on") and row.get("kind")
    ]
    periods.sort(key=lambda period: period["from"])
    return [_kept(period) for period in periods]


def _known(form: forms.Form, names: tuple[str, ...]) -> dict:
    told = _told(form)
    return _kept({name: told.get(name) for name in names})


def _kept(values: Mapping[str, object]) -> dict:
    """What is known, days as texts."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None and value != ""
    }


def _term(form: forms.Form) -> dict:
    told = _told(form)
    term = {name: told.get(name) for name in TERM}
    return {} if None in term.values() else {"term": term}


def _told(form: forms.Form) -> dict:
    """The fields of the form that hold by themselves."""
    return getattr(form, "cleaned_data", None) or {}


def _needed(page: Registration, path: str) -> Needed:
    fact, shape = wording.fact_of(path), shape_of(path)
    head, _bracket, rest = path.partition("[")
    number = int(rest.partition("]")[0]) if rest and head == "offenses" else 0
    rows = page.offenses.rows()
    prefix = {"offenses": rows[number].prefix if rows else "offenses-0", "person": "person"}.get(
        fact.card, "sentence" if shape.startswith("sentence.") else "case"
    )
    field = "custody" if shape == "sentence.custody" else f"id_{prefix}-{fact.fields[0]}"
    return Needed(str(fact.label), number + 1 if len(rows) > 1 and rest else 0, field)

"""Rows → facts → law → stored answer. The one door by which a case gets its assessment.

Saving a case ends here (cases/signals.py), in the transaction of the save. A bulk run evaluates
by the same functions (cases/reevaluating.py).
"""

import logging
from typing import NamedTuple

import msgspec
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from amnesty.accounts.acting import actor
from cases import law
from cases.gathering import Dossier, Gathered, gather_one
from cases.models import Assessment, Case
from cases.models.submitted import SecondPersonNeeded
from cases.referencing import Basis, current_basis, digest_of
from cases.submitting import part_changed, refuse_unconfirmed

log = logging.getLogger(__name__)

Why = Assessment.Why
GRAVEST_LAST = ("infraction", "small", "medium", "grave", "especially_grave")


class Evaluated(NamedTuple):
    """The columns of an assessment that follow from the dossier and the basis alone."""

    digest: str
    dossier_json: str
    answer_json: str
    outcome: str
    preliminary: bool
    gravity: str
    missing_count: int
    missing_facts: str
    flags: str
    new_end: str | None
    release_now: bool


class FactsContradict(ValueError):
    """The stored facts break the contract; `path` names the fact, `code` what is wrong with it."""

    def __init__(self, error: law.DossierError) -> None:
        super().__init__(f"{error.path}: {error.code}")
        self.path, self.code, self.params = error.path, error.code, error.params


def evaluate(dossier: Dossier, basis: Basis, case_id: int) -> Evaluated:
    """Ask the law core. Raises FactsContradict; a rule that breaks is logged, never hidden."""
    try:
        facts = law.read_dossier(dossier)
    except law.DossierError as error:
        raise FactsContradict(error) from error
    answer = law.assess(facts, basis.law)
    for failure in answer.failures:
        log.error("case %s: a rule failed: %s", case_id, failure)
    told = law.answer_of(answer)
    dossier_json = msgspec.json.encode(dossier)
    term = told["term"] or {}
    return Evaluated(
        digest_of(dossier_json),
        dossier_json.decode(),
        msgspec.json.encode(told).decode(),
        told["outcome"],
        told["preliminary"],
        _worst([count["gravity"] for count in told["offenses"]]),
        len(told["missing"]),
        " ".join(sorted({path.rpartition(".")[2] for path in told["missing"]})),
        " ".join(told["flags"]),
        term.get("new_end"),
        bool(term.get("release_now")),
    )


def _worst(gravities: list[str | None]) -> str:
    known = [gravity for gravity in gravities if gravity]
    return max(known, key=GRAVEST_LAST.index, default="")


def is_current(read: Gathered, digest: str, basis: Basis) -> bool:
    """Does the case already hold the answer to these facts under this basis?"""
    answered = (read.digest, read.rule_set_id, read.reference_id)
    return answered == (digest, basis.rule_set_id, basis.reference_id)


class Assessed(NamedTuple):
    """Which answer is the case's current one, for which version of its facts; is it another one?"""

    assessment_id: int
    facts_version: int
    is_new: bool


@transaction.atomic
def assess_case(case_id: int, why: str = "", why_text: str = "") -> Assessed:
    """Give the case the answer to its present facts.

    The same facts under the same rule set and table write nothing. Raises FactsContradict and, for
    a submitted case, SecondPersonNeeded: both undo the save that led here. And Case.DoesNotExist.
    """
    read = gather_one(case_id)
    basis = current_basis()
    evaluated = evaluate(read.dossier, basis, case_id)
    if is_current(read, evaluated.digest, basis):
        if read.facts_version != read.assessed_facts_version:
            _point(read, read.assessment_id, read.facts_version)
        return Assessed(read.assessment_id, read.facts_version, False)
    if evaluated.digest != read.digest:
        refuse_unconfirmed(case_id, read.assessment_id, read.dossier)
    version = read.facts_version + (
        evaluated.digest != read.digest and read.facts_version == read.assessed_facts_version
    )
    assessment, _made = Assessment.objects.get_or_create(
        case_id=case_id,
        rule_set_id=basis.rule_set_id,
        reference_id=basis.reference_id,
        digest=evaluated.digest,
        defaults=evaluated._asdict()
        | {
            "facts_version": version,
            "why": why or (Why.DATA_CORRECTED if read.assessment_id else Why.FIRST_ENTRY),
            "why_text": why_text,
            "made_at": timezone.now(),
            "made_by": actor(),
        },
    )
    _point(read, assessment.pk, version)
    return Assessed(assessment.pk, version, True)


class FactsMoved(RuntimeError):
    """Somebody saved the case while it was being assessed; the transaction is undone."""


def _point(read: Gathered, assessment_id: int | None, version: int) -> None:
    """Make the answer current, unless the facts are no longer those that were read."""
    moved = Case.objects.filter(pk=read.case_id, facts_version=read.facts_version).update(
        current_assessment_id=assessment_id,
        facts_version=version,
        assessed_facts_version=version,
    )
    if not moved:
        raise FactsMoved(read.case_id)


def facts_changed(case_id: int) -> None:
    """A part of the case was saved: its answer is out of date until the case is saved.

    Raises SecondPersonNeeded where the part told a known fact of a submitted case otherwise.
    """
    part_changed(case_id)
    _count(case_id)


def _count(case_id: int) -> None:
    Case.objects.filter(pk=case_id).update(facts_version=F("facts_version") + 1)


def hold_cases_of(defendant_id: int) -> None:
    """Hold the rows of all cases of a person, in the order in which a run takes them as well."""
    if connection.features.has_select_for_update:
        cases = Case.objects.filter(defendant_id=defendant_id).order_by("pk")
        list(cases.select_for_update(no_key=True).values_list("pk"))


def assess_cases_of(defendant_id: int) -> None:
    """A person's birth date may decide: assess all of the person's cases again.

    Raises SecondPersonNeeded with the changes of all of them.
    """
    refused: list = []
    cases = Case.objects.filter(defendant_id=defendant_id).order_by("pk")
    for case_id in cases.values_list("pk", flat=True):
        _count(case_id)
        try:
            assess_case(case_id)
        except SecondPersonNeeded as needed:
            refused += [change for change in needed.changes if change not in refused]
    if refused:
        raise SecondPersonNeeded(refused)

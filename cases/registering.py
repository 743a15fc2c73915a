"""The write door of the registration page: one transaction, parts first, the case last.

Takes values that the forms have checked and gives back a saved, assessed case. Raises
FactsContradict (cases.assessing) when the facts break the contract; then nothing is saved.
"""

from django.db import transaction
from django.db.models import F

from amnesty.accounts import trail
from cases import assessing
from cases.filing import Filing, Values
from cases.models import Case, Custody, Defendant, Offense, Sentence
from cases.models.files import new_number


class ChangedMeanwhile(RuntimeError):
    """Somebody saved the case after this page was opened; nothing was written."""


@transaction.atomic
def register(filing: Filing, person: Defendant | None = None) -> Case:
    """A new case, of a new person or of `person`, whose values are brought up to date."""
    defendant = _save_person(person or Defendant(), filing.person)
    case = Case(defendant=defendant, number=new_number(), **filing.case)
    # Not `save`: that would assess a case that has no parts yet.
    Case.objects.bulk_create([case])
    _save_parts(case, filing)
    case.save()
    _tell("case_registered", case, filing)
    return case


@transaction.atomic
def amend(case: Case, version: int, filing: Filing) -> Case:
    """The case as the page says it now, if nobody saved it since `version`."""
    guarded = Case.objects.filter(pk=case.pk, version=version)
    if not guarded.update(version=F("version") + 1, **filing.case):
        raise ChangedMeanwhile(case.pk)
    changed = _save_parts(case, filing)
    if changed:
        assessing.facts_changed(case.pk)
    case.refresh_from_db()
    _save_person(case.defendant, filing.person)
    case.save()
    _tell("case_amended", case, filing)
    return case


def _tell(kind: str, case: Case, filing: Filing) -> None:
    """One event in the audit trail, with the possible errors that a person confirmed."""
    confirmed = {"confirmed": list(filing.confirmed)} if filing.confirmed else {}
    trail.record(kind, case, case.defendant_id, version=case.version, **confirmed)


def _save_person(person: Defendant, values: Values) -> Defendant:
    """Write the person if a value is new; saving assesses all cases of the person again."""
    changed = _set(person, values)
    if person.pk is None:
        person.save()
    elif changed:
        person.version += 1
        person.save()
    return person


def _set(row: object, values: Values) -> bool:
    """Put the values on the row; was one of them different?"""
    changed = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def _save_parts(case: Case, filing: Filing) -> bool:
    """Write what differs from what is stored; did anything?"""
    offenses = _save_offenses(case, filing.offenses)
    sentence = _save_sentence(case, filing.sentence, filing.custody)
    return offenses or sentence


def _save_offenses(case: Case, rows: list[Values]) -> bool:
    """Rows with an id are changed, those without are new, those that are gone are deleted."""
    stored = {offense.pk: offense for offense in case.offenses.all()}
    kept = {row["id"] for row in rows}
    gone = [pk for pk in stored if pk not in kept]
    if gone:
        case.offenses.filter(pk__in=gone).delete()
    changed = [stored[row["id"]] for row in rows if row["id"] and _set(stored[row["id"]], row)]
    for offense in changed:
        offense.save()
    first = 1 + max((offense.ordinal for offense in stored.values()), default=0)
    new = [row for row in rows if not row["id"]]
    Offense.objects.bulk_create(
        Offense(case=case, ordinal=ordinal, **row) for ordinal, row in enumerate(new, first)
    )
    return bool(gone or changed or new)


def _save_sentence(case: Case, values: Values | None, periods: list[Values]) -> bool:
    stored = Sentence.objects.filter(case=case).first()
    if values is None:
        if stored:
            stored.delete()
        return stored is not None
    sentence = stored or Sentence(case=case)
    changed = _set(sentence, values)
    if changed or stored is None:
        sentence.save()
    return _save_custody(sentence, periods) or changed or stored is None


def _save_custody(sentence: Sentence, periods: list[Values]) -> bool:
    """Periods have no life of their own: a different list replaces the stored one."""
    stored = list(sentence.custody.values("kind", "from_on", "to_on"))
    if stored == periods:
        return False
    sentence.custody.all().delete()
    Custody.objects.bulk_create(Custody(sentence=sentence, **period) for period in periods)
    return True

"""The write door of the registration page: one transaction, parts first, the case last.

Takes values that the forms have checked and gives back a saved, assessed case. Raises
FactsContradict (cases.assessing) when the facts break the contract, and SecondPersonNeeded when
known facts of a submitted case would change (cases/correcting.py); then nothing is saved.
"""

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_save

from amnesty.accounts import trail
from cases.assessing import hold_cases_of
from cases.filing import Filing, Values
from cases.models import Case, Custody, Defendant, Offense, Sentence
from cases.models.files import new_number
from cases.models.submitted import saved_in_one


class ChangedMeanwhile(RuntimeError):
    """Somebody saved the case after this page was opened; nothing was written."""


@transaction.atomic
@saved_in_one()
def register(filing: Filing, person: Defendant | None = None) -> Case:
    """A new case, of a new person or of `person`, whose values are brought up to date."""
    trail.take_turn()
    defendant = _save_person(person or Defendant(), filing.person)
    case = Case(defendant=defendant, number=new_number(), **filing.case)
    # Not `save`: the listeners would assess a case that has no parts yet.
    Case.objects.bulk_create([case])
    _save_parts(case, filing)
    post_save.send(Case, instance=case, created=True, raw=False, using=case._state.db)
    _tell(case, filing)
    return case


@transaction.atomic
@saved_in_one()
def amend(case: Case, version: int, filing: Filing) -> Case:
    """The case as the page says it now, if nobody saved it since `version`."""
    trail.take_turn()
    hold_cases_of(case.defendant_id)
    guarded = Case.objects.filter(pk=case.pk, version=version)
    if not guarded.update(version=F("version") + 1, **filing.case):
        raise ChangedMeanwhile(case.pk)
    _save_parts(case, filing)
    case.refresh_from_db()
    _save_person(case.defendant, filing.person)
    case.save()
    _tell(case, filing)
    return case


def _tell(case: Case, filing: Filing) -> None:
    """The possible errors that a person confirmed stand in the audit trail."""
    if filing.confirmed:
        trail.record(
            "case.possible_errors_confirmed",
            case,
            case.defendant_id,
            confirmed=list(filing.confirmed),
        )


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


def _save_parts(case: Case, filing: Filing) -> None:
    """Write what differs from what is stored, row by row: each has its own history."""
    _save_offenses(case, filing.offenses)
    if filing.sentence is None:
        for sentence in Sentence.objects.filter(case=case):
            sentence.delete()
    else:
        _save_sentence(case, filing.sentence, filing.custody)


def _save_offenses(case: Case, rows: list[Values]) -> None:
    """Rows with an id are changed, those without are new, those that are gone are deleted."""
    stored = {offense.pk: offense for offense in case.offenses.all()}
    kept = {row["id"] for row in rows}
    for pk in stored.keys() - kept:
        stored[pk].delete()
    ordinal = max((offense.ordinal for offense in stored.values()), default=0)
    for row in rows:
        if row["id"] is None:
            ordinal += 1
            Offense(case=case, ordinal=ordinal, **row).save()
        elif _set(stored[row["id"]], row):
            stored[row["id"]].save()


def _save_sentence(case: Case, values: Values, periods: list[Values]) -> None:
    sentence = Sentence.objects.filter(case=case).first() or Sentence(case=case)
    if _set(sentence, values) or sentence.pk is None:
        sentence.save()
    _save_custody(sentence, periods)


def _save_custody(sentence: Sentence, periods: list[Values]) -> None:
    """Periods have no life of their own: those that are not in the list are deleted."""
    stored = list(sentence.custody.all())
    wanted = list(periods)
    for period in stored:
        same = {"kind": period.kind, "from_on": period.from_on, "to_on": period.to_on}
        if same in wanted:
            wanted.remove(same)
        else:
            period.delete()
    for values in wanted:
        Custody(sentence=sentence, **values).save()

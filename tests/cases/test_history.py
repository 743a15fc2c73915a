"""Every saved change of a tracked row can be shown later: before, after, who, when, which act."""

import json

import pytest

from amnesty.accounts.acting import acting
from amnesty.accounts.models import Event
from cases.models import Case
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


def last_event(kind: str) -> Event:
    return Event.objects.filter(kind=kind).first()


def test_a_change_is_kept_with_its_values_its_author_and_its_act():
    case, clerk = make_case(), make_user("clerk")
    case.stage = "served"
    with acting(clerk):
        case.save()
    row, event = case.history.first(), last_event("case.changed")
    assert (row.stage, row.history_user) == ("served", clerk)
    assert row.act_id == event.act_id != ""
    assert json.loads(event.detail)["changes"] == {"stage": ["serving", "served"]}
    assert (event.user_id, event.person_id) == (clerk.pk, case.defendant_id)


def test_a_part_of_a_case_leaves_its_own_event():
    case = make_case()
    offense = case.offenses.get()
    offense.nexus = "suppression"
    offense.save()
    event = last_event("offense.changed")
    assert json.loads(event.detail)["changes"] == {"nexus": ["riot", "suppression"]}
    assert event.person_id == case.defendant_id


def test_a_save_without_a_change_leaves_no_event():
    case = make_case()
    before = Event.objects.count()
    case.save()
    assert Event.objects.count() == before


def test_what_is_removed_stays_in_the_history():
    case = make_case()
    offense = case.offenses.get()
    pk = offense.pk
    offense.delete()
    gone = offense.history.model.objects.filter(id=pk).first()
    assert (gone.history_type, gone.article) == ("-", "272")
    assert last_event("offense.removed").person_id == case.defendant_id


def test_the_answer_itself_is_no_change_of_the_case():
    """Assessments are added, never edited: they are their own history."""
    names = {field.name for field in Case.history.model._meta.fields}
    assert not names & {"current_assessment", "facts_version", "assessed_facts_version"}

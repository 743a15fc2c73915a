"""Changing a case by its page: what is stored comes back as it was, and a change is whole."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Office
from cases.models import Assessment, Case, Sentence
from tests.cases.test_registering import STRANGE
from tests.cases.typed import another_offense
from tests.factories import make_case, make_defendant, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office("court", "almaty-court")


@pytest.fixture
def page(client: Client, court: Office) -> Client:
    client.force_login(make_user("clerk", court))
    return client


def stored_form(page: Client, case: Case, **changes: str) -> dict[str, str]:
    """The form of a case as the browser would send it back, with something changed."""
    text = page.get(reverse("case-edit", args=[case.pk])).content.decode()
    text = re.sub(r"<template.*?</template>", "", text, flags=re.S)
    form = text[text.index("data-save") :]
    data: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and ("checked" in tag or not re.search('type="(radio|checkbox)"', tag)):
            data[name.group(1)] = value.group(1) if value else "on" if "checked" in tag else ""
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen.group(1) if chosen else ""
    for name, typed in re.findall(r'<textarea name="([^"]+)".*?>(.*?)</textarea>', form, re.S):
        data[name] = typed.strip()
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def edit(page: Client, case: Case, **changes: str) -> HttpResponse:
    return page.post(reverse("case-edit", args=[case.pk]), stored_form(page, case, **changes))


RICH = {
    "offenses": [
        {"points": ["2"], "years": 3, "months": 0, "days": 0, "victim_minor": False},
        {"article": "188", "part": "1", "points": []},
    ],
    "sentence": {"verdict_on": date(2022, 6, 1), "additional": ["Confiscation"], "manner": "real"},
    "custody": [
        {"kind": "custody", "from_on": date(2022, 1, 10), "to_on": date(2022, 1, 20)},
        {"kind": "house_arrest", "from_on": date(2022, 2, 1)},
    ],
    "objects_to_termination": False,
    "note": "A note",
    "proceeding_number": "17",
}


def test_saving_an_unchanged_form_changes_no_fact(page, court):
    case = make_case(court, **RICH)
    before = case.current_assessment.dossier
    assert edit(page, case).status_code == 302
    case.refresh_from_db()
    assert case.current_assessment.dossier == before
    assert (case.note, case.proceeding_number) == ("A note", "17")
    assert case.defendant.version == 1


def test_a_field_that_no_card_asks_for_stays_as_it_is(page, court):
    person = make_defendant(is_demo=True)
    case = make_case(court, defendant=person)
    number = case.number
    edit(page, case, case__stage="served")
    case.refresh_from_db()
    assert case.defendant.is_demo
    assert case.number == number


def test_a_changed_fact_is_assessed_anew_and_the_old_answer_stays(page, court):
    case = make_case(court)
    first = case.current_assessment_id
    edit(page, case, offenses__0__nexus="none")
    case.refresh_from_db()
    assert case.current_assessment.outcome == "not_covered"
    assert Assessment.objects.get(pk=first).outcome == "reduce"
    assert case.current_assessment.why == Assessment.Why.DATA_CORRECTED


def test_one_save_makes_one_assessment_also_when_the_person_changes(page, court):
    case = make_case(court)
    before = case.assessments.count()
    edit(page, case, person__birth_date="15.01.1991", offenses__0__part="1", case__stage="trial")
    assert case.assessments.count() == before + 1


def test_rows_are_added_changed_and_removed_in_one_save(page, court):
    case = make_case(court, offenses=[{}, {"article": "188", "part": "1"}])
    kept_id = case.offenses.last().pk
    rows = another_offense(2, article="202", part="2")
    edit(page, case, offenses__0__DELETE="on", offenses__1__part="2", **rows)
    found = list(case.offenses.values_list("article", "part"))
    assert found == [("188", "2"), ("202", "2")]
    assert case.offenses.first().pk == kept_id


def test_the_row_of_another_case_cannot_be_taken(page, court):
    other = make_case(court)
    case = make_case(court)
    response = edit(page, case, offenses__0__id=str(other.offenses.get().pk))
    assert response.status_code == 200
    assert "not part of the case any more" in response.content.decode()
    assert other.offenses.count() == 1


def test_a_second_save_of_the_same_version_is_refused_with_both_values(page, court):
    case = make_case(court)
    stale = stored_form(page, case, sentence__years="6")
    edit(page, case, sentence__years="5")
    response = page.post(reverse("case-edit", args=[case.pk]), stale)
    assert response.status_code == 409
    text = response.content.decode()
    assert ">6<" in text
    assert ">5<" in text
    assert Sentence.objects.get(case=case).years == 5


@pytest.mark.parametrize(("version", "status"), [("", 400), ("-1", 409), ("x", 400), ("99", 409)])
def test_a_save_needs_the_version_it_began_from(page, court, version, status):
    case = make_case(court)
    assert edit(page, case, version=version).status_code == status


def test_another_office_finds_no_case_to_change(page):
    other = make_case(make_office())
    assert page.get(reverse("case-edit", args=[other.pk])).status_code == 404


def test_a_judge_may_not_change_a_case(client, court):
    case = make_case(court)
    client.force_login(make_user("judge", court))
    assert client.get(reverse("case-edit", args=[case.pk])).status_code == 403


def test_saving_returns_to_the_page_it_came_from_but_never_elsewhere(page, court):
    case = make_case(court)
    back = "/cases/?outcome=reduce&page=2"
    assert edit(page, case, **{"return": back})["Location"] == back
    own = reverse("case", args=[case.pk])
    for strange in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert edit(page, case, **{"return": strange})["Location"] == own


def test_the_facts_of_two_people_never_mix_in_a_shared_person(page, court):
    """A person's birth date is shared: every case of the person is assessed again."""
    person = make_defendant()
    first = make_case(court, defendant=person, offenses=[{"part": "1"}])
    second = make_case(court, defendant=person, offenses=[{"part": "1"}])
    edit(page, first, person__birth_date="06.01.2006")
    second.refresh_from_db()
    assert second.current_assessment.dossier["defendant"]["birth_date"] == "2006-01-06"
    assert second.assessed_facts_version == second.facts_version


@pytest.mark.parametrize("change", STRANGE)
def test_strange_changes_of_a_case_never_break_it(page, court, change):
    case = make_case(court)
    before = case.current_assessment_id
    response = page.post(reverse("case-edit", args=[case.pk]), {"version": "1"} | change)
    assert response.status_code in {200, 400}
    case.refresh_from_db()
    assert case.current_assessment_id == before

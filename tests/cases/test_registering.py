"""Registering a case by its page: what is typed is saved whole and assessed, or not at all."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts.models import Event, Office, User
from cases.models import Assessment, Case, Custody, Defendant, Offense, Sentence
from tests.cases.typed import another_offense, typed_case
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db
NEW = "/cases/new/"


@pytest.fixture
def court() -> Office:
    return make_office("court", "almaty-court")


@pytest.fixture
def clerk(court: Office) -> User:
    return make_user("clerk", court)


@pytest.fixture
def page(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def send(page: Client, court: Office) -> Callable[..., HttpResponse]:
    """Post the registration page with something changed."""
    return lambda **changes: page.post(NEW, typed_case(court, **changes))


def errors_at(response: HttpResponse, field: str) -> str:
    """The words at one field of the drawn page, "" where there are none."""
    text = response.content.decode()
    found = re.search(rf'<div id="id_{field}_error" class="field-error">(.*?)</div>', text, re.S)
    return re.sub(r"<[^>]+>", " ", found.group(1)) if found else ""


def kept(response: HttpResponse, name: str) -> str:
    """What stands in a field of the drawn page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return found.group(1) if found else ""


def nothing_saved() -> bool:
    return not (Case.objects.exists() or Defendant.objects.exists() or Offense.objects.exists())


def test_a_clerk_registers_the_plainest_case_and_reads_its_answer(send, page):
    response = send()
    assert response.status_code == 302
    case = Case.objects.get()
    assert response["Location"] == reverse("case", args=[case.pk])
    text = page.get(response["Location"]).content.decode()
    assert 'data-outcome="reduce"' in text
    assert "Reduced by three quarters: kept 1 year of 4 years." in text
    assert "The term ended on 16.10.2022 (Sunday)" in text
    assert "release now" in text
    assert 'data-code="release_now"' in text


def test_a_registered_case_has_one_assessment_of_all_its_facts(send):
    send()
    case = Case.objects.get()
    made = Assessment.objects.get()
    assert case.current_assessment == made
    assert case.assessed_facts_version == case.facts_version
    assert made.why == Assessment.Why.FIRST_ENTRY
    assert made.dossier["sentence"]["custody"] == [{"kind": "custody", "from": "2022-01-10"}]
    assert made.dossier["sentence"]["term"] == {"years": 4, "months": 0, "days": 0}


def test_unknown_stays_unknown(send):
    changes = {
        "case__stage": "",
        "case__recidivism": "",
        "offenses__0__nexus": "",
        "offenses__0__in_kazakhstan": "",
        "sentence__years": "",
        "custody__0__from_on": "",
    }
    send(**changes)
    case, offense, sentence = Case.objects.get(), Offense.objects.get(), Sentence.objects.get()
    assert (case.stage, case.recidivism, case.objects_to_termination) == ("", "", None)
    assert (offense.nexus, offense.in_kazakhstan, offense.points) == ("", None, None)
    assert (sentence.years, sentence.custody_known, sentence.additional) == (None, False, None)
    assert case.current_assessment.outcome == "needs_review"


def test_no_detention_is_known_when_the_clerk_says_so(send):
    send(custody__0__from_on="", sentence__custody_state="known")
    assert Case.objects.get().current_assessment.dossier["sentence"]["custody"] == []


def test_detention_of_which_not_all_is_known_gives_no_credit(send):
    send(sentence__custody_state="unknown")
    assert Custody.objects.count() == 1
    assert "custody" not in Case.objects.get().current_assessment.dossier["sentence"]


def test_points_may_be_named_none_or_not_known(send):
    send(offenses__0__points="2, 8")
    assert Offense.objects.get().points == ["2", "8"]


def test_the_tick_no_points_is_an_empty_list(send):
    send(offenses__0__no_points="on")
    assert Offense.objects.get().points == []


def test_additional_punishments_stand_one_in_a_line(send):
    listed = {"additional_state": "listed", "additional": "Confiscation\r\n\r\nLoss of rank"}
    send(**{f"sentence__{name}": value for name, value in listed.items()})
    assert Sentence.objects.get().additional == ["Confiscation", "Loss of rank"]


def test_no_additional_punishment_is_known_when_the_clerk_says_so(send):
    send(sentence__additional_state="none")
    assert Sentence.objects.get().additional == []


def test_a_case_before_the_verdict_has_no_sentence(send):
    names = ("kind", "years", "facility", "starts_on")
    blank = {f"sentence__{name}": "" for name in names}
    send(case__stage="trial", custody__0__from_on="", **blank)
    assert not Sentence.objects.exists()
    assert Case.objects.get().current_assessment.outcome == "reduce_at_sentencing"


def test_sixty_offenses_are_taken(send):
    rows: dict[str, str] = {}
    for number in range(1, 60):
        rows |= another_offense(
            number, committed_from=f"0{4 + number % 4}.01.2022", article=str(number)
        )
    send(**rows)
    assert Offense.objects.count() == 60


def test_a_person_without_surname_or_iin_is_taken(send):
    send(person__surname="", person__given_name="Ә")
    person = Defendant.objects.get()
    assert (person.surname, person.given_name, person.iin) == ("", "Ә", None)


def test_known_spellings_are_read_and_told(send, page):
    response = send(offenses__0__article="ст. 272 ч.2", offenses__0__part="")
    offense = Offense.objects.get()
    assert (offense.article, offense.part) == ("272", "2")
    assert "was read as article 272(2)" in page.get(response["Location"]).content.decode()


REFUSED = [
    ("offenses__0__committed_from", "05/01/2022", "offenses-0-committed_from", "slashes"),
    ("offenses__0__committed_from", "30.02.2022", "offenses-0-committed_from", "no such date"),
    ("offenses__0__committed_from", "05.01.22", "offenses-0-committed_from", "dd.mm.yyyy"),
    ("offenses__0__committed_from", "02.07.2022", "offenses-0-committed_from", "after the verdict"),
    ("offenses__0__committed_from", "01.01.1980", "offenses-0-committed_from", "before the birth"),
    ("offenses__0__committed_to", "04.01.2022", "offenses-0-committed_to", "ends before it begins"),
    ("offenses__0__article", "mass riots", "offenses-0-article", "272 or 269-1"),
    ("offenses__0__points", "two", "offenses-0-points", "numbers of points"),
    ("offenses__0__nexus", "maybe", "offenses-0-nexus", "not one of the available choices"),
    ("sentence__years", "3.0", "sentence-years", "whole number"),
    ("sentence__years", "-3", "sentence-years", "negative"),
    ("sentence__years", "0", "sentence-years", "cannot be empty"),
    ("sentence__years", "31", "sentence-years", "above 30 years"),
    ("sentence__months", "12", "sentence-months", "at most 11"),
    ("sentence__days", "30", "sentence-days", "at most 29"),
    ("sentence__kind", "life_imprisonment", "sentence-kind", "has no term"),
    ("sentence__verdict_on", "02.07.2022", "sentence-starts_on", "before it was passed"),
    ("sentence__served_on", "30.06.2022", "sentence-served_on", "before it began"),
    ("sentence__additional_state", "listed", "sentence-additional", "one in a line"),
    ("custody__0__from_on", "01.07.2022", "custody-0-from_on", "first day of the term"),
    ("custody__0__to_on", "01.07.2022", "custody-0-to_on", "first day of the term"),
    ("custody__0__to_on", "09.01.2022", "custody-0-to_on", "ends before it begins"),
    ("person__given_name", "", "person-given_name", "Enter a name"),
    ("person__given_name", "Иванoв", "person-given_name", "Иван[o]в"),
    ("person__iin", "900515300019", "person-iin", "check digit"),
    ("person__birth_date", "31.12.1899", "person-birth_date", "between 1900"),
    ("case__court", "999999", "case-court", "not one of the available choices"),
    ("case__ending", "acquittal", "case-ended_on", "day on which the case ended"),
]


@pytest.mark.parametrize(("name", "typed", "field", "words"), REFUSED)
def test_a_wrong_value_is_refused_at_its_field_and_nothing_is_saved(
    send, name, typed, field, words
):
    response = send(**{name: typed})
    assert response.status_code == 200
    assert words in errors_at(response, field)
    assert nothing_saved()
    text = response.content.decode()
    assert "<title>Error: " in text
    assert re.search(rf'data-error-summary.*href="#id_{field}"', text, re.S)


@pytest.mark.parametrize(
    "name", ["offenses-0-committed_from", "sentence-starts_on", "custody-0-from_on"]
)
def test_a_day_that_has_not_come_is_refused(send, name):
    tomorrow = f"{timezone.localdate().replace(year=timezone.localdate().year + 1):%d.%m.%Y}"
    response = send(**{name.replace("-", "__"): tomorrow})
    assert errors_at(response, name)
    assert nothing_saved()


def test_detention_that_overlaps_is_told_at_the_later_period(send):
    second = {"kind": "house_arrest", "from_on": "15.02.2022", "to_on": "20.02.2022"}
    rows = {f"custody__1__{name}": value for name, value in second.items()}
    response = send(custody__TOTAL_FORMS="2", custody__0__to_on="15.02.2022", **rows)
    assert "overlaps" in errors_at(response, "custody-1-from_on")
    assert nothing_saved()


def test_what_was_typed_is_kept_also_in_further_rows(send):
    rows = another_offense(1, article="188", points="9x")
    response = send(person__surname="Иванoв", offenses__0__committed_from="30.02.2022", **rows)
    assert kept(response, "person-surname") == "Иванoв"
    assert kept(response, "offenses-0-committed_from") == "30.02.2022"
    assert kept(response, "offenses-1-points") == "9x"
    assert kept(response, "offenses-1-article") == "188"


def test_a_page_without_any_offense_is_refused(send):
    names = ("article", "part", "committed_from", "nexus", "in_kazakhstan")
    response = send(**{f"offenses__0__{name}": "" for name in names})
    assert "Enter at least one offense." in response.content.decode()
    assert nothing_saved()


def test_without_script_a_button_adds_a_row_and_saves_nothing(send):
    response = send(add_row="offenses", person__given_name="Иванoв")
    text = response.content.decode()
    assert 'name="offenses-1-article"' in text
    assert kept(response, "person-given_name") == "Иванoв"
    assert "data-error-summary" not in text
    assert nothing_saved()


def test_the_page_of_a_second_press_leads_to_the_saved_case(send):
    first = send(token="f" * 32)
    again = send(token="f" * 32)
    assert again["Location"] == first["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("token", ["", "a\x00b"])
def test_two_pages_without_a_name_are_two_cases(send, token):
    first = send(token=token)
    again = send(token=token, person__surname="Бекова")
    assert again["Location"] != first["Location"]
    assert Case.objects.count() == 2


# --- possible errors ------------------------------------------------------------------------------


def doubts_in(response: HttpResponse) -> dict[str, str]:
    text = response.content.decode()
    found = re.findall(
        r'data-possible-error="(\w+)".*?name="confirmed" value="([^"]+)"', text, re.S
    )
    return dict(found)


POSSIBLE = [
    ({"person__iin": "900515300018", "person__birth_date": "28.02.1985"}, "iin_birth_date"),
    ({"person__iin": "901331300010", "person__birth_date": ""}, "iin_birth_date"),
    (
        {
            "person__iin": "900515300018",
            "person__birth_date": "15.05.1990",
            "person__sex": "female",
        },
        "iin_sex",
    ),
    ({"person__birth_date": "06.01.2008"}, "child"),
    ({"sentence__years": "9"}, "long_term"),
    ({"offenses__0__years": "8", "offenses__0__days": "1"}, "long_term"),
    (another_offense(1, article="272", part="2", committed_from="05.01.2022"), "same_offense"),
]


@pytest.mark.parametrize(("changes", "code"), POSSIBLE)
def test_a_possible_error_waits_for_a_confirmation(send, changes, code):
    response = send(**changes)
    assert list(doubts_in(response)) == [code]
    assert nothing_saved()
    confirmed = send(**changes, confirmed=doubts_in(response)[code])
    assert confirmed.status_code == 302
    told = Event.objects.get(kind="case.possible_errors_confirmed")
    assert code in told.detail


def test_a_confirmation_does_not_hold_for_another_value(send):
    key = doubts_in(send(sentence__years="9"))["long_term"]
    response = send(sentence__years="10", confirmed=key)
    assert list(doubts_in(response)) == ["long_term"]
    assert nothing_saved()


def test_the_outcome_does_not_depend_on_a_possible_error(send):
    number = {"person__iin": "900515300018", "person__birth_date": "28.02.1985"}
    key = doubts_in(send(**number))["iin_birth_date"]
    send(**number, confirmed=key)
    assert Case.objects.get().current_assessment.outcome == "reduce"


def test_an_invented_iin_raises_no_doubt_while_the_demo_strip_shows(send, settings):
    settings.DEMO = True
    assert send(person__iin=make_iin()).status_code == 302


def test_the_same_name_and_birth_date_is_a_possible_error(send, court):
    make_case(court)
    assert list(doubts_in(send())) == ["same_person"]


def test_a_person_of_another_office_is_not_told(send):
    make_case(make_office())
    assert send().status_code == 302


# --- known people ---------------------------------------------------------------------------------


def test_a_known_iin_of_the_own_office_offers_the_person(send, court):
    number = make_iin()
    known = make_case(court, defendant=make_defendant(iin=number))
    response = send(person__iin=number, person__given_name="Ерлан")
    text = response.content.decode()
    assert "is registered" in errors_at(response, "person-iin")
    assert reverse("case", args=[known.pk]) in text
    assert f"?person={known.defendant_id}" in text
    assert Case.objects.count() == 1


def test_a_known_iin_of_another_office_tells_nothing(send):
    number = make_iin()
    known = make_case(make_office(), defendant=make_defendant(iin=number, surname="Тайный"))
    response = send(person__iin=number, person__given_name="Ерлан")
    text = response.content.decode()
    assert "Ask your supervisor" in errors_at(response, "person-iin")
    assert "Тайный" not in text
    assert reverse("case", args=[known.pk]) not in text


def test_a_new_case_of_a_known_person_adds_no_person(page, court):
    known = make_case(court, defendant=make_defendant(iin=make_iin()))
    data = typed_case(court, person=str(known.defendant_id), person__iin=known.defendant.iin)
    assert page.post(NEW, data).status_code == 302
    assert Defendant.objects.count() == 1
    assert known.defendant.cases.count() == 2


def test_the_card_of_a_known_person_is_filled_and_the_rest_stays_typed(page, court):
    known = make_case(court, defendant=make_defendant(iin=make_iin(), surname="Қасымов"))
    data = typed_case(court, redraw="person", person__surname="Касымов", sentence__years="5")
    response = page.post(f"{NEW}?person={known.defendant_id}", data)
    assert kept(response, "person-surname") == "Қасымов"
    assert kept(response, "sentence-years") == "5"
    assert Case.objects.count() == 1


def test_a_person_of_another_office_cannot_be_named(page, court):
    other = make_case(make_office())
    for given in (str(other.defendant_id), "-1", "9" * 30, "abc"):
        assert page.post(NEW, typed_case(court, person=given)).status_code == 404


# --- co-defendants --------------------------------------------------------------------------------


def test_a_co_defendant_begins_with_the_proceeding_of_the_first(send, page):
    response = send(next="co", case__proceeding_number="7511-22-00-1/17")
    case = Case.objects.get()
    assert response["Location"] == f"{NEW}?with={case.pk}"
    second = page.get(response["Location"])
    assert kept(second, "case-proceeding_number") == "7511-22-00-1/17"
    assert kept(second, "person-surname") == ""
    assert '<option value="serving" selected>' in second.content.decode()


def test_the_case_of_another_office_lends_nothing(page):
    other = make_case(make_office(), proceeding_number="secret")
    assert "secret" not in page.get(f"{NEW}?with={other.pk}").content.decode()


# --- rights and offices ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["judge", "prosecutor", "social_worker", "admin", "auditor"])
def test_only_a_clerk_registers(client, court, role):
    client.force_login(make_user(role, court))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed_case(court)).status_code == 403
    assert nothing_saved()


def test_the_court_of_another_office_is_no_choice(send):
    response = send(case__court=str(make_office().pk))
    assert "not one of the available choices" in errors_at(response, "case-court")
    assert nothing_saved()


def test_an_investigator_registers_with_the_own_body_on_the_case(client, court):
    body = make_office("investigator")
    client.force_login(make_user("clerk", body))
    alone = typed_case(court)
    assert "must be your own" in errors_at(client.post(NEW, alone), "case-court")
    together = typed_case(court, case__investigating_body=str(body.pk))
    assert client.post(NEW, together).status_code == 302


def test_extra_fields_change_nothing(send):
    send(case__number="AAAA-AAAA", is_superuser="1", case__current_assessment="7")
    case = Case.objects.get()
    assert case.number != "AAAA-AAAA"
    assert case.current_assessment_id == Assessment.objects.get().pk


# --- what no browser sends ------------------------------------------------------------------------


STRANGE = [
    {},
    {"offenses-TOTAL_FORMS": "x", "custody-TOTAL_FORMS": "-1"},
    {"offenses-TOTAL_FORMS": "99999999", "offenses-INITIAL_FORMS": "0"},
    {"add_row": "offenses"},
    {"add_row": "nothing"},
    {"redraw": "x", "person-iin": "9" * 500},
    {"person-given_name": "a\x00b", "case-note": "a\x00b", "offenses-0-article": "\x00"},
    {"person-birth_date": "9" * 400, "sentence-years": "9" * 400, "case-court": "9" * 40},
    {"offenses-0-id": "9" * 30, "offenses-0-region": "-1", "confirmed": "x"},
    {"offenses-0-points": ",".join(["1"] * 60), "sentence-additional": "x\n" * 60},
]


@pytest.mark.parametrize("change", STRANGE)
@pytest.mark.parametrize("is_bare", [True, False])
def test_strange_forms_get_a_page_and_save_nothing(page, court, change, is_bare):
    data = change if is_bare else typed_case(court) | change
    response = page.post(NEW, data)
    if response.status_code == 302:  # harmless: what was strange belongs to no field of the page
        assert Case.objects.count() == 1
        return
    assert response.status_code == 200
    assert nothing_saved()

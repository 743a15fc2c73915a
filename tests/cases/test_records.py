"""Previous convictions: kept by clerks, hinting at recidivism, never answering."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event
from cases.models import PreviousConviction
from cases.recording import suggests_recidivism
from tests.factories import make_case, make_defendant, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day_after_the_law():
    with time_machine.travel("2022-11-20 12:00+06:00", tick=False):
        yield


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def case(court):
    """A grave crime of somebody born in 1990; the court has not said anything of recidivism."""
    return make_case(court, recidivism="")


@pytest.fixture
def clerk(court):
    return signed_in("clerk", court)


def signed_in(role: str, *offices) -> Client:
    client = Client()
    client.force_login(make_user(role, *offices))
    return client


def convict(case, **values: object) -> PreviousConviction:
    """Imprisonment in 2012 for a grave crime of 2011; the record stands."""
    known = {
        "article": "179",
        "gravity": "grave",
        "imprisoned": True,
        "committed_on": date(2011, 5, 1),
        "sentenced_on": date(2012, 2, 1),
    }
    return PreviousConviction.objects.create(defendant=case.defendant, **known | values)


# --- the suggestion --------------------------------------------------------------------------


def test_a_grave_crime_after_imprisonment_for_one_suggests_recidivism(case):
    convict(case)
    assert suggests_recidivism(case)


def test_without_records_nothing_is_suggested(case):
    assert not suggests_recidivism(case)


@pytest.mark.parametrize(
    "ruled_out",
    [
        {"gravity": "medium"},
        {"gravity": "infraction"},
        {"imprisoned": False},
        {"committed_on": date(2008, 1, 14)},  # seventeen
        {"removed_on": date(2021, 12, 31)},
        {"removed_on": date(2022, 1, 5)},
        {"sentenced_on": date(2022, 1, 6)},
    ],
)
def test_a_known_fact_rules_a_record_out(case, ruled_out: dict):
    convict(case, **ruled_out)
    assert not suggests_recidivism(case)


@pytest.mark.parametrize(
    "open_fact",
    [
        {"gravity": ""},
        {"imprisoned": None},
        {"committed_on": None},
        {"sentenced_on": None},
        {"committed_on": date(2008, 1, 15)},  # the eighteenth birthday
        {"removed_on": date(2022, 1, 6)},  # the record stood on the day of the act
        {"gravity": "especially_grave"},
    ],
)
def test_what_is_not_known_rules_nothing_out(case, open_fact: dict):
    convict(case, **open_fact)
    assert suggests_recidivism(case)


def test_an_unknown_date_of_birth_rules_nothing_out(court):
    case = make_case(court, recidivism="", defendant=make_defendant(birth_date=None))
    convict(case, committed_on=date(2001, 1, 1))
    assert suggests_recidivism(case)


def test_a_light_crime_is_never_recidivism(court):
    case = make_case(court, [{"part": "3"}], recidivism="")
    convict(case)
    assert not suggests_recidivism(case)


@pytest.mark.parametrize("finding", ["none", "recidivism", "dangerous"])
def test_a_finding_of_the_court_ends_the_suggestion(court, finding: str):
    case = make_case(court, recidivism=finding)
    convict(case)
    assert not suggests_recidivism(case)


def test_a_record_changes_no_answer(case):
    before = case.current_assessment_id
    convict(case)
    case.save()
    case.refresh_from_db()
    assert case.current_assessment_id == before


# --- the pages -------------------------------------------------------------------------------

TYPED = {
    "article": "179 ч. 2",
    "gravity": "grave",
    "imprisoned": "yes",
    "committed_on": "01.05.2011",
    "sentenced_on": "2012-02-01",
    "removed_on": "",
    "source": "Verdict of 2012",
}


def test_a_clerk_records_a_conviction_and_sees_the_hint(case, clerk):
    url = reverse("case-records", args=[case.pk])
    html = clerk.post(url, TYPED, follow=True).content.decode()
    assert "The records suggest recidivism." in html
    assert "aged 21 years" in html
    event = Event.objects.get(kind="record.added")
    assert event.person_id == case.defendant_id


def test_a_conviction_is_changed_and_removed_with_events(case, clerk):
    known = convict(case)
    url = reverse("case-record", args=[case.pk, known.pk])
    assert 'value="01.05.2011"' in clerk.get(url).content.decode()
    clerk.post(url, TYPED | {"removed_on": "01.02.2020"})
    known.refresh_from_db()
    assert known.removed_on == date(2020, 2, 1)
    clerk.post(reverse("case-record-remove", args=[case.pk, known.pk]))
    assert not PreviousConviction.objects.exists()
    kinds = Event.objects.filter(kind__startswith="record.").values_list("kind", flat=True)
    assert sorted(kinds) == ["record.changed", "record.removed"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (dict.fromkeys(TYPED, ""), "Enter at least one fact of the conviction."),
        ({"sentenced_on": "01.01.2010"}, "The sentence cannot be older than the crime."),
        ({"removed_on": "01.01.2012"}, "The record cannot end before the sentence."),
        ({"committed_on": "01.05.1980"}, "This day is before the date of birth."),
        ({"committed_on": "01/05/2011"}, "A date with slashes can mean two days."),
        ({"gravity": "nonsense"}, "nonsense"),
    ],
)
def test_a_wrong_conviction_is_refused_in_words(case, clerk, wrong: dict, words: str):
    answer = clerk.post(reverse("case-records", args=[case.pk]), TYPED | wrong)
    assert words in answer.content.decode()
    assert "<title>Error:" in answer.content.decode().replace("\n", "")
    assert not PreviousConviction.objects.exists()


def test_the_database_refuses_reversed_days(case):
    for wrong in ({"sentenced_on": date(2010, 1, 1)}, {"removed_on": date(2011, 12, 31)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            convict(case, **wrong)


def test_a_record_of_another_person_is_not_found(case, clerk, court):
    other = convict(make_case(court, recidivism="", defendant=make_defendant(surname="Other")))
    for name in ("case-record", "case-record-remove"):
        url = reverse(name, args=[case.pk, other.pk])
        assert clerk.post(url, TYPED).status_code == 404
    assert PreviousConviction.objects.filter(pk=other.pk).exists()


def test_who_may_read_and_who_may_write(case, court):
    known = convict(case)
    listing = reverse("case-records", args=[case.pk])
    one = reverse("case-record", args=[case.pk, known.pk])
    judge, stranger = signed_in("judge", court), signed_in("clerk", make_office("court"))
    assert judge.get(listing).status_code == 200
    assert "Add a conviction" not in judge.get(listing).content.decode()
    assert judge.post(listing, TYPED).status_code == judge.get(one).status_code == 403
    assert stranger.get(listing).status_code == stranger.get(one).status_code == 404
    assert Client().get(listing).status_code == 302

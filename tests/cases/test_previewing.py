"""What an assessment still needs, while a person types: the law's own answer, and nothing saved."""

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Office
from cases.models import Assessment, Case, Defendant, Draft
from tests.cases.typed import another_offense, typed_case
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office()


def fragment(court: Office, **changes: str) -> str:
    client = Client()
    client.force_login(make_user("clerk", court))
    answer = client.post(reverse("case-needed"), typed_case(court, **changes))
    assert answer.status_code == 200
    for model in (Case, Defendant, Assessment, Draft):
        assert not model.objects.exists(), "nothing is saved"
    return answer.content.decode()


def test_a_whole_page_needs_nothing_more(court):
    assert "Nothing more is needed." in fragment(court)


@pytest.mark.parametrize(
    ("missing", "field", "label"),
    [
        ({"offenses__0__nexus": None}, "id_offenses-0-nexus", "Connection with the riots"),
        ({"offenses__0__committed_from": None}, "id_offenses-0-committed_from", "Day of the"),
        ({"offenses__0__committed_from": "31.02.2022"}, "id_offenses-0-committed_from", "Day"),
        ({"case__stage": ""}, "id_case-stage", "Stage"),
        ({"case__recidivism": ""}, "id_case-recidivism", "Recidivism"),
        ({"sentence__facility": ""}, "id_sentence-facility", "Facility"),
        ({"custody__0__from_on": ""}, "custody", "Detention"),
    ],
)
def test_each_missing_fact_leads_to_its_field(court, missing, field, label):
    html = fragment(court, **missing)
    assert f'href="#{field}">{label}' in html


def test_with_several_offenses_the_row_is_named(court):
    html = fragment(court, **another_offense(1, nexus=""))
    assert "(Offense 2)" in html
    assert "#id_offenses-1-nexus" in html


def test_an_empty_page_needs_everything_and_breaks_nothing(court):
    client = Client()
    client.force_login(make_user("clerk", court))
    for sent in ({}, {"offenses-TOTAL_FORMS": "x"}, {"offenses-TOTAL_FORMS": "9999"}):
        html = client.post(reverse("case-needed"), sent).content.decode()
        assert "#id_offenses-0-article" in html


def test_facts_that_contradict_each_other_are_told_quietly(court):
    html = fragment(court, custody__0__from_on="10.01.2022", custody__0__to_on="02.07.2022")
    assert "contradict" in html or "needed" in html


def test_every_link_leads_to_a_field_of_the_page(court):
    """The addresses of the fragment are those of the form."""
    client = Client()
    client.force_login(make_user("clerk", court))
    page = client.get(reverse("case-register")).content.decode()
    html = client.post(reverse("case-needed"), {"case-court": str(court.pk)}).content.decode()
    links = {part.partition('"')[0] for part in html.split('href="#')[1:]}
    assert links
    assert [name for name in links if f'id="{name}"' not in page] == []


def test_it_is_asked_by_post_with_the_right_to_register(court):
    client = Client()
    client.force_login(make_user("judge", court))
    assert client.post(reverse("case-needed")).status_code == 403
    assert client.get(reverse("case-needed")).status_code in {403, 405}

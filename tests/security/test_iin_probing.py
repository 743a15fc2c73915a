"""An IIN cannot be found by trying: look-ups are few, told, and answer alike."""

import json
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amnesty.accounts import trail
from amnesty.accounts.models import Event, Office
from cases.looking_up import LOOKED_UP, MOST, TOO_OFTEN, WITHIN
from cases.models import Case
from tests.cases.test_searching import without_token
from tests.cases.typed import typed_case
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office("court", "court-own")


@pytest.fixture
def clerk(client: Client, court: Office) -> Client:
    client.force_login(make_user("clerk", court, username="the-clerk"))
    return client


def look(client: Client, text: str) -> HttpResponse:
    return client.post(reverse("search"), {"q": text})


def register(client: Client, court: Office, number: str, **changes: str) -> HttpResponse:
    return client.post(reverse("case-register"), typed_case(court, person__iin=number, **changes))


def use_up(client: Client) -> None:
    """As many look-ups as are answered."""
    for number in range(MOST):
        assert look(client, make_iin(5000 + number)).status_code == 200


def test_the_thirty_first_look_up_within_ten_minutes_is_refused(clerk):
    use_up(clerk)
    refused = look(clerk, number := make_iin())
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= WITHIN.total_seconds()
    text = refused.content.decode()
    assert "You looked up many IINs" in text
    assert f'value="{number}"' in text  # what was typed is kept


def test_a_refused_look_up_finds_nothing(clerk, court):
    known = make_defendant(iin=make_iin())
    make_case(court, defendant=known)
    use_up(clerk)
    refused = look(clerk, known.iin)
    assert (refused.status_code, known.surname in refused.content.decode()) == (429, False)


def test_names_and_case_numbers_are_searched_for_all_the_same(clerk, court):
    case = make_case(court)
    use_up(clerk)
    assert look(clerk, case.number).status_code == 302
    assert look(clerk, "Сейт").status_code == 200


def test_one_persons_look_ups_close_nobody_elses_door(clerk, court):
    use_up(clerk)
    colleague = Client()
    colleague.force_login(make_user("clerk", court))
    assert look(colleague, make_iin()).status_code == 200


def test_after_ten_minutes_look_ups_are_answered_again(clerk, monkeypatch):
    use_up(clerk)
    later = trail.now_in_milliseconds() + WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(trail, "now_in_milliseconds", lambda: later)
    assert look(clerk, make_iin()).status_code == 200


def test_each_look_up_is_an_event_without_the_iin(clerk, court):
    known = make_defendant(iin=make_iin())
    make_case(court, defendant=known)
    foreign = make_defendant(iin=make_iin())
    make_case(make_office(), defendant=foreign)
    for number in (known.iin, foreign.iin, make_iin()):
        look(clerk, number)
    events = list(Event.objects.filter(kind=LOOKED_UP))
    assert len(events) == 3
    assert len({(event.detail, event.person_id, event.subject_id) for event in events}) == 1
    assert all(person.iin not in str(events[0].detail) for person in (known, foreign))


def test_the_first_refusal_is_told_to_the_supervisors_of_the_office(clerk, court):
    use_up(clerk)
    for _ in range(3):
        look(clerk, make_iin())
    told = Event.objects.get(kind=TOO_OFTEN)
    assert json.loads(told.detail) == {"look_ups": MOST}
    own, other = Client(), Client()
    own.force_login(make_user("supervisor", court))
    other.force_login(make_user("supervisor", make_office()))
    words = "looked up more than 30 IINs"
    assert words in own.get(reverse("home")).content.decode()
    assert words not in other.get(reverse("home")).content.decode()
    assert words not in clerk.get(reverse("home")).content.decode()


# --- not found and not yours -----------------------------------------------------------------


def test_a_foreign_iin_and_an_unknown_one_are_answered_byte_for_byte_alike(clerk):
    foreign = make_defendant(iin=make_iin())
    make_case(make_office(), defendant=foreign)
    theirs, nobodys = look(clerk, foreign.iin), look(clerk, make_iin())
    assert theirs.status_code == nobodys.status_code == 200
    assert without_token(theirs) == without_token(nobodys)
    assert sorted(theirs.headers) == sorted(nobodys.headers)


def test_both_answers_take_as_long(clerk, monkeypatch):
    """Medians of 60 turns each: the difference is printed and stays below ten times five ms."""
    foreign = make_defendant(iin=make_iin())
    make_case(make_office(), defendant=foreign)
    unknown = make_iin()
    took = {foreign.iin: [], unknown: []}
    monkeypatch.setattr("cases.looking_up.MOST", 1000)
    for _ in range(60):
        for number, times in took.items():
            start = perf_counter()
            look(clerk, number)
            times.append(perf_counter() - start)
    apart = abs(median(took[foreign.iin]) - median(took[unknown])) * 1000
    print(f"medians differ by {apart:.2f} ms")  # noqa: T201 - the figure
    assert apart < 50


# --- the registration page -------------------------------------------------------------------


def test_an_incomplete_page_tells_nothing_of_people_of_other_offices(clerk, court):
    """Row 43: the hint that an IIN is taken comes with a full registration alone."""
    foreign = make_defendant(iin=make_iin())
    make_case(make_office(), defendant=foreign)
    hint = "This IIN cannot be registered"
    incomplete = register(clerk, court, foreign.iin, person__given_name="")
    assert hint not in incomplete.content.decode()
    complete = register(clerk, court, foreign.iin)
    assert hint in complete.content.decode()
    assert foreign.surname not in complete.content.decode().replace('value="Сейітқали"', "")
    assert Case.objects.filter(court=court).count() == 0


def test_look_ups_by_registering_are_counted_and_refused_too(clerk, court):
    for number in range(MOST):
        register(clerk, court, make_iin(5000 + number), person__given_name="")
    refused = register(clerk, court, make_iin())
    assert refused.status_code == 429
    text = refused.content.decode()
    assert "You looked up many IINs" in text
    assert 'value="Әбдіғани"' in text  # the page keeps what was typed
    assert Case.objects.count() == 0
    assert Event.objects.filter(kind=LOOKED_UP).count() == MOST


def test_saving_a_case_anew_with_its_own_iin_looks_nobody_up(clerk, court):
    number = make_iin()
    case = make_case(court, defendant=make_defendant(iin=number))
    form = typed_case(court, person__iin=number) | {"version": str(case.version)}
    form |= {"offenses-INITIAL_FORMS": "1", "offenses-0-id": str(case.offenses.get().pk)}
    clerk.post(reverse("case-edit", args=[case.pk]), form)
    assert Event.objects.filter(kind=LOOKED_UP).count() == 0

"""Cases near a limit: found by dates and flags, looked through by a person, once for each answer."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amnesty.accounts.models import Event
from cases import boundary
from cases.models import BoundaryCheck, Case
from cases.referencing import current_basis
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
def clerk(court):
    return signed_in("clerk", court)


def signed_in(role: str, *offices) -> Client:
    client = Client()
    client.force_login(make_user(role, *offices))
    return client


def kinds_of(case: Case) -> set[str]:
    rules = current_basis().law
    (row,) = boundary.with_kinds(Case.objects.filter(pk=case.pk), rules)
    return {code for code in boundary.LIMITS if getattr(row, f"near_{code}")}


def listed(client: Client, **query: str) -> list[Case]:
    return [row["case"] for row in client.get(reverse("boundary"), query).context["page"]]


@pytest.mark.parametrize(
    ("day", "near"),
    [(2, False), (3, True), (4, True), (5, False), (6, False), (7, True), (8, True)],
)
def test_an_act_on_an_edge_day_is_near(court, day: int, near: bool):
    case = make_case(court, [{"committed_from": date(2022, 1, day)}])
    assert ("edge" in kinds_of(case)) is near


@pytest.mark.parametrize("year", [2021, 2023])
def test_the_edge_days_of_another_year_are_not_near(court, year: int):
    assert "edge" not in kinds_of(make_case(court, [{"committed_from": date(year, 1, 4)}]))


def test_an_act_across_an_edge_is_near(court):
    across = {"committed_from": date(2022, 1, 6), "committed_to": date(2022, 2, 20)}
    assert kinds_of(make_case(court, [across])) == {"crossing"}


def test_a_birthday_within_the_act_is_near(court):
    person = make_defendant(birth_date=date(2004, 1, 5))
    case = make_case(court, [{"part": "1"}], defendant=person, stage="pretrial")
    assert kinds_of(case) == {"age"}


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (date(2022, 11, 1), False),
        (date(2022, 11, 2), True),
        (date(2022, 11, 3), True),
        (date(2022, 11, 4), True),
        (date(2022, 11, 5), False),
    ],
)
def test_a_day_of_serving_beside_the_entry_into_force_is_near(court, day: date, near: bool):
    case = make_case(court, [{"part": "3"}], {"served_on": day}, stage="served")
    assert ("entry" in kinds_of(case)) is near


@pytest.mark.parametrize(
    ("starts_on", "near"),
    [
        (date(2021, 11, 1), False),
        (date(2021, 11, 2), True),
        (date(2021, 11, 3), True),
        (date(2021, 11, 4), True),
        (date(2021, 11, 5), False),
    ],
)
def test_an_old_end_beside_one_year_after_the_law_is_near(court, starts_on: date, near: bool):
    case = make_case(court, None, {"years": 2, "starts_on": starts_on}, custody=[])
    assert ("year" in kinds_of(case)) is near


def test_a_plain_case_is_near_no_limit(court, clerk):
    assert kinds_of(make_case(court)) == set()
    assert "No case is near a limit" in clerk.get(reverse("boundary")).content.decode()


def test_an_ended_case_is_not_listed(court, clerk):
    make_case(
        court,
        [{"committed_from": date(2022, 1, 4)}],
        ending="death",
        ended_on=date(2022, 11, 10),
    )
    assert listed(clerk) == []


def test_cases_of_other_offices_are_neither_listed_nor_marked(clerk):
    other = make_case(make_office("court"), [{"committed_from": date(2022, 1, 4)}])
    assert listed(clerk) == []
    clerk.post(reverse("boundary"), {"ids": [other.current_assessment_id]})
    assert not BoundaryCheck.objects.exists()


def test_the_list_is_filtered_by_kind_and_by_being_looked_through(court, clerk):
    edge = make_case(court, [{"committed_from": date(2022, 1, 4)}])
    across = make_case(
        court, [{"committed_from": date(2022, 1, 6), "committed_to": date(2022, 1, 20)}]
    )
    assert listed(clerk, kind="edge") == [edge]
    assert listed(clerk, kind="crossing") == [across]
    clerk.post(reverse("boundary"), {"ids": [edge.current_assessment_id]})
    assert listed(clerk, looked="yes") == [edge]
    assert listed(clerk, looked="no") == [across]
    assert listed(clerk, kind="nonsense") == []


def test_what_nobody_looked_at_comes_first(court, clerk):
    first, second, third = (
        make_case(court, [{"committed_from": date(2022, 1, 4)}]) for _ in range(3)
    )
    assert listed(clerk) == [third, second, first]
    clerk.post(reverse("boundary"), {"ids": [third.current_assessment_id]})
    assert listed(clerk) == [second, first, third]


def test_marking_records_who_looked_and_leaves_one_event(court, clerk):
    case = make_case(court, [{"committed_from": date(2022, 1, 4)}])
    for _ in range(2):
        answer = clerk.post(reverse("boundary"), {"ids": [case.current_assessment_id]})
        assert answer.headers["Location"] == reverse("boundary")
    check = BoundaryCheck.objects.get()
    assert check.assessment_id == case.current_assessment_id
    event = Event.objects.get(kind="boundary.looked_through")
    assert (event.subject_id, event.person_id) == (case.pk, case.defendant_id)
    assert event.user_id == check.checked_by_id


def test_a_new_answer_is_to_be_looked_through_anew(court, clerk):
    case = make_case(court, [{"committed_from": date(2022, 1, 4)}])
    clerk.post(reverse("boundary"), {"ids": [case.current_assessment_id]})
    old = case.current_assessment_id
    case.recidivism = "recidivism"
    case.save()
    assert listed(clerk, looked="no") == [case]
    answer = clerk.post(reverse("boundary"), {"ids": [old]}, follow=True)
    assert "Some answers have changed meanwhile." in answer.content.decode()
    assert BoundaryCheck.objects.count() == 1


def test_wrong_ids_are_a_bad_request(clerk):
    assert clerk.post(reverse("boundary"), {"ids": ["x"]}).status_code == 400


def test_readers_read_and_only_those_who_decide_or_register_mark(court):
    case = make_case(court, [{"committed_from": date(2022, 1, 4)}])
    for role in ("prosecutor", "auditor"):
        client = signed_in(role, court)
        assert 'name="ids"' not in client.get(reverse("boundary")).content.decode()
        ids = {"ids": [case.current_assessment_id]}
        assert client.post(reverse("boundary"), ids).status_code == 403
    assert not BoundaryCheck.objects.exists()
    for role in ("clerk", "judge", "supervisor"):
        page = signed_in(role, court).get(reverse("boundary"))
        assert 'name="ids"' in page.content.decode()
    assert signed_in("social_worker", court).get(reverse("boundary")).status_code == 403
    assert Client().get(reverse("boundary")).status_code == 302


def test_a_hundred_rows_cost_as_many_statements_as_one(court, clerk):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(reverse("boundary")).status_code == 200
        return len(asked)

    make_case(court, [{"committed_from": date(2022, 1, 4)}])
    one = statements()
    for day in (3, 4, 7, 8) * 5:
        make_case(court, [{"committed_from": date(2022, 1, day)}, {}])
    assert statements() == one

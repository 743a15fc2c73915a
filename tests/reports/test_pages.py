"""Reports: every number has its list, every sum closes, nobody counts another office."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Run
from tests.factories import make_case, make_office, make_user
from tests.reports.demonstrated import OverTheDemonstration
from tests.reports.reading import length_of, linked_numbers, wholes, wrong_lengths
from tests.resocialization.making import make_plan

pytestmark = pytest.mark.django_db
ABOUT_CASES = ("outcomes", "data-quality", "timeliness", "reconciliation")
PAGES = [(name, who) for name in ABOUT_CASES for who in ("supervisor", "auditor")] + [
    ("resocialization", "supervisor"),
    ("resocialization", "social"),
    ("resocialization", "auditor"),
]


class TestReportsOfTheDemonstration(OverTheDemonstration):
    """Many people: every page, for those who read it."""

    def read(self, name: str, who: str) -> tuple[Client, str]:
        client = self.reader(who)
        return client, client.get(f"/reports/{name}/").content.decode()

    def test_each_number_leads_to_a_list_of_exactly_that_many_rows(self):
        for name, who in PAGES:
            client, text = self.read(name, who)
            found = linked_numbers(text)
            assert len(found) > 3, (name, who)
            assert wrong_lengths(client, found) == [], (name, who)

    def test_what_is_counted_and_what_is_left_out_add_up(self):
        for name, who in PAGES:
            _client, text = self.read(name, who)
            told = wholes(text)
            assert told or name == "timeliness", (name, who)
            assert all(whole == parts for whole, parts in told), (name, who, told)
            assert "do not add up" not in text, (name, who)

    def test_the_overview_of_a_supervisor_leads_to_lists_of_the_same_length(self):
        client = self.reader("supervisor")
        text = client.get("/").content.decode()
        cards = re.findall(
            r'count-card[^"]*" href="([^"]+)"><span class="count-number">(\d+)', text
        )
        assert len(cards) == 8  # two alerts about waiting, and no visit before this one
        assert all(length_of(client, url) == int(number) for url, number in cards)
        assert linked_numbers(text)
        assert wrong_lengths(client, linked_numbers(text)) == []

    def test_a_chosen_court_limits_every_number_and_every_list(self):
        client = self.reader("auditor")
        court = Case.objects.order_by("-court_id").values_list("court_id", flat=True)[0]
        text = client.get(f"/reports/outcomes/?court={court}").content.decode()
        assert wholes(text)[0][0] == Case.objects.filter(court=court).count()
        found = linked_numbers(text)
        assert all(f"court={court}" in url for url, _number in found)
        assert wrong_lengths(client, found) == []

    def test_the_index_names_only_the_reports_that_may_be_opened(self):
        for who, expected in (
            ("clerk", {*ABOUT_CASES}),
            ("social", {"resocialization"}),
            ("admin", {"runs"}),
            ("supervisor", {*ABOUT_CASES, "resocialization", "runs"}),
        ):
            client = self.reader(who)
            index = client.get("/reports/").content.decode()
            found = set(re.findall(r'href="/reports/([\w-]+)/"', index))
            assert found == expected
            assert all(client.get(f"/reports/{name}/").status_code == 200 for name in found)

    def test_only_those_who_assign_people_see_who_carries_how_many(self):
        assert 'id="caseloads"' in self.read("resocialization", "supervisor")[1]
        assert 'id="caseloads"' not in self.read("resocialization", "social")[1]


@pytest.mark.parametrize("name", ABOUT_CASES)
def test_cases_of_another_office_are_not_counted(name, client):
    court, other = make_office("court"), make_office("court")
    make_case(court)
    make_case(other)
    client.force_login(make_user("prosecutor", court))
    text = client.get(f"/reports/{name}/").content.decode()
    assert other.name_en not in text
    assert all(number <= 1 for _url, number in linked_numbers(text))
    foreign = client.get(f"/reports/{name}/?court={other.pk}").content.decode()
    assert not linked_numbers(foreign)


@pytest.mark.parametrize("name", [*ABOUT_CASES, "resocialization", "runs"])
def test_an_empty_report_says_what_would_stand_there(name, client):
    client.force_login(make_user("supervisor", make_office("court")))
    response = client.get(f"/reports/{name}/")
    assert response.status_code == 200
    assert "chart-empty" in response.content.decode()


@pytest.mark.parametrize("name", [*ABOUT_CASES, "runs"])
def test_a_report_costs_as_many_statements_for_many_cases_as_for_one(name, client):
    court = make_office("court")
    client.force_login(make_user("supervisor", court))

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/reports/{name}/").status_code == 200
        return len(seen)

    make_case(court)
    statements()
    one = statements()
    for number in range(25):
        make_case(court, stage=("serving", "trial", "")[number % 3])
    assert statements() == one


def test_who_holds_no_role_is_told_which_right_is_missing(client):
    user = make_user("clerk", make_office())
    user.groups.clear()
    client.force_login(user)
    assert client.get("/reports/").status_code == 403


def test_the_runs_tell_whether_a_worker_answers(client):
    client.force_login(make_user("admin"))
    page = "/reports/runs/"
    assert "Nothing waits for a worker" in client.get(page).content.decode()
    from cases.reevaluating import request_run

    run = request_run()
    assert "A worker answers" in client.get(page).content.decode()
    Run.objects.filter(pk=run.pk).update(requested_at="2022-11-14T00:00:00Z")
    assert "No worker answers" in client.get(page).content.decode()


def test_a_filter_of_a_report_that_cannot_be_read_is_refused_in_words(client):
    client.force_login(make_user("clerk", make_office()))
    for query in ("moved=x", "moved=1:no:such", "changed_since=tomorrow", "side=both"):
        response = client.get(f"/cases/?{query}")
        assert response.status_code == 200


def test_the_report_of_released_people_costs_as_many_statements_for_many(client):
    court, service = make_office("court"), make_office("social_service")
    client.force_login(make_user("supervisor", court, service))

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/reports/resocialization/").status_code == 200
        return len(seen)

    make_plan(make_user("social_worker", service), service, court=court)
    statements()
    one = statements()
    for _plan in range(6):
        make_plan(make_user("social_worker", service), service, court=court)
    assert statements() == one

"""The list of cases: what a row shows, pages, sorting, chips, and as many statements for a hundred."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amnesty.accounts.models import Office
from cases import tables
from cases.models import Case, Offense, Sentence
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db
LIST = "/cases/"


@pytest.fixture
def court() -> Office:
    return make_office("court", "almaty-court")


@pytest.fixture
def clerk(client: Client, court: Office) -> Client:
    client.force_login(make_user("clerk", court))
    return client


def many(case: Case, number: int) -> None:
    """`number` copies of a case, each of another person, with its answer, offenses, sentence."""
    for _copy in range(number):
        copy = Case(
            number="",
            defendant=make_defendant(iin=make_iin()),
            court=case.court,
            stage=case.stage,
            current_assessment_id=case.current_assessment_id,
        )
        copy.number = f"{copy.defendant_id:08d}"
        Case.objects.bulk_create([copy])
        Offense.objects.bulk_create([Offense(case=copy, article="272", part="2", ordinal=1)])
        Sentence.objects.bulk_create([Sentence(case=copy, kind="imprisonment")])


def statements(client: Client, address: str, **posted: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        response = client.post(address, posted) if posted else client.get(address)
    assert response.status_code == 200
    return len(seen)


def names_in(text: str) -> list[str]:
    return re.findall(r'class="row-link" href="/cases/\d+/[^"]*">([^<]+)<', text)


def test_a_row_tells_who_where_what_and_until_when(clerk, court):
    number = make_iin()
    case = make_case(court, defendant=make_defendant(iin=number), proceeding_number="17/22")
    text = clerk.get(LIST).content.decode()
    row = text[text.index("<tbody>") : text.index("</tbody>")]
    for words in (
        "Сейітқали Әбдіғани",
        case.number,
        "17/22",
        "272(2)",
        "Office almaty-court",
        "Serving the sentence",
        "Grave crime",
        "Reduce the term",
        "Release now",
        "16.10.2022",
        "days ago",
    ):
        assert words in row, words
    assert number not in text
    assert number[-4:] in row


def test_the_list_costs_as_many_statements_for_a_hundred_rows_as_for_one(clerk, court):
    case = make_case(court)
    statements(clerk, LIST)
    one = statements(clerk, LIST)
    many(case, 99)
    assert statements(clerk, LIST) == one


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_home_and_search_cost_as_many_statements_for_a_hundred_rows(clerk, court, address):
    case = make_case(court)
    posted = {"q": "Сейіт"} if address == "/search/" else {}
    statements(clerk, address, **posted)
    one = statements(clerk, address, **posted)
    many(case, 99)
    assert statements(clerk, address, **posted) == one


def test_empty_parameters_leave_the_address(clerk):
    response = clerk.get(LIST, {"outcome": "reduce", "stage": "", "court": ""})
    assert response["Location"] == f"{LIST}?outcome=reduce"
    assert clerk.get(LIST, {"stage": ""})["Location"] == LIST


def test_each_filter_is_a_chip_that_goes_alone(clerk, court):
    make_case(court)
    query = "?outcome=reduce&stage=serving&registered_from=01.01.2022&sort=name"
    text = clerk.get(LIST + query).content.decode().replace("&amp;", "&")
    chips = re.findall(r'class="chip" href="([^"]+)"', text)
    assert len(chips) == 3
    gone = chips[0]
    assert "stage" not in gone
    for part in ("outcome=reduce", "registered_from=01.01.2022", "sort=name"):
        assert part in gone
    assert "<strong>01.01.2022</strong>" in text
    assert "Filter (3)" in text


def test_a_wrong_filter_shows_its_error_and_no_rows(clerk, court):
    make_case(court)
    response = clerk.get(LIST, {"registered_from": "11/14/2022"})
    text = response.content.decode()
    assert response.status_code == 200
    assert names_in(text) == []
    assert "slashes" in text
    assert "<title>Error: " in text


def test_a_heading_sorts_and_a_second_press_turns_it_round(clerk, court):
    for surname in ("Әбенов", "Бектұров", "Аманов"):
        make_case(court, defendant=make_defendant(surname=surname, given_name="А"))
    text = clerk.get(f"{LIST}?sort=name").content.decode()
    assert names_in(text) == ["Аманов А", "Әбенов А", "Бектұров А"]
    assert 'aria-sort="ascending"' in text
    assert "?sort=-name" in text
    assert names_in(clerk.get(f"{LIST}?sort=-name").content.decode())[0] == "Бектұров А"
    assert clerk.get(f"{LIST}?sort=note").status_code == 200


def test_a_filter_begins_again_at_the_first_page(clerk, court, monkeypatch):
    monkeypatch.setattr(tables, "PER_PAGE", 1)
    make_case(court)
    make_case(court, stage="trial")
    text = clerk.get(f"{LIST}?page=2").content.decode()
    assert "Page 2" in re.search(r"<title>(.*?)</title>", text, re.S).group(1)
    assert "page=2" not in " ".join(re.findall(r'<a href="(\?sort=[^"]*)"', text))


def test_a_count_looks_no_further_than_its_cap(clerk, court, monkeypatch):
    monkeypatch.setattr(tables, "CAP", 3)
    many(make_case(court), 5)
    text = clerk.get(LIST).content.decode()
    assert "3+ cases" in text
    assert len(names_in(text)) == 3


@pytest.mark.parametrize("page", ["0", "-1", "999", "abc", "9" * 40])
def test_a_page_that_is_not_there_shows_one_that_is(clerk, court, page):
    make_case(court)
    assert len(names_in(clerk.get(LIST, {"page": page}).content.decode())) == 1


def test_a_repeated_parameter_does_not_widen_the_scope(clerk, court):
    make_case(make_office())
    other = make_office()
    response = clerk.get(f"{LIST}?court={court.pk}&court={other.pk}")
    assert names_in(response.content.decode()) == []


def test_cases_of_other_offices_are_neither_shown_nor_counted(clerk, court):
    make_case(make_office())
    text = clerk.get(LIST).content.decode()
    assert names_in(text) == []
    assert "No cases yet" in text


@pytest.mark.parametrize("role", ["social_worker", "admin", "medical_coordinator"])
def test_a_role_that_reads_no_cases_has_no_list(client, court, role):
    client.force_login(make_user(role, court))
    assert client.get(LIST).status_code == 403


def test_an_auditor_sees_all_offices(client, court):
    make_case(court)
    make_case(make_office())
    client.force_login(make_user("auditor"))
    assert len(names_in(client.get(LIST).content.decode())) == 2


# --- home -----------------------------------------------------------------------------------------


def test_home_counts_the_work_and_leads_to_it(clerk, court):
    make_case(court)
    make_case(court, recidivism="")
    text = clerk.get("/").content.decode()
    cards = dict(
        re.findall(r'href="/cases/\?work=(\w+)">\s*<span class="count-number">([^<]+)<', text)
    )
    assert cards["release_passed"] == "1"
    assert cards["data_missing"] == "1"
    assert cards["ready"] == "1"
    for code, number in cards.items():
        listed = clerk.get(f"{LIST}?work={code}").content.decode()
        assert len(names_in(listed)) == int(number), code


def test_a_judge_sees_what_waits_for_a_decision(client, court):
    make_case(court)
    client.force_login(make_user("judge", court))
    assert "work=to_decide" in client.get("/").content.decode()


def test_a_supervisor_reads_how_many_people_get_which_outcome(client, court):
    for _case in range(2):
        make_case(court)
    make_case(court, stage="trial")
    make_case(make_office())
    client.force_login(make_user("supervisor", court))
    text = client.get("/").content.decode()
    told = re.findall(r'href="/cases/\?outcome=(\w+)&amp;[^"]*">(\d+)<', text)
    assert sorted(told) == [("reduce", "2"), ("reduce_at_sentencing", "1")]


def test_an_empty_home_offers_the_first_case(clerk):
    assert reverse("case-register") in clerk.get("/").content.decode()


def test_whoever_reads_no_cases_is_told_where_the_work_is(client, court):
    client.force_login(make_user("admin", court))
    response = client.get("/", follow=True)
    assert response.status_code == 200
    assert b"count-card" not in response.content


def test_a_visitor_signs_in_first(client):
    for address in ("/", LIST, "/search/", "/cases/new/", "/cases/1/"):
        response = client.get(address)
        assert response.status_code == 302, address
        assert "next=" in response["Location"], address


def test_the_navigation_shows_only_what_may_be_opened(client, court):
    client.force_login(make_user("clerk", court))
    own = client.get("/").content.decode()
    assert 'data-key="KeyN"' in own
    client.force_login(make_user("prosecutor", court))
    other = client.get("/").content.decode()
    assert 'data-key="KeyN"' not in other
    assert 'href="/cases/"' in other


# --- from case to case ----------------------------------------------------------------------------


def around(client: Client, address: str) -> dict[str, str]:
    text = client.get(address).content.decode().replace("&amp;", "&")
    return dict(re.findall(r'<a rel="(prev|next)"[^>]*href="([^"]+)"', text))


def test_previous_and_next_walk_the_filtered_order(clerk, court):
    for surname in ("Аманов", "Бектұров", "Ғабитов"):
        make_case(court, defendant=make_defendant(surname=surname, given_name="А"))
    make_case(court, stage="trial", defendant=make_defendant(surname="Ахметов", given_name="А"))
    listed = clerk.get(f"{LIST}?stage=serving&sort=name").content.decode().replace("&amp;", "&")
    links = re.findall(r'class="row-link" href="([^"]+)"', listed)
    assert len(links) == 3
    assert around(clerk, links[0]) == {"next": links[1]}
    assert around(clerk, links[1]) == {"prev": links[0], "next": links[2]}
    assert around(clerk, links[2]) == {"prev": links[1]}
    assert f'href="{LIST}?stage=serving&amp;sort=name"' in clerk.get(links[1]).content.decode()


@pytest.mark.parametrize("query", ["court=999", "stage=nowhere", "a" * 2000, "&&&", "page=9"])
def test_a_list_that_makes_no_sense_is_left_out(clerk, court, query):
    case = make_case(court)
    assert clerk.get(f"/cases/{case.pk}/", {"list": query}).status_code == 200


def test_a_case_opened_by_itself_has_no_neighbors(clerk, court):
    case = make_case(court)
    make_case(court)
    assert around(clerk, f"/cases/{case.pk}/") == {}


def test_editing_from_a_filtered_list_comes_back_to_it(clerk, court):
    make_case(court)
    address = f"{LIST}?stage=serving"
    text = clerk.get(address).content.decode()
    edit = re.search(r'href="(/cases/\d+/edit/\?return=[^"]+)"', text).group(1)
    assert f'name="return" value="{address}"' in clerk.get(edit).content.decode()


# --- an empty list ------------------------------------------------------------------------------


def test_an_empty_list_says_what_it_would_hold_without_each_filter(clerk, court):
    for _number in range(3):
        make_case(court)
    html = clerk.get(LIST, {"outcome": "reduce", "stage": "trial"}).content.decode()
    shown = html[html.index("data-looser") :].partition("</ul>")[0]
    assert 'href="?outcome=reduce"' in shown
    assert "would give 3 cases" in shown
    assert 'href="?stage=trial"' not in shown, "that one would still give nothing"
    assert "wrong keyboard layout" in html


def test_a_list_with_rows_counts_nothing_more(clerk, court):
    make_case(court)
    html = clerk.get(LIST, {"outcome": "reduce"}).content.decode()
    assert "data-looser" not in html


def test_an_empty_list_costs_one_statement_for_each_filter(clerk, court):
    make_case(court)
    one = statements(clerk, f"{LIST}?article=999")
    two = statements(clerk, f"{LIST}?article=999&stage=trial")
    assert two - one <= 2

"""Rows 32 and 33: ids that are foreign, impossible or no ids, in addresses and in fields."""

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from cases.models import Case
from tests.factories import make_case, make_office, make_user
from tests.security.access import CLERK, JUDGE, PAGES, SOCIAL, SUPERVISOR
from tests.security.test_access_matrix import address, without_chance

pytestmark = pytest.mark.django_db

WRONG = ["-1", "0", "9" * 30, "abc", "1;DROP", "6F9619FF-8B86-D011-B42D-00C04FC964FF", "1.0", "٣"]


@pytest.mark.parametrize("role", [CLERK, JUDGE, SUPERVISOR, SOCIAL])
class TestIdsInAddresses:
    def test_a_wrong_id_is_not_found_and_told_like_a_missing_one(self, client, world, role):
        """Row 32: each place of an id in each address, of the pages that the role may open."""
        client.force_login(world.user(role))
        missing = told(client.get(reverse("case", args=[987_654_321])))
        for name, page in PAGES.items():
            url = address(name, page, world.rows)
            if role not in page.get or not any(part.isdigit() for part in url.split("/")):
                continue
            for wrong in WRONG:
                broken = url_with(url, wrong)
                answer = client.get(broken)
                assert answer.status_code in {404, 405}, (name, broken, answer.status_code)
                assert answer.status_code == 405 or told(answer) == missing, (name, broken)


def told(answer: HttpResponse) -> str:
    """What the page says; its frame marks the part of the program that the address names."""
    return without_chance(answer).partition("<main")[2].partition("</main>")[0]


def url_with(url: str, wrong: str) -> str:
    """The address with its last id replaced."""
    parts = url.split("/")
    place = max((i for i, part in enumerate(parts) if part.isdigit()), default=-2)
    parts[place] = wrong
    return "/".join(parts)


@pytest.mark.parametrize("wrong", ["-1", "9" * 30, "abc", "1;DROP"])
@pytest.mark.parametrize(
    "query",
    ["court={}", "work={}", "page={}", "sort={}", "region={}", "list=court%3D{}", "with={}"],
)
def test_a_wrong_id_in_a_filter_is_no_server_error(client, court, wrong, query):
    """Rows 32, 33: a filter that is not understood finds nothing of others."""
    client.force_login(make_user("clerk", court))
    foreign = make_case(make_office("court", "court-other"))
    for path in ("/cases/", "/cases/new/", "/cases/boundary/", "/decisions/", "/"):
        answer = client.get(f"{path}?{query.format(wrong)}", follow=True)
        assert answer.status_code in {200, 404}, path
        assert foreign.number not in answer.content.decode()


@pytest.mark.parametrize(
    "field",
    ["case-court", "case-prosecutor_office", "case-investigating_body", "sentence-institution"],
)
@pytest.mark.parametrize("wrong", ["-1", "0", "9" * 30, "abc", "1;DROP", "foreign"])
def test_a_foreign_or_impossible_key_is_an_invalid_choice(desk, field, wrong):
    """Row 33: refused at its field, and the page stays."""
    foreign = make_office("court", "court-other")
    text = desk.refused(**{field: str(foreign.pk) if wrong == "foreign" else wrong})
    assert "not one of the available choices" in text


@pytest.mark.parametrize("wrong", ["-1", "0", "9" * 30, "abc", "1;DROP", "foreign"])
def test_the_court_of_another_office_filters_nothing(client, court, wrong):
    """Row 33: the filter of the list refuses the key and shows no foreign case."""
    client.force_login(make_user("clerk", court))
    foreign = make_case(make_office("court", "court-other"))
    key = str(foreign.court_id) if wrong == "foreign" else wrong
    answer = client.get(f"/cases/?court={key}", follow=True)
    assert answer.status_code == 200
    assert foreign.number not in answer.content.decode()


def test_a_person_or_a_row_of_another_case_cannot_be_taken(desk, court):
    """Row 33: hidden ids are looked at like any other."""
    foreign = make_case(make_office("court", "court-other"))
    own = make_case(court)
    assert desk.post("/cases/new/", {"person": foreign.defendant_id}).status_code == 404
    offense = foreign.offenses.get()
    from tests.cases.typed import typed_case

    told = typed_case(court, offenses__INITIAL_FORMS="1", offenses__0__id=str(offense.pk))
    answer = desk.post(f"/cases/{own.pk}/edit/", told | {"version": str(own.version)})
    assert answer.status_code == 200
    assert "not part of the case any more" in answer.content.decode()
    offense.refresh_from_db()
    assert offense.case_id == foreign.pk
    assert Case.objects.get(pk=own.pk).version == own.version


def test_no_address_takes_an_id_that_is_no_number():
    """Row 32: what is no number has no address at all."""
    for wrong in ("abc", "1;DROP", -1):
        with pytest.raises(NoReverseMatch):
            reverse("case", args=[wrong])

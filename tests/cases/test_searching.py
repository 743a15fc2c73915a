"""Search finds people by what clerks type, and tells nothing of other offices."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Office
from cases import numbers
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office("court", "almaty-court")


@pytest.fixture
def clerk(client: Client, court: Office) -> Client:
    client.force_login(make_user("clerk", court))
    return client


def look(client: Client, text: str) -> HttpResponse:
    return client.post("/search/", {"q": text})


def names_in(response: HttpResponse) -> list[str]:
    return re.findall(
        r'class="row-link" href="/cases/\d+/[^"]*">([^<]+)<', response.content.decode()
    )


def without_token(response: HttpResponse) -> str:
    """The page without what differs on every drawing: tokens, nonce and the typed text."""
    text = re.sub(
        r'(csrfmiddlewaretoken" value|nonce|X-CSRFToken": )[=" ]*"?[\w=+/-]+',
        "",
        response.content.decode(),
    )
    return re.sub(r"\d{12}", "", text)


def test_an_iin_opens_the_case_also_with_spaces(clerk, court):
    number = make_iin()
    case = make_case(court, defendant=make_defendant(iin=number))
    for typed in (number, f"{number[:6]} {number[6:9]} {number[9:]}", f"{number[:6]}-{number[6:]}"):
        response = look(clerk, typed)
        assert response["Location"] == reverse("case", args=[case.pk])
        assert number not in response["Location"]


def test_a_person_with_two_cases_is_shown_as_a_list(clerk, court):
    person = make_defendant(iin=make_iin())
    make_case(court, defendant=person)
    make_case(court, defendant=person)
    assert len(names_in(look(clerk, person.iin))) == 2


def test_an_unknown_iin_and_one_of_another_office_get_the_same_answer(clerk):
    theirs = make_iin()
    make_case(make_office(), defendant=make_defendant(iin=theirs))
    unknown = make_iin()
    assert without_token(look(clerk, theirs)) == without_token(look(clerk, unknown))


def test_an_iin_that_was_not_found_begins_a_new_case_by_post(clerk):
    number = make_iin()
    text = look(clerk, number).content.decode()
    assert "Register a case with this IIN" in text
    started = clerk.post("/cases/new/", {"redraw": "iin", "person-iin": number})
    assert f'name="person-iin" value="{number}"' in started.content.decode()


def test_a_mistyped_iin_offers_no_new_case(clerk):
    assert "Register a case with this IIN" not in look(clerk, "900515300019").content.decode()


def test_a_case_number_opens_its_case_however_it_is_written(clerk, court):
    case = make_case(court)
    for typed in (case.number, case.number.lower(), case.number.replace("-", "")):
        assert look(clerk, typed)["Location"] == reverse("case", args=[case.pk])


def test_a_mistyped_number_is_told_apart_from_an_unknown_one(clerk):
    unknown = numbers.case_number(12345)
    assert "No case has this number" in look(clerk, unknown).content.decode()
    other = "3" if unknown[0] != "3" else "4"
    assert "mistyped" in look(clerk, other + unknown[1:]).content.decode()
    assert "mistyped" in look(clerk, "0OI1-LL23").content.decode()


def test_a_number_of_another_office_is_as_unknown_as_any(clerk):
    case = make_case(make_office())
    unknown = numbers.case_number(54321)
    theirs = look(clerk, case.number).content.decode().replace(case.number, "#")
    assert "No case has this number" in theirs
    assert "No case has this number" in look(clerk, unknown).content.decode()


def test_a_proceeding_number_finds_all_its_defendants(clerk, court):
    for surname in ("Аманов", "Бектұров"):
        make_case(
            court, defendant=make_defendant(surname=surname), proceeding_number="7511-22-00-1/17"
        )
    assert len(names_in(look(clerk, "7511-22-00-1/17"))) == 2
    assert len(names_in(look(clerk, "7511-22"))) == 2


NAME = {"surname": "Сейітқали", "given_name": "Әбдіғани", "patronymic": "Нұрланұлы"}


@pytest.mark.parametrize(
    "typed",
    [
        "Сей",
        "сейітқали",
        "СЕЙТКАЛИ",
        "Seiitkali",
        "Абдигани",
        "әбд сей",
        "Нурлан",
        "сейiт",
        "  Сейткали   Абд ",
        "сейткалиабдигани",
    ],
)
def test_half_a_name_is_found_in_any_spelling(clerk, court, typed):
    make_case(court, defendant=make_defendant(**NAME))
    make_case(court, defendant=make_defendant(surname="Ким", given_name="Ольга"))
    assert names_in(look(clerk, typed)) == ["Сейітқали Әбдіғани Нұрланұлы"]


@pytest.mark.parametrize(("typed", "told"), [("ctqnrfkb", "сейткали"), ("ctq3n0fkb", "сейітқали")])
def test_a_name_typed_in_the_wrong_layout_is_found_and_told(clerk, court, typed, told):
    make_case(court, defendant=make_defendant(**NAME))
    response = look(clerk, typed)
    assert names_in(response) == ["Сейітқали Әбдіғани Нұрланұлы"]
    assert f"Showing results for “{told}”." in response.content.decode()


def test_three_letters_of_the_wrong_layout_are_enough(clerk, court):
    make_case(court, defendant=make_defendant(surname="Иванов", given_name="Пётр"))
    assert names_in(look(clerk, "bdf")) == ["Иванов Пётр"]


def test_a_latin_name_typed_on_a_russian_layout_is_found(clerk, court):
    make_case(court, defendant=make_defendant(surname="Smith", given_name="John"))
    assert names_in(look(clerk, "Ыьшер")) == ["Smith John"]


def test_names_of_other_offices_are_not_found(clerk):
    make_case(make_office(), defendant=make_defendant(**NAME))
    for typed in ("Сейітқали", "ctqnrfkb", "сейткалиабдигани"):
        response = look(clerk, typed)
        assert names_in(response) == []
        assert "Nothing found" in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["", "   ", "%", "_", "'", "\x00", "-", "😀", "a" * 5000, "1;DROP"]
)
def test_any_text_gets_a_page(clerk, court, typed):
    make_case(court)
    response = look(clerk, typed)
    assert response.status_code == 200
    assert names_in(response) == []


def test_the_text_never_stands_in_the_address(clerk):
    """GET shows an empty form, whatever the address says."""
    make_iin()
    text = clerk.get("/search/?q=900515300018").content.decode()
    assert "900515300018" not in text.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_role_that_reads_no_cases_may_not_search_them(client, court):
    client.force_login(make_user("admin", court))
    answer = client.post("/search/", {"q": "Сейітқали"}, follow=True)
    assert answer.status_code == 403

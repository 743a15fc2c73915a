"""The window over a page: the first hits as a fragment, in the user's scope, without looking IINs up."""

import pytest
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Office, User
from cases.models import Case
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db
HEADER = {"X-Palette": "1"}


@pytest.fixture
def court() -> Office:
    return make_office()


def fragment(user: User, text: str, **extra: object) -> str:
    client = Client()
    client.force_login(user)
    answer = client.post(reverse("search"), {"q": text}, headers=HEADER, **extra)
    assert answer.status_code == 200
    return answer.content.decode()


def address_of(case: Case) -> str:
    return f'href="{reverse("case", args=[case.pk])}"'


def test_the_first_hits_come_as_a_fragment(court):
    case = make_case(court)
    html = fragment(make_user("clerk", court), "сей")
    assert address_of(case) in html
    assert "<html" not in html


def test_a_wrong_layout_is_repaired_and_told(court):
    case = make_case(court)
    html = fragment(make_user("clerk", court), "ctq")
    assert address_of(case) in html
    assert "Showing results for “сей”." in html


def test_another_office_stays_out(court):
    case = make_case(make_office())
    html = fragment(make_user("clerk", court), "сей")
    assert address_of(case) not in html
    assert "Nobody found" in html


def test_a_case_number_is_a_hit_and_no_jump(court):
    case = make_case(court)
    assert address_of(case) in fragment(make_user("clerk", court), case.number)


def test_an_iin_is_looked_up_by_enter_alone(court):
    number = make_iin()
    case = make_case(court, defendant=make_defendant(iin=number))
    html = fragment(make_user("clerk", court), number)
    assert address_of(case) not in html
    assert "Press Enter to look the IIN up." in html


def test_at_most_eight_hits_are_shown(court):
    for _number in range(10):
        make_case(court)
    assert fragment(make_user("clerk", court), "сей").count("palette-item") == 8


def test_nothing_typed_finds_nothing(court):
    make_case(court)
    assert "palette-item" not in fragment(make_user("clerk", court), "  ")

"""Rows 30 and 31: fields that no form knows, and fields sent twice."""

import json

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import Event, User
from amnesty.unexpected import EVENT, MOST
from cases.models import Case, Decision
from tests.cases.typed import typed_case
from tests.factories import make_case, make_office, make_user
from tests.security.access import CLERK, PAGES, ROLES, SOCIAL
from tests.security.test_access_matrix import address

pytestmark = pytest.mark.django_db

EXTRA = {
    "status": "APPROVED",
    "state": "executed",
    "office_id": "2",
    "author": "1",
} | dict.fromkeys(("is_superuser", "is_staff", "is_active", "approved_by", "groups"), "1")
IN_PART = {"case-needed", "draft-keep"}  # get the page as it stands, and look at a part of it
KNOWN = {"need": {"status"}}  # a need has one
SENT_ALONE = {"version": "1", "key": "6f9619ff-8b86-4d01-b42d-00c04fc964ff"}


def told() -> list[dict]:
    """What the trail says of unexpected fields, the oldest first."""
    events = Event.objects.filter(kind=EVENT).order_by("sequence")
    return [json.loads(event.detail) for event in events]


@pytest.fixture
def court():
    return make_office("court", "court-own")


@pytest.fixture
def clerk(client: Client, court) -> Client:
    client.force_login(make_user("clerk", court, username="the-clerk"))
    return client


class TestEveryPageThatSaves:
    @pytest.mark.parametrize(
        "name", sorted(name for name, page in PAGES.items() if page.post and name not in IN_PART)
    )
    def test_tells_of_fields_it_does_not_know(self, name: str, client: Client, world):
        """Row 30: extra fields are ignored and audited, wherever the matrix has a POST."""
        role = next(role for role in (CLERK, SOCIAL, *ROLES) if role in PAGES[name].post)
        user = world.user(role)
        client.force_login(user)
        url = address(name, PAGES[name], world.rows)
        if name == "contact-new":
            url = f"{url}?plan={world.rows['plan']}"
        before = User.objects.filter(is_superuser=True).count()
        answer = client.post(url, EXTRA | SENT_ALONE)
        if answer.status_code in {307, 400}:
            told_of = EXTRA | SENT_ALONE | {"ids": world.rows["plan"]}
            answer = client.post(url, told_of, follow=True)
        assert answer.status_code in {200, 302, 409}, answer.status_code
        assert len(told()) == 1
        assert set(told()[0]["names"]) >= set(EXTRA) - KNOWN.get(name, set())
        assert told()[0]["page"] == name
        assert User.objects.filter(is_superuser=True).count() == before
        user.refresh_from_db()
        assert list(user.groups.values_list("name", flat=True)) == [role]
        decided = Decision.objects.exclude(state="draft").filter(pk=world.rows["decision"])
        assert not decided.exists()


def test_a_case_is_saved_as_if_the_extra_fields_were_not_there(clerk, court):
    """Row 30: what the form knows is saved; the event names the fields and no value of them."""
    extra = {"number": "0000-0001", "current_assessment": "1", "ending": "died"} | EXTRA
    answer = clerk.post("/cases/new/", typed_case(court) | extra)
    case = Case.objects.get()
    assert answer["Location"] == reverse("case", args=[case.pk])
    assert (case.court, case.ending) == (court, "")
    assert case.number != "0000-0001"
    event = Event.objects.get(kind=EVENT)
    assert set(told()[0]["names"]) == set(extra)
    assert (event.user_id, told()[0]["page"]) == (
        User.objects.get(username="the-clerk").pk,
        "case-register",
    )
    assert "APPROVED" not in event.detail


def test_nobody_makes_himself_a_superuser_on_the_page_of_preferences(clerk):
    """Row 30: the page of one's own account takes four fields and no more."""
    group = Group.objects.get(name="judge")
    given = {
        "language": "ru",
        "theme": "",
        "is_superuser": "1",
        "is_staff": "1",
        "groups": group.pk,
    }
    clerk.post(reverse("me"), given)
    user = User.objects.get(username="the-clerk")
    assert (user.language, user.is_superuser, user.is_staff) == ("ru", False, False)
    assert [name.name for name in user.groups.all()] == ["clerk"]
    assert set(told()[0]["names"]) == {"is_superuser", "is_staff", "groups"}


def test_an_ordinary_save_leaves_no_such_event(clerk, court):
    """Row 30: the fields of the page, its token and its button are all known, also sent again."""
    sent = typed_case(court) | {"token": "0f" * 16, "next": "", "return": "/cases/"}
    for _ in range(2):
        clerk.post("/cases/new/", sent | {"csrfmiddlewaretoken": "x"})
    assert Case.objects.count() == 1
    assert told() == []


def test_a_name_that_could_be_an_iin_is_counted_and_not_kept(clerk, court):
    """Row 30: names of fields are text of strangers too; there is an end to their number."""
    odd = {"900515300018": "1", "x900515300018": "1", "Иванов": "1", "a b": "1", "y" * 61: "1"}
    many = {f"field-{number}": "1" for number in range(MOST + 30)}
    clerk.post("/cases/new/", typed_case(court) | odd | many)
    assert len(told()[0]["names"]) == MOST
    assert told()[0]["others"] == 30 + len(odd)
    assert "900515300018" not in Event.objects.get(kind=EVENT).detail


def test_a_refused_request_leaves_no_event(clerk, client):
    """Row 30: where nothing was looked at, nothing is unexpected."""
    foreign = make_case(make_office("court", "court-other"))
    assert clerk.post(reverse("case-edit", args=[foreign.pk]), EXTRA).status_code == 404
    assert clerk.post(reverse("run-new"), EXTRA).status_code == 403
    client.logout()
    assert client.post("/cases/new/", EXTRA).status_code == 302
    assert told() == []


# --- row 31 ----------------------------------------------------------------------------------


def test_a_parameter_sent_twice_never_widens_a_list(clerk, court):
    """Row 31: the last value counts where one is asked for; none shows another office's case."""
    own, foreign = make_case(court), make_case(make_office("court", "court-other"))
    for query in (
        f"court={court.pk}&court={foreign.court_id}",
        f"court={foreign.court_id}&court={court.pk}",
        "stage=serving&stage=trial",
        "sort=number&sort=-number&page=1&page=2",
    ):
        text = clerk.get(f"/cases/?{query}", follow=True).content.decode()
        assert foreign.number not in text, query
    assert own.number in clerk.get("/cases/?stage=serving").content.decode()


def test_of_a_field_sent_twice_the_last_counts_and_is_checked(clerk, court):
    """Row 31: another office's court before or behind the own one opens nothing."""
    other = make_office("court", "court-other")
    own_last = typed_case(court) | {"case-court": [str(other.pk), str(court.pk)]}
    clerk.post("/cases/new/", own_last)
    assert [case.court for case in Case.objects.all()] == [court]
    own_first = typed_case(court) | {"case-court": [str(court.pk), str(other.pk)]}
    text = clerk.post("/cases/new/", own_first).content.decode()
    assert Case.objects.count() == 1
    assert 'id="id_case-court_error"' in text or "aria-invalid" in text


def test_ids_sent_many_times_mark_only_what_is_in_scope(client, court):
    """Row 31: a list of ids with those of another office marks the own ones alone."""
    client.force_login(make_user("judge", court))
    foreign = make_case(make_office("court", "court-other"))
    own = make_case(court)
    ids = [own.current_assessment_id, foreign.current_assessment_id, own.current_assessment_id]
    assert client.post(reverse("boundary"), {"ids": ids}).status_code == 302
    assert Event.objects.filter(kind="boundary.looked_through", subject_id=foreign.pk).count() == 0

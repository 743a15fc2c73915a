"""Rows 27–29 and 33: decisions out of turn, of the wrong day, of an old page."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Decision
from tests.cases.test_decision_pages import recorded, step, typed
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day_after_the_law():
    with time_machine.travel("2022-11-20 12:00+06:00", tick=False):
        yield


@pytest.fixture
def case(court):
    return make_case(court)


def signed_in(role: str, court) -> Client:
    client = Client()
    client.force_login(make_user(role, court))
    return client


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("02.11.2022", "in force since 03.11.2022"),
        ("21.11.2022", "in the future"),
        ("30.06.2022", "in force since"),
        ("14/11/2022", "slashes"),
    ],
)
def test_a_decision_of_a_day_that_cannot_be_is_refused(desk, case, day, words):
    """Row 27."""
    told = typed(case, confirmed="1", decided_on=day)
    answer = desk.post(reverse("decision-check", args=[case.pk]), told)
    assert words in answer.content.decode()
    assert Decision.objects.count() == 0


def test_a_decision_older_than_the_verdict_is_refused(desk, court):
    """Row 27."""
    case = make_case(court, sentence={"starts_on": "2022-11-18", "verdict_on": "2022-11-17"})
    told = typed(case, confirmed="1", decided_on="14.11.2022")
    answer = desk.post(reverse("decision-check", args=[case.pk]), told)
    assert "A decision cannot be older" in answer.content.decode()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("role", ["clerk", "judge", "supervisor", "prosecutor", "auditor"])
def test_nobody_executes_what_nobody_approved(desk, court, case, role):
    """Row 28: straight to the release, skipping the approval."""
    draft = recorded(desk, case)
    answer = step(signed_in(role, court), draft, "execute", state="approved", approved_by="1")
    assert answer.status_code in {403, 409}
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by, draft.executed_by) == ("draft", None, None)


def test_the_author_does_not_approve_by_sending_the_page_of_a_judge(desk, case):
    """Row 28."""
    draft = recorded(desk, case)
    assert step(desk, draft, "approve", identity_checked="on").status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("version", "status"),
    [
        ("0", 409),
        ("-1", 409),
        ("99", 409),
        ("", 400),
        ("1;DROP", 400),
        ("٣", 409),
        ("9" * 30, 409),
        ("9" * 5000, 400),
    ],
)
def test_a_step_of_another_version_changes_nothing(desk, court, case, version, status):
    """Row 29: stale is a conflict, missing or unreadable a bad request."""
    draft = recorded(desk, case)
    judge = signed_in("judge", court)
    answer = step(judge, draft, "approve", identity_checked="on", version=version)
    assert answer.status_code == status
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)


@pytest.mark.parametrize(
    ("version", "status"),
    [("0", 409), ("-1", 409), ("", 400), (None, 400), ("9" * 30, 409), ("9" * 5000, 400)],
)
def test_a_case_saved_from_another_version_shows_both_values(desk, court, case, version, status):
    """Row 29 on the page of a case."""
    from tests.cases.typed import typed_case

    told = typed_case(court, case__note="typed by the second") | {"version": version}
    told = {name: value for name, value in told.items() if value is not None}
    answer = desk.post(reverse("case-edit", args=[case.pk]), told)
    assert answer.status_code == status
    case.refresh_from_db()
    assert case.note == ""
    if status == 409:
        assert "typed by the second" in answer.content.decode()


@pytest.mark.parametrize("office", ["-1", "0", "9" * 30, "abc", "other"])
def test_a_body_from_elsewhere_is_an_invalid_choice(desk, case, office):
    """Row 33."""
    other = make_office("court", "court-other")
    office = str(other.pk) if office == "other" else office
    told = typed(case, confirmed="1", office=office)
    answer = desk.post(reverse("decision-check", args=[case.pk]), told)
    assert answer.status_code == 200
    assert "not one of the available choices" in answer.content.decode()
    assert Decision.objects.count() == 0

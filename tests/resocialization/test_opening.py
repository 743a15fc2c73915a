"""What is closed opens with a reason, for an hour; others know it at once, and each look is told."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts import breaking_glass
from amnesty.accounts.models import BreakGlass, Event, Office, User
from resocialization import caring
from resocialization.caring import Entry
from resocialization.consenting import give
from resocialization.models import Address, Plan
from tests.factories import make_office, make_user
from tests.resocialization.making import TODAY

pytestmark = pytest.mark.django_db
REASON = "The person is missing and the police ask where to look."
ILLNESS = "canary-illness-82"
STREET = "canary-street-82"


@pytest.fixture
def kept(plan) -> Plan:
    """A plan with a medical record and an address."""
    give(plan, "medical", "paper", TODAY, None)
    caring.write(plan, Entry(kind="note", on=TODAY, key=uuid.uuid4(), note=ILLNESS))
    Address.objects.create(plan=plan, address=STREET, phone="+7 700 000 00 00")
    return plan


@pytest.fixture
def supervisor(office: Office) -> User:
    return make_user("supervisor", office)


@pytest.fixture
def judge(kept: Plan) -> User:
    return make_user("judge", kept.decision.case.court)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(plan: Plan) -> str:
    return reverse("plan-break-glass", args=[plan.pk])


def opened_by(user: User, plan: Plan, reason: str = REASON) -> Client:
    client = signed_in(user)
    client.post(page(plan), {"reason": reason})
    return client


def test_before_the_reason_nothing_is_shown(kept, supervisor):
    shown = signed_in(supervisor).get(page(kept)).content.decode()
    assert ILLNESS not in shown
    assert STREET not in shown


def test_a_supervisor_opens_the_medical_record_and_no_address(kept, supervisor):
    shown = opened_by(supervisor, kept).get(page(kept)).content.decode()
    assert ILLNESS in shown
    assert STREET not in shown


def test_a_judge_opens_address_and_phone_and_no_record(kept, judge):
    shown = opened_by(judge, kept).get(page(kept)).content.decode()
    assert STREET in shown
    assert "+7 700 000 00 00" in shown
    assert ILLNESS not in shown


def test_a_coordinator_opens_the_address_of_a_person_not_in_care(plan, office):
    Address.objects.create(plan=plan, address=STREET)
    coordinator = make_user("medical_coordinator", office)
    assert STREET in opened_by(coordinator, plan).get(page(plan)).content.decode()


def test_whoever_may_look_anyway_breaks_no_glass(kept, office):
    kept.needs.update(needs_appointment=True)
    client = opened_by(make_user("medical_coordinator", office), kept)
    assert "without opening anything" in client.get(page(kept)).content.decode()
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "prosecutor", "social_worker", "admin", "auditor"])
def test_other_roles_open_nothing(kept, office, role):
    client = signed_in(make_user(role, office, kept.decision.case.court))
    assert client.post(page(kept), {"reason": REASON}).status_code == 403
    assert not BreakGlass.objects.exists()


def test_another_office_opens_nothing(kept):
    for role, kind in (("supervisor", "social_service"), ("judge", "court")):
        client = signed_in(make_user(role, make_office(kind)))
        assert client.post(page(kept), {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("reason", ["", "too short", "a   b" + " " * 40])
def test_a_reason_that_says_nothing_opens_nothing(kept, supervisor, reason):
    client = signed_in(supervisor)
    answer = client.post(page(kept), {"reason": reason})
    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    assert ILLNESS not in client.get(page(kept)).content.decode()


def test_it_is_closed_again_after_an_hour(kept, supervisor):
    client = opened_by(supervisor, kept)
    opening = BreakGlass.objects.get()
    assert opening.until - opening.opened_at == timedelta(minutes=60)
    earlier = timezone.now() - timedelta(minutes=61)
    BreakGlass.objects.update(opened_at=earlier, until=earlier + timedelta(minutes=60))
    assert ILLNESS not in client.get(page(kept)).content.decode()


def test_an_opening_is_for_one_person_and_one_plan(kept, supervisor, office):
    opened_by(supervisor, kept)
    colleague = signed_in(make_user("supervisor", office))
    assert ILLNESS not in colleague.get(page(kept)).content.decode()


def test_supervisors_of_the_office_and_auditors_are_told_at_once(
    kept, supervisor, office, django_capture_on_commit_callbacks
):
    told = [make_user("supervisor", office), make_user("auditor")]
    untold = [make_user("supervisor", make_office("court")), make_user("clerk", office), supervisor]
    for user in (*told, *untold):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.kz")
    with django_capture_on_commit_callbacks(execute=True):
        opened_by(supervisor, kept)
    assert {letter.to[0] for letter in mail.outbox} == {f"{u.username}@example.kz" for u in told}
    for letter in mail.outbox:
        for word in (kept.defendant.surname, ILLNESS, STREET, REASON):
            assert word not in letter.subject + letter.body


def test_each_look_is_an_event_of_the_person(kept, supervisor):
    client = opened_by(supervisor, kept)
    for _look in range(2):
        client.get(page(kept))
    opening = BreakGlass.objects.get()
    told = Event.objects.filter(kind="break_glass.viewed", person_id=kept.defendant_id)
    assert set(told.values_list("subject_id", "user_id")) == {(opening.pk, supervisor.pk)}
    assert told.count() == 2
    assert Event.objects.filter(kind="break_glass.opened", person_id=kept.defendant_id).count() == 1
    assert not Event.objects.filter(detail__contains=ILLNESS).exists()


def test_opening_asks_again_who_is_there(kept, supervisor, settings):
    settings.STEP_UP = True
    answer = signed_in(supervisor).post(page(kept), {"reason": REASON})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not BreakGlass.objects.exists()


def test_a_judge_finds_the_way_from_the_case(kept, judge):
    way = reverse("case-break-glass", args=[kept.decision.case_id])
    client = signed_in(judge)
    case = client.get(reverse("case", args=[kept.decision.case_id])).content.decode()
    assert way in case
    assert client.get(way)["Location"] == page(kept)


# --- the weekly review ------------------------------------------------------------------------


def review(client: Client, finding: str = "In order: the police confirmed it."):
    address = reverse("opening", args=[BreakGlass.objects.get().pk])
    return client.post(address, {"finding": finding})


def test_an_auditor_reviews_reason_and_looks(kept, supervisor):
    opened_by(supervisor, kept).get(page(kept))
    auditor = make_user("auditor")
    client = signed_in(auditor)
    listed = client.get(reverse("openings")).content.decode()
    assert REASON in listed
    assert str(supervisor) in listed
    assert review(client).status_code == 302
    opening = BreakGlass.objects.get()
    assert (opening.reviewed_by, opening.finding[:8]) == (auditor, "In order")
    left = client.get(reverse("openings"), {"review": "open"}).content.decode()
    assert REASON not in left
    assert Event.objects.filter(kind="break_glass.reviewed", subject_id=opening.pk).exists()


def test_a_review_is_given_once_and_says_something(kept, supervisor):
    opened_by(supervisor, kept)
    client = signed_in(make_user("auditor"))
    assert b"Write what you found" in review(client, " ").content
    review(client)
    again = client.get(review(client, "Once more.")["Location"])
    assert b"reviewed already" in again.content
    assert BreakGlass.objects.get().finding != "Once more."


def test_a_supervisor_reads_the_list_of_the_own_office_and_reviews_nothing(kept, supervisor):
    opened_by(supervisor, kept)
    assert REASON in signed_in(supervisor).get(reverse("openings")).content.decode()
    elsewhere = signed_in(make_user("supervisor", make_office("court")))
    assert REASON not in elsewhere.get(reverse("openings")).content.decode()
    assert review(signed_in(supervisor)).status_code == 403
    assert review(elsewhere).status_code == 404


def test_the_list_takes_a_bounded_number_of_statements(
    kept, supervisor, django_assert_max_num_queries
):
    for _number in range(12):
        breaking_glass.open_closed(
            supervisor, kept, "medical", REASON, kept.office_id, timezone.now()
        )
    client = signed_in(make_user("auditor"))
    with django_assert_max_num_queries(16):
        client.get(reverse("openings"))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"reason": "short"}, "break_glass_has_a_reason"),
        ({"until": timezone.now() - timedelta(days=1)}, "break_glass_ends_after_it_begins"),
        ({"reviewed_at": timezone.now()}, "break_glass_review_is_whole"),
    ],
)
def test_the_database_keeps_openings_honest(kept, supervisor, change, constraint):
    opened_by(supervisor, kept)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BreakGlass.objects.update(**change)


def test_nobody_reviews_the_own_opening(kept, supervisor):
    opened_by(supervisor, kept)
    with pytest.raises(breaking_glass.NotOpened):
        breaking_glass.review(BreakGlass.objects.get(), supervisor, "In order.", timezone.now())
    with pytest.raises(IntegrityError, match="reviewed_by_another"), transaction.atomic():
        BreakGlass.objects.update(reviewed_by=supervisor, reviewed_at=timezone.now())

"""What changed since the last visit, and what nobody has touched for long."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from amnesty.accounts import trail
from amnesty.accounts.acting import acting
from cases.models import Case
from cases.revisiting import answered_otherwise_since, previous_visit
from cases.worklists import untouched, waiting
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db
MORNING = datetime(2022, 11, 14, 3, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=9)


def sign_in(user: object, at: datetime) -> None:
    with time_machine.travel(at, tick=False), acting(user):
        trail.record("signed_in", user)


def saved(case: Case, at: datetime, **values: object) -> Case:
    with time_machine.travel(at, tick=False):
        case = Case.objects.get(pk=case.pk)
        for name, value in values.items():
            setattr(case, name, value)
        case.save()
    return case


@pytest.fixture
def case() -> Case:
    with time_machine.travel(MORNING - timedelta(days=1), tick=False):
        return make_case(make_office("court"))


def test_the_previous_visit_is_the_sign_in_before_the_present_one():
    user = make_user("clerk", make_office())
    assert previous_visit(user) is None
    sign_in(user, MORNING)
    assert previous_visit(user) is None
    sign_in(user, EVENING)
    assert previous_visit(user) == MORNING


def test_a_case_with_another_outcome_than_before_is_found(case):
    saved(case, EVENING, recidivism="dangerous")
    assert list(answered_otherwise_since(Case.objects.all(), MORNING)) == [case]
    assert not answered_otherwise_since(Case.objects.all(), EVENING + timedelta(hours=1))


def test_facts_that_were_put_back_change_nothing_in_sum(case):
    saved(case, EVENING, recidivism="dangerous")
    saved(case, EVENING + timedelta(hours=1), recidivism="none")
    assert not answered_otherwise_since(Case.objects.all(), MORNING)
    later = answered_otherwise_since(Case.objects.all(), EVENING + timedelta(minutes=30))
    assert list(later) == [case]


def test_a_new_case_has_not_changed(case):
    assert not answered_otherwise_since(Case.objects.all(), MORNING - timedelta(days=2))


def test_the_card_counts_the_rows_of_its_list(case, client):
    user = make_user("clerk", case.court)
    sign_in(user, MORNING)
    saved(case, EVENING, recidivism="dangerous")
    client.force_login(user)  # the second sign-in
    text = client.get("/").content.decode()
    card = re.search(
        r'href="(/cases/\?changed_since=[^"]+)"><span class="count-number">(\d+)', text
    )
    response = client.get(card[1])
    assert (response.context["count"].number, int(card[2])) == (1, 1)


def test_eligible_cases_count_as_untouched_after_the_days_of_the_setting(case, settings):
    day = (MORNING - timedelta(days=1)).date()
    settings.AGEING_DAYS = 14
    assert not untouched(Case.objects.all(), day + timedelta(days=14))
    assert list(untouched(Case.objects.all(), day + timedelta(days=15))) == [case]


def test_a_draft_waits_for_its_approval(case, settings):
    from cases import deciding

    content = deciding.Content(
        office=case.court, decider="А. Бекова", act_number="1-22",
        decided_on=date(2022, 11, 10), outcome="reduce",
        new_end=case.current_assessment.new_end,
    )  # fmt: skip
    deciding.record(case, content, make_user("clerk", case.court), MORNING)
    day = MORNING.date()
    assert not untouched(Case.objects.all(), day + timedelta(days=400))
    found = waiting(Case.objects.all(), day + timedelta(days=15))
    assert list(found) == [case]
    assert not waiting(Case.objects.all(), day)

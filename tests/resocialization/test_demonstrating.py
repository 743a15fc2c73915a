"""Invented plans: every state that a page can show, and none of them left behind."""

import random
from datetime import date, timedelta

import pytest
import time_machine

from amnesty.accounts.models import User
from cases.demonstrating import demo_people_leave, demo_people_made
from cases.models import Defendant
from resocialization import demonstrating
from resocialization.models import (
    Address,
    Closing,
    Consent,
    Contact,
    HandOver,
    Need,
    NeedChange,
    Notice,
    Plan,
    Step,
)
from resocialization.reminding import report_overdue
from tests.factories import make_defendant, make_office
from tests.resocialization.making import RELEASED, TODAY, make_plan, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]
MODELS = (Address, Closing, Consent, Contact, HandOver, NeedChange, Notice, Step, Need, Plan)


@pytest.fixture
def _invented(worker, colleague, supervisor):
    """Releases of invented people, one for each story."""
    User.objects.filter(pk__in=[worker.pk, colleague.pk]).update(is_demo=True)
    court = make_office("court", "court-of-stories")
    for number in range(len(demonstrating.STORIES)):
        person = make_defendant(is_demo=True, surname=f"Әбенов{number}")
        make_release(court, TODAY - timedelta(days=30 - number), person)
    demo_people_made.send(Defendant, rng=random.Random(1), today=TODAY)


@pytest.mark.usefixtures("_invented")
def test_every_state_can_be_seen():
    assert set(Plan.objects.values_list("state", flat=True)) == set(Plan.State.values)
    assert set(Need.objects.values_list("status", flat=True)) == set(Need.Status.values)
    assert Step.objects.overdue(TODAY).exists()
    assert Step.objects.due(TODAY, TODAY).exists()
    assert Step.objects.due(TODAY + timedelta(days=1), TODAY + timedelta(days=4)).exists()
    assert Step.objects.running().filter(waits_for="organization").exists()
    assert Plan.objects.unassigned().exists()
    assert Plan.objects.waiting_to_close().exists()
    assert Plan.objects.without_contact(TODAY, 14).exclude(contacts=None).exists()
    assert Need.objects.without_next_step().exists()
    assert HandOver.objects.filter(urgent=True).exists()
    assert Need.objects.filter(needs_appointment=True).exists()


@pytest.mark.usefixtures("_invented")
def test_nothing_invented_is_told_about_health():
    medical = {"direction__is_medical": True}
    assert not Contact.objects.filter(**medical).exclude(note="").exists()
    assert not Need.objects.filter(**medical).exclude(declined_words="").exists()


@pytest.mark.usefixtures("_invented")
def test_filling_twice_invents_nothing_new():
    before = [model.objects.count() for model in (Plan, Contact, Closing)]
    demonstrating.fill(random.Random(1), TODAY)
    assert [model.objects.count() for model in (Plan, Contact, Closing)] == before


@pytest.mark.usefixtures("_invented")
def test_one_call_takes_all_of_it_away_and_nothing_else(worker, office):
    real = make_plan(None, office)
    report_overdue(TODAY)
    demo_people_leave.send(Defendant)
    assert list(Plan.objects.all()) == [real]
    assert Need.objects.count() == 4
    for model in set(MODELS) - {Plan, Need, Step}:
        assert not model.objects.exists(), model


def test_a_release_of_long_ago_is_told_to_its_end(worker, supervisor):
    make_release(released_on=RELEASED, defendant=make_defendant(is_demo=True))
    with time_machine.travel("2023-10-02T05:00:00Z", tick=False):
        demonstrating.fill(random.Random(1), date(2023, 10, 2))
    plan = Plan.objects.get()
    assert plan.state == Plan.State.CLOSED
    assert RELEASED < plan.closed_on < date(2023, 6, 1)

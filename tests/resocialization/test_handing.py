"""Handing people over: exactly the set that was checked, with a note for each (S7, R26, P27)."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from resocialization.guarding import ChangedMeanwhile
from resocialization.handing import Word, colleagues, hand_over, take
from resocialization.models import HandOver, Plan, Policy
from tests.factories import make_office, make_user
from tests.resocialization.making import TODAY, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


@pytest.fixture
def signed_in(client, supervisor) -> Client:
    client.force_login(supervisor)
    return client


def test_a_caseload_is_handed_over_in_two_pages(signed_in, plan, worker, colleague, office):
    second = make_plan(worker, office)
    page = signed_in.get(f"{reverse('handover')}?ids={plan.pk}&ids={second.pk}").content.decode()
    assert "(0 people)" in page
    form = {
        "ids": [plan.pk, second.pk],
        "worker": colleague.pk,
        f"note_{plan.pk}": "Sleeps at the station.",
        f"urgent_{plan.pk}": "on",
    }
    check = signed_in.post(reverse("handover-check"), form).content.decode()
    assert "Hand 2 people over to" in check
    assert "Sleeps at the station." in check
    assert Plan.objects.filter(worker=worker).count() == 2
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', check)
    confirmed: dict[str, list[str]] = {}
    for name, value in hidden:
        confirmed.setdefault(name, []).append(value)
    assert signed_in.post(reverse("handover-check"), confirmed).status_code == 302
    assert Plan.objects.filter(worker=colleague).count() == 2
    word = HandOver.objects.get(plan=plan)
    assert (word.note, word.urgent, word.from_worker) == ("Sleeps at the station.", True, worker)
    assert not HandOver.objects.get(plan=second).urgent


def test_the_next_worker_reads_the_urgent_note(plan, worker, colleague, client):
    hand_over([plan], colleague, {plan.pk: Word("Call the center today.", True)})
    client.force_login(colleague)
    page = client.get(reverse("plan", args=[plan.pk])).content.decode()
    assert "Handed over as urgent" in page
    assert "Call the center today." in page


def test_all_of_the_list_means_what_the_filter_matches(signed_in, plan, colleague, office):
    make_plan(colleague, office)
    query = f"?all=1&worker={plan.worker_id}"
    page = signed_in.get(reverse("handover") + query).content.decode()
    assert f'value="{plan.pk}"' in page
    assert page.count('name="ids"') == 1


def test_a_set_that_grew_after_the_check_is_not_moved(signed_in, plan, worker, colleague, office):
    form = {"ids": [plan.pk], "worker": colleague.pk, "confirmed": "1", "all": ""}
    late = make_plan(worker, office)
    signed_in.post(reverse("handover-check"), form)
    late.refresh_from_db()
    assert late.worker == worker


def test_people_of_other_offices_are_not_moved(signed_in, plan, colleague):
    foreign = make_plan(None, make_office("social_service", region="astana"))
    form = {"ids": [plan.pk, foreign.pk], "worker": colleague.pk, "confirmed": "1"}
    signed_in.post(reverse("handover-check"), form)
    foreign.refresh_from_db()
    assert foreign.worker is None
    assert HandOver.objects.count() == 1


def test_a_worker_of_another_office_is_no_choice(signed_in, plan):
    stranger = make_user("social_worker", make_office("social_service", region="astana"))
    form = {"ids": [plan.pk], "worker": stranger.pk, "confirmed": "1"}
    assert (
        "Select a valid choice" in signed_in.post(reverse("handover-check"), form).content.decode()
    )
    plan.refresh_from_db()
    assert plan.worker != stranger


def test_an_absent_colleague_is_no_choice(supervisor, worker, colleague):
    colleague.appointments.update(valid_to="2022-12-06")
    assert list(colleagues(supervisor, TODAY)) == [worker]


def test_a_load_above_the_policy_is_warned_about(signed_in, plan, colleague):
    Policy.objects.update(caseload_limit=1)
    make_plan(colleague, plan.office)
    form = {"ids": [plan.pk], "worker": colleague.pk}
    page = signed_in.post(reverse("handover-check"), form).content.decode()
    assert "The office policy warns above 1." in page


def test_a_worker_hands_nobody_over(client, plan, worker):
    client.force_login(worker)
    assert client.get(f"{reverse('handover')}?ids={plan.pk}").status_code == 403
    assert client.post(reverse("handover-check"), {"ids": [plan.pk]}).status_code == 403


def test_one_changed_person_moves_nobody(plan, worker, colleague, office):
    second = make_plan(worker, office)
    stale = Plan.objects.get(pk=plan.pk)
    Plan.objects.filter(pk=plan.pk).update(worker=None)
    with pytest.raises(ChangedMeanwhile):
        hand_over([second, stale], colleague, {})
    assert not HandOver.objects.exists()
    assert Plan.objects.get(pk=second.pk).worker == worker


def test_only_one_of_two_takes_a_person(office, worker, colleague):
    free = make_plan(None, office)
    take(Plan.objects.get(pk=free.pk), worker)
    with pytest.raises(ChangedMeanwhile):
        take(free, colleague)
    assert Plan.objects.get(pk=free.pk).worker == worker


def test_a_plan_without_office_gets_that_of_its_worker(worker, office):
    lost = make_plan(None, None)
    assert hand_over([lost], worker, {}) == 1
    lost.refresh_from_db()
    assert lost.office == office


def test_the_database_refuses_a_hand_over_to_the_same_person(plan, worker):
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(plan=plan, from_worker=worker, to_worker=worker)


def test_an_empty_choice_leads_back_to_the_list(signed_in):
    assert signed_in.get(reverse("handover"))["Location"] == reverse("plans")
    assert signed_in.post(reverse("handover-check"), {}).status_code == 400

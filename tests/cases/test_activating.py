"""A rule set comes into use by two people, passes the worked cases, and then stays as it is."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts.models import Event, User
from cases import activating, book
from cases.activating import NotActivated
from cases.models import Assessment, RuleSet, Run
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CODE = "152-VII/2"


def a_draft(**values: object) -> RuleSet:
    """The shipped rule set under another code; `values` are other values of parameters."""
    data = deepcopy(RuleSet.objects.get(is_active=True).data) | {"code": CODE}
    for name, value in values.items():
        data["parameters"][name]["value"] = value
    day = date(2022, 11, 3)
    return RuleSet.objects.create(
        code=CODE, title_en="Second", valid_from=day, data=data, digest="2"
    )


@pytest.fixture
def judge() -> User:
    return make_user("judge", make_office("court"))


@pytest.fixture
def supervisor() -> User:
    return make_user("supervisor", make_office("court"))


def proposed(by: User, **values: object) -> RuleSet:
    return activating.propose(a_draft(**values), by, NOW)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step(user: User, name: str):
    return signed_in(user).post(reverse(f"rule-set-{name}", args=[CODE]))


def test_a_judge_proposes_and_a_supervisor_puts_into_use(judge, supervisor):
    before = RuleSet.objects.get(is_active=True)
    draft = a_draft()
    assert draft.state == "draft"
    assert step(judge, "propose").status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.proposed_by) == ("proposed", judge)
    assert step(supervisor, "activate").status_code == 302
    draft.refresh_from_db()
    before.refresh_from_db()
    assert (draft.state, before.state) == ("active", "superseded")
    told = Event.objects.filter(kind__startswith="rule_set.", subject_id=draft.pk)
    assert {(event.kind, event.user_id) for event in told} == {
        ("rule_set.proposed", judge.pk),
        ("rule_set.activated", supervisor.pk),
    }


def test_the_run_over_all_cases_starts_by_itself(judge, supervisor):
    make_case()
    rule_set = proposed(judge)
    assert not Run.objects.exists()
    activating.activate(rule_set, supervisor, NOW)
    run = Run.objects.get()
    assert (run.state, run.why) == ("waiting", "rule_set_changed")


def test_the_proposer_does_not_put_it_into_use(supervisor):
    proposed(supervisor)
    answer = step(supervisor, "activate")
    assert answer.status_code == 409
    assert b"Another person puts it into use." in answer.content
    assert RuleSet.objects.get(code=CODE).state == "proposed"


def test_the_database_itself_wants_two_people(supervisor):
    rule_set = proposed(supervisor)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk).update(activated_by=supervisor)


def test_what_nobody_proposed_comes_not_into_use(supervisor):
    draft = a_draft()
    assert step(supervisor, "activate").status_code == 409
    with pytest.raises(NotActivated):
        activating.activate(draft, supervisor, NOW)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        RuleSet.objects.filter(pk=draft.pk).update(activated_by=supervisor)


@pytest.mark.parametrize(
    ("role", "step_name"),
    [("admin", "propose"), ("admin", "activate"), ("judge", "activate"), ("clerk", "propose")],
)
def test_other_roles_take_neither_step(role, step_name, supervisor):
    proposed(supervisor)
    assert step(make_user(role, make_office("court")), step_name).status_code == 403


def test_two_roles_in_one_person_are_still_one_person(judge):
    judge.groups.add(Group.objects.get(name="supervisor"))
    proposed(judge)
    assert step(judge, "activate").status_code == 409


def test_what_fails_a_worked_case_comes_not_into_use(judge, supervisor):
    rule_set = proposed(judge, window_to="2022-01-06")
    answer = step(supervisor, "activate")
    assert answer.status_code == 409
    assert b"period-7-january" in answer.content
    with pytest.raises(NotActivated, match="Worked cases"):
        activating.activate(rule_set, supervisor, NOW)


def test_a_worked_case_marked_for_another_rule_set_is_not_asked(judge):
    rule_set = proposed(judge, window_to="2022-01-06")
    failing = activating.failing(rule_set)
    assert failing
    marked = [replace(case, rule_set="152-VII/1") for case in failing]
    assert activating.failing(rule_set, marked) == []
    assert activating.failing(rule_set, [replace(case, rule_set=CODE) for case in failing])


def test_the_shipped_rule_set_passes_the_whole_book():
    assert book.worked_cases()
    assert activating.failing(RuleSet.objects.get(is_active=True)) == []


def test_activating_asks_again_who_is_there(judge, supervisor, settings):
    settings.STEP_UP = True
    proposed(judge)
    answer = step(supervisor, "activate")
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert RuleSet.objects.get(code=CODE).state == "proposed"


def test_starting_a_run_asks_again_who_is_there(supervisor, settings):
    settings.STEP_UP = True
    client = signed_in(supervisor)
    assert client.get(reverse("run-new")).status_code == 200
    answer = client.post(reverse("run-new"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Run.objects.exists()


def test_a_step_is_taken_once(judge, supervisor):
    rule_set = proposed(judge)
    assert step(judge, "propose").status_code == 409
    activating.activate(rule_set, supervisor, NOW)
    assert step(supervisor, "activate").status_code == 409
    with pytest.raises(NotActivated):
        activating.activate(rule_set, supervisor, NOW)


def test_a_superseded_rule_set_comes_not_back(judge, supervisor):
    first = RuleSet.objects.get(is_active=True)
    activating.activate(proposed(judge), supervisor, NOW)
    first.refresh_from_db()
    assert activating.why_not_proposed(first)
    assert activating.why_not_activated(first, supervisor)


@pytest.mark.parametrize(
    "change", [{"data": {}}, {"digest": "3"}, {"code": "x"}, {"valid_from": date(2023, 1, 1)}]
)
@pytest.mark.parametrize("state", ["proposed", "active", "superseded"])
def test_what_was_proposed_or_used_is_not_changed_even_in_sql(judge, supervisor, change, state):
    rule_set = proposed(judge)
    if state != "proposed":
        first = RuleSet.objects.get(is_active=True)
        rule_set = activating.activate(rule_set, supervisor, NOW)
        rule_set = first if state == "superseded" else rule_set
    with pytest.raises(DatabaseError, match="proposed or used"), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk).update(**change)
    with pytest.raises(DatabaseError, match="proposed or used"), transaction.atomic():
        RuleSet.objects.filter(pk=rule_set.pk)._raw_delete("default")


def test_a_signature_is_not_taken_back(judge, supervisor):
    rule_set = activating.activate(proposed(judge), supervisor, NOW)
    rows = RuleSet.objects.filter(pk=rule_set.pk)
    for name in ("activated_by", "activated_at", "proposed_at"):
        with pytest.raises(DatabaseError, match="proposed or used"), transaction.atomic():
            rows.update(**{name: None})


def test_a_draft_may_still_be_corrected():
    draft = a_draft()
    RuleSet.objects.filter(pk=draft.pk).update(digest="3")
    draft.delete()
    assert not Assessment.objects.exists()


def test_the_page_says_how_it_stands_and_offers_the_next_step(judge, supervisor):
    draft = a_draft()
    address = reverse("rule-set", args=[CODE])
    propose, activate = (
        reverse(f"rule-set-{name}", args=[CODE]) for name in ("propose", "activate")
    )
    shown = signed_in(judge).get(address).content.decode()
    assert "Draft" in shown
    assert propose in shown
    activating.propose(draft, judge, NOW)
    assert activate not in signed_in(judge).get(address).content.decode()
    shown = signed_in(supervisor).get(address).content.decode()
    assert "Proposed" in shown
    assert activate in shown

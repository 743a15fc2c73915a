"""Pages of decisions: the whole way by browser, who may, and what happens to wrong requests."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Decision
from tests.cases.corrections import correct
from tests.factories import make_case, make_defendant, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day_after_the_law():
    with time_machine.travel("2022-11-20 12:00+06:00", tick=False):
        yield


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def case(court):
    return make_case(court)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk(court):
    return signed_in(make_user("clerk", court))


@pytest.fixture
def judge(court):
    return signed_in(make_user("judge", court))


@pytest.fixture
def supervisor(court):
    return signed_in(make_user("supervisor", court))


def typed(case, **values: object) -> dict:
    known = {
        "office": case.court_id,
        "decider": "А. Бекова",
        "act_number": "7599-22-00-2/112",
        "decided_on": "14.11.2022",
        "outcome": "reduce",
        "new_end": "16.10.2022",
        "frees_person": "on",
        "released_on": "2022-11-15",
        "seen": case.current_assessment_id,
    }
    return known | values


def recorded(client: Client, case, **values: object) -> Decision:
    client.post(reverse("decision-check", args=[case.pk]), typed(case, confirmed="1", **values))
    return Decision.objects.get()


def step(client: Client, decision: Decision, name: str, **told: object):
    url = reverse(f"decision-{name}", args=[decision.case_id, decision.pk])
    return client.post(url, {"version": decision.version} | told)


# --- the whole way ---------------------------------------------------------------------------


def test_a_decision_goes_from_the_form_to_its_execution(case, clerk, judge, supervisor):
    form = clerk.get(reverse("decision-record", args=[case.pk])).content.decode()
    assert 'value="16.10.2022"' in form  # prefilled from the assessment
    checked = clerk.post(reverse("decision-check", args=[case.pk]), typed(case))
    assert "7599-22-00-2/112" in checked.content.decode()
    assert not Decision.objects.exists()
    decision = recorded(clerk, case)
    assert (decision.state, decision.released_on) == ("draft", date(2022, 11, 15))
    step(judge, decision, "approve", identity_checked="on", note="Seen.")
    decision.refresh_from_db()
    assert (decision.state, decision.approval_note) == ("approved", "Seen.")
    step(supervisor, decision, "execute")
    decision.refresh_from_db()
    assert decision.state == "executed"
    page = clerk.get(reverse("decision", args=[case.pk, decision.pk])).content.decode()
    assert "Executed" in page
    assert reverse("case-assessment", args=[case.pk, decision.assessment_id]) in page


def test_the_check_page_sends_back_what_was_typed(case, clerk):
    url = reverse("decision-record", args=[case.pk])
    again = clerk.post(url, typed(case, decider="Қ. Әбдіғани")).content.decode()
    assert 'value="Қ. Әбдіғани"' in again
    assert "error" not in again.split("<main")[1].split("</form>")[0]


def test_a_wrong_value_comes_back_with_its_message_and_saves_nothing(case, clerk):
    answer = clerk.post(
        reverse("decision-check", args=[case.pk]),
        typed(case, decided_on="01/11/2022", confirmed="1"),
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "A date with slashes can mean two days" in text
    assert 'value="01/11/2022"' in text
    assert text.count("<title>Error:") == 1
    assert not Decision.objects.exists()


def test_a_difference_asks_for_its_reason_and_is_listed(case, clerk):
    url = reverse("decision-check", args=[case.pk])
    told = typed(case, outcome="no_effect", frees_person="", new_end="")
    assert "Choose why" in clerk.post(url, told).content.decode()
    decision = recorded(clerk, case, outcome="no_effect", frees_person="", differs="reading")
    listed = clerk.get(reverse("decisions"), {"differs": "yes"}).content.decode()
    assert reverse("decision", args=[case.pk, decision.pk]) in listed
    page = clerk.get(reverse("decision", args=[case.pk, decision.pk])).content.decode()
    assert "Differs from the assessment of" in page


def test_a_form_that_saw_another_assessment_is_shown_again(case, clerk):
    told = typed(case, confirmed="1")
    case.recidivism = "recidivism"
    case.save()
    answer = clerk.post(reverse("decision-check", args=[case.pk]), told)
    assert "The assessment has changed" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_author_changes_the_draft(case, clerk):
    draft = recorded(clerk, case)
    form = clerk.get(reverse("decision-record", args=[case.pk])).content.decode()
    assert 'value="7599-22-00-2/112"' in form
    told = typed(case, confirmed="1", act_number="2", version=draft.version)
    clerk.post(reverse("decision-check", args=[case.pk]), told)
    draft.refresh_from_db()
    assert (draft.act_number, Decision.objects.count()) == ("2", 1)


def test_a_colleague_is_led_to_the_draft_that_is_there(case, clerk, judge):
    draft = recorded(clerk, case)
    answer = judge.get(reverse("decision-record", args=[case.pk]))
    assert answer.url == reverse("decision", args=[case.pk, draft.pk])


# --- replays, old pages, skipped steps -------------------------------------------------------


def test_a_double_click_makes_one_draft(case, clerk):
    first = recorded(clerk, case)
    again = clerk.post(reverse("decision-check", args=[case.pk]), typed(case, confirmed="1"))
    assert again.url == reverse("decision", args=[case.pk, first.pk])
    assert Decision.objects.count() == 1


def test_a_draft_sent_without_its_version_is_a_bad_request(case, clerk):
    recorded(clerk, case)
    told = typed(case, confirmed="1", decider="Another")
    answer = clerk.post(reverse("decision-check", args=[case.pk]), told)
    assert answer.status_code == 400


@pytest.mark.parametrize("version", ["-1", "0", "7"])
def test_an_old_page_gets_both_values_and_overwrites_nothing(case, clerk, version):
    draft = recorded(clerk, case)
    told = typed(case, confirmed="1", decider="Another", version=version)
    answer = clerk.post(reverse("decision-check", args=[case.pk]), told)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Another" in text
    assert "А. Бекова" in text
    draft.refresh_from_db()
    assert draft.decider == "А. Бекова"


def test_a_step_without_a_version_is_a_bad_request(case, clerk, judge):
    draft = recorded(clerk, case)
    url = reverse("decision-approve", args=[case.pk, draft.pk])
    assert judge.post(url, {"identity_checked": "on"}).status_code == 400
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_second_approver_is_told_that_it_is_done(case, court, clerk, judge):
    draft = recorded(clerk, case)
    step(judge, draft, "approve", identity_checked="on")
    other = signed_in(make_user("judge", court))
    assert step(other, draft, "approve", identity_checked="on").status_code == 409
    assert step(judge, draft, "approve", identity_checked="on").status_code == 302  # a double click


def test_execution_cannot_skip_the_approval(case, clerk, supervisor):
    draft = recorded(clerk, case)
    answer = step(supervisor, draft, "execute")
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (409, "draft")


def test_an_approval_needs_the_tick_for_the_identity(case, clerk, judge):
    draft = recorded(clerk, case)
    answer = step(judge, draft, "approve")
    draft.refresh_from_db()
    assert "Confirm that the identity" in answer.content.decode()
    assert draft.state == "draft"


def test_a_stale_assessment_closes_the_gate_and_says_why(case, clerk, judge):
    draft = recorded(clerk, case)
    correct(case, case__recidivism="recidivism")
    answer = step(judge, draft, "approve", identity_checked="on")
    assert answer.status_code == 409
    assert "The assessment has changed since" in answer.content.decode()


def test_extra_fields_of_a_form_are_ignored(case, clerk):
    draft = recorded(clerk, case, state="executed", approved_by="1", author="1", case_id="99")
    assert (draft.state, draft.approved_by, draft.case_id) == ("draft", None, case.pk)


def test_an_office_from_elsewhere_is_no_choice(case, clerk):
    answer = clerk.post(
        reverse("decision-check", args=[case.pk]),
        typed(case, office=make_office("court").pk, confirmed="1"),
    )
    assert "Select a valid choice" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["approve", "execute", "revoke"])
def test_looking_at_a_step_takes_none(case, clerk, judge, name):
    draft = recorded(clerk, case)
    assert judge.get(reverse(f"decision-{name}", args=[case.pk, draft.pk])).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_author_withdraws_the_draft_with_a_reason(case, clerk):
    draft = recorded(clerk, case)
    assert "Say why" in step(clerk, draft, "revoke").content.decode()
    step(clerk, draft, "revoke", reason="Entered by mistake.")
    draft.refresh_from_db()
    assert (draft.state, draft.revocation_reason) == ("revoked", "Entered by mistake.")


@pytest.mark.parametrize("offenses", [[{}], [{"article": "192"}], [{"nexus": ""}]])
def test_every_case_leads_to_recording_a_decision(court, clerk, offenses):
    """Also where the program has no answer, or no relief: a person records what was decided."""
    case = make_case(court, offenses=offenses)
    link = f'href="{reverse("decision-record", args=[case.pk])}"'
    assert link in clerk.get(reverse("case", args=[case.pk])).content.decode()


def test_the_signer_is_told_what_to_doubt(case, court, clerk, judge):
    draft = recorded(clerk, case)
    make_case(court, defendant=make_defendant())  # the same name and date of birth
    url = reverse("decision-approve", args=[case.pk, draft.pk])
    text = judge.get(url).content.decode()
    assert "the same name and date of birth" in text
    assert "The person has no IIN here" in text


def test_an_outdated_assessment_is_said_before_anything_is_typed(case, clerk):
    case.offenses.get().save()
    text = clerk.get(reverse("decision-record", args=[case.pk])).content.decode()
    assert "The assessment is out of date" in text
    assert reverse("case-recalculate", args=[case.pk]) in text


# --- who may ---------------------------------------------------------------------------------

PAGES = {
    "decision-record": {"clerk", "judge"},
    "decision-check": {"clerk", "judge"},
    "decision": {"clerk", "judge", "prosecutor", "supervisor", "auditor"},
    "decision-approve": {"judge"},
    "decision-execute": {"judge", "supervisor"},
    "decision-revoke": {"judge", "supervisor"},
}
ROLES = [
    "clerk",
    "judge",
    "prosecutor",
    "social_worker",
    "medical_coordinator",
    "supervisor",
    "admin",
    "auditor",
]


@pytest.mark.parametrize("role", ROLES)
def test_each_page_is_open_to_its_roles_alone(case, court, clerk, role):
    draft = recorded(clerk, case)
    client = signed_in(make_user(role, court))
    for name, allowed in PAGES.items():
        args = [case.pk] if name in {"decision-record", "decision-check"} else [case.pk, draft.pk]
        answer = client.get(reverse(name, args=args))
        assert (answer.status_code in {200, 302}) == (role in allowed), (name, answer.status_code)
        if role not in allowed:
            assert answer.status_code == 403, name


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"auditor"}))
def test_other_offices_decisions_are_not_found(case, clerk, role):
    draft = recorded(clerk, case)
    client = signed_in(make_user(role, make_office("court")))
    for name in PAGES:
        args = [case.pk] if name in {"decision-record", "decision-check"} else [case.pk, draft.pk]
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_a_decision_is_found_under_its_own_case_alone(case, court, clerk):
    draft = recorded(clerk, case)
    other = make_case(court, defendant=make_defendant(given_name="Басқа"))
    assert clerk.get(reverse("decision", args=[other.pk, draft.pk])).status_code == 404


def test_whoever_is_not_signed_in_signs_in_first(case):
    answer = Client().get(reverse("decision-record", args=[case.pk]))
    assert answer.url.startswith(reverse("login"))


# --- the list --------------------------------------------------------------------------------


def test_the_list_shows_the_own_offices_alone(case, clerk):
    recorded(clerk, case)
    stranger = signed_in(make_user("clerk", make_office("court")))
    assert "1 decision" in clerk.get(reverse("decisions")).content.decode()
    assert "0 decisions" in stranger.get(reverse("decisions")).content.decode()


def test_the_list_filters_and_names_its_filters(case, clerk):
    recorded(clerk, case)
    drafts = clerk.get(reverse("decisions"), {"state": "draft", "outcome": "reduce"})
    assert "1 decision" in drafts.content.decode()
    assert drafts.content.decode().count('class="chip"') == 2
    assert "0 decisions" in clerk.get(reverse("decisions"), {"state": "revoked"}).content.decode()
    assert "0 decisions" in clerk.get(reverse("decisions"), {"differs": "yes"}).content.decode()
    assert "1 decision" in clerk.get(reverse("decisions"), {"state": "'--"}).content.decode()


def test_the_list_costs_the_same_for_one_row_and_for_many(
    court, clerk, django_assert_max_num_queries
):
    recorded(clerk, make_case(court))
    with django_assert_max_num_queries(40) as one:
        clerk.get(reverse("decisions"))
    statements = len(one)
    for number in range(12):
        other = make_case(court, defendant=make_defendant(given_name=f"Адам {number}"))
        clerk.post(reverse("decision-check", args=[other.pk]), typed(other, confirmed="1"))
    with django_assert_max_num_queries(statements):
        clerk.get(reverse("decisions"))


def test_the_roles_without_the_right_do_not_see_the_list(court):
    social = signed_in(make_user("social_worker", court))
    assert social.get(reverse("decisions")).status_code == 403


def test_the_way_works_with_the_token_against_forgery(case, court):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("clerk", court))
    answer = client.post(reverse("decision-check", args=[case.pk]), typed(case, confirmed="1"))
    assert answer.status_code == 403
    assert not Decision.objects.exists()


def test_an_approval_asks_who_is_there_where_that_is_asked_for(case, clerk, judge, settings):
    settings.STEP_UP = True
    draft = recorded(clerk, case)
    answer = step(judge, draft, "approve", identity_checked="on")
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (302, "draft")
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert step(clerk, draft, "revoke", reason="Mistake.").url.endswith(f"/{draft.pk}/")

"""Filters of the case list: each finds its cases, both ends included, and never widens the scope."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import RequestFactory

from amnesty.accounts.models import Office, User
from cases.filters import CaseFilter
from cases.models import Assessment, Case, Decision, RuleSet
from cases.worklists import WORK_LISTS
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office("court", "almaty-court")


@pytest.fixture
def clerk(court: Office) -> User:
    return make_user("clerk", court)


@pytest.fixture
def found(clerk: User) -> Callable[..., list[Case]]:
    """The cases that a query of the list finds, in its order."""

    def look(**query: str) -> list[Case]:
        request = RequestFactory().get("/cases/", query)
        request.user = clerk
        filtered = CaseFilter(request.GET, Case.objects.visible_to(clerk), request=request)
        assert filtered.is_valid(), filtered.form.errors
        return list(filtered.qs)

    return look


def is_valid(clerk: User, **query: str) -> bool:
    request = RequestFactory().get("/cases/", query)
    request.user = clerk
    return CaseFilter(request.GET, Case.objects.visible_to(clerk), request=request).is_valid()


def test_outcome_stage_gravity_and_flags_find_their_cases(found, court):
    grave = make_case(court)
    light = make_case(court, offenses=[{"article": "188", "part": "1"}], stage="trial")
    assert found(outcome="reduce") == [grave]
    assert found(outcome="terminate") == [light]
    assert found(stage="trial") == [light]
    assert found(gravity="grave") == [grave]
    assert found(flag="article_unverified") == [grave]
    assert found(release_now="yes") == [grave]
    assert found(release_now="no") == [light]


def test_an_article_is_found_with_or_without_its_part(found, court):
    second = make_case(court)
    third = make_case(court, offenses=[{"article": "188", "part": "1"}, {"part": "3"}])
    assert found(article="272") == [third, second]
    assert found(article="272(2)") == [second]
    assert found(article="ст. 272 ч. 3") == [third]
    assert found(article="105") == []


def test_an_article_and_part_of_two_offenses_do_not_meet(found, court):
    make_case(court, offenses=[{"article": "188", "part": "2"}, {"part": "3"}])
    assert found(article="272(2)") == []


def test_missing_facts_are_found_by_any_or_by_name(found, court):
    whole = make_case(court)
    lacking = make_case(court, recidivism="", offenses=[{"nexus": "", "in_kazakhstan": None}])
    assert found(missing="any") == [lacking]
    for leaf in ("recidivism", "nexus", "in_kazakhstan"):
        assert found(missing=leaf) == [lacking]
    assert found(missing="stage") == []
    assert found(preliminary="yes") == [lacking]
    assert found(preliminary="no") == [whole]


def test_a_leaf_is_not_found_inside_another(found, court):
    make_case(court, stage="serving", sentence={"years": None, "months": None, "days": None})
    assert found(missing="term") != []
    assert found(missing="kind") == []
    assert found(missing="part") == []


@pytest.mark.parametrize(
    ("first", "last", "hits"),
    [
        ("14.11.2022", "14.11.2022", 1),
        ("2022-11-14", "", 1),
        ("", "14.11.2022", 1),
        ("15.11.2022", "", 0),
        ("", "13.11.2022", 0),
    ],
)
def test_date_filters_include_both_ends(found, court, first, last, hits):
    make_case(court, registered_on=date(2022, 11, 14))
    assert len(found(registered_from=first, registered_to=last)) == hits


def test_the_new_end_is_filtered_with_both_ends(found, court):
    make_case(court)
    assert len(found(end_from="16.10.2022", end_to="16.10.2022")) == 1
    assert found(end_from="17.10.2022") == []


@pytest.mark.parametrize("typed", ["11/14/2022", "14.11.22", "30.02.2022"])
def test_a_date_in_another_grammar_is_refused(clerk, typed):
    assert not is_valid(clerk, registered_from=typed)


def test_courts_and_regions_outside_the_scope_are_no_choice(clerk, found, court):
    here = make_case(court)
    other = make_case(make_office(region="astana"))
    assert found(court=str(court.pk)) == [here]
    assert found(region=str(court.region_id)) == [here]
    assert not is_valid(clerk, court=str(other.court_id))
    assert not is_valid(clerk, region=str(other.court.region_id))


def test_no_filter_reaches_another_office(found, court):
    make_case(make_office())
    queries = [{"outcome": "reduce"}, {"article": "272"}, {"gravity": "grave"}, {}]
    queries += [{"work": code} for code in WORK_LISTS]
    assert [found(**query) for query in queries] == [[]] * len(queries)


def test_an_unknown_choice_is_refused(clerk):
    assert not is_valid(clerk, outcome="amnestied")
    assert not is_valid(clerk, work="1;DROP")


# --- work lists -----------------------------------------------------------------------------------


def decide(case: Case, author: User, state: str = "draft", **values: object) -> Decision:
    other = make_user("judge", case.court)
    decision = Decision.objects.create(
        case=case,
        assessment=case.current_assessment,
        body="court",
        office=case.court,
        decider="A judge",
        act_number="1",
        decided_on=date(2022, 11, 10),
        outcome="reduce",
        author=author,
        **values,
    )
    if state != "draft":
        decision.state, decision.approved_by = "approved", other
        decision.save()
    if state == "executed":
        decision.state, decision.executed_at = "executed", case.created_at
        decision.save()
    return decision


def test_a_passed_release_date_waits_until_a_decision_is_executed(found, court, clerk):
    waiting, done = make_case(court), make_case(court)
    assert found(work="release_passed") == [waiting, done]
    decide(waiting, clerk, "approved")
    decide(done, clerk, "executed")
    assert found(work="release_passed") == [waiting]


def test_the_longest_waiting_release_comes_first(found, court):
    later = make_case(court)
    earlier = make_case(court, sentence={"years": 3})
    assert found(work="release_passed") == [earlier, later]


def test_cases_to_check_first_rank_those_already_free_last(found, court):
    held = make_case(court, sentence={"years": 5})
    free = make_case(court)
    assert free.current_assessment.release_now
    assert found(work="check_first") == [held, free]


def test_ready_is_what_lacks_nothing_and_has_no_decision(found, court, clerk):
    case = make_case(court)
    make_case(court, recidivism="")
    make_case(court, offenses=[{"nexus": "none"}])
    assert found(work="ready") == [case]
    decide(case, clerk)
    assert found(work="ready") == []
    assert found(work="to_decide") == [case]


def test_missing_data_and_open_law_are_two_lists(found, court):
    lacking = make_case(court, offenses=[{"nexus": ""}])
    disputed = make_case(court, offenses=[{"article": "269", "part": "1"}])
    assert found(work="data_missing") == [lacking]
    assert found(work="for_review") == [disputed]


def test_a_decision_that_differs_has_its_list(found, court, clerk):
    case = make_case(court)
    decide(case, clerk, differs="facts")
    assert found(work="differs") == [case]


def test_a_closed_case_waits_for_nobody(found, court):
    make_case(court, ending="acquittal", ended_on=date(2022, 12, 1))
    assert [found(work=code) for code in WORK_LISTS] == [[]] * len(WORK_LISTS)


def test_the_reference_data_is_there():
    """The lists above rest on real assessments."""
    assert RuleSet.objects.filter(is_active=True).count() == 1
    assert Assessment.objects.count() == 0

"""Decisions by two people: drafts, approvals, executions, revocations, and that nothing moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from amnesty.accounts.models import Event
from cases import deciding
from cases.deciding import Content, Difference, Refused, Stale
from cases.models import Case, Decision
from cases.models.decisions import (
    APPROVAL,
    CONTENT,
    EXECUTION,
    REVOCATION,
    STEPS,
    DecisionIsFinal,
)
from tests.cases.corrections import correct
from tests.factories import make_case, make_defendant, make_office, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 11, 20, 6, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def case(court):
    """Four years for 272 part 2: reduced by three quarters, new end 16.10.2022, release now."""
    return make_case(court)


@pytest.fixture
def clerk(court):
    return make_user("clerk", court)


@pytest.fixture
def judge(court):
    return make_user("judge", court)


@pytest.fixture
def supervisor(court):
    return make_user("supervisor", court)


def content(case: Case, **values: object) -> Content:
    known = {
        "office": case.court,
        "decider": "А. Бекова",
        "act_number": "7599-22-00-2/112",
        "decided_on": date(2022, 11, 14),
        "outcome": "reduce",
        "new_end": date(2022, 10, 16),
        "frees_person": True,
        "released_on": date(2022, 11, 15),
    }
    return Content(**known | values)


@pytest.fixture
def draft(case, clerk):
    return deciding.record(case, content(case), clerk, NOW)


def approved(draft: Decision, judge) -> Decision:
    return deciding.approve(draft, judge, draft.version, NOW, identity_checked=True)


def executed(draft: Decision, judge, supervisor) -> Decision:
    signed = approved(draft, judge)
    return deciding.execute(signed, supervisor, signed.version, LATER)


def refused_with(code: str):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


# --- the way of a decision -------------------------------------------------------------------


def test_a_draft_is_approved_by_one_and_executed_by_another(draft, clerk, judge, supervisor):
    done = executed(draft, judge, supervisor)
    assert (done.state, done.author, done.approved_by, done.executed_by) == (
        "executed",
        clerk,
        judge,
        supervisor,
    )
    assert list(Decision.objects.freeing()) == [done]


def test_every_step_leaves_its_event(draft, judge, supervisor):
    executed(draft, judge, supervisor)
    steps = ("decision.drafted", "decision.approved", "decision.executed")
    kinds = Event.objects.filter(kind__in=steps).order_by("sequence")
    assert list(kinds.values_list("kind", flat=True)) == list(steps)


def test_nobody_approves_an_own_draft(draft, clerk):
    with refused_with("same_person"):
        approved(draft, clerk)


def test_the_database_refuses_one_person_twice(draft, clerk):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_decision SET state = 'approved', approved_by_id = author_id WHERE id = %s",
            [draft.pk],
        )


@pytest.mark.parametrize("who", ["clerk", "judge"])
def test_nobody_executes_what_they_wrote_or_approved(draft, clerk, judge, who):
    signed = approved(draft, judge)
    with refused_with("same_person"):
        deciding.execute(signed, {"clerk": clerk, "judge": judge}[who], signed.version, LATER)


@pytest.mark.parametrize("column", ["author_id", "approved_by_id"])
def test_the_database_refuses_an_executor_who_wrote_or_approved(draft, judge, column):
    signed = approved(draft, judge)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_decision SET state = 'executed', executed_at = %s, "
            f"executed_by_id = {column} WHERE id = %s",
            [LATER, signed.pk],
        )


def test_a_draft_is_never_executed(draft, supervisor):
    with refused_with("state"):
        deciding.execute(draft, supervisor, draft.version, LATER)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_approval_needs_the_identity_checked(draft, judge):
    with refused_with("identity"):
        deciding.approve(draft, judge, draft.version, NOW)


def test_execution_waits_until_two_days_before_the_release(case, clerk, judge, supervisor):
    released = date(2022, 12, 20)
    draft = deciding.record(case, content(case, released_on=released), clerk, NOW)
    signed = approved(draft, judge)
    with refused_with("too_early"):
        deciding.execute(signed, supervisor, signed.version, LATER)
    on_time = datetime(2022, 12, 18, 6, 0, tzinfo=UTC)
    assert deciding.execute(signed, supervisor, signed.version, on_time).state == "executed"


# --- the signing gate ------------------------------------------------------------------------


def test_a_draft_on_an_older_assessment_is_not_approved(case, draft, judge):
    correct(case, case__recidivism="recidivism")
    with refused_with("out_of_date"):
        approved(draft, judge)


def test_nothing_is_approved_while_the_facts_are_newer_than_the_answer(case, draft, judge):
    offense = case.offenses.get()
    offense.victim_minor = False
    offense.save()  # the case is not saved: its answer is out of date
    with refused_with("out_of_date"):
        approved(draft, judge)


def test_nothing_is_recorded_while_the_facts_are_newer_than_the_answer(case, clerk):
    case.offenses.get().save()
    with refused_with("out_of_date"):
        deciding.record(case, content(case), clerk, NOW)


def test_an_approved_decision_is_not_executed_after_another_answer(case, draft, judge, supervisor):
    signed = approved(draft, judge)
    correct(case, case__recidivism="dangerous")
    with refused_with("out_of_date"):
        deciding.execute(signed, supervisor, signed.version, LATER)


def test_an_assessment_that_came_back_the_same_lets_execution_go_on(case, draft, judge, supervisor):
    signed = approved(draft, judge)
    for recidivism in ("dangerous", "none"):
        correct(case, case__recidivism=recidivism)
    assert deciding.execute(signed, supervisor, signed.version, LATER).state == "executed"


def test_a_case_that_ended_otherwise_gets_no_decision(case, clerk):
    case.ending, case.ended_on = "death", date(2022, 11, 1)
    case.save()
    with refused_with("ended"):
        deciding.record(case, content(case), clerk, NOW)


# --- what a content needs --------------------------------------------------------------------

WRONG = [
    ({"decided_on": date(2022, 11, 2)}, "decided_on"),
    ({"decided_on": date(2022, 11, 21)}, "decided_on"),
    ({"outcome": "needs_review"}, "outcome"),
    ({"new_end": None}, "new_end"),
    ({"released_on": None}, "released_on"),
    ({"released_on": date(2022, 11, 13)}, "released_on"),
    ({"outcome": "excluded", "differs": "facts"}, "frees_person"),
    ({"outcome": "no_effect", "frees_person": False}, "differs"),
    ({"new_end": date(2022, 10, 17)}, "differs"),
    ({"new_end": date(2022, 10, 17), "differs": "other"}, "reason"),
]


@pytest.mark.parametrize(("values", "field"), WRONG)
def test_a_wrong_content_is_refused_at_its_field(case, clerk, values, field):
    with refused_with(field):
        deciding.record(case, content(case, **values), clerk, NOW)
    assert not Decision.objects.exists()


def test_a_decision_is_not_older_than_the_verdict(court, clerk):
    case = make_case(
        court, sentence={"verdict_on": date(2022, 11, 10), "starts_on": date(2022, 11, 10)}
    )
    early = content(case, decided_on=date(2022, 11, 9), differs="reading")
    with refused_with("decided_on"):
        deciding.record(case, early, clerk, NOW)


def test_only_a_body_that_decides_is_named(case, clerk):
    with refused_with("office"):
        deciding.record(case, content(case, office=make_office("institution")), clerk, NOW)


def test_the_body_follows_from_the_office(case, clerk):
    case.prosecutor_office = make_office("prosecutor")
    case.save()
    draft = deciding.record(case, content(case, office=case.prosecutor_office), clerk, NOW)
    assert draft.body == "prosecutor"


def test_a_differing_decision_keeps_its_coded_reason_and_the_assessment_stays(case, clerk):
    before = case.current_assessment_id
    told = content(case, outcome="no_effect", frees_person=False, differs="reading")
    draft = deciding.record(case, told, clerk, NOW)
    case.refresh_from_db()
    assert draft.differs == "reading"
    assert draft.new_end is None
    assert case.current_assessment_id == before == draft.assessment_id
    assert list(Decision.objects.differing()) == [draft]
    assert deciding.decisions_for(case)[0].parted == [Difference("outcome", "reduce", "no_effect")]


def test_a_reason_for_a_difference_that_is_none_is_dropped(case, clerk):
    assert deciding.record(case, content(case, differs="reading"), clerk, NOW).differs == ""


def test_a_decision_in_a_case_left_open_needs_a_reason(court, clerk):
    case = make_case(court, offenses=[{"nexus": ""}])
    assert case.current_assessment.outcome == "needs_review"
    with refused_with("differs"):
        deciding.record(case, content(case), clerk, NOW)
    assert deciding.record(case, content(case, differs="evidence"), clerk, NOW).state == "draft"


def test_a_later_answer_puts_the_decision_on_the_list_of_differences(
    case, draft, judge, supervisor
):
    done = executed(draft, judge, supervisor)
    assert list(Decision.objects.differing()) == []
    correct(case, case__recidivism="recidivism")
    assert list(Decision.objects.differing()) == [done]


# --- drafts, amendments, revocations ---------------------------------------------------------


def test_an_author_writes_the_own_draft_anew(case, draft, clerk):
    again = deciding.record(case, content(case, decider="Б. Ахметов"), clerk, NOW, draft.version)
    assert (again.pk, again.decider, again.version) == (draft.pk, "Б. Ахметов", draft.version + 1)


def test_nobody_else_changes_a_draft(case, draft, judge):
    with refused_with("other_author"):
        deciding.record(case, content(case), judge, NOW, draft.version)


@pytest.mark.parametrize("version", [None, -1, 0, 2])
def test_a_draft_of_another_version_is_stale(case, draft, clerk, version):
    with pytest.raises(Stale):
        deciding.record(case, content(case), clerk, NOW, version)


def test_of_two_approvals_the_second_is_stale(court, draft, judge):
    approved(draft, judge)
    with pytest.raises(Stale):
        deciding.approve(draft, make_user("judge", court), 1, NOW, identity_checked=True)


def test_a_new_decision_replaces_the_standing_one_which_stays(
    case, draft, clerk, judge, supervisor
):
    first = executed(draft, judge, supervisor)
    told = content(case, act_number="2", reason="Clerical error in the number.")
    second = approved(deciding.record(case, told, clerk, LATER), judge)
    first.refresh_from_db()
    assert (first.state, second.supersedes) == ("executed", first)
    assert list(Decision.objects.standing()) == [second]
    assert list(Decision.objects.freeing()) == []
    newest, oldest = deciding.decisions_for(case)
    assert (newest.replaced_by, oldest.replaced_by) == (None, second)


def test_a_replacement_needs_a_reason(case, draft, clerk, judge):
    approved(draft, judge)
    with refused_with("reason"):
        deciding.record(case, content(case), clerk, NOW)


def test_a_withdrawn_replacement_leaves_room_for_another(case, draft, clerk, judge):
    approved(draft, judge)
    told = content(case, reason="Another date.")
    withdrawn = deciding.record(case, told, clerk, NOW)
    deciding.revoke(withdrawn, clerk, withdrawn.version, NOW, "Entered by mistake.")
    assert deciding.record(case, told, clerk, NOW).supersedes == draft


def test_a_draft_made_beside_another_approval_has_to_be_recorded_again(court, clerk, judge):
    """Somebody approved a decision after the draft was written: the draft replaces nothing yet."""
    case = make_case(court)
    draft = deciding.record(case, content(case), clerk, NOW)
    signed = approved(draft, judge)
    told = content(case, reason="Again.")
    late = deciding.record(case, told, clerk, NOW)
    deciding.revoke(signed, make_user("supervisor", court), signed.version, NOW, "Quashed.")
    assert approved(late, judge).state == "approved"


def test_an_author_withdraws_a_draft(draft, clerk):
    gone = deciding.revoke(draft, clerk, draft.version, NOW, "Entered by mistake.")
    assert (gone.state, gone.revoked_by) == ("revoked", clerk)


def test_a_signed_decision_is_revoked_by_a_second_person(draft, judge, supervisor):
    signed = approved(draft, judge)
    with refused_with("same_person"):
        deciding.revoke(signed, judge, signed.version, LATER, "Quashed on appeal.")
    gone = deciding.revoke(signed, supervisor, signed.version, LATER, "Quashed on appeal.")
    assert (gone.state, list(Decision.objects.standing())) == ("revoked", [])


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_revocation_needs_a_reason(draft, clerk, reason):
    with refused_with("reason"):
        deciding.revoke(draft, clerk, draft.version, NOW, reason)


def test_what_is_revoked_stays_revoked(draft, clerk, judge):
    gone = deciding.revoke(draft, clerk, draft.version, NOW, "Mistake.")
    with refused_with("state"):
        approved(gone, judge)
    with refused_with("state"):
        deciding.revoke(gone, judge, gone.version, NOW, "Again.")


# --- nothing of an approved decision moves ---------------------------------------------------

FIXED = ("case_id", "author_id", "created_at")


def other_value(decision: Decision, name: str) -> object:
    """A valid value that the column does not have now."""
    now = getattr(decision, name)
    if name in {"case_id", "office_id", "assessment_id", "supersedes_id"}:
        case = make_case(defendant=make_defendant(given_name="Басқа"))
        return {"case_id": case.pk, "office_id": case.court_id, "supersedes_id": decision.pk}.get(
            name, case.current_assessment_id
        )
    if name.endswith("_by_id") or name == "author_id":
        return make_user("judge").pk
    if isinstance(now, bool):
        return not now
    if isinstance(now, datetime) or name.endswith("_at"):
        return datetime(2023, 1, 1, tzinfo=UTC)
    if isinstance(now, date) or name in {"new_end", "released_on"}:
        return date(2023, 1, 1)
    return {"outcome": "combined", "body": "prosecutor", "differs": "facts"}.get(name, "otherwise")


@pytest.mark.parametrize("name", FIXED + CONTENT + APPROVAL)
def test_no_column_of_an_approved_decision_can_be_changed(draft, judge, name):
    signed = approved(draft, judge)
    value = other_value(signed, name)
    setattr(signed, name, value)
    with pytest.raises(DecisionIsFinal):
        signed.save()
    with pytest.raises(DecisionIsFinal):
        Decision.objects.filter(pk=signed.pk).update(**{name: value})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_decision SET {name} = %s WHERE id = %s", [value, signed.pk])


@pytest.mark.parametrize("name", EXECUTION + REVOCATION)
def test_a_signature_is_not_written_without_its_step(draft, judge, name):
    signed = approved(draft, judge)
    value = other_value(signed, name)
    setattr(signed, name, value)
    with pytest.raises(DecisionIsFinal):
        signed.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_decision SET {name} = %s WHERE id = %s", [value, signed.pk])


def inserted(row: Decision) -> None:
    """The row once more, past the door and past Django."""
    columns = [field.column for field in Decision._meta.concrete_fields if field.column != "id"]
    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_decision ({names}) SELECT {names} FROM cases_decision WHERE id = %s",
            [row.pk],
        )


def test_no_decision_is_inserted_that_is_signed_already(draft, judge, supervisor):
    signed = approved(draft, judge)
    with pytest.raises(IntegrityError, match="begins as a draft"):
        inserted(signed)
    done = deciding.execute(signed, supervisor, signed.version, LATER)
    with pytest.raises(IntegrityError, match="begins as a draft"):
        inserted(done)


def test_no_draft_is_inserted_with_a_signature(draft, judge):
    copy = Decision.objects.get(pk=draft.pk)
    copy.pk, copy._state.adding, copy.approved_by = None, True, judge
    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        copy.save(force_insert=True)


STATES = Decision.State.values
BACK = [(old, new) for old in STATES for new in STATES if old != new and (old, new) not in STEPS]


@pytest.mark.parametrize(("old", "new"), BACK)
def test_a_decision_takes_no_step_back(draft, clerk, judge, supervisor, old, new):
    row = {
        "draft": lambda: draft,
        "approved": lambda: approved(draft, judge),
        "executed": lambda: executed(draft, judge, supervisor),
        "revoked": lambda: deciding.revoke(draft, clerk, draft.version, NOW, "Mistake."),
    }[old]()
    row.state = new
    with pytest.raises(DecisionIsFinal):
        row.save()
    with pytest.raises(DecisionIsFinal):
        Decision.objects.filter(pk=row.pk).update(state=new)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_decision SET state = %s WHERE id = %s", [new, row.pk])


def test_every_column_is_fixed_content_or_a_signature():
    names = {field.attname for field in Decision._meta.concrete_fields}
    told = {*FIXED, *CONTENT, *APPROVAL, *EXECUTION, *REVOCATION}
    assert names == told | {"id", "state", "version"}


def test_an_approved_decision_is_not_removed(draft, judge):
    signed = approved(draft, judge)
    with pytest.raises(DecisionIsFinal):
        signed.delete()
    with pytest.raises(DecisionIsFinal):
        Decision.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_decision WHERE id = %s", [signed.pk])
    with pytest.raises(DecisionIsFinal):
        Decision.objects.bulk_update([signed], ["decider"])


def test_decisions_about_invented_people_can_be_removed_and_no_others(court, clerk, judge):
    real, invented = make_case(court), make_case(court, defendant=make_defendant(is_demo=True))
    for case in (real, invented):
        approved(deciding.record(case, content(case), clerk, NOW), judge)
    Decision.objects.remove_invented()
    assert [decision.case for decision in Decision.objects.all()] == [real]


def test_an_approved_text_that_was_tampered_with_is_not_executed(draft, judge, supervisor):
    """Whoever takes the triggers down and rewrites the text is told by its digest."""
    signed = approved(draft, judge)
    signed.digest = "0" * 64
    assert deciding.why_not_executed(signed, supervisor, date(2022, 11, 21)).code == "digest"


def test_a_draft_can_be_removed(draft):
    draft.delete()
    assert not Decision.objects.exists()

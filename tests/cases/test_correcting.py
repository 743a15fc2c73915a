"""Known facts of a submitted case: proposed by one person, confirmed by another, nothing lost."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts.models import Event
from cases import correcting, deciding
from cases.correcting import Grounds, Outdated, Refused
from cases.deciding import Content
from cases.models import Case, FactCorrection
from cases.submitting import Change, changes_between
from cases.worklists import WORK_LISTS
from tests.cases.corrections import GROUNDS, NOW, correct, page_of, propose, typed_over
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day_after_the_law():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def people(court):
    """One user of each role, and a second judge."""
    roles = ("clerk", "judge", "prosecutor", "supervisor", "auditor")
    return {role: make_user(role, court) for role in roles}


@pytest.fixture
def case(court, people):
    """Submitted: a draft rests on its facts."""
    made = make_case(court)
    told = Content(
        office=court,
        decider="А. Бекова",
        act_number="1-22",
        decided_on=NOW.date(),
        outcome="reduce",
        new_end=made.current_assessment.new_end,
    )
    deciding.record(made, told, people["clerk"], NOW)
    return made


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(case, clerk, **changes):
    """The edit form of the case, sent by the clerk."""
    data = typed_over(case, clerk, **changes) | {"version": str(case.version)}
    return client_of(clerk).post(reverse("case-edit", args=[case.pk]), data)


def proposed(case, clerk, **changes):
    """The check page, sent by the clerk."""
    data = typed_over(case, clerk, **changes) | {
        "version": str(case.version),
        "correction-reason": GROUNDS.reason,
        "correction-document": GROUNDS.document,
    }
    return client_of(clerk).post(reverse("case-corrections", args=[case.pk]), data)


def act(user, made, step, **data):
    return client_of(user).post(
        reverse(f"case-correction-{step}", args=[made.case_id, made.pk]), data
    )


# --- what is a change of a known fact --------------------------------------------------------


def offense(**values) -> dict:
    return {"id": "1", "article": "272", "part": "2", "committed_from": "2022-01-05"} | values


BEFORE = {
    "stage": "serving",
    "defendant": {"birth_date": "1990-01-15"},
    "offenses": [offense()],
    "sentence": {"kind": "imprisonment", "custody": []},
}


@pytest.mark.parametrize(
    ("after", "path"),
    [
        ({"stage": "served"}, "stage"),
        ({"stage": None}, "stage"),
        ({"defendant": {}}, "defendant.birth_date"),
        ({"offenses": [offense(part="3")]}, "offenses.1.part"),
        ({"offenses": [offense(committed_to="2022-01-07")]}, "offenses.1.committed_to"),
        ({"offenses": [offense(), offense(id="2")]}, "offenses"),
        ({"offenses": [offense(id="2")]}, "offenses.1"),
        ({"sentence": {"kind": "fine", "custody": []}}, "sentence.kind"),
        ({"sentence": {"kind": "imprisonment", "custody": [{"from": "…"}]}}, "sentence.custody"),
        ({"sentence": None}, "sentence.kind"),
    ],
)
def test_a_known_fact_that_is_told_otherwise_is_a_change(after, path):
    told = {name: value for name, value in (BEFORE | after).items() if value is not None}
    assert path in [change.path for change in changes_between(BEFORE, told)]


def test_filling_what_was_not_known_is_no_change():
    after = BEFORE | {
        "recidivism": "none",
        "objects_to_termination": False,
        "offenses": [offense(nexus="riot", victim_minor=False)],
        "sentence": BEFORE["sentence"] | {"facility": "medium", "additional": []},
    }
    assert changes_between(BEFORE, after) == []
    unknown = {"offenses": [{"id": "unknown"}]}
    assert changes_between(unknown, BEFORE) == []


# --- proposing -------------------------------------------------------------------------------


def test_a_form_that_changes_a_known_fact_saves_nothing_and_asks_for_grounds(case, people):
    page = sent(case, people["clerk"], case__recidivism="recidivism", case__note="Жаңа жазба")
    told = page.content.decode()
    assert "Propose a correction" in told
    assert "Recidivism, as the court found" in told
    assert 'name="case-note" value="Жаңа жазба"' in told
    stored = Case.objects.get(pk=case.pk)
    assert (stored.recidivism, stored.note, stored.version) == ("none", "", case.version)


def test_what_decides_nothing_is_saved_as_before(case, people):
    answer = sent(case, people["clerk"], case__note="Жаңа жазба", person__given_name="Әбіл")
    assert answer.status_code == 302
    stored = Case.objects.get(pk=case.pk)
    assert (stored.note, stored.defendant.given_name) == ("Жаңа жазба", "Әбіл")


def test_filling_an_unknown_fact_goes_straight_through(case, people):
    answer = sent(case, people["clerk"], offenses__0__victim_minor="no")
    assert answer.status_code == 302
    assert case.offenses.get().victim_minor is False


def test_before_the_first_draft_every_fact_is_changed_freely(court, people):
    case = make_case(court)
    assert sent(case, people["clerk"], case__recidivism="recidivism").status_code == 302
    assert Case.objects.get(pk=case.pk).recidivism == "recidivism"


def test_a_proposal_keeps_what_was_typed_and_changes_nothing(case, people):
    answer = proposed(case, people["clerk"], case__recidivism="recidivism")
    made = FactCorrection.objects.get()
    assert answer["Location"] == reverse("case-correction", args=[case.pk, made.pk])
    assert made.changes == [["recidivism", "none", "recidivism"]]
    assert (made.state, made.proposed_by) == ("proposed", people["clerk"])
    assert made.typed["case-recidivism"] == ["recidivism"]
    assert "correction-reason" not in made.typed
    assert Case.objects.get(pk=case.pk).recidivism == "none"
    event = Event.objects.filter(kind="correction.proposed").get()
    assert event.person_id == case.defendant_id


@pytest.mark.parametrize(
    ("grounds", "words"),
    [
        (Grounds("too short", "A document"), "20"),
        (Grounds(" " * 30, "A document"), "20"),
        (Grounds(GROUNDS.reason, "  "), "document"),
    ],
)
def test_grounds_are_a_reason_and_a_document(case, people, grounds, words):
    data = typed_over(case, people["clerk"], case__recidivism="recidivism")
    page = page_of(case, people["clerk"], data)
    with pytest.raises(Refused, match=words):
        correcting.propose(
            page.case, case.version, page.filing(), {}, grounds, people["clerk"], NOW
        )
    data |= {
        "version": str(case.version),
        "correction-reason": grounds.reason,
        "correction-document": grounds.document,
    }
    again = client_of(people["clerk"]).post(reverse("case-corrections", args=[case.pk]), data)
    assert "Propose a correction" in again.content.decode()
    assert not FactCorrection.objects.exists()


def test_a_proposal_without_a_change_of_a_known_fact_is_none(case, people):
    answer = proposed(case, people["clerk"], case__note="Жаңа жазба")
    assert answer["Location"] == reverse("case-edit", args=[case.pk])
    assert not FactCorrection.objects.exists()


def test_a_proposal_of_an_older_page_is_a_conflict(case, people):
    data = typed_over(case, people["clerk"], case__recidivism="recidivism")
    data |= {"version": "0", "correction-reason": GROUNDS.reason, "correction-document": "x"}
    url = reverse("case-corrections", args=[case.pk])
    assert client_of(people["clerk"]).post(url, data).status_code == 409
    del data["version"]
    assert client_of(people["clerk"]).post(url, data).status_code == 400
    assert not FactCorrection.objects.exists()


def test_the_form_can_be_taken_back_from_the_check_page(case, people):
    page = sent(case, people["clerk"], case__recidivism="recidivism", add_row="")
    assert page.status_code == 200
    assert '<option value="recidivism" selected>' in page.content.decode()


# --- confirming ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["judge", "supervisor"])
def test_a_second_person_confirms_and_the_case_is_assessed_again(case, people, role):
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    before = case.current_assessment_id
    answer = act(people[role], made, "confirm")
    assert answer["Location"] == reverse("case", args=[case.pk])
    case, made = Case.objects.get(pk=case.pk), FactCorrection.objects.get()
    assert case.recidivism == "recidivism"
    assert case.current_assessment_id != before
    assert case.facts_version == case.assessed_facts_version
    assert (made.state, made.decided_by, made.written_at) == ("confirmed", people[role], NOW)
    row = case.history.latest("history_id")
    assert row.history_change_reason == GROUNDS.reason
    assert Event.objects.filter(kind="correction.confirmed", person_id=case.defendant_id).exists()


def test_a_draft_on_the_old_facts_is_not_approved_after_a_correction(case, people):
    draft = case.decisions.get()
    correct(case, case__recidivism="recidivism")
    assert (
        deciding.why_not_approved(type(draft).objects.get(pk=draft.pk), people["judge"]).code
        == "out_of_date"
    )


def test_pressing_confirm_twice_does_it_once(case, people):
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    first = act(people["judge"], made, "confirm")
    version = Case.objects.get(pk=case.pk).version
    again = act(people["judge"], made, "confirm")
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert Case.objects.get(pk=case.pk).version == version
    assert act(people["supervisor"], made, "confirm").status_code == 409


def test_nobody_confirms_the_own_proposal(case, people, court):
    """Whoever holds both rights, by two roles, still needs somebody else."""
    people["clerk"].groups.add(people["judge"].groups.get())
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    page = client_of(people["clerk"]).get(reverse("case-correction", args=[case.pk, made.pk]))
    assert str(correcting.SAME_PERSON) in page.content.decode()
    assert act(people["clerk"], made, "confirm").status_code == 409
    assert act(people["clerk"], made, "refuse", refusal="no").status_code == 409
    assert Case.objects.get(pk=case.pk).recidivism == "none"


def test_a_refusal_says_why_and_changes_nothing(case, people):
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    assert "Say why" in act(people["judge"], made, "refuse").content.decode()
    answer = act(people["judge"], made, "refuse", refusal="The verdict says none.")
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.state, made.refusal) == ("refused", "The verdict says none.")
    assert act(people["supervisor"], made, "confirm").status_code == 409
    assert Case.objects.get(pk=case.pk).recidivism == "none"


def test_a_proposal_that_the_case_has_overtaken_is_put_aside_with_what_was_typed(case, people):
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    sent(case, people["clerk"], case__note="Жаңа жазба")
    answer = act(people["judge"], made, "confirm")
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "The case was changed after this was proposed" in told
    made.refresh_from_db()
    assert (made.state, made.written_at) == ("outdated", None)
    later = client_of(people["clerk"]).get(reverse("case-correction", args=[case.pk, made.pk]))
    assert GROUNDS.reason in later.content.decode()
    assert Case.objects.get(pk=case.pk).recidivism == "none"


def test_only_the_changes_that_were_confirmed_are_written(case, people):
    """A page that says more than the proposal listed is not let through."""
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    more = typed_over(case, people["clerk"], case__recidivism="recidivism", case__stage="served")
    page = page_of(case, people["clerk"], more)
    with pytest.raises(Outdated):
        correcting.confirm(made, page.filing(), people["judge"], NOW)
    stored = Case.objects.get(pk=case.pk)
    assert (stored.recidivism, stored.stage) == ("none", "serving")


def test_a_confirmed_correction_is_used_once(case):
    correct(case, case__recidivism="recidivism")
    correct(case, case__recidivism="none")
    case.recidivism = "recidivism"
    with pytest.raises(Exception, match="A decision was drafted on these facts"):
        case.save()


def test_rows_are_added_removed_and_changed_by_one_correction(case):
    correct(
        case,
        offenses__TOTAL_FORMS="2",
        offenses__0__DELETE="on",
        offenses__1__article="188",
        offenses__1__part="1",
        offenses__1__committed_from="06.01.2022",
        custody__0__to_on="20.01.2022",
        sentence__years="5",
    )
    assert [str(offense) for offense in case.offenses.all()] == ["188(1)"]
    assert case.sentence.years == 5
    assert f"{case.sentence.custody.get().to_on}" == "2022-01-20"


def test_a_date_of_birth_is_corrected_for_all_cases_of_the_person(case, court):
    other = make_case(court, defendant=case.defendant)
    correct(case, person__birth_date="15.01.1991")
    for row in Case.objects.filter(pk__in=[case.pk, other.pk]):
        assert row.facts_version == row.assessed_facts_version
        assert '"birth_date":"1991-01-15"' in row.current_assessment.dossier_json


# --- seeing ----------------------------------------------------------------------------------


def test_a_prosecutor_comments_and_auditors_read(case, people):
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    assert "Write the comment" in act(people["prosecutor"], made, "comment").content.decode()
    act(people["prosecutor"], made, "comment", text="Үкімнің көшірмесі керек.")
    url = reverse("case-correction", args=[case.pk, made.pk])
    page = client_of(people["auditor"]).get(url).content.decode()
    assert "Үкімнің көшірмесі керек." in page
    assert "Confirm the correction" not in page
    assert act(people["auditor"], made, "comment", text="x").status_code == 403
    assert Event.objects.filter(kind="correction.commented").exists()


def test_confirmers_find_the_proposal_on_their_work_list_and_on_the_case(case, people):
    made = propose(case, people["clerk"], case__recidivism="recidivism")
    url = reverse("case-correction", args=[case.pk, made.pk])
    for role in ("judge", "supervisor"):
        client = client_of(people[role])
        assert "?work=to_confirm" in client.get(reverse("home")).content.decode()
        assert url in client.get(reverse("case", args=[case.pk])).content.decode()
    home = client_of(people["clerk"]).get(reverse("home")).content.decode()
    assert "to_confirm" not in home
    rows = WORK_LISTS["to_confirm"].rows
    assert list(rows(Case.objects.all(), NOW.date())) == [case]
    case.save()
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    assert list(rows(Case.objects.all(), NOW.date())) == []


def test_the_history_of_the_case_tells_proposal_and_confirmation(case, people):
    made = correct(case, case__recidivism="recidivism")
    page = client_of(people["auditor"]).get(reverse("case-history", args=[case.pk]))
    told = page.content.decode()
    assert f"Correction {made.pk}: proposed" in told
    assert f"Correction {made.pk}: Confirmed" in told
    assert GROUNDS.reason in told


def test_a_decision_tells_that_known_facts_were_changed_shortly_before(court, people):
    case = make_case(court)
    case.recidivism = ""
    case.save()
    case.recidivism = "none"
    case.save()  # entered
    told = Content(
        court, "А. Бекова", "2-22", NOW.date(), "reduce", case.current_assessment.new_end
    )
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        offense = case.offenses.get()
        offense.committed_from = "2022-01-06"
        offense.save()
        case.save()
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        case.refresh_from_db()
        draft = deciding.record(case, told, people["clerk"], timezone.now())
        found = correcting.corrected_shortly_before(draft, timezone.now())
        assert [change for row in found for change in row.changes][-1] == Change(
            f"offenses.{offense.pk}.committed_from", "2022-01-05", "2022-01-06"
        )
        url = reverse("decision", args=[case.pk, draft.pk])
        page = client_of(people["judge"]).get(url).content.decode()
        assert "Known facts were changed" in page
        assert reverse("case-history", args=[case.pk]) in page


def test_a_decision_on_facts_that_nobody_touched_says_nothing(case, people):
    draft = case.decisions.get()
    page = client_of(people["judge"]).get(reverse("decision", args=[case.pk, draft.pk]))
    assert "Known facts were changed" not in page.content.decode()


# --- the database ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (
            "decided_by_id = proposed_by_id",
            "correction_proposer_and_confirmer_are_two_people",
        ),
        ("state = 'confirmed'", "a_decided_correction_has_person_and_moment"),
        ("reason = 'too short'", "the_reason_of_a_correction_is_told"),
        ("document = ''", "a_correction_names_its_document"),
        ("written_at = proposed_at", "only_a_confirmed_correction_is_written"),
    ],
)
def test_the_database_holds_what_a_correction_is(case, people, values, name):
    propose(case, people["clerk"], case__recidivism="recidivism")
    update = f"UPDATE cases_factcorrection SET {values}"
    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(update)

"""The admin of cases: whose door opens, whose rows are there, and that a saved case is assessed."""

import json
from datetime import UTC, date, datetime

import pytest
from django.forms import NullBooleanField
from django.test import Client
from django.urls import reverse

from amnesty.accounts.models import User
from cases import deciding
from cases.models import (
    Assessment,
    BoundaryCheck,
    Case,
    Decision,
    Defendant,
    Provision,
    ReferenceState,
    RuleSet,
    Run,
    RunChange,
    Sentence,
)
from tests.factories import make_case, make_defendant, make_iin, make_office, make_user

pytestmark = pytest.mark.django_db
ROLES = (
    "clerk",
    "judge",
    "prosecutor",
    "social_worker",
    "medical_coordinator",
    "supervisor",
    "admin",
    "auditor",
)
SITTING = {"supervisor", "admin", "auditor"}

# model: who reads, who adds, who changes
DOORS = {
    Defendant: ({"supervisor", "auditor"}, {"supervisor"}, {"supervisor"}),
    Case: ({"supervisor", "auditor"}, {"supervisor"}, {"supervisor"}),
    Sentence: ({"supervisor", "auditor"}, set(), {"supervisor"}),
    Assessment: ({"supervisor", "auditor"}, set(), set()),
    BoundaryCheck: ({"supervisor", "auditor"}, set(), set()),
    Decision: ({"supervisor", "auditor"}, set(), set()),
    RunChange: ({"supervisor", "auditor"}, set(), set()),
    Run: (SITTING, set(), set()),
    Provision: (SITTING, {"admin"}, {"admin"}),
    ReferenceState: (SITTING, set(), set()),
    RuleSet: (SITTING, {"admin"}, {"admin"}),
}


@pytest.fixture
def court():
    return make_office("court")


def sitting(role: str, *offices, **flags: bool) -> Client:
    user = make_user(role, *offices)
    User.objects.filter(pk=user.pk).update(is_staff=True, **flags)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture
def supervisor(court):
    return sitting("supervisor", court)


def page(model: type, kind: str = "changelist", pk: int | None = None) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}"
    return reverse(name, args=[pk] if pk is not None else [])


def rows_of(court) -> dict[type, int]:
    """One row of each model, all of one case of `court`."""
    case = make_case(court)
    judge = make_user("judge", court)
    decision = deciding.record(
        make_case(court, defendant=make_defendant(given_name="Басқа")),
        deciding.Content(court, "А. Бекова", "1", date(2022, 11, 14), "reduce", date(2022, 10, 16)),
        judge,
        datetime(2022, 11, 20, tzinfo=UTC),
    )
    rule_set = RuleSet.objects.get(is_active=True)
    state = ReferenceState.objects.get(is_current=True)
    run = Run.objects.create(rule_set=rule_set, reference=state)
    unused = RuleSet.objects.create(
        code="152-VII/9", title_en="Another", valid_from=date(2022, 11, 3), data={}, digest=""
    )
    answer = case.current_assessment
    return {
        Defendant: case.defendant_id,
        Case: case.pk,
        Sentence: case.sentence.pk,
        Assessment: answer.pk,
        BoundaryCheck: BoundaryCheck.objects.create(assessment=answer, checked_by=judge).pk,
        Decision: decision.pk,
        RunChange: RunChange.objects.create(run=run, case=case, kind="first").pk,
        Run: run.pk,
        Provision: Provision.objects.first().pk,
        ReferenceState: state.pk,
        RuleSet: unused.pk,
    }


# --- doors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_the_admin_opens_to_its_roles_alone(court, role):
    rows = rows_of(court)
    client = sitting(role, court)
    for model, (readers, adders, changers) in DOORS.items():
        reads = 200 if role in readers else 403
        assert client.get(page(model)).status_code == reads, model
        opened = client.get(page(model, "change", rows[model]))
        assert opened.status_code == reads, model
        if reads == 200:
            assert (b'name="_save"' in opened.content) == (role in changers), model
        added = 200 if role in adders else 403
        assert client.get(page(model, "add")).status_code == added, model
        assert client.get(page(model, "delete", rows[model])).status_code == 403, model
        told = client.get(page(model, "history", rows[model])).status_code
        assert told in ({200} if role in readers else {403, 404}), model


def test_a_superuser_without_a_role_sees_no_case(court):
    rows = rows_of(court)
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    for model in (Defendant, Case, Sentence, Assessment, Decision, RunChange):
        assert client.get(page(model)).status_code == 403, model
        assert client.get(page(model, "change", rows[model])).status_code == 403, model
    assert b"Defendants" not in client.get(reverse("admin:index")).content


def test_another_offices_rows_are_not_found(court):
    rows = rows_of(court)
    stranger = sitting("supervisor", make_office("court"))
    for model in (Defendant, Case, Sentence, Assessment, BoundaryCheck, Decision, RunChange):
        for kind in ("change", "history"):
            answer = stranger.get(page(model, kind, rows[model]))
            assert answer.status_code == 404, (model, kind)
        listed = stranger.get(page(model)).context["cl"]
        assert listed.result_count == 0, model


@pytest.mark.parametrize("odd", ["0", "-1", "9" * 30, "abc", "1;DROP"])
def test_an_odd_id_is_not_found(supervisor, odd):
    assert supervisor.get(f"/admin/cases/case/{odd}/change/").status_code == 404


def test_rights_end_at_once_when_the_appointment_ends(court):
    case = make_case(court)
    client = sitting("supervisor", court)
    assert client.get(page(Case, "change", case.pk)).status_code == 200
    court.appointments.update(valid_to=date(2022, 1, 1))
    assert client.get(page(Case, "change", case.pk)).status_code == 404


# --- finding ---------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["сейтк", "SEIITKALI", "Сейітқали абдиғ"])
def test_people_are_found_by_the_beginning_of_a_name_in_any_spelling(court, supervisor, typed):
    case = make_case(court)
    make_case(court, defendant=make_defendant(surname="Ахметов", given_name="Иван"))
    for model, row in ((Case, case), (Defendant, case.defendant), (Sentence, case.sentence)):
        found = supervisor.get(page(model), {"q": typed}).context["cl"].result_list
        assert list(found) == [row]


def test_a_case_is_found_by_its_number(court, supervisor):
    case = make_case(court)
    found = supervisor.get(page(Case), {"q": case.number.lower()}).context["cl"].result_list
    assert list(found) == [case]


@pytest.mark.parametrize("typed", ["900115100070", "900115 100-070", "900115"])
def test_an_iin_does_not_stay_in_an_address(supervisor, typed):
    answer = supervisor.get(page(Defendant), {"q": typed})
    assert (answer.status_code, answer.url) == (302, page(Defendant))


def test_filters_offer_the_own_offices_alone(court, supervisor):
    other = make_office("court")
    make_case(court)
    text = supervisor.get(page(Case)).content.decode()
    assert f"court__id__exact={court.pk}" in text or str(court) in text
    assert str(other) not in text


@pytest.mark.parametrize("model", [Case, Defendant, Assessment, Sentence])
def test_a_list_costs_the_same_for_one_row_and_for_many(
    court, supervisor, model, django_assert_max_num_queries
):
    make_case(court)
    with django_assert_max_num_queries(60) as one:
        supervisor.get(page(model))
    statements = len(one)
    for number in range(8):
        make_case(court, defendant=make_defendant(given_name=f"Адам {number}"))
    with django_assert_max_num_queries(statements):
        supervisor.get(page(model))


# --- saving ----------------------------------------------------------------------------------


def sent(client: Client, url: str, **changes: object) -> dict:
    """The fields of an admin form as a browser would send them, with some changed."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    told = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(field.field, NullBooleanField):
                value = {True: "true", False: "false"}.get(value, "unknown")
            if value is not None and value is not False:
                told[field.html_name] = f"{value:%d.%m.%Y}" if isinstance(value, date) else value
    return told | changes


def test_a_changed_offense_leaves_the_case_assessed(court, supervisor):
    case = make_case(court)
    before = case.assessments.count()
    url = page(Case, "change", case.pk)
    answer = supervisor.post(url, sent(supervisor, url, **{"offenses-0-part": "1"}))
    assert answer.status_code == 302, answer.context["errors"]
    case.refresh_from_db()
    assert case.current_assessment.outcome == "excluded"
    assert case.facts_version == case.assessed_facts_version
    assert case.assessments.count() == before + 1  # no answer to half of the change
    assert case.version == 2


def test_a_new_case_of_the_admin_is_assessed_once_with_its_parts(court, supervisor):
    person = make_defendant()
    url = page(Case, "add")
    offense = {
        "offenses-TOTAL_FORMS": "1",
        "offenses-0-ordinal": "1",
        "offenses-0-article": "188",
        "offenses-0-part": "1",
        "offenses-0-committed_from": "05.01.2022",
        "offenses-0-in_kazakhstan": "true",
        "offenses-0-nexus": "riot",
    }
    case_fields = {"defendant": person.pk, "court": court.pk, "stage": "pretrial"}
    told = sent(supervisor, url, **offense, **case_fields, objects_to_termination="false")
    answer = supervisor.post(url, told)
    assert answer.status_code == 302, answer.context["errors"]
    case = Case.objects.get()
    assert case.current_assessment.outcome == "terminate"
    assert case.assessments.count() == 1


def test_facts_that_contradict_become_a_message_and_nothing_is_saved(court, supervisor):
    case = make_case(court)
    url = page(Sentence, "change", case.sentence.pk)
    told = sent(supervisor, url, years="5", **{"custody-0-from_on": "02.07.2022"})
    answer = supervisor.post(url, told, follow=True)
    assert "Nothing was saved" in answer.content.decode()
    sentence = Sentence.objects.get()
    assert (sentence.years, sentence.custody.get().from_on) == (4, date(2022, 1, 10))


def test_custody_changed_on_its_page_leaves_the_case_assessed(court, supervisor):
    case = make_case(court)
    url = page(Sentence, "change", case.sentence.pk)
    told = sent(supervisor, url, **{"custody-0-from_on": "20.01.2022"})
    assert supervisor.post(url, told).status_code == 302
    case.refresh_from_db()
    assert case.current_assessment.new_end == date(2022, 10, 31)


def test_an_older_page_overwrites_nothing(court, supervisor):
    case = make_case(court)
    url = page(Case, "change", case.pk)
    told = sent(supervisor, url, note="Later")
    Case.objects.filter(pk=case.pk).update(version=7, note="Earlier")
    answer = supervisor.post(url, told, follow=True)
    assert "Somebody else saved this meanwhile" in answer.content.decode()
    assert Case.objects.get().note == "Earlier"


def test_a_case_with_a_decision_is_only_read(court, supervisor):
    rows = rows_of(court)
    submitted = Decision.objects.get(pk=rows[Decision]).case
    for model, pk in ((Case, submitted.pk), (Defendant, submitted.defendant_id)):
        assert b'name="_save"' not in supervisor.get(page(model, "change", pk)).content
        assert supervisor.post(page(model, "change", pk), {}).status_code == 403


def test_a_person_keeps_the_iin_and_a_wrong_one_is_refused(court, supervisor):
    url = page(Defendant, "add")
    told = sent(supervisor, url, given_name="Әсел", iin="900115100071")
    assert "check digit" in supervisor.post(url, told).content.decode()
    supervisor.post(url, told | {"iin": make_iin()})
    person = Defendant.objects.get(given_name="Әсел")
    change = supervisor.get(page(Defendant, "change", person.pk)).content.decode()
    assert 'name="iin"' not in change


def test_a_court_of_another_office_is_no_choice(court, supervisor):
    case = make_case(court)
    other = make_office("court")
    url = page(Case, "change", case.pk)
    answer = supervisor.post(url, sent(supervisor, url, court=other.pk))
    assert "Select a valid choice" in answer.content.decode()


def test_dates_of_the_admin_are_read_in_one_way(court, supervisor):
    case = make_case(court)
    url = page(Case, "change", case.pk)
    slashes = {"offenses-0-committed_from": "05/01/2022"}
    answer = supervisor.post(url, sent(supervisor, url, **slashes))
    assert "A date with slashes can mean two days" in answer.content.decode()


# --- actions ---------------------------------------------------------------------------------


def test_the_action_requests_a_run_over_all_cases(court, supervisor):
    case = make_case(court)
    told = {"action": "assess_all_again", "_selected_action": [case.pk]}
    supervisor.post(page(Case), told)
    assert Run.objects.get().state == "waiting"


def test_the_button_requests_a_run_and_a_get_does_not(court, supervisor):
    url = reverse("admin:cases_run_start")
    assert supervisor.get(url).status_code == 405
    supervisor.post(url)
    assert Run.objects.count() == 1
    assert sitting("auditor").post(url).status_code == 403


def test_selected_cases_are_assessed_again(court, supervisor):
    case = make_case(court)
    offense = case.offenses.get()
    offense.part = "1"
    offense.save()
    supervisor.post(page(Case), {"action": "assess_again", "_selected_action": [case.pk]})
    case.refresh_from_db()
    assert case.current_assessment.outcome == "excluded"


# --- reference data --------------------------------------------------------------------------


@pytest.fixture
def admin():
    return sitting("admin")


def test_a_saved_provision_makes_a_new_state_and_its_gravity_follows_the_sanction(admin):
    row = Provision.objects.get(article="188", part="1")
    url = page(Provision, "change", row.pk)
    answer = admin.post(url, sent(admin, url, max_years="7", verified="on"))
    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    assert (row.gravity, row.verified_on is not None, ReferenceState.objects.count()) == (
        "grave",
        True,
        2,
    )


def test_a_row_that_the_rules_cannot_read_is_refused(admin):
    row = Provision.objects.get(article="188", part="1")
    url = page(Provision, "change", row.pk)
    answer = admin.post(url, sent(admin, url, exclusion_group="nonsense"))
    assert "The rules cannot read this row" in answer.content.decode()
    assert ReferenceState.objects.count() == 1


def test_rows_are_marked_as_verified_without_a_new_state(admin):
    row = Provision.objects.get(article="188", part="1")
    admin.post(page(Provision), {"action": "verify_rows", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.verified_on is not None
    assert ReferenceState.objects.count() == 1


def test_a_rule_set_in_use_is_only_read(admin):
    used = RuleSet.objects.get(is_active=True)
    url = page(RuleSet, "change", used.pk)
    assert b'name="_save"' not in admin.get(url).content
    assert admin.post(url, {}).status_code == 403


def test_a_new_rule_set_is_loaded_but_not_put_in_use(admin):
    data = RuleSet.objects.get(is_active=True).data | {"code": "152-VII/2"}
    url = page(RuleSet, "add")
    told = {"code": "152-VII/2", "title_en": "Second", "valid_from": "2023-01-01"}
    answer = admin.post(url, sent(admin, url, **told, data=json.dumps(data), is_active="on"))
    assert answer.status_code == 302, answer.context["errors"]
    loaded = RuleSet.objects.get(code="152-VII/2")
    assert (loaded.is_active, len(loaded.digest)) == (False, 64)


@pytest.mark.parametrize("data", ["{}", "[]", '{"code": "x", "parameters": {}}', '"x"'])
def test_what_is_no_rule_set_is_refused(admin, data):
    url = page(RuleSet, "add")
    told = {"code": "x", "title_en": "X", "valid_from": "2023-01-01", "data": data}
    assert admin.post(url, sent(admin, url, **told)).status_code == 200
    assert RuleSet.objects.count() == 1


# --- the frame -------------------------------------------------------------------------------


def test_the_admin_runs_its_own_scripts_alone(supervisor):
    answer = supervisor.get(reverse("admin:index"))
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy.split("; ")
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "Amnesty Case Manager" in answer.content.decode()

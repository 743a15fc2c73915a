"""The page of a case: the answer with its reasons, the missing facts, the earlier answers."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amnesty.accounts.models import Office
from cases.models import Assessment, Case, Custody, Offense, Sentence
from tests.factories import make_case, make_defendant, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Office:
    return make_office("court", "almaty-court")


@pytest.fixture
def clerk(client: Client, court: Office) -> Client:
    client.force_login(make_user("clerk", court))
    return client


@pytest.fixture
def answer(clerk: Client) -> Callable[..., HttpResponse]:
    """Post the answer to one fact of a case, as the panel does."""

    def post(case: Case, address: str, htmx: bool = False, **posted: str) -> HttpResponse:
        case.refresh_from_db()
        data = {"version": str(case.version)}
        data |= {name.replace("__", "-"): value for name, value in posted.items()}
        headers = {"HX-Request": "true"} if htmx else {}
        return clerk.post(reverse("case-answer", args=[case.pk, address]), data, headers=headers)

    return post


def page_of(client: Client, case: Case) -> str:
    response = client.get(reverse("case", args=[case.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_panel_carries_the_outcome_and_every_finding(clerk, court):
    case = make_case(court)
    text = page_of(clerk, case)
    assert 'data-outcome="reduce"' in text
    shown = re.findall(
        r'data-rule="(\w+)" data-holds="(true|false|null)"(?: data-offense="(\w+)")?', text
    )
    words = {True: "true", False: "false", None: "null"}
    told = [
        (row["rule"], words[row["holds"]], row["offense"] or "")
        for row in case.current_assessment.answer["findings"]
    ]
    assert sorted(shown) == sorted(told)


def test_the_verdict_stands_before_everything_else_of_the_panel(clerk, court):
    text = page_of(clerk, make_case(court))
    panel = text[text.index("data-outcome") :]
    assert panel.index('id="verdict"') < panel.index('id="do-now"') < panel.index('id="findings"')


def test_both_readings_stand_on_the_page(clerk, court):
    text = page_of(clerk, make_case(court, sentence={"years": 5}))
    assert 'data-readings-differ="true"' in text
    assert "until 16.01.2023 (Monday)" in text
    assert "released on 03.11.2022 (Thursday)" in text


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"offenses": [{"part": "1"}]}, "excluded"),
        ({"offenses": [{"article": "192", "part": "1"}]}, "not_covered"),
    ],
)
def test_no_relief_is_an_outcome_and_no_error(clerk, court, values, outcome):
    text = page_of(clerk, make_case(court, **values))
    assert f'data-outcome="{outcome}"' in text
    assert "error-summary" not in text
    assert "field-error" not in text
    assert "<title>Error" not in text


def test_every_date_of_the_page_is_written_in_one_way(clerk, court):
    text = page_of(clerk, make_case(court))
    days = re.findall(r"<time[^>]*>([^<]*)</time>", text)
    assert days
    assert all(re.match(r"\d\d\.\d\d\.\d{4}", day) for day in days)


def test_the_page_names_when_under_what_and_from_which_facts(clerk, court):
    case = make_case(court)
    text = page_of(clerk, case)
    assert case.current_assessment.digest[:12] in text
    assert "152-VII/1" in text


def test_a_note_is_shown_as_text(clerk, court):
    text = page_of(clerk, make_case(court, note="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_answer_older_than_the_facts_says_so(clerk, court):
    case = make_case(court)
    Offense.objects.filter(case=case).update(nexus="none")
    Case.objects.filter(pk=case.pk).update(facts_version=99)
    assert "The facts changed after this assessment" in page_of(clerk, case)


# --- who may see it -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["judge", "prosecutor", "supervisor", "auditor"])
def test_readers_see_the_panel_without_forms(client, court, role):
    case = make_case(court, recidivism="")
    client.force_login(make_user(role, court))
    text = page_of(client, case)
    assert "Missing facts" in text
    assert reverse("case-answer", args=[case.pk, "recidivism"]) not in text
    assert reverse("case-edit", args=[case.pk]) not in text


def test_another_office_finds_nothing_whatever_it_asks(clerk):
    other = make_case(make_office())
    made = other.current_assessment_id
    addresses = [
        reverse("case", args=[other.pk]),
        reverse("case-assessments", args=[other.pk]),
        reverse("case-assessment", args=[other.pk, made]),
        reverse("case-answer", args=[other.pk, "stage"]),
        "/cases/" + "9" * 30 + "/",
        "/cases/0/",
    ]
    assert [clerk.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert clerk.post(reverse("case-recalculate", args=[other.pk])).status_code == 404


def test_a_social_worker_of_the_own_office_is_told_the_missing_right(client, court):
    case = make_case(court)
    client.force_login(make_user("social_worker", court))
    response = client.get(reverse("case", args=[case.pk]))
    assert response.status_code == 403
    assert "Look at: case" in response.content.decode()


def test_co_defendants_are_shown_only_within_the_scope(clerk, court):
    shared = {"proceeding_number": "17"}
    case = make_case(court, **shared)
    make_case(court, defendant=make_defendant(surname="Аманов"), **shared)
    make_case(make_office(), defendant=make_defendant(surname="Тайный"), **shared)
    make_case(court, defendant=make_defendant(surname="Чужой"))
    text = page_of(clerk, case)
    assert "Аманов" in text
    assert "Тайный" not in text
    assert "Чужой" not in text


# --- recalculating and earlier answers ------------------------------------------------------------


def test_recalculating_the_same_facts_writes_nothing_and_says_so(clerk, court):
    case = make_case(court)
    before = Assessment.objects.count()
    response = clerk.post(reverse("case-recalculate", args=[case.pk]), follow=True)
    assert "Nothing changed" in response.content.decode()
    assert Assessment.objects.count() == before
    assert clerk.get(reverse("case-recalculate", args=[case.pk])).status_code == 405


def test_a_prosecutor_may_not_recalculate(client, court):
    case = make_case(court)
    client.force_login(make_user("prosecutor", court))
    assert client.post(reverse("case-recalculate", args=[case.pk])).status_code == 403


def test_an_earlier_answer_stays_readable_as_it_was(clerk, court):
    case = make_case(court)
    first = case.current_assessment_id
    case.offenses.update(nexus="none")
    case.save()
    listed = clerk.get(reverse("case-assessments", args=[case.pk])).content.decode()
    assert reverse("case-assessment", args=[case.pk, first]) in listed
    text = clerk.get(reverse("case-assessment", args=[case.pk, first])).content.decode()
    assert 'data-outcome="reduce"' in text
    assert "earlier assessment" in text
    assert "Recalculate" not in text
    assert 'data-outcome="not_covered"' in page_of(clerk, case)


def test_the_answer_of_another_case_is_not_found_under_this_one(clerk, court):
    case, other = make_case(court), make_case(court)
    address = reverse("case-assessment", args=[case.pk, other.current_assessment_id])
    assert clerk.get(address).status_code == 404


# --- answering what is missing --------------------------------------------------------------------


def test_a_missing_fact_is_answered_from_the_panel(answer, court):
    case = make_case(court, recidivism="")
    assert case.current_assessment.preliminary
    response = answer(case, "recidivism", case__recidivism="none")
    assert response["Location"] == reverse("case", args=[case.pk]) + "#verdict"
    case.refresh_from_db()
    assert (case.recidivism, case.current_assessment.outcome) == ("none", "reduce")


def test_with_script_the_panel_comes_back_with_the_next_question(answer, court):
    case = make_case(court, recidivism="", offenses=[{"nexus": ""}])
    text = answer(case, "recidivism", htmx=True, case__recidivism="none").content.decode()
    assert "<html" not in text
    assert 'id="assessment"' in text
    assert "data-announce=" in text
    assert text.count("data-focus") == 1
    assert f"answer-offenses-{case.offenses.get().pk}-nexus" in text
    assert 'hx-swap-oob="outerHTML:.identity-tags"' in text
    last = answer(case, f"offenses.{case.offenses.get().pk}.nexus", True, offenses__0__nexus="riot")
    assert re.search(r'id="verdict"[^>]*data-focus', last.content.decode())


@pytest.mark.parametrize(
    ("leaf", "posted", "column", "value"),
    [
        ("nexus", {"nexus": "suppression"}, "nexus", "suppression"),
        ("in_kazakhstan", {"in_kazakhstan": "no"}, "in_kazakhstan", False),
        ("part", {"part": "3"}, "part", "3"),
        ("points", {"points": "2, 8"}, "points", ["2", "8"]),
        ("points", {"points": "", "no_points": "on"}, "points", []),
        ("victim_minor", {"victim_minor": "yes"}, "victim_minor", True),
        ("term", {"years": "3", "months": "", "days": ""}, "years", 3),
    ],
)
def test_every_fact_of_an_offense_can_be_answered(answer, court, leaf, posted, column, value):
    case = make_case(court, offenses=[{}, {}])
    second = case.offenses.last()
    data = {f"offenses__1__{name}": typed for name, typed in posted.items()}
    confirmed = answer(case, f"offenses.{second.pk}.{leaf}", **data)
    assert confirmed.status_code == 302, confirmed.content.decode()
    second.refresh_from_db()
    assert getattr(second, column) == value


def test_an_answer_changes_nothing_but_its_fact(answer, court):
    case = make_case(court, recidivism="", note="kept")
    before = Sentence.objects.filter(case=case).values().get()
    answer(
        case,
        "recidivism",
        case__recidivism="none",
        case__stage="served",
        sentence__years="1",
        offenses__0__part="1",
    )
    case.refresh_from_db()
    assert (case.stage, case.note, case.offenses.get().part) == ("serving", "kept", "2")
    assert Sentence.objects.filter(case=case).values().get() == before


def test_a_refused_answer_tells_why_keeps_it_and_saves_nothing(answer, court):
    case = make_case(court, sentence={"starts_on": None})
    response = answer(case, "sentence.starts_on", sentence__starts_on="01/07/2022")
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="01/07/2022"' in text
    assert "slashes" in text
    assert Sentence.objects.get(case=case).starts_on is None


def test_with_script_a_refused_answer_replaces_its_own_question(answer, court):
    case = make_case(court, sentence={"starts_on": None})
    response = answer(case, "sentence.starts_on", True, sentence__starts_on="30.02.2022")
    assert response["HX-Retarget"] == "#answer-sentence-starts_on"
    assert "no such date" in response.content.decode()


def test_an_answer_that_contradicts_another_fact_is_refused(answer, court):
    case = make_case(court, sentence={"starts_on": None})
    response = answer(case, "sentence.starts_on", sentence__starts_on="04.01.2022")
    assert response.status_code == 200
    assert Sentence.objects.get(case=case).starts_on is None


def test_an_unusual_answer_waits_for_a_confirmation(answer, court):
    case = make_case(court, sentence={"years": None, "months": None, "days": None})
    term = {"sentence__years": "9", "sentence__months": "", "sentence__days": ""}
    text = answer(case, "sentence.term", **term).content.decode()
    key = re.search(r'name="confirmed" value="([^"]+)"', text).group(1)
    assert Sentence.objects.get(case=case).years is None
    assert answer(case, "sentence.term", **term, confirmed=key).status_code == 302
    assert Sentence.objects.get(case=case).years == 9


def test_an_old_possible_error_is_not_asked_again(answer, court):
    case = make_case(court, sentence={"years": 9}, recidivism="")
    assert answer(case, "recidivism", case__recidivism="none").status_code == 302


def test_detention_is_answered_on_a_page_with_rows(answer, clerk, court):
    case = make_case(court, custody=[], sentence={"custody_known": False})
    address = reverse("case-answer", args=[case.pk, "sentence.custody"])
    assert 'name="custody-0-from_on"' in clerk.get(address).content.decode()
    rows = {
        "custody__TOTAL_FORMS": "1",
        "custody__INITIAL_FORMS": "0",
        "custody__0__kind": "custody",
    }
    more = answer(case, "sentence.custody", add_row="custody", **rows)
    assert 'name="custody-1-from_on"' in more.content.decode()
    assert not Custody.objects.exists()
    saved = answer(
        case,
        "sentence.custody",
        custody__0__from_on="10.01.2022",
        sentence__custody_state="",
        **rows,
    )
    assert saved.status_code == 302
    assert Custody.objects.count() == 1
    case.refresh_from_db()
    assert case.current_assessment.new_end.isoformat() == "2022-10-16"


def test_an_answer_to_an_older_version_is_refused(clerk, court):
    case = make_case(court, recidivism="")
    address = reverse("case-answer", args=[case.pk, "recidivism"])
    assert clerk.post(address, {"version": "7", "case-recidivism": "none"}).status_code == 409
    assert clerk.post(address, {"case-recidivism": "none"}).status_code == 400
    case.refresh_from_db()
    assert case.recidivism == ""


@pytest.mark.parametrize(
    "address",
    ["note", "defendant.iin", "offenses.0.nexus", "offenses.x.nexus", "as_of", "sentence"],
)
def test_only_facts_of_the_case_can_be_answered(clerk, court, address):
    case = make_case(court)
    path = reverse("case-answer", args=[case.pk, address])
    assert clerk.get(path).status_code == 404
    assert clerk.post(path, {"version": str(case.version)}).status_code == 404


def test_a_case_without_an_offense_is_completed_in_its_form(clerk, court):
    case = make_case(court, offenses=[])
    assert "offenses.unknown.article" in page_of(clerk, case)
    response = clerk.get(reverse("case-answer", args=[case.pk, "offenses.unknown.article"]))
    assert response["Location"] == reverse("case-edit", args=[case.pk]) + "#offenses"


def test_a_judge_may_not_answer(client, court):
    case = make_case(court, recidivism="")
    client.force_login(make_user("judge", court))
    path = reverse("case-answer", args=[case.pk, "recidivism"])
    assert client.get(path).status_code == 403
    assert client.post(path, {"version": str(case.version)}).status_code == 403


# --- statements -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["serving", "trial"])
def test_a_case_costs_as_many_statements_with_sixty_offenses_as_with_two(clerk, court, stage):
    def statements(number: int) -> int:
        case = make_case(
            court, offenses=[{"nexus": "" if n else "riot"} for n in range(number)], stage=stage
        )
        page_of(clerk, case)
        with CaptureQueriesContext(connection) as seen:
            page_of(clerk, case)
        return len(seen)

    assert statements(60) == statements(2)

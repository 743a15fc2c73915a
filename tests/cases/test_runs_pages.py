"""Pages of runs: starting, watching, comparing, trying again; and who may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amnesty.accounts.models import Event
from cases import reevaluating, working
from cases.models import Custody, Provision, Run, RunItem
from tests.cases.runs import contradicting_case, sums, use_other_rules
from tests.factories import make_case, make_office, make_user

pytestmark = pytest.mark.django_db


def signed_in(role: str, *offices) -> Client:
    client = Client()
    client.force_login(make_user(role, *offices))
    return client


@pytest.fixture
def court():
    return make_office("court")


@pytest.fixture
def supervisor(court):
    return signed_in("supervisor", court)


def finished(**rules: object) -> Run:
    use_other_rules(**rules)
    return working.run_here()


def page(client: Client, name: str, *pk: int, **query: str) -> str:
    answer = client.get(reverse(name, args=pk), query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- who may --------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["runs", "run", "run-changes", "run-failed"])
@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 200), ("admin", 200), ("auditor", 200), ("clerk", 403)]
)
def test_supervisors_admins_and_auditors_read_runs(name: str, role: str, status: int, court):
    make_case(court)
    arguments = [] if name == "runs" else [finished().pk]
    assert signed_in(role, court).get(reverse(name, args=arguments)).status_code == status


@pytest.mark.parametrize("role", ["admin", "auditor", "clerk", "judge"])
def test_only_a_supervisor_starts_works_cancels_and_retries(role: str, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    client = signed_in(role, court)
    assert client.get(reverse("run-new")).status_code == 403
    assert client.post(reverse("run-new")).status_code == 403
    for name in ("run", "run-failed", "run-cancel"):
        assert client.post(reverse(name, args=[run.pk])).status_code == 403
    run.refresh_from_db()
    assert run.state == Run.State.WAITING
    assert Run.objects.count() == 1


def test_whoever_is_not_signed_in_gets_the_sign_in_page():
    assert Client().get(reverse("runs")).status_code == 302


def test_a_run_that_does_not_exist_is_not_found(supervisor):
    assert supervisor.get(reverse("run", args=[4711])).status_code == 404


def test_canceling_is_a_post(supervisor, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    assert supervisor.get(reverse("run-cancel", args=[run.pk])).status_code == 405


# --- starting and watching ------------------------------------------------------------------
def test_a_supervisor_previews_and_starts_a_run_with_two_presses(supervisor, court):
    make_case(court), make_case(court)
    shown = page(supervisor, "run-new")
    assert '<dd data-count="total">2</dd>' in shown
    assert '<dd data-count="stale">0</dd>' in shown
    assert "Every answer is up to date" in shown
    answer = supervisor.post(reverse("run-new"))
    run = Run.objects.get()
    assert answer.url == reverse("run", args=[run.pk])
    assert run.started_by.groups.get().name == "supervisor"
    assert Event.objects.filter(kind="run.requested", subject_id=run.pk).count() == 1


def test_pressing_start_twice_requests_one_run(supervisor, court):
    make_case(court)
    first = supervisor.post(reverse("run-new"))
    assert supervisor.post(reverse("run-new")).url == first.url
    assert Run.objects.count() == 1


def test_the_preview_counts_what_is_out_of_date(supervisor, court):
    make_case(court), make_case(court)
    use_other_rules()
    assert '<dd data-count="stale">2</dd>' in page(supervisor, "run-new")


def test_the_progress_page_refreshes_itself_with_and_without_script(supervisor, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    shown = page(supervisor, "run", run.pk)
    assert '<meta http-equiv="refresh" content="10">' in shown
    assert 'hx-trigger="every 2s"' in shown
    working.run_here()
    shown = page(supervisor, "run", run.pk)
    assert "refresh" not in shown
    assert "hx-trigger" not in shown
    assert 'data-state="done"' in shown


def test_the_polled_part_stands_alone_and_a_new_state_reloads_the_page(supervisor, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    address = reverse("run", args=[run.pk])
    query = {"state": "waiting"}
    part = supervisor.get(address, query, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<section")
    working.run_here()
    part = supervisor.get(address, query, headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"


def test_without_a_worker_the_page_says_so_and_does_the_run_in_small_batches(
    supervisor, court, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reevaluating, "CASES_A_RANGE", 2)
    for _ in range(3):
        make_case(court)
    use_other_rules()
    Run.objects.update(requested_at=timezone.now() - timedelta(minutes=5))
    run = Run.objects.get()
    assert "No worker answers" in page(supervisor, "run", run.pk)
    supervisor.post(reverse("run", args=[run.pk]))
    assert sums(run) == (2, 2, 0, 0)
    shown = page(supervisor, "run", run.pk)
    assert "No worker answers" not in shown
    assert "2 of 3" in shown
    supervisor.post(reverse("run", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == Run.State.DONE


def test_a_fresh_run_does_not_complain_about_a_worker(supervisor, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    assert "No worker answers" not in page(supervisor, "run", run.pk)


def test_a_supervisor_cancels_a_run(supervisor, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    supervisor.post(reverse("run-cancel", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == Run.State.CANCELED
    assert "was canceled" in page(supervisor, "run", run.pk)
    assert Event.objects.filter(kind="run.canceled", subject_id=run.pk).count() == 1


def test_a_superseded_run_says_why_it_ended(supervisor, court):
    make_case(court)
    run = reevaluating.request_run(tell_workers=False)
    reevaluating.start_waiting_run(timezone.now())
    use_other_rules()
    assert "A new run takes its place" in page(supervisor, "run", run.pk)


# --- changes --------------------------------------------------------------------------------
def test_the_matrix_leads_to_the_list_and_the_list_to_the_case(supervisor, court):
    case = make_case(court)
    make_case(court, stage="pretrial")
    make_case(court, offenses=[{"article": "188", "part": "1"}])
    run = finished(likely_as_listed=[])
    shown = page(supervisor, "run-changes", run.pk)
    assert "2 of 3 cases changed" in shown
    assert "?old=reduce&amp;new=needs_review#list" in shown
    listed = page(supervisor, "run-changes", run.pk, old="reduce", new="needs_review")
    assert reverse("case", args=[case.pk]) in listed
    assert "1 case" in listed
    assert 'data-rule="R4"' in listed
    assert "Article listed in the law: Met → not known" in listed


def test_a_run_that_changed_nothing_says_so(supervisor, court):
    make_case(court)
    assert "Nothing changed" in page(supervisor, "run-changes", finished().pk)


def test_a_kind_of_change_opens_its_list(supervisor, court):
    make_case(court)
    run = finished(one_year_basis="after_cut")
    kind = run.changes.get().kind
    assert f"?kind={kind}#list" in page(supervisor, "run-changes", run.pk)
    assert "1 case" in page(supervisor, "run-changes", run.pk, kind=kind)
    assert "0 cases" in page(supervisor, "run-changes", run.pk, kind="failed")
    assert "0 cases" in page(supervisor, "run-changes", run.pk, kind="<script>")


def test_cases_of_other_offices_are_counted_and_never_listed(supervisor, court):
    own, other = make_case(court), make_case(make_office("court"))
    run = finished(likely_as_listed=[])
    shown = page(supervisor, "run-changes", run.pk)
    assert "2 of 2 cases changed" in shown
    assert own.number in shown
    assert other.number not in shown
    assert "Cases of other offices are counted above, not listed." in shown
    everything = page(signed_in("auditor"), "run-changes", run.pk)
    assert own.number in everything
    assert other.number in everything


def test_an_admin_sees_numbers_and_no_case(court):
    case = make_case(court)
    run = finished(likely_as_listed=[])
    shown = page(signed_in("admin", court), "run-changes", run.pk)
    assert "1 of 1 cases changed" in shown
    assert case.number not in shown


@pytest.mark.parametrize("name", ["runs", "run-changes", "run-failed"])
def test_a_list_takes_as_many_statements_for_many_rows_as_for_one(name: str, supervisor, court):
    def statements() -> int:
        run = finished(likely_as_listed=[])
        finished()
        arguments = [] if name == "runs" else [run.pk]
        supervisor.get(reverse(name, args=arguments))
        with CaptureQueriesContext(connection) as captured:
            supervisor.get(reverse(name, args=arguments))
        return len(captured)

    make_case(court)
    contradicting_case()
    one = statements()
    for _ in range(5):
        make_case(court)
    finished(likely_as_listed=["272"])
    assert statements() == one


# --- failures -------------------------------------------------------------------------------
def test_a_failed_case_is_listed_with_its_error_and_tried_again(supervisor, court):
    broken = contradicting_case()
    broken.court = court
    type(broken).objects.filter(pk=broken.pk).update(court=court)
    run = finished(likely_as_listed=[])
    shown = page(supervisor, "run-failed", run.pk)
    assert broken.number in shown
    assert "custody_overlaps" in shown
    supervisor.post(reverse("run-failed", args=[run.pk]))
    assert sums(run) == (1, 0, 0, 1)
    Custody.objects.filter(sentence__case=broken, from_on="2022-01-20").delete()
    supervisor.post(reverse("run-failed", args=[run.pk]))
    assert sums(run) == (1, 0, 1, 0)
    assert run.changes.get().new_outcome == "needs_review"
    assert "Every case was answered" in page(supervisor, "run-failed", run.pk)


def test_a_part_that_was_given_up_is_told_and_reopened(supervisor, court):
    make_case(court)
    run = finished(window_from="no day")
    assert "RuleSetError" in page(supervisor, "run-failed", run.pk)
    assert "given up after three tries" in page(supervisor, "run", run.pk)
    supervisor.post(reverse("run-failed", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING
    assert run.items.get().state == RunItem.State.PENDING


def test_runs_are_listed_with_what_they_found(supervisor, court):
    make_case(court)
    assert "No runs yet" in page(supervisor, "runs")
    provision = Provision.objects.get(article="272", part="2")
    provision.listed = "no"
    provision.save()
    run = working.run_here()
    shown = page(supervisor, "runs")
    assert reverse("run-changes", args=[run.pk]) in shown
    assert "Rules or reference data changed" in shown

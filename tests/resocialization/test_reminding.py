"""The morning's report: once a day, numbers only (R12, R13)."""

from datetime import timedelta

import pytest
from django.core import mail

from amnesty.accounts.models import User
from resocialization import tasks
from resocialization.models import Notice, Step
from resocialization.reminding import mail_notice, report_overdue
from tests.resocialization.making import TODAY, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_the_day")]


@pytest.fixture
def _address(worker):
    User.objects.filter(pk=worker.pk).update(email="worker@example.kz")


def test_a_worker_gets_one_digest_with_three_numbers(plan, worker):
    """Two steps were due on 4 December; two are due on Sunday, 11 December."""
    report_overdue(TODAY)
    notice = Notice.objects.get()
    assert (notice.user, notice.day) == (worker, TODAY)
    assert (notice.overdue, notice.due_today, notice.due_this_week) == (2, 0, 2)
    assert notice.newly_overdue == 2


def test_reporting_twice_makes_one_digest_and_marks_once(plan):
    report_overdue(TODAY)
    marked = step_of(plan, "housing").reported_overdue_at
    assert marked is not None
    report_overdue(TODAY)
    assert Notice.objects.count() == 1
    assert step_of(plan, "housing").reported_overdue_at == marked


def test_the_next_day_reports_again_what_is_still_overdue(plan):
    report_overdue(TODAY)
    report_overdue(TODAY + timedelta(days=1))
    second = Notice.objects.first()
    assert (second.overdue, second.newly_overdue) == (2, 0)


def test_being_overdue_does_not_depend_on_the_mark(plan):
    report_overdue(TODAY)
    Step.objects.filter(need__direction__code="housing").update(due_on=TODAY)
    assert not Step.objects.overdue(TODAY).filter(need__direction__code="housing").exists()


def test_nobody_is_written_to_without_work(worker):
    assert report_overdue(TODAY) == []
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("_address")
def test_the_mail_holds_numbers_and_no_person(plan):
    [notice_id] = report_overdue(TODAY)
    assert mail_notice(notice_id)
    [letter] = mail.outbox
    assert letter.to == ["worker@example.kz"]
    assert "Overdue: 2" in letter.body
    told = letter.subject + letter.body
    for secret in (plan.defendant.surname, plan.defendant.given_name, "Housing"):
        assert secret not in told


@pytest.mark.usefixtures("_address")
def test_a_digest_is_mailed_once(plan):
    [notice_id] = report_overdue(TODAY)
    assert mail_notice(notice_id)
    assert not mail_notice(notice_id)
    assert len(mail.outbox) == 1
    assert report_overdue(TODAY) == []


@pytest.mark.usefixtures("_address")
def test_a_mail_that_fails_is_tried_again(plan, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    [notice_id] = report_overdue(TODAY)
    with pytest.raises(OSError, match="refused"):
        mail_notice(notice_id)
    assert report_overdue(TODAY) == [notice_id]


@pytest.mark.usefixtures("_address")
def test_the_digest_speaks_the_readers_language(plan, worker):
    User.objects.filter(pk=worker.pk).update(language="ru")
    [notice_id] = report_overdue(TODAY)
    mail_notice(notice_id)
    assert "07.12.2022" in mail.outbox[0].subject


def test_a_worker_without_address_finds_the_digest_in_the_program(plan):
    assert report_overdue(TODAY) == []
    assert Notice.objects.exists()


@pytest.mark.parametrize("forged", [-1, 0, 10**9])
def test_a_forged_task_does_nothing(forged: int):
    assert not tasks.mail_notice(forged)


def test_the_schedule_names_tasks_that_exist():
    from amnesty.celery import app

    app.loader.import_default_modules()
    ours = [
        entry["task"]
        for entry in app.conf.beat_schedule.values()
        if entry["task"].startswith("resocialization.")
    ]
    assert len(ours) == 2
    assert set(ours) <= set(app.tasks)

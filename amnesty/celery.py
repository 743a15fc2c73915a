"""The Celery application: tasks of all apps, and the schedule that every worker can carry."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amnesty.settings")

app = Celery("amnesty")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "take up what a stopped worker left": {
        "task": "cases.tasks.sweep_runs",
        "schedule": 30.0,
    },
    "re-assess every case whose answer is out of date": {
        "task": "cases.tasks.assess_stale_cases",
        "schedule": crontab(hour=2, minute=30),
    },
    "forget half-typed registrations of long ago": {
        "task": "cases.tasks.forget_old_drafts",
        "schedule": crontab(hour=1, minute=45),
    },
    "replay stored answers": {
        "task": "cases.tasks.replay_a_sample",
        "schedule": crontab(hour=4, minute=0),
    },
    "forget sessions and sign-ins of long ago": {
        "task": "amnesty.accounts.tasks.tidy_the_door",
        "schedule": crontab(hour=1, minute=30),
    },
    "open plans that were missed": {
        "task": "resocialization.tasks.open_missing_plans",
        "schedule": crontab(hour=3, minute=0),
    },
    "mark and report overdue steps": {
        "task": "resocialization.tasks.report_overdue_steps",
        "schedule": crontab(hour=6, minute=0),
    },
}

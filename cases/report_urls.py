"""Addresses of the reports about cases, under /reports/."""

from django.urls import path

from cases.views import reports

urlpatterns = [
    path("outcomes/", reports.outcomes, name="report-outcomes"),
    path("data-quality/", reports.data_quality, name="report-data-quality"),
    path("timeliness/", reports.timeliness, name="report-timeliness"),
    path("reconciliation/", reports.reconciling, name="report-reconciliation"),
    path("runs/", reports.runs, name="report-runs"),
]

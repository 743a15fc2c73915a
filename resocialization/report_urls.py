"""The address of the report about released people, under /reports/."""

from django.urls import path

from resocialization.views import reports

urlpatterns = [
    path("resocialization/", reports.resocialization, name="report-resocialization"),
]

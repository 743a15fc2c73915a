"""Addresses of the cases. An IIN never stands in one; searching is a POST."""

from django.urls import path

from cases.views import deciding

urlpatterns = [
    path("decisions/", deciding.listing, name="decisions"),
    path("cases/<int:pk>/decision/", deciding.record, name="decision-record"),
    path("cases/<int:pk>/decision/check/", deciding.check, name="decision-check"),
    path("cases/<int:pk>/decisions/<int:decision_pk>/", deciding.page, name="decision"),
    *(
        path(
            f"cases/<int:pk>/decisions/<int:decision_pk>/{step}/",
            deciding.take_step,
            {"name": step},
            name=f"decision-{step}",
        )
        for step in ("approve", "execute", "revoke")
    ),
]

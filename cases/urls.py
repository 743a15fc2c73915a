"""Addresses of the cases. An IIN never stands in one; searching is a POST."""

from django.urls import path

from cases.views import (
    activating,
    answering,
    boundary,
    correcting,
    deciding,
    demo_door,
    drafts,
    helping,
    history,
    home,
    identifying,
    listing,
    needing,
    records,
    registering,
    reporting,
    rules,
    running,
    searching,
    showing,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/demo/<slug:username>/", demo_door.enter, name="demo-sign-in"),
    path("search/", searching.search_page, name="search"),
    path("cases/", listing.case_list, name="cases"),
    path("cases/new/", registering.register, name="case-register"),
    path("cases/new/needed/", needing.needed, name="case-needed"),
    path("cases/drafts/keep/", drafts.keep, name="draft-keep"),
    path("cases/drafts/<int:pk>/", drafts.go_on, name="draft"),
    path("cases/drafts/<int:pk>/discard/", drafts.discard, name="draft-discard"),
    path("cases/boundary/", boundary.boundary, name="boundary"),
    path("cases/<int:pk>/", showing.case_page, name="case"),
    path("cases/<int:pk>/edit/", registering.edit, name="case-edit"),
    path("cases/<int:pk>/answer/<str:address>/", answering.answer, name="case-answer"),
    path("cases/<int:pk>/assessments/", showing.assessments, name="case-assessments"),
    path("cases/<int:pk>/assessments/<int:number>/", showing.assessment, name="case-assessment"),
    path(
        "cases/<int:pk>/assessments/<int:number>/report/",
        reporting.report_problem,
        name="assessment-report",
    ),
    path("cases/<int:pk>/history/", history.history, name="case-history"),
    path("cases/<int:pk>/recalculate/", showing.recalculate, name="case-recalculate"),
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
    path("rules/", rules.rules, name="rules"),
    path("rules/provisions/", rules.provisions, name="provisions"),
    path("runs/", running.run_list, name="runs"),
    path("runs/new/", running.run_new, name="run-new"),
    path("runs/<int:pk>/", running.run_page, name="run"),
    path("runs/<int:pk>/changes/", running.run_changes, name="run-changes"),
    path("runs/<int:pk>/failed/", running.run_failed, name="run-failed"),
    path("runs/<int:pk>/cancel/", running.run_cancel, name="run-cancel"),
    path("rules/cases/", rules.worked_cases, name="worked-cases"),
    path("rules/cases/<slug:case_id>/", rules.worked_case, name="worked-case"),
    path("rules/<path:code>/diff/<path:other>/", rules.difference, name="rule-set-diff"),
    path("rules/<path:code>/propose/", activating.propose, name="rule-set-propose"),
    path("rules/<path:code>/activate/", activating.activate, name="rule-set-activate"),
    path("rules/<path:code>/", rules.rule_set, name="rule-set"),
    path("cases/<int:pk>/records/", records.records, name="case-records"),
    path("cases/<int:pk>/records/<int:record_pk>/", records.record, name="case-record"),
    path(
        "cases/<int:pk>/records/<int:record_pk>/remove/", records.remove, name="case-record-remove"
    ),
    path("cases/<int:pk>/corrections/", correcting.corrections, name="case-corrections"),
    path("cases/<int:pk>/corrections/<int:number>/", correcting.correction, name="case-correction"),
    *(
        path(
            f"cases/<int:pk>/corrections/<int:number>/{step}/",
            getattr(correcting, step),
            name=f"case-correction-{step}",
        )
        for step in ("confirm", "refuse", "comment")
    ),
    path("cases/<int:pk>/iin/", identifying.iin, name="case-iin"),
    path("cases/<int:pk>/iin/<int:number>/confirm/", identifying.confirm, name="case-iin-confirm"),
    path("cases/<int:pk>/iin/<int:number>/refuse/", identifying.refuse, name="case-iin-refuse"),
    path("help/", helping.help_page, name="help"),
    path("help/glossary/", helping.glossary_page, name="glossary"),
    path("help/law/", helping.law_pages, name="law-articles"),
    path("help/law/<int:number>/", helping.law_page, name="law-article"),
    path("help/day/<slug:role>/", helping.day_page, name="help-day"),
    path("help/first-steps/", helping.tick_first_step, name="first-steps"),
]

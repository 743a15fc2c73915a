"""Addresses under /resocialization/. Ids only: no name and no IIN ever stands in one."""

from django.urls import path

from resocialization.views import (
    contacts,
    day,
    handing,
    keeping,
    medical,
    needs,
    opening,
    people,
    plans,
    queues,
)

urlpatterns = [
    path("", day.my_day, name="my-day"),
    path("notices/<int:pk>/read/", day.read_notice, name="notice-read"),
    path("people/", people.my_people, name="my-people"),
    path("search/", people.search, name="people-search"),
    path("queues/", queues.queues, name="people-queues"),
    path("queues/open/<int:pk>/", queues.open_now, name="plan-open"),
    path("plans/", people.people, name="plans"),
    path("plans/<int:pk>/", plans.plan_page, name="plan"),
    path("plans/<int:pk>/take/", plans.take, name="plan-take"),
    path("plans/<int:pk>/address/", keeping.address, name="plan-address"),
    path("plans/<int:pk>/consents/", keeping.consents, name="plan-consents"),
    path("plans/<int:pk>/medical/", medical.medical, name="plan-medical"),
    path("plans/<int:pk>/break-glass/", opening.break_glass, name="plan-break-glass"),
    path("plans/<int:pk>/close/", keeping.ask_to_close, name="plan-close"),
    path("plans/<int:pk>/closing/", keeping.answer_closing, name="plan-closing"),
    path("plans/<int:pk>/needs/new/", needs.need_new, name="need-new"),
    path("cases/<int:pk>/", plans.plan_of_case, name="case-plan"),
    path("cases/<int:pk>/break-glass/", opening.of_case, name="case-break-glass"),
    path("consents/<int:pk>/withdraw/", keeping.consent_withdraw, name="consent-withdraw"),
    path("needs/<int:pk>/", needs.need_page, name="need"),
    path("needs/<int:pk>/steps/new/", needs.step_new, name="step-new"),
    path("steps/<int:pk>/", needs.step_page, name="step"),
    path("contacts/new/", contacts.contact_new, name="contact-new"),
    path("contacts/<int:pk>/correct/", contacts.contact_correct, name="contact-correct"),
    path("handover/", handing.hand_over, name="handover"),
    path("handover/check/", handing.check, name="handover-check"),
]

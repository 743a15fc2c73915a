"""What every page of one person shows around itself: identity bar, main action, more."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amnesty.addresses import address_of
from amnesty.templatetags.face import tag
from cases.views.frame import age_on
from resocialization.models import Address, Plan
from resocialization.views.finding import ASSIGN, WORK


def frame_of(request: HttpRequest, plan: Plan, today: date, address: Address | None = None) -> dict:
    """Context of partials/identity_bar.html for the person of a plan."""
    person, user = plan.defendant, request.user
    sees_iin = user.has_perm(WORK) or user.has_perm("cases.view_defendant")
    return {
        "plan": plan,
        "person": {
            "name": person.full_name,
            "iin": person.iin if sees_iin else None,
            "hides_iin": not sees_iin,
            "born_on": person.birth_date,
            "age": age_on(person.birth_date, today),
        },
        "identity_facts": _facts(plan, today, address),
        "tags": tags_of(plan),
        "action": _action(request, plan),
        "more": _more(request, plan),
    }


def tags_of(plan: Plan) -> SafeString:
    """The state of the plan, and what is urgent."""
    states = {
        Plan.State.OPEN: ("blue", "circle-half"),
        Plan.State.CLOSING: ("violet", "hourglass-split"),
        Plan.State.CLOSED: ("grey", "archive"),
    }
    shown = [tag(plan.get_state_display(), *states[Plan.State(plan.state)])]
    if plan.no_home:
        shown.append(tag(_("No place to live"), "amber", "house-door"))
    if plan.no_document:
        shown.append(tag(_("No identity document"), "amber", "person-vcard"))
    return format_html_join(" ", "{}", ((one,) for one in shown))


def _facts(plan: Plan, today: date, address: Address | None) -> list[dict[str, object]]:
    days = (today - plan.released_on).days
    since = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    facts = [
        {"label": _("Released on"), "value": f"{plan.released_on:%d.%m.%Y}"},
        {"label": _("Since then"), "value": since if days >= 0 else "—"},
        {"label": _("Worker"), "value": str(plan.worker or _("nobody yet"))},
        {"label": _("Office"), "value": str(plan.office or _("none yet"))},
    ]
    if address is not None:
        facts += [
            {"label": _("Phone"), "value": address.phone},
            {"label": _("Address"), "value": address.address},
        ]
    return facts


def is_own(request: HttpRequest, plan: Plan) -> bool:
    """May this user record something here?"""
    return plan.is_running and plan.worker_id == request.user.pk and request.user.has_perm(WORK)


def _action(request: HttpRequest, plan: Plan) -> dict[str, str] | None:
    if not is_own(request, plan):
        return None
    url = f"{reverse('contact-new')}?plan={plan.pk}"
    return {"label": _("Record contact"), "url": url, "key": "KeyC"}


def _more(request: HttpRequest, plan: Plan) -> list[dict[str, str]]:
    """The other pages of this person that the user may open."""
    user, own = request.user, is_own(request, plan)
    items = (
        (own, _("Address and urgent facts"), "plan-address"),
        (user.has_perm("resocialization.view_consent"), _("Consent"), "plan-consents"),
        (user.has_perm("resocialization.view_medicalnote"), _("Medical record"), "plan-medical"),
        (
            user.has_perm(ASSIGN) and user.has_perm("accounts.break_glass"),
            _("Open the medical record with a reason"),
            "plan-break-glass",
        ),
        (own, _("Add a need"), "need-new"),
        (own and plan.state == Plan.State.OPEN, _("Ask to close the plan"), "plan-close"),
    )
    found = [
        {"label": label, "url": reverse(name, args=[plan.pk])} for may, label, name in items if may
    ]
    if plan.is_running and user.has_perm(ASSIGN):
        url = f"{reverse('handover')}?ids={plan.pk}"
        found.append({"label": _("Assign or hand over"), "url": url})
    if user.has_perm("cases.view_case") and (case := address_of("case", plan.decision.case_id)):
        found.append({"label": _("Open the case"), "url": case})
    return found

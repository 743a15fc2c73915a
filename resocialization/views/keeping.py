"""Pages about a plan as a whole: address and urgent facts, consent, closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from amnesty.accounts.rights import require
from resocialization import addressing, closing, consenting
from resocialization.addressing import Place
from resocialization.forms.plans import AddressForm, AnswerForm, CloseForm, ConsentForm
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Address, Closing, Consent, Plan
from resocialization.views.finding import (
    APPROVE,
    changed_meanwhile,
    plan_to_read,
    plan_to_work_on,
    plans,
)
from resocialization.views.frame import frame_of, is_own


def _typed(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _frame(request: HttpRequest, plan: Plan) -> dict:
    return frame_of(request, plan, timezone.localdate()) | {"action": None}


@sensitive_post_parameters()
@login_required
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/plans/<id>/address/: whoever may see it reads, the own worker writes."""
    if request.method == "POST":
        return _move(request, plan_to_work_on(request, pk))
    plan = plan_to_read(request, pk, "resocialization.view_address")
    now = addressing.read(plan, request.user)
    form = AddressForm(None, plan=plan, now=now) if is_own(request, plan) else None
    return _address_page(request, plan, form, now)


def _move(request: HttpRequest, plan: Plan) -> HttpResponse:
    now = addressing.read(plan, request.user)
    form = AddressForm(request.POST, plan=plan, now=now)
    version = form.seen_version()
    if not form.is_valid():
        return _address_page(request, plan, form, now)
    given = {name: form.cleaned_data[name] for name in Place.__dataclass_fields__}
    try:
        addressing.move(plan, version, Place(**given))
    except ChangedMeanwhile as error:
        fresh = plans().get(pk=plan.pk)
        stored = AddressForm(None, plan=fresh, now=addressing.read(fresh, request.user))
        return changed_meanwhile(request, error, form, stored, request.path)
    messages.success(request, _("Address and urgent facts are saved."))
    return redirect("plan", plan.pk)


def _address_page(
    request: HttpRequest, plan: Plan, form: AddressForm | None, now: Address | None
) -> HttpResponse:
    context = _frame(request, plan) | {"form": form, "now": now}
    return render(request, "resocialization/address.html", context)


# --- consent ---------------------------------------------------------------------------------


@login_required
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/plans/<id>/consents/: what the person agreed to."""
    plan = plan_to_read(request, pk, "resocialization.view_consent")
    may_record = plan.is_running and request.user.has_perm("resocialization.add_consent")
    form = ConsentForm(_typed(request), today=timezone.localdate()) if may_record else None
    if request.method == "POST":
        require(request, "resocialization.add_consent")
        if form and form.is_valid():
            given = form.cleaned_data
            args = (given["purpose"], given["form"], given["given_on"], given["direction"])
            consenting.give(plan, *args)
            messages.success(request, _("The consent is recorded."))
            return redirect("plan-consents", plan.pk)
    rows = plan.consents.select_related("direction", "recorded_by", "withdrawal_recorded_by")
    context = _frame(request, plan) | {"form": form, "consents": rows, "may_record": may_record}
    return render(request, "resocialization/consents.html", context)


@require_POST
@login_required
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /resocialization/consents/<id>/withdraw/: sharing stops from today."""
    consent = get_object_or_404(Consent, pk=pk)
    consent.plan = plan_to_read(request, consent.plan_id, "resocialization.change_consent")
    consenting.withdraw(consent, timezone.localdate())
    messages.success(request, _("The consent is withdrawn. What was done before stays."))
    return redirect("plan-consents", consent.plan_id)


# --- closing ---------------------------------------------------------------------------------


@login_required
def ask_to_close(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/plans/<id>/close/: outcome and reason; a supervisor answers."""
    plan = plan_to_work_on(request, pk)
    if plan.state == Plan.State.CLOSING:
        messages.info(request, _("The closing of this plan waits for a supervisor already."))
        return redirect("plan", plan.pk)
    form = CloseForm(_typed(request), initial={"version": plan.version})
    if request.method == "POST" and (version := form.seen_version()) and form.is_valid():
        data, today = form.cleaned_data, timezone.localdate()
        try:
            closing.ask_to_close(
                plan, version, data["outcome"], data["reason"], request.user, today
            )
        except ChangedMeanwhile as error:
            return changed_meanwhile(request, error, form, CloseForm(), request.path)
        messages.success(request, _("A supervisor is asked to close the plan."))
        return redirect("plan", plan.pk)
    return render(request, "resocialization/close.html", _frame(request, plan) | {"form": form})


@login_required
def answer_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/plans/<id>/closing/: approve, or send back with words."""
    plan = plan_to_read(request, pk, APPROVE)
    asked = get_object_or_404(plan.closings.select_related("asked_by"), answer="waiting")
    asked.plan = plan
    if asked.asked_by_id == request.user.pk:
        raise PermissionDenied(_("You asked to close this plan. Another person answers."))
    form = AnswerForm(_typed(request), initial={"version": plan.version})
    if request.method == "POST" and (version := form.seen_version()) and form.is_valid():
        try:
            _answer(request, asked, version, form)
        except ChangedMeanwhile as error:
            return changed_meanwhile(request, error, form, AnswerForm(), request.path)
        return redirect("plan", plan.pk)
    context = _frame(request, plan) | {"form": form, "asked": asked}
    return render(request, "resocialization/closing.html", context)


def _answer(request: HttpRequest, asked: Closing, version: int, form: AnswerForm) -> None:
    words, today = form.cleaned_data["words"], timezone.localdate()
    if form.cleaned_data["answer"] == Closing.Answer.APPROVED:
        closing.approve(asked, version, request.user, today, words)
        messages.success(request, _("The plan is closed."))
    else:
        closing.send_back(asked, version, request.user, today, words)
        messages.success(request, _("The plan goes on."))

"""Pages of needs and steps: the status of a need, a further need, a step added or changed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.addresses import way_back
from resocialization import planning
from resocialization.consenting import may_share
from resocialization.forms.needs import NeedForm, NewNeedForm, StepForm
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Need, Plan, Policy, Step
from resocialization.views.finding import changed_meanwhile, need_of, plan_to_work_on, step_of
from resocialization.views.frame import frame_of


def _frame(request: HttpRequest, plan: Plan) -> dict:
    back = way_back(request, reverse("plan", args=[plan.pk]))
    return frame_of(request, plan, timezone.localdate()) | {"way_back": back, "action": None}


@login_required
def need_page(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/needs/<id>/: the status of one need."""
    plan = plan_to_work_on(request, get_object_or_404(Need, pk=pk).plan_id)
    need = need_of(plan, pk)
    form = _need_form(request, need)
    if request.method == "POST" and (version := form.seen_version()) and form.is_valid():
        try:
            planning.change_need(need, version, form.answer(), timezone.localdate())
        except ChangedMeanwhile as error:
            stored = _need_form(request, need_of(plan, pk), blank=True)
            return changed_meanwhile(request, error, form, stored, request.get_full_path())
        messages.success(request, _("The status of the need is saved."))
        return redirect(way_back(request, reverse("plan", args=[plan.pk])))
    context = _frame(request, plan) | {"form": form, "need": need}
    return render(request, "resocialization/need.html", context)


def _need_form(request: HttpRequest, need: Need, blank: bool = False) -> NeedForm:
    data = request.POST if request.method == "POST" and not blank else None
    return NeedForm(data, need=need, policy=Policy.current(), today=timezone.localdate())


@login_required
def need_new(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/plans/<id>/needs/new/: a further need."""
    plan = plan_to_work_on(request, pk)
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    form = NewNeedForm(data, today=today)
    if data is not None and form.is_valid():
        given = form.cleaned_data
        need = planning.add_need(plan, given["direction"], given["title"], given["service"], today)
        messages.success(request, _("The need is added. Plan its first step."))
        return redirect("step-new", need.pk)
    return render(request, "resocialization/need_new.html", _frame(request, plan) | {"form": form})


@login_required
def step_new(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/needs/<id>/steps/new/: plan a step."""
    plan = plan_to_work_on(request, get_object_or_404(Need, pk=pk).plan_id)
    need = need_of(plan, pk)
    form = _step_form(request, need, None)
    if request.method == "POST" and form.is_valid():
        planning.add_step(need, form.step(), timezone.localdate())
        messages.success(request, _("The step is planned."))
        return redirect(way_back(request, reverse("plan", args=[plan.pk])))
    context = _frame(request, plan) | {"form": form, "need": need, "step": None}
    return render(request, "resocialization/step.html", context)


@login_required
def step_page(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/steps/<id>/: another day or another one who acts; or no longer needed."""
    plan_id = get_object_or_404(Step.objects.select_related("need"), pk=pk).need.plan_id
    plan = plan_to_work_on(request, plan_id)
    step = step_of(plan, pk)
    form = _step_form(request, step.need, step)
    if request.method == "POST" and (version := form.seen_version()):
        is_canceled = "cancel" in request.POST
        if is_canceled or form.is_valid():
            return _write(request, step, form, version, is_canceled)
    context = _frame(request, plan) | {"form": form, "need": step.need, "step": step}
    return render(request, "resocialization/step.html", context)


def _write(
    request: HttpRequest, step: Step, form: StepForm, version: int, is_canceled: bool
) -> HttpResponse:
    today, plan = timezone.localdate(), step.need.plan
    try:
        if is_canceled:
            planning.finish_step(step, version, Step.State.CANCELED, today)
        else:
            planning.change_step(step, version, form.step())
    except ChangedMeanwhile as error:
        stored = _step_form(request, step.need, step_of(plan, step.pk), blank=True)
        return changed_meanwhile(request, error, form, stored, request.get_full_path())
    messages.success(
        request, _("The step is canceled.") if is_canceled else _("The step is saved.")
    )
    return redirect(way_back(request, reverse("plan", args=[plan.pk])))


def _step_form(
    request: HttpRequest, need: Need, step: Step | None, blank: bool = False
) -> StepForm:
    return StepForm(
        request.POST if request.method == "POST" and not blank else None,
        need=need,
        step=step,
        today=timezone.localdate(),
        may_share=may_share(need.plan, need.direction_id, Policy.current()),
    )

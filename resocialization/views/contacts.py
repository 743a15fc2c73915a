"""Recording a contact: choose the person, then one form; and correcting what was written down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.accounts.rights import require
from amnesty.addresses import way_back
from resocialization import addressing, recording
from resocialization.consenting import may_share
from resocialization.forms.contacts import ContactForm, CorrectionForm
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import Contact, Need, Plan, Policy, Step
from resocialization.views.finding import (
    WORK,
    changed_meanwhile,
    need_of,
    plan_to_work_on,
    step_of,
)
from resocialization.views.frame import frame_of


def _id(request: HttpRequest, name: str) -> int | None:
    """An id of the address; what is no number is not found."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Http404
    return int(text)


def _subject(request: HttpRequest) -> tuple[Plan, Need | None, Step | None] | None:
    """The plan, need and step that the address names; the smallest of them is enough."""
    step_id, need_id, plan_id = (_id(request, name) for name in ("step", "need", "plan"))
    if step_id is not None:
        plan_id = _plan_id(Step.objects.filter(pk=step_id), "need__plan_id")
    elif need_id is not None:
        plan_id = _plan_id(Need.objects.filter(pk=need_id), "plan_id")
    elif plan_id is None:
        return None
    plan = plan_to_work_on(request, plan_id)
    if step_id is not None:
        step = step_of(plan, step_id)
        return plan, step.need, step
    return plan, need_of(plan, need_id) if need_id is not None else None, None


def _plan_id(rows: object, column: str) -> int:
    found = rows.values_list(column, flat=True).first()
    if found is None:
        raise Http404
    return found


@login_required
def contact_new(request: HttpRequest) -> HttpResponse:
    """/resocialization/contacts/new/?step= or ?need= or ?plan=; without one, choose the person."""
    subject = _subject(request)
    if subject is None:
        require(request, WORK)
        return _choose(request)
    plan, need, step = subject
    if request.method == "POST":
        form = _form(request, plan, need, step)
        if "key" in form.errors:
            raise BadRequest("key")
        if form.is_valid():
            return _save(request, form)
        return _page(request, form)
    return _page(request, _form(request, plan, need, step, blank=True))


def _choose(request: HttpRequest) -> HttpResponse:
    plans = Plan.objects.visible_to(request.user).running().of_worker(request.user)
    context = {"plans": plans.select_related("defendant")[:500]}
    return render(request, "resocialization/choose.html", context)


def _form(
    request: HttpRequest, plan: Plan, need: Need | None, step: Step | None, blank: bool = False
) -> ContactForm:
    return ContactForm(
        None if blank else request.POST,
        plan=plan,
        need=need,
        step=step,
        today=timezone.localdate(),
        may_share=may_share(plan, need.direction_id if need else None, Policy.current()),
    )


def _page(request: HttpRequest, form: ContactForm) -> HttpResponse:
    plan, today = form.plan, timezone.localdate()
    needs = plan.needs.select_related("direction", "service").order_by("direction__position", "pk")
    context = frame_of(request, plan, today, addressing.read(plan, request.user)) | {
        "form": form,
        "need": form.need,
        "step": form.step,
        "needs": needs,
        "today": today,
        "way_back": way_back(request, reverse("plan", args=[plan.pk])),
        "action": None,
    }
    return render(request, "resocialization/contact.html", context)


def _save(request: HttpRequest, form: ContactForm) -> HttpResponse:
    today, plan, need, step = timezone.localdate(), form.plan, form.need, form.step
    try:
        recording.record_contact(plan, need, step, form.given(), today)
    except ChangedMeanwhile as error:
        here = request.get_full_path()
        return changed_meanwhile(request, error, form, _form(request, *_fresh(form), True), here)
    messages.success(request, _("The contact is recorded."))
    back = way_back(request, reverse("plan", args=[plan.pk]))
    if form.closes_the_need:
        return redirect(f"{reverse('need', args=[need.pk])}?return={back}")
    return redirect(back)


def _fresh(form: ContactForm) -> tuple[Plan, Need | None, Step | None]:
    """The rows as they are stored now."""
    step = Step.objects.select_related("need__direction").filter(
        pk=form.step.pk if form.step else None
    )
    return form.plan, form.need, step.first()


@login_required
def contact_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/contacts/<id>/correct/: the former text stays readable."""
    plan_id = _plan_id(Contact.objects.filter(pk=pk), "plan_id")
    plan = plan_to_work_on(request, plan_id)
    rows = Contact.objects.standing().select_related("direction")
    contact = get_object_or_404(rows, pk=pk, plan=plan)
    today = timezone.localdate()
    form = CorrectionForm(request.POST or None, contact=contact, today=today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        reached = data["reached"] == "yes"
        recording.correct(contact, data["kind"], reached, data["on"], data.get("note", ""))
        messages.success(request, _("The contact is corrected. The former text stays readable."))
        return redirect("plan", plan.pk)
    context = frame_of(request, plan, today) | {"form": form, "contact": contact, "action": None}
    return render(request, "resocialization/correct.html", context)

"""The medical record of one person: a page of its own, for medical coordinators alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amnesty.accounts.rights import require
from resocialization import addressing, caring
from resocialization.consenting import ConsentMissing
from resocialization.forms.medical import MedicalForm
from resocialization.guarding import ChangedMeanwhile
from resocialization.models import MedicalNote, Plan
from resocialization.views.finding import plan_to_read
from resocialization.views.frame import frame_of

READ, WRITE = "resocialization.view_medicalnote", "resocialization.write_medicalnote"


@sensitive_post_parameters()
@login_required
def medical(request: HttpRequest, pk: int) -> HttpResponse:
    """/resocialization/plans/<id>/medical/: the record and its form; ?correct= names a note."""
    plan = plan_to_read(request, pk, READ)
    corrects = _corrected(request, plan)
    if request.method == "POST":
        return _write(request, plan, corrects)
    return _page(request, plan, _form(request, corrects), corrects)


def _form(request: HttpRequest, corrects: MedicalNote | None) -> MedicalForm:
    typed = request.POST if request.method == "POST" else None
    return MedicalForm(typed, today=timezone.localdate(), corrects=corrects)


def _corrected(request: HttpRequest, plan: Plan) -> MedicalNote | None:
    """The note of this plan that the address names; any other is not found."""
    text = request.GET.get("correct", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    notes = MedicalNote.objects.visible_to(request.user).filter(plan=plan)
    found = notes.filter(pk=int(text)).first()
    if found is None:
        raise Http404
    return found


def _write(request: HttpRequest, plan: Plan, corrects: MedicalNote | None) -> HttpResponse:
    require(request, WRITE)
    if not plan.is_running:
        raise PermissionDenied(_("This plan is closed. Nothing can be added to it."))
    form = _form(request, corrects)
    if form.is_valid():
        try:
            caring.write(plan, form.entry(), corrects)
        except (ConsentMissing, caring.AlreadyCorrected, ChangedMeanwhile) as refused:
            form.add_error(None, _why(refused))
        else:
            messages.success(request, _("The medical record is saved."))
            return redirect("plan-medical", plan.pk)
    elif "key" in form.errors:
        raise BadRequest("key")
    return _page(request, plan, form, corrects)


def _why(refused: Exception) -> str:
    if isinstance(refused, ConsentMissing):
        return _("The person has not agreed to a medical record. Record the consent first.")
    return _("A colleague changed this record at the same moment. Look at it again, then save.")


def _page(
    request: HttpRequest, plan: Plan, form: MedicalForm, corrects: MedicalNote | None
) -> HttpResponse:
    may_write = plan.is_running and request.user.has_perm(WRITE)
    may_keep = caring.may_keep(plan)
    address = addressing.read(plan, request.user)
    context = frame_of(request, plan, timezone.localdate(), address) | {
        "form": form if may_write and (may_keep or form.is_bound) else None,
        "notes": caring.read(plan, request.user),
        "corrects": corrects,
        "lacks_consent": not may_keep,
        "may_write": may_write,
        "action": None,
    }
    return render(request, "resocialization/medical.html", context)

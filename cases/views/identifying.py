"""An IIN with a wrong check digit: a clerk proposes it by a document, a supervisor confirms it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import correcting, identifying
from cases.correcting import Refused
from cases.forms.corrections import IinForm, RefusalForm
from cases.models import Case, IinOverride
from cases.views.frame import frame_of
from cases.views.showing import find_case

READ, PROPOSE, CONFIRM = "cases.view_iinoverride", "cases.propose_correction", "cases.confirm_iin"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def iin(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/<id>/iin/: what was proposed for the person. POST proposes."""
    case = find_case(request, pk, PROPOSE if request.method == "POST" else READ)
    form = IinForm(request.POST or None, person=case.defendant, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            identifying.propose(case, form.paper(), form.grounds(), request.user, timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return _page(request, case, form=form, status=409)
        messages.success(
            request, _("The IIN is proposed. A supervisor of your office confirms it.")
        )
        return redirect("case-iin", case.pk)
    return _page(request, case, form=form)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """POST /cases/<id>/iin/<n>/confirm/: the number becomes the person's IIN."""
    case, found = _override(request, pk, number)
    if found.was_decided_by(request.user, "confirmed"):
        return redirect("case-iin", case.pk)
    try:
        identifying.confirm(found, request.user, timezone.now())
    except Refused as refusal:
        return _refused(request, case, refusal)
    messages.success(request, _("The IIN is confirmed and stands on the case."))
    return redirect("case-iin", case.pk)


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """POST /cases/<id>/iin/<n>/refuse/ with the reason."""
    case, found = _override(request, pk, number)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, case, refusal=form)
    try:
        identifying.refuse(found, request.user, timezone.now(), form.cleaned_data["refusal"])
    except Refused as refusal:
        return _refused(request, case, refusal)
    messages.success(request, _("The IIN is refused. The person stays as recorded."))
    return redirect("case-iin", case.pk)


def _override(request: HttpRequest, pk: int, number: int) -> tuple[Case, IinOverride]:
    case = find_case(request, pk, CONFIRM)
    return case, get_object_or_404(case.defendant.iin_overrides, pk=number, case=case)


def _refused(request: HttpRequest, case: Case, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return _page(request, case, status=409)


def _page(request: HttpRequest, case: Case, status: int = 200, **forms: Form) -> HttpResponse:
    overrides = list(case.defendant.iin_overrides.select_related("proposed_by", "decided_by"))
    for row in overrides:
        waits = row.state == "proposed" and request.user.has_perm(CONFIRM)
        row.obstacle = correcting.why_not_decided(row, request.user) if waits else None
        row.decides = waits and row.obstacle is None and row.case_id == case.pk
    may_propose = request.user.has_perm(PROPOSE)
    today = timezone.localdate()
    context = frame_of(request, case, today, "case-iin") | {
        "overrides": overrides,
        "form": forms.get("form") or IinForm(person=case.defendant, today=today),
        "refusal_form": forms.get("refusal") or RefusalForm(),
        "may_propose": may_propose and not any(row.state == "proposed" for row in overrides),
    }
    return render(request, "cases/correction/iin.html", context, status=status)

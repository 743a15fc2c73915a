"""Corrections of known facts: proposed from the page of the case, looked at by a second person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amnesty.addresses import way_back
from cases import correcting, drafting
from cases.assessing import FactsContradict
from cases.correcting import Outdated, Refused
from cases.forms.corrections import CommentForm, GroundsForm, RefusalForm
from cases.forms.registration import Registration
from cases.models import Case, FactCorrection
from cases.presenting.changes import change_rows
from cases.registering import ChangedMeanwhile
from cases.views.conflicts import changed_meanwhile, differences, version_of
from cases.views.frame import frame_of
from cases.views.showing import find_case

PREFIX = "correction"  # of the two fields that are not part of the page of the case
PEOPLE = ("proposed_by", "decided_by", "case__defendant")


def _frame(request: HttpRequest, case: Case) -> dict[str, object]:
    return frame_of(request, case, timezone.localdate(), "case-corrections")


# --- proposing -------------------------------------------------------------------------------


def typed_on(page: Registration) -> dict[str, list[str]]:
    """What was sent for the fields of the page of the case; fields it does not know are dropped."""
    known = {field.html_name for form in page.single_forms() for field in form} | {"confirmed"}
    return {name: values for name, values in page.data.lists() if name in known}


def check_page(
    request: HttpRequest, page: Registration, changes: list, form: GroundsForm | None = None
) -> HttpResponse:
    """Known facts would change: nothing was saved, and here a correction is proposed."""
    rows = Case.objects.select_related("defendant", "court", "current_assessment")
    stored = rows.get(pk=page.case.pk)
    context = _frame(request, stored) | {
        "rows": change_rows(stored, changes),
        "form": form or GroundsForm(prefix=PREFIX),
        "version": request.POST.get("version", ""),
        "token": drafting.token_of(request.POST),
        "return_to": way_back(request, ""),
        "pressed": request.POST.get("next", ""),
        "typed": [(name, value) for name, values in typed_on(page).items() for value in values],
    }
    return render(request, "cases/correction/propose.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/<id>/corrections/: all of the case, the newest first. POST proposes one."""
    if request.method == "POST":
        return _propose(request, find_case(request, pk, "cases.propose_correction"))
    case = find_case(request, pk)
    rows = list(case.corrections.select_related(*PEOPLE))
    for row in rows:
        row.rows = change_rows(case, row.changes)
    return render(
        request, "cases/correction/list.html", _frame(request, case) | {"corrections": rows}
    )


def _propose(request: HttpRequest, case: Case) -> HttpResponse:
    version = version_of(request)
    page = Registration(request.user, timezone.localdate(), data=request.POST, case=case)
    form = GroundsForm(request.POST, prefix=PREFIX)
    if version != case.version or not page.is_valid() or page.open_doubts():
        return changed_meanwhile(request, page)
    try:
        if not form.is_valid():
            changes = correcting.changes_of(case, version, page.filing())
            return check_page(request, page, changes, form)
        made = correcting.propose(
            case,
            version,
            page.filing(),
            typed_on(page),
            form.grounds(),
            request.user,
            timezone.now(),
        )
    except (ChangedMeanwhile, FactsContradict):
        return changed_meanwhile(request, page)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("case-edit", case.pk)
    drafting.forget(request.user, drafting.token_of(request.POST))
    messages.success(request, _("The correction is proposed. A judge or a supervisor confirms it."))
    if request.POST.get("next") == "co":
        return redirect(f"{reverse('case-register')}?with={case.pk}")
    return redirect("case-correction", case.pk, made.pk)


# --- reading and deciding --------------------------------------------------------------------


def _correction(request: HttpRequest, pk: int, number: int, right: str) -> FactCorrection:
    case = find_case(request, pk, right)
    found = get_object_or_404(case.corrections.select_related(*PEOPLE), pk=number)
    found.case = case
    return found


@login_required
@require_http_methods(["GET", "HEAD"])
def correction(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """GET /cases/<id>/corrections/<n>/: one proposal and what may be done with it."""
    return _page(request, _correction(request, pk, number, "cases.view_case"))


def _page(
    request: HttpRequest, found: FactCorrection, status: int = 200, **forms: Form
) -> HttpResponse:
    user = request.user
    waits = found.state == "proposed"
    decides = waits and user.has_perm("cases.confirm_correction")
    obstacle = correcting.why_not_decided(found, user) if decides else None
    context = _frame(request, found.case) | {
        "correction": found,
        "rows": change_rows(found.case, found.changes),
        "fields": differences(typed_page(found), stored_page(found)) if waits else [],
        "decides": decides and not found.is_outdated,
        "obstacle": obstacle,
        "comments": found.comments.select_related("by"),
        "may_comment": waits and user.has_perm("cases.comment_correction"),
        "refusal_form": forms.get("refusal") or RefusalForm(),
        "comment_form": forms.get("comment") or CommentForm(),
    }
    return render(request, "cases/correction/page.html", context, status=status)


def typed_page(found: FactCorrection) -> Registration:
    """The page of the case as it was sent, with the choices of whoever sent it."""
    data = QueryDict(mutable=True)
    for name, values in found.typed.items():
        data.setlist(name, values)
    return Registration(found.proposed_by, timezone.localdate(), data=data, case=found.case)


def stored_page(found: FactCorrection) -> Registration:
    return Registration(found.proposed_by, timezone.localdate(), case=found.case)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """POST …/confirm/: writes what was proposed and has the case assessed again."""
    found = _correction(request, pk, number, "cases.confirm_correction")
    if found.was_decided_by(request.user, "confirmed"):
        return redirect("case", pk)
    page = typed_page(found)
    if obstacle := correcting.why_not_decided(found, request.user):
        return _refused(request, pk, number, obstacle)
    if not page.is_valid():
        correcting.put_aside(found, timezone.now())
        return _refused(request, pk, number, None)
    try:
        correcting.confirm(found, page.filing(), request.user, timezone.now())
    except Refused as refusal:
        return _refused(request, pk, number, refusal)
    except Outdated:
        return _refused(request, pk, number, None)
    messages.success(request, _("The correction is confirmed, and the case is assessed again."))
    return redirect("case", pk)


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """POST …/refuse/ with the reason."""
    found = _correction(request, pk, number, "cases.confirm_correction")
    form = RefusalForm(request.POST)
    if found.was_decided_by(request.user, "refused"):
        return redirect("case-correction", pk, number)
    if not form.is_valid():
        return _page(request, found, refusal=form)
    try:
        correcting.refuse(found, request.user, timezone.now(), form.cleaned_data["refusal"])
    except Refused as refusal:
        return _refused(request, pk, number, refusal)
    messages.success(request, _("The correction is refused. The case stays as it is."))
    return redirect("case-correction", pk, number)


@login_required
@require_POST
def comment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """POST …/comment/ adds an observation."""
    found = _correction(request, pk, number, "cases.comment_correction")
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, comment=form)
    correcting.comment(found, request.user, timezone.now(), form.cleaned_data["text"])
    messages.success(request, _("The comment stands beneath the proposal."))
    return redirect("case-correction", pk, number)


def _refused(request: HttpRequest, pk: int, number: int, refusal: Exception | None) -> HttpResponse:
    """409: the proposal as it stands now, and why nothing was written."""
    if refusal is not None:
        messages.error(request, str(refusal))
    found = _correction(request, pk, number, "cases.view_case")
    return _page(request, found, status=409)

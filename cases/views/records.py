"""Previous convictions of the person of a case: shown to readers, kept by those who register."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amnesty.accounts.rights import find
from cases import recording
from cases.forms.records import RecordForm
from cases.models import Case, PreviousConviction
from cases.views.frame import frame_of

KEEP = "cases.register_case"


def _case(request: HttpRequest, pk: int, right: str) -> Case:
    rows = Case.objects.in_offices_of(request.user).select_related(
        "defendant", "court", "current_assessment"
    )
    return find(request, rows, pk, right)


def records_context(request: HttpRequest, case: Case) -> dict[str, object]:
    """What templates/cases/records/_card.html draws. Two statements, three with records."""
    return {
        "records": list(case.defendant.previous_convictions.all()),
        "suggests_recidivism": recording.suggests_recidivism(case),
        "may_keep_records": request.user.has_perm(KEEP),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/<id>/records/ shows; POST adds one."""
    case = _case(request, pk, KEEP if request.method == "POST" else "cases.view_case")
    new = PreviousConviction(defendant=case.defendant)
    form = RecordForm(request.POST or None, record=new)
    if request.method == "POST" and form.is_valid():
        recording.keep(form.told())
        messages.success(request, _("The conviction is recorded. The court weighs it."))
        return redirect("case-records", case.pk)
    return _page(request, case, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int, record_pk: int) -> HttpResponse:
    """GET /cases/<id>/records/<id>/ is the form of one record; POST saves it."""
    case = _case(request, pk, KEEP)
    known = get_object_or_404(case.defendant.previous_convictions, pk=record_pk)
    known.defendant = case.defendant
    form = RecordForm(request.POST or None, record=known)
    if request.method == "POST" and form.is_valid():
        recording.keep(form.told())
        messages.success(request, _("The conviction is saved."))
        return redirect("case-records", case.pk)
    return _page(request, case, form, known)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, record_pk: int) -> HttpResponse:
    """POST /cases/<id>/records/<id>/remove/ takes out a record entered by mistake."""
    case = _case(request, pk, KEEP)
    recording.remove(get_object_or_404(case.defendant.previous_convictions, pk=record_pk))
    messages.success(request, _("The conviction is removed."))
    return redirect("case-records", case.pk)


def _page(
    request: HttpRequest, case: Case, form: RecordForm, known: PreviousConviction | None = None
) -> HttpResponse:
    context = frame_of(request, case, timezone.localdate(), "case-records")
    context |= records_context(request, case) | {"form": form, "record": known}
    return render(request, "cases/records/page.html", context)

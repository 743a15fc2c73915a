"""Pages of decisions: record and check, read, approve, execute, revoke, list.

Rules of the steps stand in cases/deciding.py; here they are asked, shown and answered.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amnesty.accounts.rights import needs, require
from amnesty.accounts.stepping_up import step_up, typed_before
from cases import correcting, deciding
from cases.deciding import Content, Refused, Stale
from cases.decision_forms import DecisionFilter, DecisionForm
from cases.models import Case, Decision
from cases.views.conflicts import version_of
from cases.views.decision_rows import conflict_rows, content_rows, decision_rows, doubts_about
from cases.views.decision_steps import STEPS, Step, right_of
from cases.views.frame import frame_of
from cases.views.showing import find_case

A_PAGE = 50


def _frame(request: HttpRequest, case: Case) -> dict[str, object]:
    return frame_of(request, case, timezone.localdate(), "decision-record")


def _decision(request: HttpRequest, pk: int, decision_pk: int, right: str) -> Decision:
    case = find_case(request, pk, right)
    rows = Decision.objects.select_related(
        "assessment", "office", "author", "approved_by", "executed_by", "revoked_by", "supersedes"
    )
    decision = get_object_or_404(rows, pk=decision_pk, case=case)
    decision.case = case
    return decision


# --- recording -------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; a POST brings back what the check page was shown, to change it."""
    case = find_case(request, pk, "cases.draft_decision")
    draft = Decision.objects.drafts().filter(case=case).select_related("author").first()
    if draft is not None and draft.author_id != request.user.pk:
        messages.info(request, deciding.OTHER_AUTHOR)
        return redirect("decision", case.pk, draft.pk)
    return _form_page(request, case, _form(request, case, draft))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything once more before it is recorded; `confirmed` records it."""
    case = find_case(request, pk, "cases.draft_decision")
    if request.method != "POST":
        return redirect("decision-record", case.pk)
    form = _form(request, case, None)
    if not form.is_valid():
        return _form_page(request, case, form)
    if "confirmed" in request.POST:
        return _save(request, case, form)
    context = _frame(request, case) | {
        "rows": content_rows(form.content, case.current_assessment),
        "hidden": [{"name": name, "value": form[name].value() or ""} for name in form.fields],
        "is_amendment": form.cleaned_data["version"] is not None,
    }
    return render(request, "cases/decision/check.html", context)


def _form(request: HttpRequest, case: Case, draft: Decision | None) -> DecisionForm:
    known = {"case": case, "user": request.user, "today": timezone.localdate()}
    if request.method == "POST":
        return DecisionForm(request.POST, **known)
    if draft is not None:
        fields = Content.__dataclass_fields__
        initial = {name: getattr(draft, name) for name in fields} | {"version": draft.version}
    else:
        initial = deciding.proposal(case, request.user, known["today"])
    return DecisionForm(initial=initial | {"seen": case.current_assessment_id}, **known)


def _form_page(
    request: HttpRequest, case: Case, form: DecisionForm, status: int = 200
) -> HttpResponse:
    context = _frame(request, case) | {
        "form": form,
        "assessment": case.current_assessment,
        "out_of_date": not deciding.is_up_to_date(case),
        "standing": Decision.objects.standing().filter(case=case).first(),
    }
    return render(request, "cases/decision/form.html", context, status=status)


def _save(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    try:
        decision = deciding.record(case, form.content, request.user, timezone.now(), version)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, case, form, status=409)
    except Stale:
        return _not_saved(request, case, form)
    messages.success(request, _("The decision is recorded as a draft. Another person approves it."))
    return redirect("decision", case.pk, decision.pk)


def _not_saved(request: HttpRequest, case: Case, form: DecisionForm) -> HttpResponse:
    """The same sent twice shows the first result; a missing version is 400, an old one 409."""
    draft = Decision.objects.drafts().filter(case=case).select_related("author", "office").first()
    sent_twice = draft is not None and all(
        getattr(draft, name) == getattr(form.content, name) for name in Content.__dataclass_fields__
    )
    if sent_twice:
        return redirect("decision", case.pk, draft.pk)
    if form.cleaned_data["version"] is None:
        raise BadRequest("version")
    newest = draft or case.decisions.select_related("author", "office").first()
    context = {
        "who": str(newest.author) if newest else "",
        "fields": conflict_rows(form.content, newest) if newest else [],
        "edit_url": reverse("decision-record", args=[case.pk]),
    }
    return render(request, "409.html", context, status=409)


# --- reading and the three steps -------------------------------------------------------------


@login_required
@require_GET
def page(request: HttpRequest, pk: int, decision_pk: int) -> HttpResponse:
    """One decision: what was decided, by whom, beside what the assessment said."""
    decision = _decision(request, pk, decision_pk, "cases.view_decision")
    shown = next(d for d in deciding.decisions_for(decision.case) if d.pk == decision.pk)
    shown.case = decision.case
    offered = [step for step in STEPS.values() if step.is_offered_to(request.user, shown)]
    context = _frame(request, shown.case) | {
        "decision": shown,
        "rows": decision_rows(shown),
        "steps": [
            {
                "label": step.action,
                "url": reverse(f"decision-{step.name}", args=[shown.case_id, shown.pk]),
                "obstacle": step.obstacle(shown, request.user, timezone.localdate()),
            }
            for step in offered
        ],
        "corrected": correcting.corrected_shortly_before(shown, timezone.now()),
        "may_change": shown.state == "draft" and shown.author_id == request.user.pk,
    }
    return render(request, "cases/decision/page.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, pk: int, decision_pk: int, name: str) -> HttpResponse:
    """The check page before a step that cannot be taken back, and the step itself."""
    step = STEPS[name]
    decision = _decision(request, pk, decision_pk, right_of(request.user, step.rights))
    if not step.is_offered_to(request.user, decision, whatever_state=True):
        require(request, step.rights[0])
    view = step_up(_take) if step.asks_who_is_there else _take
    return view(request, decision, step)


def _take(request: HttpRequest, decision: Decision, step: Step) -> HttpResponse:
    form = step.form(request.POST or typed_before(request)) if step.form else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _act(request, decision, step, form.cleaned_data if form else {})
    obstacle = step.obstacle(decision, request.user, timezone.localdate())
    status = 409 if obstacle and request.method == "POST" else 200
    return _step_page(request, decision, step, form, obstacle, status)


def _step_page(
    request: HttpRequest,
    decision: Decision,
    step: Step,
    form: object,
    obstacle: Refused | None,
    status: int,
) -> HttpResponse:
    context = _frame(request, decision.case) | {
        "decision": decision,
        "step": step,
        "form": form,
        "rows": decision_rows(decision),
        "obstacle": obstacle,
        "doubts": doubts_about(decision.case, request.user) if step.shows_doubts else [],
        "corrected": correcting.corrected_shortly_before(decision, timezone.now())
        if step.shows_doubts
        else [],
    }
    return render(request, "cases/decision/step.html", context, status=status)


def _act(request: HttpRequest, decision: Decision, step: Step, told: dict) -> HttpResponse:
    version = version_of(request)
    try:
        step.act(decision, request.user, version, timezone.now(), told)
    except Refused as refusal:
        return _step_page(request, decision, step, None, refusal, 409)
    except Stale:
        fresh = Decision.objects.select_related("author", "office").get(pk=decision.pk)
        if not step.is_done_by(request.user, fresh):
            return _moved_on(request, fresh)
    messages.success(request, step.done)
    return redirect("decision", decision.case_id, decision.pk)


def _moved_on(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Somebody else took a step meanwhile: nothing was done, the page says what stands now."""
    state = [{"label": _("State"), "yours": "", "theirs": decision.get_state_display()}]
    context = {
        "fields": state,
        "edit_url": reverse("decision", args=[decision.case_id, decision.pk]),
    }
    return render(request, "409.html", context, status=409)


# --- the list --------------------------------------------------------------------------------


@require_GET
@needs("cases.view_decision")
def listing(request: HttpRequest) -> HttpResponse:
    """All decisions of the user's offices, the newest first."""
    filters = DecisionFilter(request.GET)
    rows = filters.narrow(Decision.objects.visible_to(request.user)).select_related(
        "case__defendant", "case__current_assessment", "office", "author", "assessment"
    )
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    for decision in shown:
        decision.parted = deciding.differences(
            decision.outcome, decision.new_end, decision.case.current_assessment
        )
    chips = _chips(request, filters)
    context = {"form": filters, "page": shown, "chips": chips, "filter_open": not chips}
    return render(request, "cases/decision/list.html", context)


def _chips(request: HttpRequest, filters: DecisionFilter) -> list[dict[str, str]]:
    chips = []
    for name, value in filters.chosen().items():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        word = dict(filters.fields[name].choices)[value]
        chips.append(
            {
                "label": filters.fields[name].label,
                "value": word,
                "remove_url": f"?{query.urlencode()}",
            }
        )
    return chips

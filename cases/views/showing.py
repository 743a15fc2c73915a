"""The page of a case: what the act does in it, why, what is missing; and its earlier answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amnesty.accounts.rights import find
from cases import assessing, deciding
from cases.forms.answers import Question
from cases.forms.registration import Registration
from cases.models import Case
from cases.presenting import Panel, panel_of
from cases.presenting.actions import actions_of
from cases.presenting.panel import MissingFact
from cases.views.frame import frame_of, summary_of, tags_of
from cases.views.records import records_context
from cases.views.walking import walk_of

MOST_CODEFENDANTS = 20
MOST_QUESTIONS = 6  # further ones are a link away
READ = ("defendant", "court", "current_assessment__rule_set", "current_assessment__made_by")


def find_case(request: HttpRequest, pk: int, right: str = "cases.view_case") -> Case:
    """The case with its current answer, for a user of its offices who holds `right`."""
    rows = Case.objects.in_offices_of(request.user).select_related(*READ)
    return find(request, rows, pk, right)


@login_required
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/<id>/."""
    case = find_case(request, pk)
    today = timezone.localdate()
    context = assessment_context(request, case) | frame_of(request, case, today)
    context["walk"] = walk_of(request, case)
    return render(request, "cases/case.html", context)


def assessment_context(request: HttpRequest, case: Case, focus: bool = False) -> dict:
    """What the panel and the column beside it draw; also after one fact was answered."""
    today = timezone.localdate()
    panel = panel_of(case.current_assessment, today)
    may_answer = request.user.has_perm("cases.register_case")
    decisions = deciding.decisions_for(case)
    return records_context(request, case) | {
        "case": case,
        "panel": panel,
        "actions": actions_of(request.user, case, panel, decisions),
        "questions": questions_of(request, case, panel),
        "is_stale": case.facts_version != case.assessed_facts_version,
        "today": today,
        "focus": focus,
        "tags": tags_of(case),
        "summary": summary_of(case, may_answer),
        "codefendants": codefendants_of(request, case)[:MOST_CODEFENDANTS],
        "decisions": decisions,
        "is_freed": any(made.frees_person and made.executed_at for made in decisions),
        "may_answer": may_answer,
        "may_assess": request.user.has_perm("cases.assess_case"),
    }


def questions_of(
    request: HttpRequest, case: Case, panel: Panel
) -> list[tuple[MissingFact, Question | None]]:
    """The missing facts, the first of them with a form for those who may write."""
    may_answer = bool(panel.missing) and request.user.has_perm("cases.register_case")
    page = Registration(request.user, timezone.localdate(), case=case) if may_answer else None
    return [
        (fact, _question(page, fact) if page and place < MOST_QUESTIONS else None)
        for place, fact in enumerate(panel.missing)
    ]


def _question(page: Registration, fact: MissingFact) -> Question | None:
    """The form of one fact; none for detention, whose rows need a page of their own."""
    try:
        question = Question(page, fact.address)
    except LookupError:
        return None  # a case without an offense: its own form is the place
    return None if question.is_about_custody else question


def codefendants_of(request: HttpRequest, case: Case) -> QuerySet:
    """Other cases of the same proceeding, within the user's scope."""
    cases = Case.objects.visible_to(request.user).exclude(pk=case.pk)
    if not case.proceeding_number:
        return cases.none()
    same = cases.filter(proceeding_number=case.proceeding_number)
    return same.select_related("defendant", "current_assessment").order_by("defendant__sort_key")


@login_required
def assessments(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/<id>/assessments/: every answer the case ever had, the newest first."""
    case = find_case(request, pk)
    made = case.assessments.select_related("rule_set", "made_by", "run")
    context = {"assessments": made.defer("dossier_json", "answer_json", "rule_set__data")}
    context |= frame_of(request, case, timezone.localdate(), "case-assessments")
    return render(request, "cases/assessments.html", context)


@login_required
def assessment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """GET /cases/<id>/assessments/<n>/: one answer as it was made."""
    case = find_case(request, pk)
    made = get_object_or_404(
        case.assessments.select_related("rule_set", "made_by", "run"), pk=number
    )
    today = timezone.localdate()
    context = {"panel": panel_of(made, today), "is_current": case.current_assessment_id == made.pk}
    context |= frame_of(request, case, today, "case-assessments")
    return render(request, "cases/assessment.html", context)


@login_required
@require_POST
def recalculate(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /cases/<id>/recalculate/: the same facts under the same rules write nothing."""
    case = find_case(request, pk, "cases.assess_case")
    assessed = assessing.assess_case(case.pk)
    if assessed.is_new:
        messages.success(request, _("The case was assessed again. The new answer stands below."))
    else:
        messages.info(request, _("Nothing changed: the same facts under the same rules."))
    return redirect(reverse("case", args=[case.pk]))

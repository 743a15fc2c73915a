"""One missing fact is answered: in the panel, or on a page of its own when there is no script."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import reswap, retarget

from cases import registering
from cases.assessing import FactsContradict
from cases.forms.answers import Answered, Question, answered
from cases.forms.registration import ADD_ROW, Registration
from cases.gathering import NOTHING_KNOWN
from cases.models import Case
from cases.models.submitted import SecondPersonNeeded
from cases.views.conflicts import changed_meanwhile, version_of
from cases.views.frame import frame_of
from cases.views.showing import assessment_context, find_case

# A case without a registered offense is asked about one that has no row yet.
NO_OFFENSE = f"offenses.{NOTHING_KNOWN['id']}."


@login_required
def answer(request: HttpRequest, pk: int, address: str) -> HttpResponse:
    """/cases/<id>/answer/<fact>/: the field of one fact, and its saving."""
    case = find_case(request, pk, "cases.register_case")
    if address.startswith(NO_OFFENSE):
        return redirect(reverse("case-edit", args=[case.pk]) + "#offenses")
    if request.method != "POST":
        page = Registration(request.user, timezone.localdate(), case=case)
        return _draw(request, case, _asked(page, address))
    return _save(request, case, address, version_of(request))


def _asked(page: Registration, address: str) -> Question:
    try:
        return Question(page, address)
    except LookupError as error:
        raise Http404 from error


def _save(request: HttpRequest, case: Case, address: str, version: int) -> HttpResponse:
    try:
        given = answered(request.user, timezone.localdate(), case, address, request.POST)
    except LookupError as error:
        raise Http404 from error
    if ADD_ROW in request.POST:
        given.page.data[ADD_ROW] = "custody"
        return _draw(request, case, Question(given.page.with_another_row(), address))
    if version != case.version:
        return changed_meanwhile(request, given.page)
    if not given.is_valid or given.open_doubts:
        return _draw(request, case, given.question, given)
    try:
        registering.amend(case, version, given.page.filing())
    except FactsContradict as error:
        given.page.tell(error)
        return _draw(request, case, given.question, given)
    except SecondPersonNeeded as needed:
        given.question.tell(str(needed))
        return _draw(request, case, given.question, given)
    except registering.ChangedMeanwhile:
        return changed_meanwhile(request, given.page)
    return _saved(request, case)


def _saved(request: HttpRequest, case: Case) -> HttpResponse:
    """The panel again, with the next question; without script the whole page of the case."""
    if not request.htmx:
        return redirect(reverse("case", args=[case.pk]) + "#verdict")
    saved = find_case(request, case.pk)
    return render(request, "cases/_answered.html", assessment_context(request, saved, focus=True))


def _draw(
    request: HttpRequest, case: Case, question: Question, given: Answered | None = None
) -> HttpResponse:
    context = {
        "question": question,
        "address": question.address,
        "case": case,
        "doubts": given.open_doubts if given else [],
        "elsewhere": bool(given and not given.is_valid and not question.has_errors),
        "custody": question.page.custody,
        "sentence": question.page.sentence,
        "page_has_errors": bool(given and not given.is_valid),
    }
    if request.htmx:
        piece = render(request, "cases/_question.html", context)
        return reswap(retarget(piece, f"#{question.anchor}"), "outerHTML")
    context |= frame_of(request, case, timezone.localdate())
    return render(request, "cases/answer.html", context)

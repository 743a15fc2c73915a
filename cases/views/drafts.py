"""Drafts: kept by the page itself or by a button, gone on with, thrown away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amnesty.accounts.rights import needs, require
from amnesty.addresses import way_back
from amnesty.unexpected import sent_again
from cases import drafting
from cases.drafting import CannotKeep
from cases.forms.registration import Registration
from cases.models import Draft
from cases.views import registering

REFUSALS: dict[str, Promise] = {
    "token": gettext_lazy("This page cannot be kept as a draft. Open the form again."),
    "size": gettext_lazy("This is too much for a draft. Save the case instead."),
    "number": gettext_lazy("Twenty drafts are kept already. Finish or discard one first."),
}
QUIETLY = "X-Quietly"  # header of the page's own script: the answer is no page


@require_POST
@needs("cases.register_case")
def keep(request: HttpRequest) -> HttpResponse:
    """POST /cases/drafts/keep/: the page as it stands. Nothing is checked and no case is made."""
    is_quiet = QUIETLY in request.headers
    sent_again(request)  # what a draft does not hold, the form itself will ask for
    if drafting.token_of(request.POST) in request.session.get(registering.SAVED, {}):
        return HttpResponse(status=204)  # registered meanwhile: there is nothing to keep
    try:
        draft = drafting.keep(request.user, request.POST, timezone.now())
    except CannotKeep as refusal:
        return _refused(request, str(REFUSALS[refusal.code]), is_quiet)
    if is_quiet:
        at = timezone.localtime(draft.kept_at) if draft else None
        told = _("Draft kept at %(time)s") % {"time": f"{at:%H:%M}"} if at else ""
        return JsonResponse({"told": told})
    if draft is None:
        messages.info(request, _("There is nothing to keep yet."))
        return redirect("case-register")
    messages.success(request, _("Kept as a draft. No case was registered."))
    return redirect(f"{reverse('case-register')}#drafts")


def _refused(request: HttpRequest, told: str, is_quiet: bool) -> HttpResponse:
    """A refusal never loses the page: with a button it is drawn again as it was typed."""
    if is_quiet:
        return JsonResponse({"told": told}, status=400)
    messages.error(request, told)
    return registering.draw(request, _page(request, request.POST))


@require_safe
@login_required
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /cases/drafts/<id>/: the page as its author left it."""
    draft = get_object_or_404(Draft, pk=pk, owner=request.user)
    require(request, "cases.register_case")
    sent = drafting.sent_by(draft)
    if draft.case_id is None:
        return registering.draw(request, _page(request, sent), draft.token)
    case = registering.editable(request, draft.case_id)
    page = Registration(request.user, timezone.localdate(), data=sent, case=case).unchecked()
    return registering.draw(request, page, draft.token, sent.get("version", ""))


def _page(request: HttpRequest, sent: object) -> Registration:
    person = registering.person_of(request, sent.get("person", ""))
    page = Registration(request.user, timezone.localdate(), data=sent, person=person)
    return page.unchecked()


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /cases/drafts/<id>/discard/."""
    draft = get_object_or_404(Draft, pk=pk, owner=request.user)
    require(request, "cases.register_case")
    draft.delete()
    messages.success(request, _("The draft is discarded."))
    return redirect(way_back(request, reverse("case-register")))

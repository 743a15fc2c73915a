"""Registering a case and changing it: one page, one save, nothing half-saved."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amnesty.accounts.rights import find, needs
from amnesty.addresses import way_back
from amnesty.unexpected import sent_again
from cases import drafting, registering
from cases.assessing import FactsContradict
from cases.forms.registration import ADD_ROW, Registration
from cases.models import Case, Defendant
from cases.models.submitted import SecondPersonNeeded
from cases.views.conflicts import changed_meanwhile, version_of
from cases.views.correcting import check_page
from cases.views.frame import frame_of

SAVED = "registered"  # session: page token → case, so that a second press makes no second case
MOST_TOKENS = 20


@needs("cases.register_case")
def register(request: HttpRequest) -> HttpResponse:
    """/cases/new/: `with` = the case of a co-defendant, `person` = a known person."""
    today = timezone.localdate()
    if request.method != "POST":
        page = Registration(request.user, today, person=_person(request), like=_like(request))
        page.case_form.fields["proceeding_number"].widget.attrs["autofocus"] = True
        return _draw(request, page)
    if known := request.session.get(SAVED, {}).get(drafting.token_of(request.POST)):
        sent_again(request)
        return redirect("case", known)
    page = Registration(request.user, today, data=request.POST, person=_person(request))
    if ADD_ROW in request.POST or "redraw" in request.POST:
        return _draw(request, _redrawn(request, page))
    if page.is_valid() and not page.open_doubts():
        saved = _registered(page)
        if saved:
            token = drafting.token_of(request.POST)
            _remember(request, saved, token)
            drafting.forget(request.user, token)
            return _saved_answer(request, page, saved)
    return _draw(request, page)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """/cases/<id>/edit/: the same page with what is stored."""
    case = editable(request, pk)
    today = timezone.localdate()
    if request.method != "POST":
        return _draw(request, Registration(request.user, today, case=case))
    # The case is named too, for a draft of the page (interrupting.py); here the address says it.
    version = version_of(request)
    token, _case = drafting.token_of(request.POST), request.POST.get("case")
    page = Registration(request.user, today, data=request.POST, case=case)
    if ADD_ROW in request.POST:
        return _draw(request, page.with_another_row())
    if version != case.version:
        return changed_meanwhile(request, page)
    if page.is_valid() and not page.open_doubts():
        return _amend(request, page, version, token)
    return _draw(request, page)


def _registered(page: Registration) -> Case | None:
    """A known person's date of birth stays as a decision in another case found it."""
    try:
        return _saved(page, lambda: registering.register(page.filing(), page.defendant))
    except SecondPersonNeeded as needed:
        page.person.add_error("birth_date", str(needed))
    return None


def _amend(request: HttpRequest, page: Registration, version: int, token: str) -> HttpResponse:
    try:
        saved = _saved(page, lambda: registering.amend(page.case, version, page.filing()))
    except registering.ChangedMeanwhile:
        return changed_meanwhile(request, page)
    except SecondPersonNeeded as needed:
        return check_page(request, page, needed.changes)
    if saved is None:
        return _draw(request, page)
    drafting.forget(request.user, token)
    return _saved_answer(request, page, saved)


def editable(request: HttpRequest, pk: int) -> Case:
    """The case, if it is of the user's court and the user may change it; 404 or 403 if not."""
    rows = Case.objects.in_offices_of(request.user).select_related("defendant", "court")
    return find(request, rows, pk, "cases.register_case")


def _saved(page: Registration, save: object) -> Case | None:
    """Save, or tell at the fields why the facts cannot be stored; then nothing was."""
    try:
        return save()
    except FactsContradict as error:
        page.tell(error)
    except IntegrityError as error:
        if "iin" not in str(error):
            raise
        page.person.add_error("iin", _("A person with this IIN was registered just now."))
    return None


def _saved_answer(request: HttpRequest, page: Registration, case: Case) -> HttpResponse:
    for note in page.notes():
        messages.info(request, note)
    if request.POST.get("next") == "co":
        messages.success(request, _("Case %(number)s was saved.") % {"number": case.number})
        return redirect(f"{reverse('case-register')}?with={case.pk}")
    return redirect(way_back(request, reverse("case", args=[case.pk])))


def _remember(request: HttpRequest, case: Case, token: str) -> None:
    """The page that was just saved, by its token; the oldest ones are forgotten."""
    if not token:
        return  # a page without a name is never the same page again
    saved = request.session.get(SAVED, {}) | {token: case.pk}
    request.session[SAVED] = dict(list(saved.items())[-MOST_TOKENS:])


def _person(request: HttpRequest) -> Defendant | None:
    """A known person whom the user may see, named by the address or by the page."""
    return person_of(request, request.POST.get("person") or request.GET.get("person") or "")


def person_of(request: HttpRequest, pk: str) -> Defendant | None:
    """The person with this id, if one is named; 404 if the user may not see the person."""
    if not pk:
        return None
    people = Defendant.objects.visible_to(request.user)
    person = people.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if person is None:
        raise Http404
    return person


def _like(request: HttpRequest) -> Case | None:
    """The case of a co-defendant; one that is not visible is as if it were not there."""
    pk = request.GET.get("with", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return Case.objects.visible_to(request.user).filter(pk=pk).first()


def _redrawn(request: HttpRequest, page: Registration) -> Registration:
    """The same page with one more row, with a known person, or with an IIN from the search."""
    if ADD_ROW in request.POST:
        return page.with_another_row()
    return page.with_stored_person() if page.defendant else page.started()


def known_cases(page: Registration) -> QuerySet:
    """The cases of a person who is registered already, as far as the user may see them."""
    cases = Case.objects.visible_to(page.user)
    return cases.filter(defendant=page.known_person) if page.known_person else cases.none()


def draw(
    request: HttpRequest, page: Registration, token: str = "", version: str = ""
) -> HttpResponse:
    """The page with what was typed into the page `token`; nothing is checked or saved.

    `version` is the one of the case that its author changed, which may be old by now.
    """
    return _draw(request, page, token, version)


def _draw(
    request: HttpRequest, page: Registration, token: str = "", version: str = ""
) -> HttpResponse:
    today: date = page.today
    context = {
        "page": page,
        "case_form": page.case_form,
        "person_form": page.person,
        "offenses": page.offenses,
        "sentence": page.sentence,
        "custody": page.custody,
        "doubts": page.open_doubts() if page.data is not None else [],
        "known_person": page.known_person,
        "known_cases": known_cases(page),
        "token": token or drafting.token_of(request.POST) or uuid4().hex,
        "version": version or (page.case.version if page.case else ""),
        "return_to": way_back(request, ""),
    }
    if page.case:
        context |= frame_of(request, page.case, today, "case-edit")
    status = 429 if page.refusal else 200
    return render(request, "cases/form.html", context, status=status)

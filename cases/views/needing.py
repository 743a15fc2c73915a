"""Beside the registration form: what an assessment still needs, while a person types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from amnesty.accounts.rights import needs
from amnesty.unexpected import sent_again
from cases.forms.registration import Registration
from cases.previewing import needed_of


@require_POST
@needs("cases.register_case")
def needed(request: HttpRequest) -> HttpResponse:
    """POST /cases/new/needed/: a fragment for the form as it stands. Nothing is saved."""
    sent_again(request)  # what it does not look at, the form itself will ask for
    page = Registration(request.user, timezone.localdate(), data=request.POST)
    return render(request, "cases/_needed.html", {"needed": needed_of(page)})

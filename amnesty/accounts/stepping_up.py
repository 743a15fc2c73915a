"""Stepping up: before an approval the program asks once more who is there.

    @needs("cases.approve_decision")
    @step_up
    def approve(request, pk):
        form = ApprovalForm(request.POST or typed_before(request))
        if request.method == "POST" and form.is_valid(): …

Within five minutes of a password or a code given again, nothing is asked. Otherwise the user gives
it, comes back to the same page, finds there what was typed, and sends it: nothing is approved by
the question itself.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]
TYPED = "typed_before_stepping_up"
LONGEST = 50_000


def step_up(view: View) -> View:
    """Decorator of an act that only its own user may do; off unless STEP_UP is on."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.STEP_UP:
            return view(request, *args, **kwargs)
        ways = get_adapter().get_reauthentication_methods(request.user)
        if not ways:
            raise PermissionDenied(_("Your account has no password and no second factor."))
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            keep_typed(request)
        question = ways[0]["url"]
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{question}?{back}")

    return guarded


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What the user had typed on this page when the question came; once, then None."""
    kept = request.session.get(TYPED)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[TYPED]
    return QueryDict(kept["typed"])


def keep_typed(request: HttpRequest) -> None:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    encoded = typed.urlencode()
    if len(encoded) <= LONGEST:
        request.session[TYPED] = {"path": request.path, "typed": encoded}

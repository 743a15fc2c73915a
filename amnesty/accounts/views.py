"""Pages of the ground floor: one's own preferences, and the audit trail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from amnesty.accounts import trail
from amnesty.accounts.forms import PreferencesForm, TrailForm
from amnesty.accounts.models import Event, User
from amnesty.accounts.rights import needs
from amnesty.accounts.speaking import remember_language

PAGE = 50


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, theme, density and shortcuts of the signed-in user."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        answer = redirect("me")
        with override(user.language or None):
            messages.success(request, _("Your preferences are saved."))
        if user.language:
            remember_language(answer, user.language)
        return answer
    return render(request, "accounts/preferences.html", {"form": form})


@needs("accounts.view_event")
def events(request: HttpRequest) -> HttpResponse:
    """The audit trail, newest first, in pages that go on from the last event shown."""
    form = TrailForm(request.GET or None)
    rows = Event.objects.all()
    if form.is_bound and form.is_valid():
        rows = narrow(rows, form.cleaned_data)
    page = list(rows[: PAGE + 1])
    users = User.objects.in_bulk({event.user_id for event in page if event.user_id})
    for event in page:
        event.user = users.get(event.user_id)
    query = request.GET.copy()
    query["before"] = page[PAGE - 1].sequence if len(page) > PAGE else ""
    older = f"?{query.urlencode()}" if len(page) > PAGE else ""
    context = {"form": form, "events": page[:PAGE], "older": older}
    return render(request, "accounts/trail.html", context)


def narrow(rows, chosen: dict):
    """Apply the filters that are set."""
    columns = {"kind": "kind", "user": "user_id", "person": "person_id", "before": "sequence__lt"}
    return rows.filter(**{columns[name]: value for name, value in chosen.items() if value})


@require_POST
@needs("accounts.verify_trail")
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the chain and say whether it holds."""
    faults = list(trail.verify())
    sequence, seal = trail.head()
    if faults:
        places = ", ".join(str(fault.sequence) for fault in faults[:10])
        messages.error(
            request,
            _("The trail does not hold. Events with a fault: %(places)s.") % {"places": places},
        )
    else:
        messages.success(
            request,
            _("The trail holds: %(count)s events. Head: %(seal)s")
            % {"count": sequence, "seal": seal},
        )
    return redirect(reverse("trail"))

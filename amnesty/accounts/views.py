"""Pages of the ground floor: one's own preferences, the audit trail, and roles to confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from amnesty.accounts import granting, telling, trail
from amnesty.accounts.forms import PreferencesForm, RoleAnswerForm, TrailForm
from amnesty.accounts.models import Event, RoleGrant, User
from amnesty.accounts.rights import find, needs
from amnesty.accounts.roles import WORDS
from amnesty.accounts.speaking import remember_language
from amnesty.accounts.stepping_up import step_up, typed_before

PAGE = 50
CONFIRMS = "accounts.confirm_role"


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
        event.words = telling.words_of_kind(event.kind, event.subject_type)
        event.subject_words = telling.words_of_subject(event)
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


@needs(CONFIRMS)
def roles_to_confirm(request: HttpRequest) -> HttpResponse:
    """GET /roles/: the roles that wait for a supervisor of the own offices."""
    waiting = granting.in_offices_of(request.user).requested()
    waiting = waiting.select_related("user", "office", "requested_by")
    rows = [{"grant": grant, "role": WORDS.get(grant.role, grant.role)} for grant in waiting[:PAGE]]
    return render(request, "accounts/roles.html", {"rows": rows})


@step_up
def role_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /roles/<id>/: one role that was asked for; the supervisor's answer."""
    rows = granting.in_offices_of(request.user)
    rows = rows.select_related("user", "office", "requested_by")
    grant = find(request, rows, pk, CONFIRMS)
    form = RoleAnswerForm(request.POST if request.method == "POST" else typed_before(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, grant, form.cleaned_data)
        except granting.NotGranted as error:
            form.add_error(None, str(error))
    context = {
        "grant": grant,
        "role": WORDS.get(grant.role, grant.role),
        "obstacle": granting.why_not(grant, request.user),
        "form": form,
    }
    return render(request, "accounts/role.html", context)


def _answered(request: HttpRequest, grant: RoleGrant, told: dict) -> HttpResponse:
    now = timezone.now()
    if told["answer"] == "confirm":
        if granting.confirm(grant, request.user, now):
            messages.success(request, _("The role is confirmed. It holds from now on."))
        else:
            words = _("The role is confirmed for this office. It begins when all offices agree.")
            messages.success(request, words)
    else:
        granting.refuse(grant, request.user, now, told["words"])
        messages.success(request, _("The role is refused. Nothing has changed for the person."))
    return redirect("roles-to-confirm")

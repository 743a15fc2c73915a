"""The two steps by which a loaded rule set comes into use: proposing it, putting it into use."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from amnesty.accounts.models import User
from amnesty.accounts.rights import needs
from amnesty.accounts.stepping_up import step_up
from cases import activating, rulebook
from cases.activating import NotActivated
from cases.models import Case, RuleSet

Act = Callable[[RuleSet, User, datetime], RuleSet]


@needs("cases.propose_ruleset")
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /rules/<code>/propose/: a judge or supervisor stands up for a loaded rule set."""
    rule_set = _find(code)
    obstacle = activating.why_not_proposed(rule_set)
    if request.method == "POST" and not obstacle:
        words = _("The rule set is proposed. A supervisor puts it into use.")
        return _done(request, activating.propose, rule_set, words)
    context = {
        "heading": _("Propose the rule set?"),
        "action": _("Propose the rule set"),
        "warning": _("A proposed rule set cannot be changed. A correction is a new version."),
    }
    return _ask(request, rule_set, obstacle, context)


@needs("cases.activate_ruleset")
@step_up
def activate(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /rules/<code>/activate/: the second person puts the rule set into use."""
    rule_set = _find(code)
    obstacle = activating.why_not_activated(rule_set, request.user)
    failing = [] if obstacle else activating.failing(rule_set)
    if failing:
        obstacle = _("Worked cases come out otherwise than the book expects.")
    if request.method == "POST" and not obstacle:
        words = _("The rule set is in use. All cases are assessed again.")
        return _done(request, activating.activate, rule_set, words)
    context = {
        "heading": _("Put the rule set into use?"),
        "action": _("Approve and put into use"),
        "warning": _(
            "From now on every answer rests on it. A run over all cases starts by itself; decisions"
            " stay as they are."
        ),
        "failing": failing,
        "cases": Case.objects.count(),
    }
    return _ask(request, rule_set, obstacle, context)


def _find(code: str) -> RuleSet:
    rule_sets = RuleSet.objects.select_related("proposed_by", "activated_by")
    return get_object_or_404(rule_sets, code=code)


def _ask(
    request: HttpRequest, rule_set: RuleSet, obstacle: str | Promise, context: dict
) -> HttpResponse:
    """The check page; a refused step answers 409 and says what stands in its way."""
    active = RuleSet.objects.filter(is_active=True).exclude(pk=rule_set.pk).first()
    context |= {
        "rule_set": rule_set,
        "obstacle": obstacle,
        "active": active,
        "changes": rulebook.changes(active, rule_set) if active else [],
    }
    status = 409 if obstacle and request.method == "POST" else 200
    return render(request, "cases/rules/step.html", context, status=status)


def _done(request: HttpRequest, act: Act, rule_set: RuleSet, words: str) -> HttpResponse:
    try:
        act(rule_set, request.user, timezone.now())
    except NotActivated as refusal:  # somebody else was quicker
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("rule-set", rule_set.code)

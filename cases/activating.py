"""The one door by which a rule set comes into use: one person proposes it, another activates it.

An administrator loads the document, a judge or supervisor proposes it, a supervisor who is not the
proposer puts it into use. Every worked case must come out as the book expects, unless the book
says that the case belongs to another rule set. Who holds which right is asked by the pages. The
run over all cases starts by itself, once the transaction is through.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import trail
from amnesty.accounts.models import User
from cases import book, law, referencing, rulebook
from cases.book import WorkedCase
from cases.models import RuleSet

State = RuleSet.State


class NotActivated(ValueError):
    """The step is not allowed now; the text says why. Nothing was changed."""


def why_not_proposed(rule_set: RuleSet) -> str | Promise:
    """What stands in the way of a proposal; "" when nothing does."""
    words = {
        State.PROPOSED: _("This rule set is proposed already."),
        State.ACTIVE: _("This rule set is in use."),
        State.SUPERSEDED: _("This rule set was in use before. Load it as a new version instead."),
    }
    return words.get(rule_set.state, "")


def why_not_activated(rule_set: RuleSet, by: User) -> str | Promise:
    """What stands in the way of putting it into use, but for the worked cases (`failing`)."""
    words = {
        State.DRAFT: _("Nobody has proposed this rule set yet."),
        State.ACTIVE: _("This rule set is in use."),
        State.SUPERSEDED: _("This rule set was in use before. Load it as a new version instead."),
    }
    if reason := words.get(rule_set.state, ""):
        return reason
    if rule_set.proposed_by_id == by.pk:
        return _("You proposed this rule set. Another person puts it into use.")
    return ""


def failing(rule_set: RuleSet, cases: Iterable[WorkedCase] | None = None) -> list[WorkedCase]:
    """The worked cases (default: the whole book) that `rule_set` answers otherwise than expected.

    A case that is marked for another rule set is not asked.
    """
    rules = law.rule_set_from(rule_set.data, referencing.table_rows())
    every = book.worked_cases().values() if cases is None else cases
    asked = [case for case in every if case.rule_set in {"", rule_set.code}]
    return [case for case in asked if not rulebook.agrees(rulebook.lines_of(case, rules))]


def propose(rule_set: RuleSet, by: User, at: datetime) -> RuleSet:
    """From now on the document stays as it is. Raises NotActivated."""
    with transaction.atomic():
        current = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
        if reason := why_not_proposed(current):
            raise NotActivated(reason)
        current.proposed_by, current.proposed_at = by, at
        current.save()
        trail.record("rule_set.proposed", current, code=current.code, digest=current.digest)
    return current


def activate(rule_set: RuleSet, by: User, at: datetime) -> RuleSet:
    """Put a proposed rule set into use in the place of the present one. Raises NotActivated.

    Saving it asks for the run over all cases (cases/signals.py).
    """
    with transaction.atomic():
        current = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
        if reason := why_not_activated(current, by):
            raise NotActivated(reason)
        if failing(current):
            raise NotActivated(_("Worked cases come out otherwise than the book expects."))
        before = RuleSet.objects.filter(is_active=True).first()
        if before is not None:
            before.is_active, before.activated_at = False, before.activated_at or before.created_at
            before.save()
        current.is_active, current.activated_by, current.activated_at = True, by, at
        current.save()
        trail.record(
            "rule_set.activated",
            current,
            code=current.code,
            digest=current.digest,
            instead_of=before.code if before else None,
        )
    return current

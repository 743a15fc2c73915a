"""Tell an event of the trail in words: what was done, to which row.

A kind that has no words of its own is read as "model.verb"; what still cannot be read stays a
code, so that the trail never hides an event.
"""

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amnesty.accounts.models import Event

VERBS = {
    "added": pgettext_lazy("event", "Added"),
    "changed": pgettext_lazy("event", "Changed"),
    "removed": pgettext_lazy("event", "Removed"),
    "opened": pgettext_lazy("event", "Opened"),
}
KINDS = {
    "signed_in": gettext_lazy("Signed in"),
    "signed_out": gettext_lazy("Signed out"),
    "sign_in_failed": gettext_lazy("Sign-in failed"),
    "locked_out": gettext_lazy("Sign-in locked"),
    "lock_lifted": gettext_lazy("Lock lifted"),
    "identity_confirmed": gettext_lazy("Asked again who is there"),
    "password_changed": gettext_lazy("Password changed"),
    "second_factor_added": gettext_lazy("Second factor added"),
    "second_factor_removed": gettext_lazy("Second factor removed"),
    "user_added": gettext_lazy("Account added"),
    "user_changed": gettext_lazy("Account changed"),
    "role.requested": gettext_lazy("Role asked for"),
    "role.confirmed": gettext_lazy("Role confirmed"),
    "role.refused": gettext_lazy("Role refused"),
    "role.given": gettext_lazy("Role given"),
    "role.taken": gettext_lazy("Role taken away"),
    "role.withdrawn": gettext_lazy("Role withdrawn"),
    "role.given_in_the_shell": gettext_lazy("Role given by a command"),
    "break_glass.opened": gettext_lazy("Closed data opened"),
    "break_glass.viewed": gettext_lazy("Closed data looked at"),
    "break_glass.reviewed": gettext_lazy("Opening reviewed"),
    "case_registered": gettext_lazy("Case registered"),
    "case_amended": gettext_lazy("Case changed"),
    "person_added": gettext_lazy("Person added"),
    "person_changed": gettext_lazy("Person changed"),
    "case.possible_errors_confirmed": gettext_lazy("Possible errors confirmed by a document"),
    "correction.proposed": gettext_lazy("Correction proposed"),
    "correction.confirmed": gettext_lazy("Correction confirmed"),
    "correction.refused": gettext_lazy("Correction refused"),
    "correction.outdated": gettext_lazy("Correction put aside: the case had changed"),
    "correction.commented": gettext_lazy("Correction commented on"),
    "iin.proposed": gettext_lazy("IIN proposed by a document"),
    "iin.confirmed": gettext_lazy("IIN confirmed by a document"),
    "iin.refused": gettext_lazy("IIN by a document refused"),
    "decision.drafted": gettext_lazy("Decision drafted"),
    "decision.approved": gettext_lazy("Decision approved"),
    "decision.executed": gettext_lazy("Decision executed"),
    "decision.revoked": gettext_lazy("Decision revoked"),
    "iin.looked_up": gettext_lazy("Looked up by IIN"),
    "iin.looked_up_too_often": gettext_lazy("Looked up too many IINs"),
    "unexpected_fields": gettext_lazy("Fields sent that no form knows"),
    "boundary.looked_through": gettext_lazy("Boundary case looked through"),
    "run.requested": gettext_lazy("Re-evaluation started"),
    "run.canceled": gettext_lazy("Re-evaluation canceled"),
    "provision_saved": gettext_lazy("Provision saved"),
    "rule_set.proposed": gettext_lazy("Rule set proposed"),
    "rule_set.activated": gettext_lazy("Rule set put into use"),
    "rule_set_loaded": gettext_lazy("Rule set loaded"),
    "demo_made": gettext_lazy("Invented people added"),
    "demo_removed": gettext_lazy("Invented people removed"),
    "demo_signed_in": gettext_lazy("Signed in as an invented person, without a password"),
    "plan.begun": gettext_lazy("Plan opened for a released person"),
    "plan.handed_over": gettext_lazy("Person handed over"),
    "plan.taken_over": gettext_lazy("Person taken over"),
    "plan.flagged": gettext_lazy("Person flagged"),
    "plan.closing_asked": gettext_lazy("Closing of a plan asked for"),
    "plan.kept_open": gettext_lazy("Plan kept open"),
    "plan.closed": gettext_lazy("Plan closed"),
    "need.added": gettext_lazy("Need added"),
    "need.changed": gettext_lazy("Need changed"),
    "need.appointment": gettext_lazy("Medical appointment noted"),
    "step.added": gettext_lazy("Step added"),
    "step.changed": gettext_lazy("Step changed"),
    "step.finished": gettext_lazy("Step finished"),
    "contact.recorded": gettext_lazy("Contact recorded"),
    "contact.corrected": gettext_lazy("Contact corrected"),
    "consent.given": gettext_lazy("Consent given"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn"),
    "address.listed": gettext_lazy("Addresses listed"),
    "address.read": gettext_lazy("Address read"),
    "address.recorded": gettext_lazy("Address recorded"),
    "medical.opened": gettext_lazy("Medical record opened"),
    "medical.written": gettext_lazy("Medical record written"),
    "record.added": gettext_lazy("Previous conviction added"),
    "record.changed": gettext_lazy("Previous conviction changed"),
    "record.removed": gettext_lazy("Previous conviction removed"),
}


def words_of_kind(kind: str, subject_type: str = "") -> str:
    """What an event of this kind is: "Signed in", "Opened: case"."""
    if kind in KINDS:
        return str(KINDS[kind])
    verb = kind.rpartition(".")[2]
    if verb in VERBS and subject_type:
        return _("%(act)s: %(what)s") % {"act": VERBS[verb], "what": words_of_model(subject_type)}
    return kind


def words_of_subject(event: Event) -> str:
    """The row that an event is about: "case 12"; nothing where there is none."""
    if not event.subject_type:
        return ""
    return f"{words_of_model(event.subject_type)} {event.subject_id or ''}".strip()


def words_of_model(label: str) -> str:
    """The name of a model by its label; of a model that is gone, the label."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label

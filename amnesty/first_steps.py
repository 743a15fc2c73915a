"""The list of first steps of each role: what to try once, ticked by itself where the trail can tell.

Whoever knows the program puts the list away; Help brings it back.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import roles
from amnesty.accounts.models import Event, Office, User
from amnesty.accounts.scoping import roles_of
from amnesty.days import address_for
from amnesty.models import FirstStep


class Entry(NamedTuple):
    """One thing to try: its page, and the kinds of event that tell that it was done.

    Without kinds its owner ticks it.
    """

    code: str
    text: Promise
    place: str
    kinds: tuple[str, ...] = ()


LANGUAGE = Entry("language", _("Choose your language and how pages look"), "me")
READ_A_CASE = Entry("case", _("Open a case and read why"), "cases", ("case.opened",))
READ_THE_RULES = Entry("rules", _("Look at the rules in force"), "rules")
OFFICES = Entry("offices", _("Enter the offices"), "admin:index")
USERS = Entry("users", _("Enter the people who work here, with role and office"), "admin:index")
ENTRIES: dict[str, tuple[Entry, ...]] = {
    roles.CLERK: (
        LANGUAGE,
        READ_A_CASE,
        Entry("register", _("Register a case for practice"), "case-register", ("case.added",)),
        Entry("import", _("Load the sample list"), "imports"),
    ),
    roles.JUDGE: (
        LANGUAGE,
        READ_A_CASE,
        Entry("decisions", _("Look at what waits for your approval"), "decisions"),
    ),
    roles.PROSECUTOR: (LANGUAGE, READ_A_CASE, READ_THE_RULES),
    roles.SOCIAL_WORKER: (
        Entry("day", _("Open My day and one person"), "my-day", ("plan.opened",)),
        Entry("contact", _("Record a contact"), "contact-new", ("contact.recorded",)),
        Entry("step", _("Set a next step"), "my-people", ("step.added", "step.changed")),
    ),
    roles.MEDICAL_COORDINATOR: (
        LANGUAGE,
        Entry("plan", _("Open one person and look at the consents"), "plans", ("plan.opened",)),
    ),
    roles.SUPERVISOR: (
        READ_A_CASE,
        Entry("run", _("Preview a run"), "run-new", ("run.requested",)),
        Entry("people", _("See who follows whom"), "plans", ("plan.opened",)),
    ),
    roles.ADMIN: (OFFICES, USERS, READ_THE_RULES),
    roles.AUDITOR: (
        READ_A_CASE,
        Entry("trail", _("Verify the trail"), "trail"),
        READ_THE_RULES,
    ),
}


def entries_of(user: User) -> list[Entry]:
    """The entries of all roles that the user holds, each once, as far as their pages exist."""
    found = {
        entry.code: entry
        for role in roles.ROLES
        if role in roles_of(user)
        for entry in ENTRIES[role]
        if address_for(user, entry.place)
    }
    return list(found.values())


def list_for(user: User) -> list[dict[str, object]] | None:
    """The list as a template draws it; None when it was put away or the user has none.

    Two statements, and one once the list is put away.
    """
    ticked = set(FirstStep.objects.filter(user=user).values_list("code", flat=True))
    entries = [] if FirstStep.CLOSED in ticked else entries_of(user)
    if not entries:
        return None
    kinds = happened(user, {kind for entry in entries for kind in entry.kinds})
    return [
        {
            "code": entry.code,
            "text": entry.text,
            "url": address_for(user, entry.place),
            "is_done": entry.code in ticked
            or bool(kinds & set(entry.kinds))
            or stands(entry, user),
            "is_ticked_by_hand": not entry.kinds and entry not in (OFFICES, USERS),
        }
        for entry in entries
    ]


def happened(user: User, kinds: set[str]) -> set[str]:
    """Which kinds of event the trail holds of this user."""
    if not kinds:
        return set()
    events = Event.objects.filter(user_id=user.pk, kind__in=kinds).order_by()
    return set(events.values_list("kind", flat=True).distinct())


def stands(entry: Entry, user: User) -> bool:
    """Is there what an administrator has to enter first?"""
    if entry is OFFICES:
        return Office.objects.exists()
    return entry is USERS and User.objects.exclude(pk=user.pk).exists()


def tick(user: User, code: str) -> bool:
    """The owner says that it is done; False for a code that does not stand in the own list."""
    if code != FirstStep.CLOSED and code not in {entry.code for entry in entries_of(user)}:
        return False
    FirstStep.objects.get_or_create(user=user, code=code)
    return True


def bring_back(user: User) -> None:
    """Show the list again, with what was ticked."""
    FirstStep.objects.filter(user=user, code=FirstStep.CLOSED).delete()

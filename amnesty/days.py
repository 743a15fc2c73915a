"""The day of each role in eight steps, with the pages that they happen on. For Help and for paper."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amnesty.accounts import roles
from amnesty.accounts.models import User
from amnesty.addresses import address_of

# The right that each page asks for ("" = none): a link that its reader may not follow is not drawn.
RIGHTS = {
    "admin:index": "",
    "boundary": "cases.view_case",
    "case-register": "cases.register_case",
    "cases": "cases.view_case",
    "contact-new": "resocialization.work_on_plan",
    "decisions": "cases.view_decision",
    "help": "",
    "home": "cases.view_case",
    "imports": "cases.register_case",
    "law-articles": "",
    "me": "",
    "my-day": "resocialization.view_plan",
    "my-people": "resocialization.work_on_plan",
    "people-queues": "resocialization.view_plan",
    "plans": "resocialization.view_plan",
    "provisions": "cases.view_ruleset",
    "reports": "cases.view_case",
    "rules": "cases.view_ruleset",
    "run-new": "cases.start_run",
    "runs": "cases.view_run",
    "search": "cases.view_case",
    "trail": "accounts.view_event",
    "worked-cases": "cases.view_ruleset",
}


class Step(NamedTuple):
    """One step of a day; `place` is the URL name of its page."""

    text: Promise
    place: str = ""


class Day(NamedTuple):
    """A role with its steps."""

    role: str
    title: Promise
    steps: tuple[Step, ...]


DAYS: dict[str, Day] = {
    day.role: day
    for day in (
        Day(
            roles.CLERK,
            _("Clerk"),
            (
                Step(
                    _(
                        "Open My work: release dates that have passed come first, "
                        "then what is to be checked."
                    ),
                    "home",
                ),
                Step(_("Search by name, IIN or case number before you register."), "search"),
                Step(
                    _("Register new cases; a co-defendant begins with what the case already says."),
                    "case-register",
                ),
                Step(
                    _("Open the cases with missing facts and answer the questions in the panel."),
                    "cases",
                ),
                Step(
                    _(
                        "Read why: each finding names its article. Nothing is hidden in the outcome."
                    ),
                    "law-articles",
                ),
                Step(_("Look through the cases near a limit: there one day decides."), "boundary"),
                Step(
                    _("Draft the decision. Another person approves it."),
                    "decisions",
                ),
                Step(_("Look where a decision differs from the assessment."), "decisions"),
            ),
        ),
        Day(
            roles.JUDGE,
            _("Judge"),
            (
                Step(_("Open To decide: drafts that wait for your approval."), "decisions"),
                Step(_("Read the facts of the case before the outcome."), "cases"),
                Step(
                    _(
                        "Read why: each finding names its article. Nothing is hidden in the outcome."
                    ),
                    "law-articles",
                ),
                Step(
                    _(
                        "Compare the decision with the assessment; "
                        "where they differ, the reason stands beside them."
                    ),
                    "decisions",
                ),
                Step(
                    _(
                        "Check the identity by a document, then approve. "
                        "An approved decision is final."
                    ),
                    "decisions",
                ),
                Step(
                    _("Where both readings of the one-year rule lead apart, decide and say why."),
                    "boundary",
                ),
                Step(_("Look at worked cases where the rules are open."), "worked-cases"),
                Step(_("Revoke a decision only by an act that says why."), "decisions"),
            ),
        ),
        Day(
            roles.PROSECUTOR,
            _("Prosecutor"),
            (
                Step(_("Open the overview: what waits, and for how long."), "home"),
                Step(
                    _("Read the cases of your office and the reasons of each assessment."), "cases"
                ),
                Step(_("Filter by stage: before a verdict the decision may be yours."), "cases"),
                Step(
                    _("Before a case ends, the person is told of the right to object."),
                    "law-articles",
                ),
                Step(_("See which decisions differ from the assessment, and why."), "decisions"),
                Step(_("Look at the cases near a limit, where one day decides."), "boundary"),
                Step(_("Compare the rules with the act, parameter by parameter."), "rules"),
                Step(
                    _("Print the list or the case; the paper says what it is and is not."), "cases"
                ),
            ),
        ),
        Day(
            roles.SOCIAL_WORKER,
            _("Social worker"),
            (
                Step(
                    _(
                        "Open My day: overdue steps come first, then today, this week, "
                        "and who has no next step."
                    ),
                    "my-day",
                ),
                Step(
                    _("Call, visit, and record each contact; set the next step at once."),
                    "contact-new",
                ),
                Step(
                    _("At the first meeting ask for consent and for the needs in each direction."),
                    "my-people",
                ),
                Step(
                    _(
                        "Mark a need as met with its result, "
                        "or as declined in the person's own words."
                    ),
                    "my-people",
                ),
                Step(_("Write a new address down as soon as you hear of it."), "my-people"),
                Step(_("Never write about health in a note: the coordinator keeps that apart.")),
                Step(
                    _("You see that a person was released and when, and nothing of the offense."),
                    "my-people",
                ),
                Step(
                    _("Ask to close a plan when its needs are met; a supervisor answers."), "my-day"
                ),
            ),
        ),
        Day(
            roles.MEDICAL_COORDINATOR,
            _("Medical coordinator"),
            (
                Step(
                    _("Open the queues: who has no doctor, and whose step is overdue."),
                    "people-queues",
                ),
                Step(
                    _("See the medical needs of the people who gave their consent."),
                    "people-queues",
                ),
                Step(_("Without consent nothing is written. Ask for it first."), "plans"),
                Step(
                    _("Record consents. Health notes are seen by medical coordinators alone."),
                    "plans",
                ),
                Step(_("Refer to a clinic, with specialty and day."), "plans"),
                Step(_("Write down whether the appointment was kept."), "plans"),
                Step(_("A wrong note is corrected by a new one; the old one stays."), "plans"),
                Step(_("When a consent is withdrawn, stop writing at once."), "plans"),
            ),
        ),
        Day(
            roles.SUPERVISOR,
            _("Supervisor"),
            (
                Step(
                    _("Look where cases wait: eligible and untouched, drafted and not approved."),
                    "home",
                ),
                Step(_("Begin with release dates that have passed."), "cases"),
                Step(
                    _("After a change of rules or table, follow the run and read what changed."),
                    "runs",
                ),
                Step(
                    _("Preview a run before you start it: how many answers may change."), "run-new"
                ),
                Step(_("Execute approved decisions after the second check."), "decisions"),
                Step(
                    _("Spread the people to follow evenly; approve the closing of plans."), "plans"
                ),
                Step(_("See who is overdue and who has no next step."), "people-queues"),
                Step(
                    _("Look at the numbers once a week, and ask where they stand still."), "reports"
                ),
            ),
        ),
        Day(
            roles.ADMIN,
            _("Administrator"),
            (
                Step(_("Keep users, offices and appointments up to date."), "admin:index"),
                Step(_("Give each account one role, and no more than it needs."), "admin:index"),
                Step(_("End the appointment of whoever leaves, on the same day."), "admin:index"),
                Step(
                    _("Verify rows of the Criminal Code table against the official text."),
                    "provisions",
                ),
                Step(
                    _("Add a rule set when a reading is settled. Each parameter names its source."),
                    "rules",
                ),
                Step(_("Follow the run that a change starts, to its end."), "runs"),
                Step(_("Keep the directory of services and clinics true."), "admin:index"),
                Step(_("You see no case. Whoever administers does not decide."), "help"),
            ),
        ),
        Day(
            roles.AUDITOR,
            _("Auditor"),
            (
                Step(_("Read every office. Your reading is recorded as well."), "cases"),
                Step(
                    _("Verify the trail: it proves that no event was changed or removed."), "trail"
                ),
                Step(_("Keep the head of the trail outside the program."), "trail"),
                Step(_("Ask who opened a file, and whether that was their work."), "trail"),
                Step(_("See which decisions differ from the assessment, and why."), "decisions"),
                Step(_("Compare two rule sets, parameter by parameter."), "rules"),
                Step(_("Look at runs: every change has its reason."), "runs"),
                Step(
                    _("Replay stored assessments: the same facts give the same answer."),
                    "worked-cases",
                ),
            ),
        ),
    )
}


def drawn(day: Day, reader: User) -> dict[str, object]:
    """What a template draws: the steps, each with the address that `reader` may open, or ""."""
    steps = [{"text": step.text, "url": address_for(reader, step.place)} for step in day.steps]
    return {"role": day.role, "title": day.title, "steps": steps}


def address_for(reader: User, place: str) -> str:
    """The address of the page `place` if it exists and `reader` may open it, else ""."""
    if not place or (place.startswith("admin:") and not reader.is_staff):
        return ""
    right = RIGHTS[place]
    return "" if right and not reader.has_perm(right) else address_of(place)

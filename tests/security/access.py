"""The matrix of roles and pages: who may read (GET) and who may act (POST) at each address.

A page of the program that does not stand here fails the walk (test_access_matrix.py). `about`
names the row the address speaks of: in the own office a role outside the set gets 403, in another
office everybody but the auditor gets 404, whoever is not signed in gets the sign-in page.
"""

from dataclasses import dataclass, field

CLERK, JUDGE, PROSECUTOR = "clerk", "judge", "prosecutor"
SOCIAL, MEDICAL = "social_worker", "medical_coordinator"
SUPERVISOR, ADMIN, AUDITOR = "supervisor", "admin", "auditor"
ROLES = (CLERK, JUDGE, PROSECUTOR, SOCIAL, MEDICAL, SUPERVISOR, ADMIN, AUDITOR)

EVERYBODY = frozenset(ROLES)
NOBODY = frozenset()
CASE_READERS = frozenset({CLERK, JUDGE, PROSECUTOR, SUPERVISOR, AUDITOR})
RULE_READERS = CASE_READERS | {ADMIN}
RUN_READERS = frozenset({SUPERVISOR, ADMIN, AUDITOR})
PLAN_READERS = frozenset({SOCIAL, MEDICAL, SUPERVISOR, AUDITOR})
DRAFTERS = frozenset({CLERK, JUDGE})
SIGNERS = frozenset({JUDGE})
CHECKERS = frozenset({JUDGE, SUPERVISOR})


@dataclass(frozen=True)
class Page:
    """One address: who may GET, who may POST, about what.

    `post` None: the page is only read, a POST is refused or answered like a GET.
    """

    get: frozenset[str]
    post: frozenset[str] | None = None
    about: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    personal: bool = False  # the row is one user's own: for everybody else it is not there


PAGES: dict[str, Page] = {
    # the own account
    "me": Page(EVERYBODY, EVERYBODY),
    "help": Page(EVERYBODY),
    "glossary": Page(EVERYBODY),
    "help-day": Page(EVERYBODY, arguments={"role": "clerk"}),
    "law-articles": Page(EVERYBODY),
    "law-article": Page(EVERYBODY, arguments={"number": "1"}),
    "first-steps": Page(NOBODY, EVERYBODY),
    "home": Page(EVERYBODY),
    # the trail
    "trail": Page(frozenset({AUDITOR})),
    "trail-verify": Page(NOBODY, frozenset({AUDITOR})),
    # roles that two people give
    "roles-to-confirm": Page(frozenset({SUPERVISOR})),
    "role-confirm": Page(frozenset({SUPERVISOR}), frozenset({SUPERVISOR}), about="role_grant"),
    "openings": Page(frozenset({SUPERVISOR, AUDITOR})),
    "opening": Page(frozenset({AUDITOR}), frozenset({AUDITOR}), about="opening"),
    # cases
    "cases": Page(CASE_READERS),
    "search": Page(EVERYBODY, EVERYBODY),  # whoever reads no cases is sent to the people
    "boundary": Page(CASE_READERS, frozenset({CLERK, JUDGE, SUPERVISOR})),
    "case-register": Page(frozenset({CLERK}), frozenset({CLERK})),
    "case-needed": Page(NOBODY, frozenset({CLERK})),
    "draft-keep": Page(NOBODY, frozenset({CLERK})),
    "draft": Page(frozenset({CLERK}), about="draft", personal=True),
    "draft-discard": Page(NOBODY, frozenset({CLERK}), about="draft", personal=True),
    "case": Page(CASE_READERS, about="case"),
    "case-history": Page(CASE_READERS, about="case"),
    "case-edit": Page(frozenset({CLERK}), frozenset({CLERK}), about="case"),
    "case-answer": Page(
        frozenset({CLERK}), frozenset({CLERK}), about="case", arguments={"address": "stage"}
    ),
    "case-assessments": Page(CASE_READERS, about="case"),
    "case-assessment": Page(CASE_READERS, about="case", arguments={"number": "assessment"}),
    "assessment-report": Page(CASE_READERS, about="case", arguments={"number": "assessment"}),
    "case-recalculate": Page(NOBODY, frozenset({CLERK, JUDGE, SUPERVISOR}), about="case"),
    "case-records": Page(CASE_READERS, frozenset({CLERK}), about="case"),
    "case-record": Page(
        frozenset({CLERK}), frozenset({CLERK}), about="case", arguments={"record_pk": "record"}
    ),
    "case-record-remove": Page(
        frozenset({CLERK}), frozenset({CLERK}), about="case", arguments={"record_pk": "record"}
    ),
    # what two people change
    "case-corrections": Page(CASE_READERS, frozenset({CLERK}), about="case"),
    "case-correction": Page(CASE_READERS, about="case", arguments={"number": "correction"}),
    "case-correction-confirm": Page(
        NOBODY, CHECKERS, about="case", arguments={"number": "correction"}
    ),
    "case-correction-refuse": Page(
        NOBODY, CHECKERS, about="case", arguments={"number": "correction"}
    ),
    "case-correction-comment": Page(
        NOBODY, frozenset({PROSECUTOR}), about="case", arguments={"number": "correction"}
    ),
    "case-iin": Page(frozenset({CLERK, SUPERVISOR, AUDITOR}), frozenset({CLERK}), about="case"),
    "case-iin-confirm": Page(
        NOBODY, frozenset({SUPERVISOR}), about="case", arguments={"number": "iin_override"}
    ),
    "case-iin-refuse": Page(
        NOBODY, frozenset({SUPERVISOR}), about="case", arguments={"number": "iin_override"}
    ),
    # decisions
    "decisions": Page(CASE_READERS),
    "decision-record": Page(DRAFTERS, DRAFTERS, about="case"),
    "decision-check": Page(DRAFTERS, DRAFTERS, about="case"),
    "decision": Page(CASE_READERS, about="case", arguments={"decision_pk": "decision"}),
    "decision-approve": Page(SIGNERS, SIGNERS, about="case", arguments={"decision_pk": "decision"}),
    "decision-execute": Page(
        CHECKERS, CHECKERS, about="case", arguments={"decision_pk": "decision"}
    ),
    "decision-revoke": Page(
        CHECKERS, CHECKERS, about="case", arguments={"decision_pk": "decision"}
    ),
    # rules
    "rules": Page(RULE_READERS),
    "provisions": Page(RULE_READERS),
    "worked-cases": Page(RULE_READERS),
    "worked-case": Page(RULE_READERS, arguments={"case_id": "worked_case"}),
    "rule-set": Page(RULE_READERS, arguments={"code": "rule_set"}),
    "rule-set-propose": Page(CHECKERS, CHECKERS, arguments={"code": "rule_set"}),
    "rule-set-activate": Page(
        frozenset({SUPERVISOR}), frozenset({SUPERVISOR}), arguments={"code": "rule_set"}
    ),
    "rule-set-diff": Page(RULE_READERS, arguments={"code": "rule_set", "other": "rule_set"}),
    # runs
    "runs": Page(RUN_READERS),
    "run-new": Page(frozenset({SUPERVISOR}), frozenset({SUPERVISOR})),
    "run": Page(RUN_READERS, frozenset({SUPERVISOR}), arguments={"pk": "run"}),
    "run-changes": Page(RUN_READERS, arguments={"pk": "run"}),
    "run-failed": Page(RUN_READERS, frozenset({SUPERVISOR}), arguments={"pk": "run"}),
    "run-cancel": Page(NOBODY, frozenset({SUPERVISOR}), arguments={"pk": "run"}),
    # reports
    "reports": Page(EVERYBODY),
    "report-outcomes": Page(CASE_READERS),
    "report-data-quality": Page(CASE_READERS),
    "report-timeliness": Page(CASE_READERS),
    "report-reconciliation": Page(CASE_READERS),
    "report-resocialization": Page(PLAN_READERS),
    "report-runs": Page(RUN_READERS),
    # follow-up
    "my-day": Page(PLAN_READERS),
    "notice-read": Page(NOBODY, frozenset({SOCIAL}), about="notice", personal=True),
    "my-people": Page(frozenset({SOCIAL})),
    "people-search": Page(PLAN_READERS, PLAN_READERS),
    "people-queues": Page(PLAN_READERS),
    "plan-open": Page(NOBODY, frozenset({SUPERVISOR}), about="released"),
    "plans": Page(PLAN_READERS),
    "plan": Page(PLAN_READERS, about="plan"),
    "plan-take": Page(NOBODY, frozenset({SOCIAL}), about="free_plan"),
    "plan-address": Page(
        frozenset({SOCIAL, MEDICAL, SUPERVISOR}), frozenset({SOCIAL}), about="plan"
    ),
    "plan-consents": Page(PLAN_READERS, frozenset({SOCIAL, MEDICAL}), about="plan"),
    "plan-medical": Page(frozenset({MEDICAL}), frozenset({MEDICAL}), about="plan"),
    "plan-break-glass": Page(
        frozenset({JUDGE, MEDICAL, SUPERVISOR}),
        frozenset({JUDGE, MEDICAL, SUPERVISOR}),
        about="plan",
    ),
    "case-break-glass": Page(frozenset({JUDGE, MEDICAL, SUPERVISOR}), about="followed_case"),
    "plan-close": Page(frozenset({SOCIAL}), frozenset({SOCIAL}), about="plan"),
    "plan-closing": Page(frozenset({SUPERVISOR}), frozenset({SUPERVISOR}), about="closing_plan"),
    "need-new": Page(frozenset({SOCIAL}), frozenset({SOCIAL}), about="plan"),
    "case-plan": Page(PLAN_READERS, about="followed_case"),
    "consent-withdraw": Page(NOBODY, frozenset({SOCIAL, MEDICAL}), about="consent"),
    "need": Page(frozenset({SOCIAL}), frozenset({SOCIAL}), about="need"),
    "step-new": Page(frozenset({SOCIAL}), frozenset({SOCIAL}), about="need"),
    "step": Page(frozenset({SOCIAL}), frozenset({SOCIAL}), about="step"),
    "contact-new": Page(frozenset({SOCIAL}), frozenset({SOCIAL})),
    "contact-correct": Page(frozenset({SOCIAL}), frozenset({SOCIAL}), about="contact"),
    "handover": Page(frozenset({SUPERVISOR})),
    "handover-check": Page(NOBODY, frozenset({SUPERVISOR})),
}

# Open to whoever is not signed in, or a matter of the signed-in person alone (tests/accounts).
DOORS = {
    "login",
    "logout",
    "healthz",
    "demo-sign-in",  # shut outside the demonstration: tests/accounts/test_demo_door.py
    "set_language",
    "style",
    "csp-report",
}
OWN_ACCOUNT = ("account_", "mfa_")

"""The eight roles and the rights of each: one table, kept in the groups of the database.

A right is a permission of a model's Meta ("app.codename"). Whoever holds no role may do nothing.
"""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

CLERK = "clerk"
JUDGE = "judge"
PROSECUTOR = "prosecutor"
SOCIAL_WORKER = "social_worker"
MEDICAL_COORDINATOR = "medical_coordinator"
SUPERVISOR = "supervisor"
ADMIN = "admin"
AUDITOR = "auditor"

ROLES = (
    CLERK,
    JUDGE,
    PROSECUTOR,
    SOCIAL_WORKER,
    MEDICAL_COORDINATOR,
    SUPERVISOR,
    ADMIN,
    AUDITOR,
)

# Who signs, supervises, sees medical data, keeps accounts or reads the trail: given by two people.
GIVEN_BY_TWO = frozenset({JUDGE, MEDICAL_COORDINATOR, SUPERVISOR, ADMIN, AUDITOR})

_READ_CASES = {
    "cases.view_case",
    "cases.view_defendant",
    "cases.view_offense",
    "cases.view_sentence",
    "cases.view_custody",
    "cases.view_assessment",
    "cases.view_decision",
    "cases.view_previousconviction",
}
# Cases near a limit of the law: a person looks through the answer.
_LOOK_THROUGH = {"cases.add_boundarycheck"}
_READ_RULES = {"cases.view_ruleset", "cases.view_provision"}
_READ_RUNS = {"cases.view_run", "cases.view_runitem", "cases.view_runchange"}
_READ_PLANS = {
    "resocialization.view_plan",
    "resocialization.view_need",
    "resocialization.view_step",
    "resocialization.view_contact",
    "resocialization.view_consent",
    "resocialization.view_closing",
    "resocialization.view_handover",
    "resocialization.view_needchange",
}
_RECORD_CONSENT = {"resocialization.add_consent", "resocialization.change_consent"}
# Held by medical coordinators alone.
_KEEP_MEDICAL_RECORD = {"resocialization.view_medicalnote", "resocialization.write_medicalnote"}
_WORK_ON_PLANS = (
    _READ_PLANS
    | _RECORD_CONSENT
    | {
        "resocialization.work_on_plan",
        "resocialization.read_notes",
        "resocialization.view_address",
    }
)

RIGHTS: dict[str, set[str]] = {
    CLERK: _READ_CASES
    | _READ_RULES
    | {"cases.register_case", "cases.assess_case", "cases.draft_decision"}
    | {"cases.propose_correction", "cases.view_iinoverride"}
    | _LOOK_THROUGH,
    JUDGE: _READ_CASES
    | _READ_RULES
    | {
        "cases.assess_case",
        "cases.draft_decision",
        "cases.approve_decision",
        "cases.confirm_correction",
        "cases.propose_ruleset",
        "accounts.break_glass",
    }
    | _LOOK_THROUGH,
    PROSECUTOR: _READ_CASES | _READ_RULES | {"cases.comment_correction"},
    SOCIAL_WORKER: _WORK_ON_PLANS,
    MEDICAL_COORDINATOR: _READ_PLANS
    | _RECORD_CONSENT
    | {"resocialization.read_notes", "resocialization.view_address", "accounts.break_glass"}
    | _KEEP_MEDICAL_RECORD,
    SUPERVISOR: _READ_CASES
    | _READ_RULES
    | _READ_RUNS
    | _READ_PLANS
    | _LOOK_THROUGH
    | {
        "cases.assess_case",
        "cases.start_run",
        "cases.execute_decision",
        "cases.confirm_correction",
        "cases.view_iinoverride",
        "cases.confirm_iin",
        "cases.propose_ruleset",
        "cases.activate_ruleset",
        "accounts.view_rolegrant",
        "accounts.confirm_role",
        "accounts.break_glass",
        "accounts.view_breakglass",
        "resocialization.read_notes",
        "resocialization.view_address",
        "resocialization.reassign_plan",
        "resocialization.approve_closing",
    },
    ADMIN: _READ_RULES
    | _READ_RUNS
    | {f"accounts.{act}_user" for act in ("add", "change", "view")}
    | {
        f"accounts.{act}_{model}"
        for act in ("add", "change", "delete", "view")
        for model in ("office", "region", "appointment")
    }
    | {"cases.add_provision", "cases.change_provision", "cases.add_ruleset"}
    | {
        f"resocialization.{act}_{model}"
        for act in ("add", "change", "view")
        for model in ("direction", "service", "policy")
    },
    AUDITOR: _READ_CASES
    | _READ_RULES
    | _READ_RUNS
    | _READ_PLANS
    | {
        "accounts.view_event",
        "accounts.verify_trail",
        "accounts.view_user",
        "cases.view_iinoverride",
        "accounts.view_breakglass",
        "accounts.review_breakglass",
    },
}
SITS_IN_THE_ADMIN = {SUPERVISOR, ADMIN, AUDITOR}
WORDS = {
    CLERK: _("Clerk"),
    JUDGE: _("Judge"),
    PROSECUTOR: _("Prosecutor (observer)"),
    SOCIAL_WORKER: _("Social worker"),
    MEDICAL_COORDINATOR: _("Medical coordinator"),
    SUPERVISOR: _("Supervisor"),
    ADMIN: _("Administrator"),
    AUDITOR: _("Auditor"),
}


def grant_after_migrate(sender: AppConfig, **kwargs: object) -> None:
    """Forward of post_migrate: the last of our apps to be migrated completes the groups."""
    if sender.label in {"accounts", "cases", "resocialization"}:
        grant()


def grant() -> None:
    """Make the groups agree with the table above. Safe to call at any time."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    known = {
        f"{label}.{codename}": pk
        for pk, label, codename in permission_model.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role, rights in RIGHTS.items():
        group, _made = group_model.objects.get_or_create(name=role)
        group.permissions.set([known[right] for right in rights if right in known])

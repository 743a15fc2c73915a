"""Every page of the program: by whom it is looked at, and about which row.

A URL that stands neither in PAGES nor in NOT_PAGES fails the walk (test_walk.py). Arguments are
names of rows (tests/browser/rows.py); `=` before a value means the value itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page as Tab

from tests.browser.program import PASSWORD

Rows = dict[str, int | str]


def _nothing(tab: Tab) -> None:
    """The page is looked at as it comes."""


@dataclass(frozen=True)
class Page:
    """One page in one state.

    `act` brings it into the state, `shows` is a selector that then is there; `status` is what
    the server says.
    """

    name: str
    role: str | None = "clerk"
    arguments: dict[str, str] = field(default_factory=dict)
    state: str = ""
    query: str = ""
    status: int = 200
    act: Callable[[Tab], None] = _nothing
    path: str = ""
    shows: str = "h1"
    workshop: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.state)))

    def address(self, rows: Rows) -> str:
        if self.path:
            return self.path
        values = {
            name: value[1:] if value.startswith("=") else rows[value]
            for name, value in self.arguments.items()
        }
        return reverse(self.name, kwargs=values) + self.query


# ---- acts ---------------------------------------------------------------------------------------


def save_empty(tab: Tab) -> None:
    """Send the form of the page as it is."""
    with tab.expect_navigation():
        tab.locator("main form button.btn-primary[type=submit]").last.click()


def search_for(text: str) -> Callable[[Tab], None]:
    def act(tab: Tab) -> None:
        box = tab.locator("main input[name=q]")
        box.fill(text)
        with tab.expect_navigation():
            box.press("Enter")

    return act


def confirm_password(tab: Tab) -> None:
    """Pages of the second factor ask again who is there once five minutes have passed."""
    if "reauthenticate" in tab.url:
        tab.locator("input[name=password]").fill(PASSWORD)
        with tab.expect_navigation():
            tab.locator("main form button[type=submit]").first.click()


def open_everything(tab: Tab) -> None:
    """All folded parts, the user menu too."""
    tab.evaluate("() => document.querySelectorAll('details').forEach(e => { e.open = true; })")


def type_decision(tab: Tab) -> None:
    """A decision as the assessment proposes it, up to the check page."""
    tab.locator("input[name=decider]").fill("Бекова Ә.")
    tab.locator("input[name=act_number]").fill("7599-22-00-1/12")
    tab.locator("input[name=decided_on]").fill("14.11.2022")
    tab.locator("input[name=released_on]").fill("14.11.2022")
    save_empty(tab)


def change_a_known_fact(tab: Tab) -> None:
    tab.locator("select[name=case-recidivism]").select_option("dangerous")
    save_empty(tab)


def choose_a_colleague(tab: Tab) -> None:
    tab.locator("select[name=worker]").select_option(index=1)
    save_empty(tab)


# ---- the table ----------------------------------------------------------------------------------


def case(name: str, row: str = "case_reduce", role: str = "clerk", **more: str) -> Page:
    return Page(name, role, {"pk": row, **more})


def outcome(code: str) -> Page:
    return Page("case", "clerk", {"pk": f"case_{code}"}, state=code)


def decision(name: str, state: str, role: str) -> Page:
    arguments = {"pk": f"case_{state}", "decision_pk": f"decision_{state}"}
    return Page(name, role, arguments, state=state)


def social(name: str, row: str = "plan", role: str = "social", **more: object) -> Page:
    return Page(name, role, {"pk": row} if row else {}, **more)


PAGES = [
    # the door
    Page("login", None),
    Page("login", None, state="demonstration", path="/accounts/login/", workshop=True,
         shows="#demo-logins"),
    Page("login", None, state="refused", act=save_empty, shows="[data-error-summary] a"),
    Page("logout"),
    Page("account_reauthenticate"),
    Page("account_change_password"),
    Page("mfa_index", act=confirm_password),
    Page("mfa_activate_totp", act=confirm_password),
    Page("mfa_add_webauthn", act=confirm_password),
    Page("mfa_list_webauthn", act=confirm_password),
    Page("me"),
    Page("roles-to-confirm", "supervisor"),
    Page("role-confirm", "supervisor", {"pk": "role_grant"}),
    Page("role-confirm", "supervisor", {"pk": "role_grant"}, state="refused", act=save_empty,
         shows="[data-error-summary] a"),
    Page("openings", "auditor"),
    Page("opening", "auditor", {"pk": "opening"}),
    # work lists and cases
    Page("home"),
    Page("home", "supervisor", state="supervisor"),
    Page("home", "auditor", state="auditor"),
    Page("home", "admin", state="admin"),
    Page("cases"),
    Page("cases", state="filtered", query="?outcome=reduce&stage=serving", shows=".chips"),
    Page("cases", state="none found", query="?article=999", shows=".empty"),
    Page("cases", "auditor", state="all courts", query="?page=2"),
    Page("search"),
    Page("search", state="found", act=search_for("кур"), shows="[data-row]"),
    Page("search", state="nothing found", act=search_for("ббббб")),
    Page("boundary"),
    Page("case-register", act=open_everything),
    Page("case-register", state="refused", act=save_empty, shows="[data-error-summary] a"),
    *(outcome(code) for code in (
        "release", "terminate", "continue_to_verdict", "reduce", "reduce_at_sentencing",
        "lift_record", "combined", "no_effect", "not_covered", "excluded", "needs_review",
    )),
    Page("case", "judge", {"pk": "case_excluded"}, state="everything open", act=open_everything),
    case("case-edit"),
    case("case-answer", "case_needs_review", address="fact"),
    case("case-assessments"),
    case("case-assessment", number="assessment"),
    case("assessment-report", number="assessment"),
    case("case-history"),
    case("case-records", "case_with_record"),
    case("case-record", "case_with_record", record_pk="record"),
    # what two people change
    case("case-corrections", "case_corrected"),
    case("case-correction", "case_corrected", "judge", number="correction"),
    case("case-correction", "case_corrected", "auditor", number="correction"),
    Page("case-edit", "clerk", {"pk": "case_corrected"}, "a known fact changes",
         act=change_a_known_fact, shows="[name=correction-reason]"),
    case("case-iin", "case_corrected"),
    case("case-iin", "case_corrected", "supervisor"),
    # decisions
    Page("decisions", "judge"),
    case("decision-record", "case_undecided"),
    Page("decision-check", "clerk", {"pk": "case_undecided"}, act=type_decision,
         shows="[name=confirmed]", path="/cases/{case_undecided}/decision/"),
    *(decision("decision", state, "judge") for state in ("draft", "approved", "executed", "revoked")),
    decision("decision-approve", "draft", "judge"),
    decision("decision-execute", "approved", "supervisor"),
    decision("decision-revoke", "approved", "judge"),
    # rules and runs
    Page("rules"),
    Page("provisions"),
    Page("worked-cases"),
    Page("worked-case", arguments={"case_id": "worked_case"}),
    Page("rule-set", arguments={"code": "rule_set"}),
    Page("rule-set", "supervisor", {"code": "rule_set_proposed"}, state="proposed"),
    Page("rule-set-propose", "judge", {"code": "rule_set_proposed"}),
    Page("rule-set-activate", "supervisor", {"code": "rule_set_proposed"}),
    Page("rule-set-diff", arguments={"code": "rule_set", "other": "rule_set"}),
    Page("runs", "supervisor"),
    Page("run-new", "supervisor"),
    Page("run", "supervisor", {"pk": "run"}),
    Page("run-changes", "supervisor", {"pk": "run"}),
    Page("run-failed", "supervisor", {"pk": "run"}),
    # reports
    Page("reports", "supervisor"),
    Page("report-outcomes", "supervisor", act=open_everything),
    Page("report-outcomes", "auditor", state="a court without cases", query="?court=999999",
         shows=".error-summary"),
    Page("report-data-quality", act=open_everything),
    Page("report-timeliness", "auditor", state="many courts", act=open_everything),
    Page("report-reconciliation", "judge"),
    Page("report-reconciliation", "auditor", state="many courts", act=open_everything),
    Page("report-resocialization", "social", state="own people"),
    Page("report-resocialization", "supervisor", act=open_everything),
    Page("report-runs", "admin", act=open_everything),
    # released people
    social("my-day", ""),
    social("my-people", ""),
    social("people-search", ""),
    social("people-search", "", state="found", act=search_for("с"), shows="main table a"),
    social("people-queues", "", "supervisor"),
    social("plans", "", "supervisor"),
    social("plan"),
    social("plan", "free_plan", state="nobody follows"),
    social("plan", "closing_plan", "supervisor", state="asked to close"),
    social("plan-address"),
    social("plan-consents"),
    social("plan-break-glass", role="judge"),
    social("plan-break-glass", role="supervisor", state="opened"),
    social("plan-medical", role="medical"),
    social("plan-close"),
    social("plan-closing", "closing_plan", "supervisor"),
    social("case-plan", "case_of_plan"),
    social("need-new"),
    social("need", "need"),
    social("need", "need_medical", state="medical"),
    social("step-new", "need"),
    social("step", "step"),
    social("contact-new", "", state="whom"),
    Page("contact-new", "social", state="form", query="?need={need}", shows="[name=reached]"),
    social("contact-correct", "contact"),
    Page("handover", "supervisor", query="?ids={free_plan}"),
    Page("handover-check", "supervisor", act=choose_a_colleague,
         shows="[name=confirmed]", path="/resocialization/handover/?ids={free_plan}"),
    # the rest
    Page("trail", "auditor"),
    Page("help"),
    Page("glossary"),
    Page("help-day", arguments={"role": "=clerk"}),
    Page("help-day", "social", {"role": "=social_worker"}, state="social"),
    Page("law-articles"),
    Page("law-article", arguments={"number": "=4"}),
    Page("style", path="/style/", workshop=True),
    # errors
    Page("404", path="/no/such/page/", status=404),
    Page("404", None, path="/no/such/page/", status=404, state="signed out"),
    Page("403", path="/runs/", status=403),
]  # fmt: skip

NOT_PAGES = {
    "healthz": "answers machines with plain text",
    "csp-report": "POST only, sent by browsers",
    "set_language": "POST only: the switch in the header",
    "account_login": "the same address as login",
    "account_logout": "the same address as logout",
    "account_set_password": "redirects to me: nobody here is without a password",
    "case-recalculate": "POST only",
    "case-correction-confirm": "POST only",
    "case-correction-refuse": "POST only",
    "case-correction-comment": "POST only",
    "case-iin-confirm": "POST only",
    "case-iin-refuse": "POST only",
    "case-break-glass": "redirects to the plan's page",
    "first-steps": "POST only",
    "case-needed": "POST only: a fragment beside the form",
    "draft-keep": "POST only",
    "draft-discard": "POST only",
    "draft": "the page of case-register, with what its author typed; tests/browser/test_drafts.py",
    "demo-sign-in": "POST only: the buttons of the sign-in page",
    "case-record-remove": "POST only",
    "run-cancel": "POST only",
    "trail-verify": "POST only",
    "notice-read": "POST only",
    "plan-open": "POST only",
    "plan-take": "POST only",
    "consent-withdraw": "POST only",
    "mfa_authenticate": "between password and code; tests/browser/test_second_factor.py",
    "mfa_reauthenticate": "needs a second factor; tests/browser/test_second_factor.py",
    "mfa_deactivate_totp": "needs a second factor; tests/browser/test_second_factor.py",
    "mfa_view_recovery_codes": "needs a second factor; tests/browser/test_second_factor.py",
    "mfa_generate_recovery_codes": "needs a second factor; tests/browser/test_second_factor.py",
    "mfa_reauthenticate_webauthn": "needs a security key; tests/browser/test_second_factor.py",
    "mfa_edit_webauthn": "needs a security key; tests/browser/test_second_factor.py",
    "mfa_remove_webauthn": "needs a security key; tests/browser/test_second_factor.py",
}
ADMIN = "the framework's own pages; tests/browser/test_admin.py walks the lists and forms"


def names_of_all_urls() -> Iterator[str]:
    """The name of every address of the program, the admin's left out."""
    yield from _names(get_resolver())


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif pattern.namespace != "admin":
            yield from _names(pattern)

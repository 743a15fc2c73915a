"""A decision is recorded, approved and executed by three people; then the plan is there."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.files import about, register
from tests.browser.hands import Presses, fill_in
from tests.browser.program import Program

ACT = {
    "decider": "Бекова Ә.",
    "act_number": "7599-22-00-1/77",
    "decided_on": "14.11.2022",
    "released_on": "14.11.2022",
}
PRIMARY = "main form button.btn-primary[type=submit]"


def record(page: Page, case: int, **changes: str) -> None:
    """From the page of the case: the form, the check page, and back on the decision."""
    page.goto(f"/cases/{case}/")
    with answer_to(page):
        page.locator(".do-now a[href$='/decision/']").click()
    fill_in(page, ACT | changes)
    with answer_to(page):
        page.locator(PRIMARY).last.click()
    with answer_to(page):
        page.locator("button[name=confirmed]").click()


def take_step(page: Page, case: int, name: str, *ticks: str) -> None:
    """Open the decision, choose the step, tick what it asks for, confirm."""
    page.goto(f"/cases/{case}/")
    with answer_to(page):
        page.locator(".decision-card a").first.click()
    with answer_to(page):
        page.locator(f"main a[href$='/{name}/']").click()
    for tick in ticks:
        page.locator(f"main [name={tick}]").check()
    with answer_to(page):
        page.locator(PRIMARY).last.click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_three_people_free_a_person_and_the_plan_is_there(visitors: Visitors, script: bool):
    """The main job: clerk, judge, supervisor, and the social worker finds the person."""
    surname = "Азатбеков" if script else "Бостандықов"
    options = {} if script else {"java_script_enabled": False}
    clerk = visitors.open("clerk", **options)
    case = register(clerk, about(surname))
    record(clerk, case)
    expect(clerk.locator(".tag[data-code=draft]").first).to_be_visible()

    judge = visitors.open("judge", **options)
    take_step(judge, case, "approve", "identity_checked")
    expect(judge.locator(".tag[data-code=approved]").first).to_be_visible()

    social = visitors.open("social", **options)
    social.goto("/resocialization/people/")
    expect(social.locator("main")).not_to_contain_text(surname)

    supervisor = visitors.open("supervisor", **options)
    take_step(supervisor, case, "execute")
    expect(supervisor.locator(".tag[data-code=executed]").first).to_be_visible()

    social.goto("/resocialization/people/")
    with answer_to(social):
        social.locator("main a", has_text=surname).first.click()
    expect(social.locator("h1")).to_contain_text(surname)
    expect(social.locator("[id^='need-'], [data-need], .need-card").first).to_be_visible()
    expect(social.locator("main")).not_to_contain_text("272")
    social.goto("/")
    expect(social.locator("main")).to_contain_text(surname)


def test_a_decision_is_recorded_with_three_clicks(visitors: Visitors):
    """Check 12 (C8): from the page of the case; the values of the assessment are there already."""
    page = visitors.open("clerk")
    case = register(page, about("Шешімбаев"))
    presses = Presses(page)
    page.reload()
    record(page, case)
    expect(page.locator(".decision-card")).to_contain_text("16.10.2022")
    assert 0 < presses.clicks <= 3


def test_a_decision_that_differs_is_found_in_its_list(visitors: Visitors):
    """Check 12: the mismatch is told on the decision and counted on the home page."""
    page = visitors.open("clerk")
    page.goto("/")
    card = page.locator(".count-card", has_text="Decision differs").locator(".count-number")
    before = int(card.inner_text())
    case = register(page, about("Өзгешев"))
    record(
        page, case, outcome="release", new_end="", differs="reading", reason="Сот басқаша шешті."
    )
    expect(page.locator(".differs").first).to_contain_text("Differs from the assessment")
    page.goto("/")
    assert int(card.inner_text()) == before + 1
    with answer_to(page):
        page.locator(".count-card", has_text="Decision differs").click()
    expect(page.locator("main")).to_contain_text("Өзгешев")


def test_nobody_approves_the_own_decision(visitors: Visitors, program: Program):
    """The page says why not, and offers no way."""
    clerk = visitors.open("clerk")
    case = register(clerk, about("Өзіменов"))
    judge = visitors.open("judge")
    judge.goto(f"/cases/{case}/decision/")
    fill_in(judge, ACT)
    with answer_to(judge):
        judge.locator(PRIMARY).last.click()
    with answer_to(judge):
        judge.locator("button[name=confirmed]").click()
    expect(judge.locator("main a[href$='/approve/']")).to_have_count(0)
    address = judge.url.rstrip("/") + "/approve/"
    judge.goto(address)
    expect(judge.locator(PRIMARY)).to_have_count(0)
    states = program.ask("SELECT state FROM cases_decision WHERE case_id = ?", case)
    assert states == [("draft",)]

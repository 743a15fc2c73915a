"""A missing fact is answered where it is missed."""

from playwright.sync_api import Page, expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.files import about, register
from tests.browser.hands import Presses

UNKNOWN = {"offenses-0-nexus": "", "case-recidivism": ""}


def answer(page: Page, value: str) -> None:
    """The first question of the panel: choose and save."""
    form = page.locator(".finding-answer").first
    form.locator(f"input[value='{value}']").click()
    form.locator("button[type=submit]").click()


def test_a_missing_fact_is_answered_with_three_clicks(visitors: Visitors):
    """Check 9 (C5): the verdict changes, the focus goes on, and it is said aloud."""
    page = visitors.open("clerk")
    register(page, about("Сұрақбаев") | UNKNOWN)
    presses = Presses(page)
    page.reload()
    verdict = page.locator("#verdict")
    panel = page.locator("[data-outcome]")
    before = verdict.inner_text()
    expect(panel).to_have_attribute("data-outcome", "needs_review")
    answers = page.locator(".finding-answer")
    missing = answers.count()
    assert missing == 2

    first = answers.first.locator("input[type=radio]").first.get_attribute("name")
    answer(page, "riot" if "nexus" in first else "none")
    expect(answers).to_have_count(missing - 1)
    assert presses.clicks <= 3
    assert verdict.inner_text() != before
    page.wait_for_function("document.activeElement.closest('.finding-answer') !== null")
    expect(page.locator("#live")).not_to_be_empty()

    second = answers.first.locator("input[type=radio]").first.get_attribute("name")
    answer(page, "riot" if "nexus" in second else "none")
    expect(panel).to_have_attribute("data-outcome", "reduce")
    expect(verdict).to_be_focused()
    assert "/answer/" not in page.url, "the page was never left"


def test_a_missing_fact_is_answered_without_script(visitors: Visitors):
    """Check 35: the same form is a plain form."""
    page = visitors.open("clerk", java_script_enabled=False)
    register(page, about("Сұраусыз") | {"offenses-0-nexus": ""})
    with answer_to(page):
        answer(page, "riot")
    expect(page.locator("[data-outcome]")).to_have_attribute("data-outcome", "reduce")


def test_a_fact_is_answered_with_the_keyboard_alone(visitors: Visitors):
    page = visitors.open("clerk")
    register(page, about("Пернетақтин") | {"offenses-0-nexus": ""})
    presses = Presses(page)
    page.reload()
    page.locator(".finding-answer input[type=radio]").first.focus()
    for _step in range(5):
        if page.evaluate("document.activeElement.value") == "riot":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-outcome]")).to_have_attribute("data-outcome", "reduce")
    assert presses.pointer == 0

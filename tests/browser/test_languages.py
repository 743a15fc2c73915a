"""Three languages, and browsers that are set up in odd ways."""

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import DATE, Visitors, answer_to, overflow, speak
from tests.browser.program import PASSWORD


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_switch_keeps_the_page(visitors: Visitors, language: str):
    """Check 29: same address and query, the language of the page changes, nothing overflows."""
    page = visitors.open("clerk", "ru" if language != "ru" else "en")
    address = "/cases/?outcome=reduce&stage=serving"
    page.goto(address)
    with answer_to(page):
        page.locator(f".languages button[value={language}]").click()
    expect(page).to_have_url(address)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert overflow(page) == []
    times = page.locator("time").all_inner_texts()
    assert times
    assert all(DATE.match(text.strip()) for text in times)


@pytest.mark.parametrize("code", ["xx", "tlh-KX", "%00", "../../etc"])
def test_an_unknown_language_in_the_cookie_is_no_trouble(visitors: Visitors, code: str):
    page = visitors.open("clerk")
    speak(page.context, code, visitors.program.url)
    assert page.goto("/").status == 200
    assert page.locator("html").get_attribute("lang") in {"kk", "ru", "en"}


def test_without_cookies_the_sign_in_says_what_is_wrong(visitors: Visitors):
    """Cookies off at the door: a page in words, status 403, nobody is signed in."""
    page = visitors.open(None)
    page.goto("/accounts/login/")
    page.locator("input[name=username]").fill("clerk")
    page.locator("input[name=password]").fill(PASSWORD)
    page.context.clear_cookies()
    with page.expect_navigation() as refused:
        page.locator("main form button[type=submit]").first.click()
    assert refused.value.status == 403
    expect(page.locator("main")).to_contain_text("cookie", ignore_case=True)


def test_the_door_opens_without_script(visitors: Visitors):
    page = visitors.open(None, java_script_enabled=False)
    page.goto("/accounts/login/")
    page.locator("input[name=username]").fill("clerk")
    page.locator("input[name=password]").fill(PASSWORD)
    with answer_to(page):
        page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url("/")

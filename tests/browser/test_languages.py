"""Three languages, and browsers that are set up in odd ways."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import DATE, Visitors, answer_to, overflow, speak
from tests.browser.pages import PAGES
from tests.browser.program import PASSWORD

Rows = dict[str, int | str]
# What is written in Latin letters in every language: codes, keys, formats, names of accounts.
NO_WORDS = re.compile(
    r"\b(?:[0-9A-Z]{4}-[0-9A-Z]{4}|152-VII(?:/\w+)?|[0-9a-f]{12}|English|Alt|Ctrl|Shift|Enter|Esc|"
    r"Excel|JSON|keyholder|"
    r"Aegis|FreeOTP|Google Authenticator|[a-z]+@[a-z.]+)\b|\([a-z-]+\)"
)
LATIN = re.compile(r"[A-Za-z]{3}")
TEXTS = """() => {
    const texts = new Set([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const apart = 'script, style, noscript, code, kbd, pre, textarea, [data-languages]';
    while (walker.nextNode()) {
        const place = walker.currentNode.parentElement;
        if (place.closest(apart) || place.closest('[lang]') !== document.documentElement) continue;
        texts.add(walker.currentNode.textContent.trim().replace(/\\s+/g, ' '));
    }
    for (const name of ['aria-label', 'title', 'placeholder'])
        for (const element of document.querySelectorAll(`body [${name}]`))
            texts.add(element.getAttribute(name));
    return [...texts];
}"""


def english(page: Page) -> list[str]:
    """Texts of a Kazakh or Russian page that have words in Latin letters."""
    return [text for text in page.evaluate(TEXTS) if LATIN.search(NO_WORDS.sub("", text))]


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


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("role", sorted({place.role or "" for place in PAGES}))
def test_no_page_mixes_english_in(visitors: Visitors, rows: Rows, role: str, language: str):
    """Check 29 on every page of the walk that an address leads to."""
    page, mixed = visitors.open(role or None, language), []
    for place in PAGES:
        if place.workshop or (place.role or "") != role or place.status != 200:
            continue
        page.goto(place.address(rows))
        mixed += [f"{place}: {text}" for text in english(page)]
    assert mixed == []


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

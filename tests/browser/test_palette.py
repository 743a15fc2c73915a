"""The window over a page: opened by keys in every layout, walked by keys, closed to where one was."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.browsing import Visitors, answer_to, focused


def open_with(page: Page, key: str = "Control+k") -> None:
    page.keyboard.press(key)
    expect(page.locator("#palette")).to_be_visible()
    assert "#palette-text" in focused(page)


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_opens_it_and_escape_leads_back(visitors: Visitors, key: str):
    page = visitors.open("clerk")
    page.goto("/cases/")
    page.locator("tr[data-row] .row-link").first.focus()
    before = focused(page)
    open_with(page, key)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    assert focused(page) == before


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_is_a_place_on_the_keyboard(visitors: Visitors, language: str):
    """In Kazakh and Russian layouts the key says «л», the place is KeyK."""
    page = visitors.open("clerk", language)
    page.goto("/")
    page.evaluate(
        "() => document.body.dispatchEvent(new KeyboardEvent("
        "'keydown', {key: 'л', code: 'KeyK', ctrlKey: true, bubbles: true}))"
    )
    expect(page.locator("#palette")).to_be_visible()
    assert violations(page) == []


def test_a_person_is_opened_by_keys_alone(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/help/")
    open_with(page)
    page.keyboard.insert_text("сей")
    expect(page.locator("#palette-people a").first).to_contain_text("Сейітқали")
    page.keyboard.press("ArrowDown")
    with answer_to(page):
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Сейітқали")


def test_a_page_is_found_by_its_name(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/")
    open_with(page)
    page.keyboard.insert_text("gloss")
    shown = page.locator("[data-palette-list] a:visible")
    expect(shown).to_have_count(1)
    page.keyboard.press("ArrowDown")
    with answer_to(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url("/help/glossary/")


def test_what_the_page_offers_by_a_key_stands_in_it(visitors: Visitors, rows: dict):
    page = visitors.open("clerk")
    page.goto(f"/cases/{rows['case_reduce']}/")
    open_with(page)
    expect(page.locator("[data-palette-list] a", has_text="Edit").first).to_be_visible()


def test_whoever_switched_shortcuts_off_keeps_the_search_of_the_header(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/")
    page.evaluate("() => { document.documentElement.dataset.keys = 'off'; }")
    for key in ("/", "Control+k"):
        page.keyboard.press(key)
        assert page.locator("#palette:visible").count() == 0
    page.locator("#site-search").fill("сей")
    with answer_to(page):
        page.locator("#site-search").press("Enter")
    expect(page.locator("main")).to_contain_text("Сейітқали")


def test_a_slash_in_a_field_is_a_slash(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/cases/new/")
    field = page.locator("[name='case-proceeding_number']")
    field.press("/")
    expect(field).to_have_value("/")
    assert page.locator("#palette:visible").count() == 0

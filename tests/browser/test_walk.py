"""The walk over all pages: nobody is shut out, in any theme, at any width, in any language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import ViewportSize

from tests.browser.axe import bring_along, violations
from tests.browser.browsing import (
    DESK,
    PHONE,
    TABLETS,
    ZOOM_200,
    ZOOM_400,
    Visitors,
    english,
    focused,
    overflow,
    speak,
    wrong_dates,
)
from tests.browser.pages import NOT_PAGES, PAGES, Page, names_of_all_urls

Rows = dict[str, int | str]
SHOWN_AND_SPOKEN = """shows =>
    [Boolean(document.querySelector(shows)), document.documentElement.lang]"""


def test_every_page_stands_in_the_walk():
    """A page that is added later has to be added to tests/browser/pages.py too."""
    known = {page.name for page in PAGES} | set(NOT_PAGES)
    assert set(names_of_all_urls()) - known - {"admin/password_change/"} == set()


def test_the_walk_names_no_page_that_is_gone():
    without_url = {"403", "404", "style"}
    assert {page.name for page in PAGES} - without_url - set(names_of_all_urls()) == set()
    assert set(NOT_PAGES) - set(names_of_all_urls()) == set()


@pytest.fixture(scope="module")
def tabs(all_visitors: Visitors) -> Iterator[Callable[[Page], Tab]]:
    """One tab for each role, used again for all its pages."""
    known: dict[str | None, Tab] = {}

    def tab_of(page: Page) -> Tab:
        if page.role not in known:
            context = all_visitors.context(page.role, "ru")
            bring_along(context)
            known[page.role] = all_visitors.page(context)
        return known[page.role]

    yield tab_of
    for tab in known.values():
        tab.context.close()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_nobody_is_shut_out(page: Page, tabs, visitors: Visitors, rows: Rows):
    """Checks 1-4, 19, 29-32, 39 on one page, in one visit for each language."""
    tab = tabs(page)
    faults: list[str] = []
    visit(visitors, tab, page, rows, "ru")
    faults += mixed_in(tab, page, "ru")
    faults += looked_at(tab, "ru 1280", DESK, "light")
    faults += first_stop(tab)
    faults += looked_at(tab, "ru dark", DESK, "dark")
    faults += looked_at(tab, "ru 360", PHONE, "light")
    faults += looked_at(tab, "ru zoom 200", ZOOM_200, "light")
    for size in (ZOOM_400, *TABLETS):
        tab.set_viewport_size(size)
        faults += [f"ru {size['width']} wide: {wide}" for wide in overflow(tab)]
    tab.set_viewport_size(DESK)
    visit(visitors, tab, page, rows, "kk")
    faults += mixed_in(tab, page, "kk")
    faults += looked_at(tab, "kk", DESK, "light")
    visit(visitors, tab, page, rows, "en")
    faults += looked_at(tab, "en", DESK, "light")
    faults += visitors.close()
    assert not faults, "\n".join(faults)


def visit(visitors: Visitors, tab: Tab, page: Page, rows: Rows, language: str) -> None:
    program = visitors.program
    base = program.url
    if page.workshop:
        program.start_workshop()
        base = program.workshop_url
    speak(tab.context, language, base)
    answer = tab.goto(base + page.address(rows).format(**rows))
    assert answer is not None
    assert answer.status == page.status, f"{answer.status} at {answer.url}"
    page.act(tab)
    shown, spoken = tab.evaluate(SHOWN_AND_SPOKEN, page.shows)
    assert shown, f"{page.shows} is missing"
    assert spoken == language


def looked_at(tab: Tab, variant: str, size: ViewportSize, theme: str) -> list[str]:
    """What is wrong with the page at this width and in this theme."""
    tab.set_viewport_size(size)
    tab.emulate_media(color_scheme=theme)
    dates = [f"no date: {text!r}" for text in wrong_dates(tab)]
    wide = [f"overflow {text}" for text in overflow(tab)]
    return [f"{variant}: {fault}" for fault in (*violations(tab), *wide, *dates)]


def mixed_in(tab: Tab, page: Page, language: str) -> list[str]:
    """Check 29: no page in Kazakh or Russian mixes English in; style is for who writes pages."""
    if page.name == "style":
        return []
    return [f"{language}: in English: {text!r}" for text in english(tab)]


def start_of_page(tab: Tab) -> None:
    """Put the point from which Tab goes on before everything, whatever had the focus."""
    tab.evaluate(
        """() => {
            const first = document.createElement('span');
            first.tabIndex = -1;
            document.body.prepend(first);
            first.focus();
            first.remove();
        }"""
    )


def first_stop(tab: Tab) -> list[str]:
    """Check 19: the first Tab leads to the skip link, which leads to the content."""
    start_of_page(tab)
    tab.keyboard.press("Tab")
    first = focused(tab)
    if ".skip-link" not in first:
        return [f"first Tab: {first}"]
    tab.keyboard.press("Enter")
    return [] if "#main" in focused(tab) else [f"skip link leads to {focused(tab)}"]

"""Finding a person and coming back to the list: search, filters, chips, the way back."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.files import about, register
from tests.browser.program import Program

FILTERED = "/cases/?outcome=reduce&stage=serving"


def search(page: Page, text: str) -> None:
    """`/`, the text, Enter: two keys that are no data."""
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.insert_text(text)
    with answer_to(page):
        page.keyboard.press("Enter")


@pytest.mark.parametrize("spaced", [False, True], ids=["digits", "with spaces"])
def test_an_iin_opens_its_page(visitors: Visitors, program: Program, rows: dict, spaced: bool):
    """Check 7 (C2): the page opens directly, and the IIN stands in no address."""
    case = rows["case_reduce"]
    iin = program.ask(
        "SELECT d.iin FROM cases_case c JOIN cases_defendant d ON d.id = c.defendant_id"
        " WHERE c.id = ?",
        case,
    )[0][0]
    page = visitors.open("clerk")
    search(page, f"{iin[:6]} {iin[6:9]} {iin[9:]}" if spaced else iin)
    expect(page).to_have_url(f"/cases/{case}/")
    assert not [address for address in visitors.watch.requests if iin in address]


def test_an_iin_is_found_without_script(visitors: Visitors, program: Program, rows: dict):
    """Check 35: C2 with a plain form."""
    case = rows["case_reduce"]
    iin = program.ask(
        "SELECT d.iin FROM cases_case c JOIN cases_defendant d ON d.id = c.defendant_id"
        " WHERE c.id = ?",
        case,
    )[0][0]
    page = visitors.open("clerk", java_script_enabled=False)
    page.goto("/")
    page.locator("#site-search").fill(iin)
    with answer_to(page):
        page.locator(".site-search-button").click()
    expect(page).to_have_url(f"/cases/{case}/")


@pytest.mark.parametrize(
    ("typed", "surname"),
    [("сей", "Сейітқали"), ("ctq", "Сейітқали"), ("Сейткали", "Сейітқали"), ("hfpfd", "Разавин")],
    ids=["letters", "wrong layout", "folded", "wrong layout, whole"],
)
def test_a_surname_is_found_by_its_beginning(visitors: Visitors, typed: str, surname: str):
    """Check 8 (C3): in Cyrillic, in the wrong layout, with folded letters."""
    page = visitors.open("clerk")
    if surname == "Разавин":
        register(page, about(surname))
    search(page, typed)
    expect(page.locator("main")).to_contain_text(surname)


def test_the_way_back_from_a_case_leads_to_the_same_list(visitors: Visitors):
    """Check 24: same query, same page, the row is where it was."""
    page = visitors.open("auditor")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto("/cases/?page=2")
    link = page.locator("tr[data-row] .row-link").last
    link.scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    with answer_to(page):
        link.click()
    page.go_back()
    expect(page).to_have_url("/cases/?page=2")
    assert abs(page.evaluate("window.scrollY") - before) <= 200


def test_the_link_back_keeps_the_filters(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto(FILTERED)
    with answer_to(page):
        page.locator("tr[data-row] .row-link").first.click()
    with answer_to(page):
        page.locator("a", has_text="Back to the list").first.click()
    assert query(page) == {"outcome": ["reduce"], "stage": ["serving"]}


def test_saving_an_edited_case_leads_back_to_its_list(visitors: Visitors):
    """Check 25: the chips are unchanged."""
    page = visitors.open("clerk")
    page.goto(FILTERED)
    chips = page.locator(".chips").inner_text()
    with answer_to(page):
        page.locator("tr[data-row]").first.locator("a[href*='/edit/']").click()
    page.locator("details", has=page.locator("[name=case-note]")).locator("summary").first.click()
    page.locator("[name=case-note]").fill("Тексерілді.")
    with answer_to(page):
        page.locator(".form-footer .btn-primary").click()
    assert query(page) == {"outcome": ["reduce"], "stage": ["serving"]}
    assert page.locator(".chips").inner_text() == chips


def test_removing_one_chip_keeps_the_others(visitors: Visitors):
    """Check 27: and no empty parameter stands in the address, with script or without."""
    page = visitors.open("clerk")
    page.goto("/cases/")
    page.keyboard.press("f")
    page.locator("[name=outcome]").select_option("reduce")
    page.locator("[name=stage]").select_option("serving")
    with answer_to(page):
        page.locator(".filters button[type=submit]").click()
    assert query(page) == {"outcome": ["reduce"], "stage": ["serving"]}
    with answer_to(page):
        page.locator(".chips li a").first.click()
    left = query(page)
    assert len(left) == 1
    assert left.items() <= {"outcome": ["reduce"], "stage": ["serving"]}.items()


def test_previous_and_next_walk_the_filtered_list(visitors: Visitors):
    """Check 28: `]` goes through the list in its order, `[` comes back."""
    page = visitors.open("clerk")
    page.goto(FILTERED)
    links = page.locator("tr[data-row] .row-link")
    wanted = links.evaluate_all("all => all.slice(0, 3).map(e => new URL(e.href).pathname)")
    with answer_to(page):
        links.first.click()
    seen = [urlsplit(page.url).path]
    for _step in range(2):
        with answer_to(page):
            page.keyboard.press("]")
        seen.append(urlsplit(page.url).path)
    assert seen == wanted
    with answer_to(page):
        page.keyboard.press("[")
    assert urlsplit(page.url).path == wanted[1]


def test_rows_are_walked_with_j_and_k(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/cases/")
    names = page.locator("tr[data-row] .row-link").all_inner_texts()
    for _step in range(2):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == names[1]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.innerText") == names[0]
    with answer_to(page):
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(names[0])


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)

"""On paper: no navigation, nothing folded, and what it is and is not."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import Visitors

PRINTED = [
    ("clerk", "/cases/{case_reduce}/", 6),
    ("clerk", "/cases/?outcome=reduce", 4),
    ("social", "/resocialization/plans/{plan}/", 4),
]


@pytest.mark.parametrize(("role", "address", "most"), PRINTED)
def test_a_page_prints_without_its_frame(
    visitors: Visitors, rows: dict, role: str, address: str, most: int
):
    """Check 36: navigation, buttons and filters stay off the paper; the pages are few."""
    page = visitors.open(role, color_scheme="dark")
    page.goto(address.format(**rows))
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 1 <= pages <= most
    page.emulate_media(media="print")
    for hidden in (".site-header", ".site-footer", ".btn", ".filters", ".subnav", ".skip-link"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }, "paper is white in every theme"


def test_a_printed_assessment_says_that_it_is_no_court_act(visitors: Visitors, rows: dict):
    """Check 36: all findings are open."""
    page = visitors.open("clerk")
    page.goto(f"/cases/{rows['case_excluded']}/")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text("The court decides")
    folded = page.evaluate(
        "() => [...document.querySelectorAll('.panel details .finding')]"
        ".filter(e => !e.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert folded == 0


@pytest.mark.parametrize(
    ("role", "address", "told"),
    [
        ("clerk", "/cases/{case_reduce}/", "Assessment by the system, not a court act."),
        ("clerk", "/cases/?outcome=reduce", "Assessment by the system, not a court act."),
        ("social", "/resocialization/plans/{plan}/", ""),
    ],
)
def test_a_sheet_says_whose_it_is_as_of_when_and_who_printed_it(
    visitors: Visitors, rows: dict, role: str, address: str, told: str
):
    """Check 36: the head of the first sheet, and the edge of every one."""
    page = visitors.open(role)
    page.goto(address.format(**rows))
    assert page.locator(".print-head:visible").count() == 0, "nothing of it on the screen"
    name = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    head = page.locator(".print-head").inner_text()
    assert re.search(r"As of \d{2}\.\d{2}\.\d{4} \d{2}:\d{2} · printed by: \S", head)
    assert name in head or "list" in page.url or "/cases/?" in page.url
    if told:
        expect(page.locator("main")).to_contain_text(told)
    edge = page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            return ['--sheet-about', '--sheet-by'].map(name => style.getPropertyValue(name));
        }"""
    )
    assert "2022" in edge[1] or "20" in edge[1]
    rules = page.evaluate(
        """() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
            .filter(rule => rule instanceof CSSPageRule).map(rule => rule.cssText).join(' ')"""
    )
    assert "counter(page)" in rules
    assert "counter(pages)" in rules


def test_a_case_is_printed_without_the_iin_on_demand(visitors: Visitors, rows: dict):
    page = visitors.open("clerk")
    page.goto(f"/cases/{rows['case_reduce']}/")
    page.evaluate(
        "() => { window.print = () => { window.paper = document.documentElement.dataset.paper; }; }"
    )
    page.locator("[data-print=masked]").click()
    assert page.evaluate("window.paper") == "masked"
    page.emulate_media(media="print")
    shown = page.locator(".identity .iin").inner_text()
    assert len(re.sub(r"\D", "", shown)) == 3, shown

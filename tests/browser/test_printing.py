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

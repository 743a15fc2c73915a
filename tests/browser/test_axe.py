"""What the walks look with finds faults where there are some."""

from urllib.parse import quote

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.axe import OPTIONS, bring_along, violations
from tests.browser.browsing import Visitors

BROKEN = """
    <html><head><title></title></head><body style="background: #fff">
    <p style="color: #bbb">pale</p>
    <p style="color: rgb(0 0 0 / 30%)">half through</p>
    <p>a link <a href="#x" style="color: #111; text-decoration: none">like its text</a></p>
    <button></button><img src="data:,"><input type="text">
    <a href="#a" style="font-size: 9px">a</a><a href="#b" style="font-size: 9px">b</a>
    <ul><p>no item</p></ul><div role="checkbox" tabindex="0"></div><td id="x">a cell</td>
    <div aria-hidden="true"><button>hidden</button></div>
    </body></html>"""
RULES_AND_PLACES = """async options => (await axe.run(options)).violations.flatMap(
    rule => rule.nodes.map(node => [rule.id, node.target.join(' '), node.failureSummary]))"""


def broken(visitors: Visitors, with_axe: bool = False) -> Page:
    page = visitors.open(None, "en")
    if with_axe:
        bring_along(page.context)
    page.goto(f"data:text/html,{quote(BROKEN)}")
    return page


def test_axe_as_we_load_it_finds_what_axe_as_delivered_finds(visitors: Visitors):
    ours, delivered = broken(visitors), broken(visitors)
    assert violations(ours)  # which loads it
    delivered.evaluate(f"{AXE_SCRIPT}\n;undefined")
    found = ours.evaluate(RULES_AND_PLACES, OPTIONS)
    assert found == delivered.evaluate(RULES_AND_PLACES, OPTIONS)
    assert {"color-contrast", "button-name", "label", "list", "html-has-lang"} <= {
        rule for rule, _place, _why in found
    }


def test_axe_that_comes_along_finds_the_same(visitors: Visitors):
    assert violations(broken(visitors, with_axe=True)) == violations(broken(visitors))

"""What axe finds on a page: WCAG 2.0 to 2.2, levels A and AA, every rule and every element.

A page that is looked at again needs only the rules whose answer can be another one: of a dark
theme those about colors, of another language all but those. No style of ours asks for the
language (test_face.py), so that a page has the same colors in each.
"""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets anew, past the page's policy
}
COLORS = ["color-contrast", "link-in-text-block"]  # axe's category "cat.color" within WCAG
COLORS_ALONE = OPTIONS | {"runOnly": {"type": "rule", "values": COLORS}}
ALL_BUT_COLORS = OPTIONS | {"rules": {name: {"enabled": False} for name in COLORS}}
# Most of axe's time goes into reading the same few colors again for every element.
READ_A_COLOR_ONCE = """(() => {
    const read = new Map(), color = axe.commons.color.Color.prototype, parse = color.parseString;
    color.parseString = function (text) {
        if (!read.has(text)) {
            parse.call(this, text);
            read.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
        }
        return Object.assign(this, read.get(text));
    };
})();"""


def violations(page: Page, options: dict = OPTIONS) -> list[str]:
    """Rule, place and reason of what is wrong."""
    bring_axe(page)
    found = page.evaluate("options => axe.run(options)", options)
    return [
        f"axe {fault['id']}: {' '.join(map(str, node['target']))} – {first_line(node)}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def bring_axe(page: Page) -> None:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(f"{AXE_SCRIPT}\n;{READ_A_COLOR_ONCE}\n;undefined")


def first_line(node: dict) -> str:
    lines = (node.get("failureSummary") or "").splitlines()
    return lines[1].strip() if len(lines) > 1 else ""

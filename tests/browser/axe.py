"""What axe finds on a page: WCAG 2.0 to 2.2, levels A and AA, every rule and every element."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets anew, past the page's policy
}
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


def violations(page: Page) -> list[str]:
    """Rule, place and reason of what is wrong."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(f"{AXE_SCRIPT}\n;{READ_A_COLOR_ONCE}\n;undefined")
    found = page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"axe {fault['id']}: {' '.join(map(str, node['target']))} – {first_line(node)}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def first_line(node: dict) -> str:
    lines = (node.get("failureSummary") or "").splitlines()
    return lines[1].strip() if len(lines) > 1 else ""

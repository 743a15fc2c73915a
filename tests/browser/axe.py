"""What axe finds on a page: WCAG 2.0 to 2.2, levels A and AA, every rule and every element."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

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


# As it is delivered, axe keeps the private fields of an object, six of every color, in maps beside
# it. In the object itself they are as private as a test needs, and read in half the time.
FIELDS_IN_THE_OBJECT = """
class WeakMap {
    constructor() { this.key = Symbol(); }
    get(object) { return object[this.key]; }
    set(object, value) { object[this.key] = value; return this; }
    has(object) { return this.key in object; }
    delete(object) { return delete object[this.key]; }
}
class WeakSet {
    constructor() { this.key = Symbol(); }
    add(object) { object[this.key] = true; return this; }
    has(object) { return this.key in object; }
}"""
AXE = f"{{{FIELDS_IN_THE_OBJECT}\n{AXE_SCRIPT}\n;{READ_A_COLOR_ONCE}}}\n;undefined"


def bring_along(context: BrowserContext) -> None:
    """Every page of this context knows axe from its start: quicker than handing it to each."""
    context.add_init_script(AXE)


def violations(page: Page) -> list[str]:
    """Rule, place and reason of what is wrong."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"axe {fault['id']}: {' '.join(map(str, node['target']))} – {first_line(node)}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def first_line(node: dict) -> str:
    lines = (node.get("failureSummary") or "").splitlines()
    return lines[1].strip() if len(lines) > 1 else ""

"""What the eye and the hand need: the verdict in sight, the focus visible, room for large text."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import DESK, PHONE, Visitors, answer_to
from tests.browser.pages import open_everything

Rows = dict[str, int | str]
OUTCOMES = [
    "release", "terminate", "continue_to_verdict", "reduce", "reduce_at_sentencing", "lift_record",
    "combined", "no_effect", "not_covered", "excluded", "needs_review",
]  # fmt: skip
KEY_PAGES = [
    ("clerk", "/"),
    ("clerk", "/cases/"),
    ("clerk", "/cases/new/"),
    ("clerk", "/cases/{case_needs_review}/"),
    ("judge", "/cases/{case_draft}/decisions/{decision_draft}/approve/"),
    ("supervisor", "/runs/{run}/"),
    ("social", "/resocialization/"),
    ("social", "/resocialization/plans/{plan}/"),
    ("social", "/resocialization/contacts/new/?need={need}"),
]
FOCUS = """() => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const number = (text) => parseFloat(text) || 0;
    const style = getComputedStyle(e);
    const label = e.labels && e.labels[0] ? getComputedStyle(e.labels[0]) : null;
    const box = e.getBoundingClientRect();
    const inside = (other) => other && (other === e || e.contains(other) || other.contains(e));
    const points = [[box.left + box.width / 2, box.top + box.height / 2],
                    [box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4],
                    [box.left + 4, box.top + box.height / 2]];
    const seen = points.some(([x, y]) => inside(document.elementFromPoint(x, y))
        || [...(e.labels || [])].some((l) => l.contains(document.elementFromPoint(x, y))));
    return {
        name: e.tagName + '#' + e.id + '.' + e.className + ' ' + (e.innerText || e.name || '').slice(0, 30),
        ring: Math.max(style.outlineStyle === 'none' ? 0 : number(style.outlineWidth),
                       style.boxShadow === 'none' ? 0 : 2,
                       label && label.outlineStyle !== 'none' ? number(label.outlineWidth) : 0),
        seen, skip: e.matches('.skip-link'), main: e.id === 'main',
        inSight: box.bottom > 0 && box.top < innerHeight,
    };
}"""
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
)
CLIPPED = """() => [...document.querySelectorAll('main *, header *')].filter((e) => {
    const style = getComputedStyle(e);
    if (!e.getClientRects().length || !e.innerText || !e.innerText.trim()) return false;
    if (e.matches('.user-name')) return false;  // whole in the menu that it opens
    if (e.closest('.visually-hidden') || style.position === 'absolute' && e.clientWidth <= 1) return false;
    const hides = ['hidden', 'clip'].includes(style.overflowY) || ['hidden', 'clip'].includes(style.overflowX);
    return hides && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1);
}).map((e) => e.tagName + '.' + e.className)"""
SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')].filter((e) => {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || e.matches('.skip-link') || e.closest('.visually-hidden')) return false;
    if (e.type === 'hidden' || e.classList.contains('visually-hidden')) return false;
    const label = e.labels && e.labels[0] ? e.labels[0].getBoundingClientRect() : null;
    const height = label ? Math.max(box.height, label.height) : box.height;
    const width = label ? Math.max(box.width, label.width) : box.width;
    if (height >= 24 && width >= 24) return false;
    return getComputedStyle(e).display !== 'inline' || e.tagName !== 'A';
}).map((e) => e.tagName + '.' + e.className + ' ' + (e.innerText || e.name || ''))"""


@pytest.fixture(params=KEY_PAGES, ids=lambda shown: f"{shown[0]} {shown[1]}")
def place(request: pytest.FixtureRequest, rows: Rows) -> tuple[str, str]:
    role, address = request.param
    return role, address.format(**rows)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_verdict_is_in_sight_without_scrolling(visitors: Visitors, rows: Rows, size: dict):
    """Check 18: for every outcome, on a desk and on a phone."""
    page = visitors.open("clerk", viewport=size)
    below = []
    for outcome in OUTCOMES:
        page.goto(f"/cases/{rows[f'case_{outcome}']}/")
        box = page.locator("#verdict").bounding_box()
        tags = page.locator(".panel .verdict-tags").bounding_box()
        if tags["y"] < 0 or box["y"] + box["height"] > size["height"]:
            below.append((outcome, box))
    assert not below


def test_the_focus_is_seen_on_every_stop(visitors: Visitors, place: tuple[str, str]):
    """Checks 20 and 21: a ring of two pixels, never under a sticky bar; Tab comes round."""
    role, address = place
    page = visitors.open(role)
    page.goto(address)
    page.evaluate("document.activeElement.blur()")
    faults, stops = [], 0
    for _stop in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None or (here["skip"] and stops):
            break
        stops += 1
        if here["ring"] < 2:
            faults.append(f"no ring: {here['name']}")
        if not here["seen"] or not here["inSight"]:
            faults.append(f"out of sight: {here['name']}")
    else:
        faults.append("Tab never leaves the page")
    assert stops > 5
    assert not faults, "\n".join(faults)


def test_a_dialog_holds_the_focus_and_gives_it_back(visitors: Visitors):
    """Check 21: `?` opens the list of keys, Tab stays inside, Esc returns to where one was."""
    page = visitors.open("clerk")
    page.goto("/cases/")
    page.keyboard.press("j")
    before = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("?")
    dialog = page.locator("dialog#keys")
    expect(dialog).to_be_visible()
    for _stop in range(6):
        page.keyboard.press("Tab")
        inside = "!document.activeElement.closest('main, header, footer')"
        assert page.evaluate(inside), "behind the dialog"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.innerText") == before


def test_shortcuts_can_be_switched_off(visitors: Visitors):
    """WCAG 2.1.4: afterwards a letter does nothing."""
    page = visitors.open("clerk")
    page.goto("/cases/")
    page.keyboard.press("?")
    page.locator("[data-toggle-keys]").click()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    expect(page).to_have_url("/cases/")
    page.reload()
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    expect(page).to_have_url("/cases/")


def test_wide_spacing_of_text_clips_nothing(visitors: Visitors, place: tuple[str, str]):
    """Check 33: the distances of WCAG 1.4.12."""
    role, address = place
    page = visitors.open(role, bypass_csp=True)
    page.goto(address)
    page.add_style_tag(content=SPACING)
    open_everything(page)
    page.locator("details[data-menu][open]").evaluate_all("all => all.forEach(e => e.open = false)")
    assert page.evaluate(CLIPPED) == []


def test_targets_are_large_enough(visitors: Visitors, place: tuple[str, str]):
    """Check 40: 24 by 24 pixels; links inside sentences are spared, as WCAG 2.5.8 does."""
    role, address = place
    page = visitors.open(role)
    page.goto(address)
    assert page.evaluate(SMALL) == []


def test_nothing_moves_where_motion_is_not_wanted(visitors: Visitors, place: tuple[str, str]):
    """Check 40: no animation and no transition above 0 ms."""
    role, address = place
    page = visitors.open(role, reduced_motion="reduce")
    page.goto(address)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) => {
            const style = getComputedStyle(e);
            const longest = Math.max(...(style.transitionDuration + ',' + style.animationDuration)
                .split(',').map(parseFloat));
            return longest > 0.001;
        }).map((e) => e.tagName + '.' + e.className)"""
    )
    assert moving == []


@pytest.mark.parametrize("forced", ["active", "none"])
def test_states_are_told_by_words(visitors: Visitors, rows: Rows, forced: str):
    """Check 40: with forced colors too every tag has its word."""
    page = visitors.open("clerk", forced_colors=forced)
    page.goto(f"/cases/{rows['case_needs_review']}/")
    words = page.locator(".tag").evaluate_all("all => all.map(e => e.textContent.trim())")
    assert words
    assert all(words)


def test_kazakh_letters_come_from_inter(visitors: Visitors):
    """Check 37: the font is loaded and has all nine letters."""
    page = visitors.open("clerk")
    page.goto("/cases/", wait_until="networkidle")
    for weight in ("400", "600"):
        asked = f"document.fonts.check('{weight} 16px Inter', 'Әәғқңөұүһі№₸')"
        assert page.evaluate(asked)
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("Inter" in family for family in loaded)


def test_the_colors_of_the_device_are_followed(visitors: Visitors):
    """Check 40: dark by the device, light by the own choice, and it is kept."""
    page = visitors.open("clerk", color_scheme="dark")
    page.goto("/")
    dark = background(page)
    page.locator(".user-menu summary").click()
    page.locator("[data-theme-choice=light]").click()
    light = background(page)
    assert dark != light
    with answer_to(page):
        page.reload()
    assert background(page) == light


def background(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")

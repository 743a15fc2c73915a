"""A social worker's morning: what is overdue, and the contact that settles it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.hands import Presses, tab_to, walk_to_radio
from tests.browser.program import Program

Rows = dict[str, int | str]
SAVE = ".form-footer .btn-primary"


def record_link(page: Page, step: int):
    return page.locator(f"[data-group=overdue] a[href*='step={step}&']")


def test_overdue_stands_first_on_the_home_page(visitors: Visitors, rows: Rows):
    """Check 14 (S1): no click, and overdue before today."""
    page = visitors.open("social")
    page.goto("/")
    groups = page.locator("[data-group]")
    assert groups.first.get_attribute("data-group") == "overdue"
    order = groups.evaluate_all("all => all.map(e => e.dataset.group)")
    wanted = ["overdue", "today", "week", "later", "none"]
    assert [name for name in wanted if name in order] == order
    expect(record_link(page, rows["late_employment"])).to_be_visible()


@pytest.mark.parametrize("direction", ["employment", "medical_care", "paperwork"])
def test_a_contact_is_recorded_with_four_clicks(
    visitors: Visitors, program: Program, rows: Rows, direction: str
):
    """Check 15 (S3-S5): the row leaves "overdue", the next step is planned in the same form."""
    step = rows[f"late_{direction}"]
    page = visitors.open("social")
    presses = Presses(page)
    page.goto("/")
    with answer_to(page):
        record_link(page, step).click()
    page.locator("label", has=page.locator("[name=reached][value=yes]")).or_(
        page.locator("label[for='id_reached_0']")
    ).first.click()
    if direction != "medical_care":
        page.locator("[name=note]").fill("Келесі аптада келеді.")
    page.locator("label[for='id_next_in_2']").click()
    with answer_to(page):
        page.locator(SAVE).click()
    assert 0 < presses.clicks <= 4
    expect(page.locator("[data-group=overdue]")).to_be_visible()
    expect(record_link(page, step)).to_have_count(0)
    state, need = program.ask("SELECT state, need_id FROM resocialization_step WHERE id = ?", step)[
        0
    ]
    assert state == "done"
    following = program.ask(
        "SELECT julianday(due_on) - julianday(date('now', 'localtime')) FROM resocialization_step"
        " WHERE need_id = ? AND state = 'open' ORDER BY id DESC LIMIT 1",
        need,
    )
    assert len(following) == 1
    assert 6 <= following[0][0] <= 8, "the next step is due in seven days"


def test_a_contact_is_recorded_without_script(visitors: Visitors, program: Program, rows: Rows):
    """Check 35: S3 works with plain pages."""
    page = visitors.open("social", java_script_enabled=False)
    page.goto("/")
    before = program.count("resocialization_contact")
    with answer_to(page):
        record_link(page, rows["late_housing"]).click()
    page.locator("[name=reached][value=no]").check()
    page.locator("[name=next_in][value='3']").check()
    with answer_to(page):
        page.locator(SAVE).click()
    expect(page.locator("h1")).to_be_visible()
    assert program.count("resocialization_contact") == before + 1


def test_a_contact_is_recorded_with_the_keyboard_alone(
    visitors: Visitors, program: Program, rows: Rows
):
    page = visitors.open("social")
    page.goto(f"/resocialization/contacts/new/?need={rows['need']}")
    before = program.count("resocialization_contact")
    presses = Presses(page)
    page.reload()
    walk_to_radio(page, tab_to(page, "reached"), "yes")
    tab_to(page, "note")
    page.keyboard.insert_text("Хабарласты.")
    walk_to_radio(page, tab_to(page, "next_in"), "14")
    with answer_to(page):
        page.keyboard.press("Control+s")
    assert program.count("resocialization_contact") == before + 1
    assert presses.pointer == 0


def test_a_contact_sent_twice_is_recorded_once(visitors: Visitors, program: Program, rows: Rows):
    """Check 39: a double click."""
    page = visitors.open("social")
    page.goto(f"/resocialization/contacts/new/?need={rows['need']}")
    before = program.count("resocialization_contact")
    page.locator("[name=reached][value=no]").check()
    page.locator("[name=next_in][value='7']").check()
    with answer_to(page):
        page.locator(SAVE).dblclick()
    page.wait_for_load_state("networkidle")
    assert program.count("resocialization_contact") == before + 1

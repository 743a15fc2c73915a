"""A supervisor has all cases assessed again and watches it, by a real worker."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.hands import Presses
from tests.browser.program import Program

LONG = 60_000  # milliseconds: a worker on a busy machine


@pytest.fixture
def supervisor(visitors: Visitors) -> Page:
    return visitors.open("supervisor")


def number(page: Page, name: str) -> int:
    return int(page.locator(f"[data-count={name}]").inner_text())


def test_a_run_is_started_with_two_clicks_and_reaches_the_end(supervisor: Page, program: Program):
    """Check 17 (A3): progress survives a reload; unchanged + changed + not answered = total."""
    page = supervisor
    page.goto("/runs/")
    presses = Presses(page)
    page.reload()
    with answer_to(page):
        page.locator("main a[href='/runs/new/']").first.click()
    total = number(page, "total")
    with answer_to(page):
        page.locator("main form .btn-primary").click()
    assert 0 < presses.clicks <= 2
    assert re.search(r"/runs/\d+/$", page.url)
    progress = page.locator("#progress-of-run")
    expect(progress).to_have_attribute("data-state", re.compile("waiting|running"))
    page.reload()
    expect(progress).to_be_visible()
    program.start_worker()
    expect(progress).to_have_attribute("data-state", "done", timeout=LONG)
    expect(page.locator("#run-progress")).to_contain_text("100")
    assert sum(number(page, name) for name in ("unchanged", "changed", "failed")) == total
    page.reload()
    expect(progress).to_have_attribute("data-state", "done")
    assert program.count("cases_case") == total


def test_the_changes_of_a_run_are_listed_old_and_new(visitors: Visitors, rows: dict):
    """Check 13, as far as the list goes: each row has old, new and the rule that flipped."""
    page = visitors.open("auditor")
    page.goto(f"/runs/{rows['run']}/")
    changed = number(page, "changed")
    assert changed > 0
    with answer_to(page):
        page.locator("a", has=page.locator("[data-count=changed]")).click()
    found = page.locator("main tr[data-row]")
    expect(found).to_have_count(changed)
    for place in range(changed):
        row = found.nth(place)
        assert row.locator(".tag").count() >= 2
        assert row.locator("[data-rule]").count() >= 1

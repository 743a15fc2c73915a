"""A supervisor gives two people to a colleague (S7)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.hands import Presses
from tests.browser.program import Program

COLLEAGUE = "colleague-in-need"
BEGIN = f"""
from cases.demo.logins import SOCIAL, Account, ensure
from amnesty.accounts import roles
ensure(Account("{COLLEAGUE}", roles.SOCIAL_WORKER, "Сәдуақасова", "Мәдина", (SOCIAL,)))
"""
END = f"""
from datetime import date, timedelta
from amnesty.accounts.models import Appointment
for seat in Appointment.objects.filter(user__username="{COLLEAGUE}"):
    seat.valid_to = date.today() - timedelta(days=1)
    seat.valid_from = seat.valid_to
    seat.save()
"""
LOAD = """
    SELECT u.username, count(*) FROM resocialization_plan p JOIN accounts_user u
    ON u.id = p.worker_id WHERE p.state != 'closed' GROUP BY u.username"""
SAVE = ".form-footer .btn-primary, main form .btn-primary"


@pytest.fixture
def colleague(program: Program) -> Iterator[int]:
    """A second worker of the office, for this test alone: with two nobody is given by himself."""
    program.manage("shell", "-c", BEGIN)
    yield program.ask("SELECT id FROM accounts_user WHERE username = ?", COLLEAGUE)[0][0]
    program.manage("shell", "-c", END)


def test_two_people_are_handed_over_with_five_clicks(
    visitors: Visitors, program: Program, colleague: int
):
    """Check 16: both caseloads change, and each person's history tells of it."""
    page = visitors.open("supervisor")
    presses = Presses(page)
    page.goto("/resocialization/plans/")
    before = dict(program.ask(LOAD))
    rows = page.locator("[data-row]", has_text="Нұрпейісова").locator("[name=ids]")
    plans = [int(rows.nth(place).get_attribute("value")) for place in (0, 1)]
    rows.nth(0).click()
    rows.nth(1).click()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    with answer_to(page):
        page.locator("[data-bulk-bar] button").click()
    page.locator("[name=worker]").select_option(str(colleague))
    page.locator(f"[name=note_{plans[0]}]").fill("Түнейтін жері жоқ, бүгін хабарласу керек.")
    with answer_to(page):
        page.locator(SAVE).first.click()
    with answer_to(page):
        page.locator(SAVE).first.click()
    assert presses.clicks <= 5
    after = dict(program.ask(LOAD))
    assert after["social"] == before["social"] - 2
    assert after[COLLEAGUE] == before.get(COLLEAGUE, 0) + 2
    for plan in plans:
        page.goto(f"/resocialization/plans/{plan}/")
        expect(page.locator(".timeline").first).to_contain_text("Сәдуақасова")

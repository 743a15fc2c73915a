"""A half-typed page in the browser: kept after a pause, on leaving, and by a button."""

import sys

from playwright.sync_api import Page, expect

from tests.browser.browsing import Visitors, answer_to, sign_in
from tests.browser.hands import fill_in
from tests.browser.program import Program

# The session was used an hour ago for the last time.
IDLE = """
import sys
import django
django.setup()
from importlib import import_module
from django.conf import settings
session = import_module(settings.SESSION_ENGINE).SessionStore(sys.argv[1])
session["seen_at"] -= 3_700
session.save()
"""


def link_to(page: Page, surname: str):
    return page.locator("#drafts a", has_text=surname)


def end_session(page: Page, program: Program) -> None:
    (key,) = (one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
    program.run(sys.executable, "-c", IDLE, key)


def test_what_is_typed_is_kept_after_a_pause_and_goes_on_later(
    visitors: Visitors, program: Program
):
    page = visitors.open("clerk")
    before = program.count("cases_case")
    page.goto("/cases/new/")
    fill_in(page, {"person-surname": "Үзілісов", "offenses-0-article": "272"})
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft kept at")
    stored = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Үзілісов" not in stored, "nothing that was typed stays in the browser"
    page.goto("/")
    with answer_to(page):
        link_to(page, "Үзілісов").click()
    expect(page.locator("[name='person-surname']")).to_have_value("Үзілісов")
    expect(page.locator("[name='offenses-0-article']")).to_have_value("272")
    assert program.count("cases_case") == before
    page.goto("/cases/new/")
    with answer_to(page):
        page.locator("#drafts li", has_text="Үзілісов").locator("button").click()
    assert link_to(page, "Үзілісов").count() == 0


def test_leaving_the_page_at_once_keeps_it_too(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/cases/new/")
    fill_in(page, {"person-surname": "Кеткенов"})
    page.goto("/help/")
    page.wait_for_timeout(500)
    page.goto("/cases/new/")
    expect(link_to(page, "Кеткенов")).to_have_count(1)


def test_without_script_a_button_keeps_the_page(visitors: Visitors):
    page = visitors.open("clerk", java_script_enabled=False)
    page.goto("/cases/new/")
    fill_in(page, {"person-surname": "Батырмаев"})
    with answer_to(page):
        page.locator(".form-footer button", has_text="Keep as a draft").click()
    expect(link_to(page, "Батырмаев")).to_have_count(1)
    assert page.locator("#needed-title:visible").count() == 0


def test_the_column_names_what_is_missing_while_one_types(visitors: Visitors, program: Program):
    page = visitors.open("clerk")
    before = program.count("cases_case")
    page.goto("/cases/new/")
    column = page.locator(".needed")
    expect(column.locator("a", has_text="Connection with the riots")).to_be_visible()
    fill_in(page, {"offenses-0-article": "272", "offenses-0-nexus": "riot"})
    expect(column.locator("a", has_text="Connection with the riots")).to_have_count(0)
    column.locator("a", has_text="Day of the offense").click()
    expect(page.locator("[name='offenses-0-committed_from']")).to_be_focused()
    assert program.count("cases_case") == before


def test_a_session_that_ends_in_the_middle_loses_nothing(visitors: Visitors, program: Program):
    """The page goes to the sign-in by itself, and what was typed waits as a draft."""
    page = visitors.open(None)
    sign_in(page, "clerk")
    page.goto("/cases/new/")
    end_session(page, program)
    with page.expect_navigation(url="**/accounts/login/**"):
        fill_in(page, {"person-surname": "Ұйықтабаев", "offenses-0-article": "272"})
    expect(page.locator("main")).to_contain_text("What you had typed is kept as a draft.")
    sign_in(page, "clerk")
    page.goto("/cases/new/")
    expect(link_to(page, "Ұйықтабаев").first).to_be_visible()


def test_a_session_that_ends_over_a_change_keeps_it_as_a_change(
    visitors: Visitors, program: Program, rows: dict[str, int | str]
):
    """It goes on at its case and is saved there: no second case, no second person."""
    before = program.count("cases_case")
    page = visitors.open(None)
    sign_in(page, "clerk")
    page.goto(f"/cases/{rows['case_undecided']}/edit/")
    end_session(page, program)
    with page.expect_navigation(url="**/accounts/login/**"):
        fill_in(page, {"case-proceeding_number": "1-22-77"})
    expect(page.locator("main")).to_contain_text("What you had typed is kept as a draft.")
    sign_in(page, "clerk")
    page.goto(f"/cases/{rows['case_undecided']}/edit/")
    with answer_to(page):
        page.locator("#drafts a", has_text="Change of case").first.click()
    expect(page.locator("[name=case-proceeding_number]")).to_have_value("1-22-77")
    with answer_to(page):
        page.locator(".form-footer .btn-primary").click()
    expect(page).to_have_url(f"/cases/{rows['case_undecided']}/")
    assert program.count("cases_case") == before
    number = "SELECT proceeding_number FROM cases_case WHERE id = ?"
    assert program.ask(number, rows["case_undecided"]) == [("1-22-77",)]

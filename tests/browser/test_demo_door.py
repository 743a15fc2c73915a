"""Trying the program out: a button an invented person, where it is tried out and nowhere else."""

from playwright.sync_api import expect

from tests.browser.browsing import Visitors, answer_to


def test_a_press_on_a_button_begins_the_day_of_the_clerk(visitors: Visitors):
    visitors.program.start_workshop()
    page = visitors.open(None, base_url=visitors.program.workshop_url)
    page.goto("/accounts/login/")
    buttons = page.locator("section[aria-labelledby=demo-logins] button")
    assert buttons.count() >= 4
    with answer_to(page):
        buttons.filter(has_text="Clerk").click()
    expect(page.locator("h1")).to_have_text("My work")
    expect(page.locator("#first-steps")).to_be_visible()


def test_the_buttons_work_without_script(visitors: Visitors):
    visitors.program.start_workshop()
    page = visitors.open(None, base_url=visitors.program.workshop_url, java_script_enabled=False)
    page.goto("/accounts/login/")
    with answer_to(page):
        page.locator("#demo-logins ~ .form-actions button").nth(2).click()
    expect(page.locator("h1")).to_contain_text("My day")


def test_a_program_that_is_not_tried_out_shows_no_button(visitors: Visitors):
    page = visitors.open(None)
    page.goto("/accounts/login/")
    assert page.locator("#demo-logins").count() == 0

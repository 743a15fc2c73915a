"""Two people, one case: nobody overwrites anybody in silence."""

from playwright.sync_api import expect

from tests.browser.browsing import Visitors, answer_to
from tests.browser.files import about, register
from tests.browser.hands import fill_in
from tests.browser.program import Program

SAVE = ".form-footer .btn-primary"


def test_the_second_of_two_tabs_is_told_and_overwrites_nothing(
    visitors: Visitors, program: Program
):
    """409: who changed it, when, both values; what was typed is not lost."""
    first = visitors.open("clerk")
    case = register(first, about("Екеуев"))
    second = visitors.page(first.context)
    for tab in (first, second):
        tab.goto(f"/cases/{case}/edit/")
    fill_in(first, {"sentence-years": "5"})
    with answer_to(first):
        first.locator(SAVE).click()
    fill_in(second, {"sentence-years": "6"})
    with second.expect_navigation() as refused:
        second.locator(SAVE).click()
    assert refused.value.status == 409
    main = second.locator("main")
    expect(main).to_contain_text("Қожахметова")
    expect(main).to_contain_text("5")
    expect(main).to_contain_text("6")
    stored = program.ask("SELECT years FROM cases_sentence WHERE case_id = ?", case)
    assert stored == [(5,)]


def test_an_answer_to_an_older_page_is_refused_too(visitors: Visitors, program: Program):
    """The same holds for a fact answered inside the panel."""
    first = visitors.open("clerk")
    case = register(first, about("Кешіккен") | {"offenses-0-nexus": ""})
    second = visitors.page(first.context)
    second.goto(f"/cases/{case}/")
    first.goto(f"/cases/{case}/edit/")
    fill_in(first, {"sentence-years": "5"})
    with answer_to(first):
        first.locator(SAVE).click()
    form = second.locator(".finding-answer").first
    form.locator("input[value=riot]").click()
    with second.expect_response(lambda answer: "/answer/" in answer.url) as refused:
        form.locator("button[type=submit]").click()
    assert refused.value.status == 409
    expect(second.locator("main")).to_contain_text("Қожахметова")
    stored = program.ask("SELECT nexus FROM cases_offense WHERE case_id = ?", case)
    assert stored == [("",)]

"""The walk can fail: each thing it looks for is found where it is wrong."""

from playwright.sync_api import Page

from tests.browser.browsing import Visitors, overflow, violations, wrong_dates


def spoil(visitors: Visitors, html: str) -> Page:
    page = visitors.open("clerk")
    page.goto("/help/")
    page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html
    )
    return page


def test_a_field_without_a_label_is_found(visitors: Visitors):
    page = spoil(visitors, "<input type='text'>")
    assert any(fault.startswith("axe label:") for fault in violations(page))


def test_an_element_that_is_too_wide_is_found(visitors: Visitors):
    page = spoil(visitors, "<p id='wide'>.</p>")
    page.evaluate("document.getElementById('wide').style.width = '3000px'")
    assert overflow(page)


def test_a_date_in_another_spelling_is_found(visitors: Visitors):
    page = spoil(visitors, "<time datetime='2022-01-05'>01/05/2022</time>")
    assert wrong_dates(page) == ["01/05/2022"]


def test_an_error_of_the_console_is_found(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/help/")
    page.evaluate("console.error('on purpose')")
    page.evaluate("document.querySelector('main').setAttribute('style', 'color: red')")
    page.wait_for_timeout(100)
    complaints = visitors.close()
    assert any("on purpose" in text for text in complaints)

"""The walk can fail: each thing it looks for is found where it is wrong."""

from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.browsing import Visitors, english, overflow, wrong_dates


def spoil(visitors: Visitors, html: str, language: str = "en") -> Page:
    page = visitors.open("clerk", language)
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


def test_a_text_with_low_contrast_is_found(visitors: Visitors):
    page = spoil(visitors, "<p id='pale'>pale</p><p id='clear'>clear</p>")
    page.evaluate("document.getElementById('pale').style.color = 'rgb(200, 200, 200)'")
    page.evaluate("document.getElementById('pale').style.backgroundColor = 'white'")
    faults = violations(page)
    assert any(fault.startswith("axe color-contrast: #pale") for fault in faults)
    assert not any("#clear" in fault for fault in faults)


def test_a_text_in_english_is_found(visitors: Visitors):
    page = spoil(visitors, "<p>Freed</p><p>Освобожден</p><p lang='en'>Freed, and said so</p>", "ru")
    assert english(page) == ["Freed"]


def test_an_error_of_the_console_is_found(visitors: Visitors):
    page = visitors.open("clerk")
    page.goto("/help/")
    page.evaluate("console.error('on purpose')")
    page.evaluate("document.querySelector('main').setAttribute('style', 'color: red')")
    page.wait_for_timeout(100)
    complaints = visitors.close()
    assert any("on purpose" in text for text in complaints)

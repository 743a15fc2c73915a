"""Who may open what, seen from the address bar."""

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import Visitors

Rows = dict[str, int | str]


def test_a_missing_right_is_named_in_the_own_office(visitors: Visitors, rows: Rows):
    """Check 38: 403, and the page says which right is missing."""
    page = visitors.open("supervisor")
    answer = page.goto(f"/cases/{rows['case_undecided']}/decision/")
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("Your role does not include “")
    expect(page.locator("main")).to_contain_text("Nothing was changed")


@pytest.mark.parametrize(
    "address", ["/cases/{case_elsewhere}/", "/cases/{case_elsewhere}/decision/"]
)
def test_another_office_does_not_exist(visitors: Visitors, rows: Rows, address: str):
    """Check 38: 404, as for a case that was never there."""
    page = visitors.open("clerk")
    assert page.goto(address.format(**rows)).status == 404
    there = page.locator("main").inner_text()
    assert page.goto("/cases/999999/").status == 404
    assert page.locator("main").inner_text() == there


def test_a_clerk_reads_nothing_of_a_plan(visitors: Visitors, rows: Rows):
    """Check 38: health and help are absent from a clerk's pages."""
    page = visitors.open("clerk")
    assert page.goto(f"/resocialization/plans/{rows['plan']}/").status in {403, 404}
    page.goto(f"/cases/{rows['case_of_plan']}/")
    expect(page.locator("[data-direction], [data-step]")).to_have_count(0)


def test_whoever_is_not_signed_in_comes_to_the_door(visitors: Visitors, rows: Rows):
    page = visitors.open(None)
    page.goto(f"/cases/{rows['case_reduce']}/")
    assert "/accounts/login/" in page.url

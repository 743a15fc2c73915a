"""What a clerk types: the plainest covered case."""

import re

from playwright.sync_api import Page

from tests.browser.browsing import answer_to
from tests.browser.hands import fill_in

EXAMPLE = {
    "case-stage": "serving",
    "person-surname": "Қасымов",
    "person-given_name": "Ерлан",
    "person-birth_date": "14.03.1991",
    "offenses-0-article": "272",
    "offenses-0-part": "2",
    "offenses-0-committed_from": "05.01.2022",
    "offenses-0-nexus": "riot",
    "offenses-0-in_kazakhstan": "yes",
    "sentence-kind": "imprisonment",
    "sentence-facility": "medium",
    "sentence-years": "4",
    "sentence-starts_on": "01.07.2022",
    "custody-0-from_on": "10.01.2022",
    "case-recidivism": "none",
}
"""272 part 2, riot, 5 January; imprisonment 4 years, medium security, custody from 10 January
2022, verdict in force 1 July 2022, nothing served before, no recidivism."""


def about(surname: str, **person: str) -> dict[str, str]:
    """The example about somebody else."""
    fields = {f"person-{name}": value for name, value in person.items()}
    return EXAMPLE | {"person-surname": surname} | fields


def register(page: Page, typed: dict[str, str]) -> int:
    """Save a new case as the signed-in clerk; its id."""
    page.goto("/cases/new/")
    fill_in(page, typed)
    with answer_to(page):
        page.locator(".form-footer .btn-primary").click()
    found = re.search(r"/cases/(\d+)/$", page.url)
    assert found, page.locator("main").inner_text()
    return int(found[1])

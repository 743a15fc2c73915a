"""The admin in the browser: every list and form that a role is offered."""

import pytest

from tests.browser.axe import violations
from tests.browser.browsing import Visitors

ROLES = ["admin", "supervisor"]  # an auditor reads the same pages


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_shut_out_of_the_admin(visitors: Visitors, role: str):
    """Checks 1 and 39 on the lists, the forms to add, and the first row of every list."""
    page = visitors.open(role, "ru")
    page.goto("/admin/")
    links = page.locator("#content-main a").evaluate_all(
        "all => all.map(e => new URL(e.href).pathname)"
    )
    assert links
    faults = [f"/admin/: {fault}" for fault in violations(page)]
    for address in sorted(set(links)):
        answer = page.goto(address)
        if answer.status != 200:
            faults.append(f"{address}: {answer.status}")
        faults += [f"{address}: {fault}" for fault in violations(page)]
        first = page.locator("#result_list tbody a").first
        if first.count():
            page.goto(first.get_attribute("href"))
            faults += [f"{page.url}: {fault}" for fault in violations(page)]
    assert not faults, "\n".join(faults)

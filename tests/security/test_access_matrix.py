"""Nobody sees or does what is not theirs: every address × every role × own and other office."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.once import made_once
from tests.security import access
from tests.security.access import AUDITOR, PAGES, ROLES, Page
from tests.security.world import Rows, World, settle

pytestmark = pytest.mark.django_db

FOUND = {200, 302}
METHOD_REFUSED = 405


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[tuple[World, World]]:
    """The own court and another one, with a row of everything in each."""
    with made_once(django_db_blocker):
        yield settle("own"), settle("other")


def addresses(resolver: URLResolver | None = None) -> Iterator[str]:
    """Names of all addresses of the program but the admin's, which test_admin_matrix walks."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        elif entry.namespace != "admin":
            yield from addresses(entry)


def test_every_address_stands_in_the_table():
    unlisted = {
        name
        for name in addresses()
        if name not in PAGES
        and name not in access.DOORS
        and not name.startswith(access.OWN_ACCOUNT)
        and not name.startswith("admin/")
    }
    assert unlisted == set()


def test_the_table_lists_no_address_that_is_gone():
    assert set(PAGES) - set(addresses()) == set()


def address(name: str, page: Page, rows: Rows) -> str:
    arguments = {key: rows.get(value, value) for key, value in page.arguments.items()}
    if page.about:
        arguments["pk"] = rows[page.about]
    return reverse(name, kwargs=arguments)


def ask(client: Client, method: str, url: str) -> int:
    """The status of one request whose effects are undone."""
    with transaction.atomic():
        status = getattr(client, method)(url).status_code
        transaction.set_rollback(True)
    return status


def expected(role: str, page: Page, method: str, own: bool) -> set[int] | None:
    """Statuses that are right; None: whatever the page answers to somebody with the right."""
    allowed = page.get if method == "get" or page.post is None else page.post
    if not allowed:
        return {METHOD_REFUSED, 403, 404}
    if page.personal and not (own and role in allowed):
        return {404}
    if page.about and not own and role != AUDITOR:
        return {404}
    return None if role in allowed else {403}


def wrong(status: int, right: set[int] | None) -> bool:
    if right is None:
        return status in {403, 404} or status >= 500
    return status not in right | {METHOD_REFUSED}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role: str, client: Client, worlds):
    here, there = worlds
    client.force_login(here.user(role))
    deviations = [
        f"{method.upper()} {name} in the {'own' if own else 'other'} office: {status}"
        for name, page in PAGES.items()
        for own, rows in ((True, here.rows), (False, there.rows))
        if own or page.about
        for method in ("get", "post")
        if wrong(
            status := ask(client, method, address(name, page, rows)),
            expected(role, page, method, own),
        )
    ]
    assert not deviations, "\n".join(deviations)


def test_whoever_is_not_signed_in_gets_the_sign_in_page(client: Client, worlds):
    sign_in = reverse(settings.LOGIN_URL)
    for name, page in PAGES.items():
        for method in ("get", "post"):
            response = getattr(client, method)(address(name, page, worlds[0].rows))
            if response.status_code == METHOD_REFUSED:
                continue
            assert response.status_code == 302, (name, method, response.status_code)
            assert response["Location"].startswith(sign_in), (name, method)


def without_chance(response: HttpResponse) -> str:
    """The page without its own address, the time of day and the tokens of every request."""
    page = response.content.decode().replace(response.request["PATH_INFO"], "")
    return re.sub(r"[A-Za-z0-9+/=_-]{22,}|\b\d{2}:\d{2}\b", "", page)


def test_a_foreign_row_answers_like_a_missing_one(client: Client, worlds):
    here, there = worlds
    client.force_login(here.clerk)
    for name in ("case", "case-edit", "case-assessments", "decision-record"):
        foreign = client.get(reverse(name, args=[there.rows["case"]]))
        missing = client.get(reverse(name, args=[987_654_321]))
        assert foreign.status_code == 404
        assert without_chance(foreign) == without_chance(missing), name

"""G11: ten thousand random values over all forms, and never an error of the server.

Values of the catalogue and random signs go into the fields that a page really has; the page is
asked for them first. Seeded, so that a failure comes again; the time of the processor is bounded.
"""

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random
from time import process_time

import pytest
from django.test import Client

from cases.models import Case, Offense
from tests.factories import make_case, make_user
from tests.security.access import CLERK, PAGES, ROLES, SOCIAL
from tests.security.test_access_matrix import address
from tests.security.world import World

pytestmark = pytest.mark.django_db

IS_LONG = os.environ.get("LONG") == "1"  # takes all ten thousand, however long it lasts
PAYLOADS, SECONDS, SEED = 10_000, 20, 20221103
ODD = (
    "", " ", "\u00a0", "-", "0", "-1", "9" * 30, "9" * 400, "9" * 5000, "1e3", "3,5", "٣", "NaN", "null", "\x00",
    "a\x00b", "\u202e", "\u200b", "\ufeff", "😀", "И̷̷", "И\u0306", "Ivаnov", "' OR 1=1--",
    "1; DROP TABLE cases_case", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
    "{{7*7}}", "{% debug %}", "%s%n", "../../etc/passwd", "=HYPERLINK(1)", "2022-02-30", "30.02.2022",
    "01/05/2022", "0001-01-01", "9999-12-31", "99.99.9999", "05.01.2022", "900515300019", "on", "yes",
    "\r\nSet-Cookie: a=b", "\ud83d", "a" * 25_000, "[]", "{}", "[" * 500, "true", "1" * 19, "2" * 10,
)  # fmt: skip
NOT_OURS = {None, "", "csrfmiddlewaretoken"}
SIGNS = "абвӘҒҚabc0123456789 -.,/%_'\"<>{}\\\n\t\u0301\u2028😀"


def value(chance: Random) -> str:
    if chance.random() < 0.7:
        return chance.choice(ODD)
    return "".join(chance.choices(SIGNS, k=chance.randint(1, 40)))


class Fields(HTMLParser):
    """Names of the fields of a page, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"input", "select", "textarea"} and given.get("name") not in NOT_OURS:
            self.found[given["name"]] = given.get("value") or ""


def fields_of(page: bytes) -> dict[str, str]:
    """The fields of the page itself; those of its frame are on every page."""
    parser = Fields()
    parser.feed(page.decode().partition("<main")[2].partition("</main>")[0])
    return parser.found


def forms(world: World) -> Iterator[tuple[Client, str]]:
    """Every address that takes a POST, with somebody who may send one."""
    clients = {}
    for name, page in PAGES.items():
        role = next((role for role in (CLERK, SOCIAL, *ROLES) if role in (page.post or ())), None)
        if role is None or name in {"run", "run-new", "run-cancel", "run-failed"}:  # no fields
            continue
        if role not in clients:
            clients[role] = Client(raise_request_exception=False)
            clients[role].force_login(world.user(role))
        url = address(name, page, world.rows)
        yield clients[role], f"{url}?plan={world.rows['plan']}" if name == "contact-new" else url


def surrogates_out(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_ten_thousand_random_values_are_no_error_of_the_server(world):
    """0 × 500; a date is taken only in one of the two shapes that a date has."""
    chance, sent, statuses = Random(SEED), 0, set()
    targets = [(client, url, fields_of(client.get(url).content)) for client, url in forms(world)]
    targets = [target for target in targets if target[2]]
    assert len(targets) > 15
    until = process_time() + SECONDS
    while sent < PAYLOADS and (IS_LONG or process_time() < until):
        ((client, url, fields),) = chance.choices(targets, [len(target[2]) for target in targets])
        data = dict(fields)
        for name in chance.sample(sorted(data), chance.randint((len(data) + 1) // 2, len(data))):
            if not name.endswith("_FORMS") or chance.random() < 0.1:
                data[name] = surrogates_out(value(chance))
                sent += 1
        answer = client.post(url, data)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, (url, data)
    print(f"{sent} values, {sorted(statuses)}")  # noqa: T201 - the figure
    assert sent > 300
    assert not Offense.objects.filter(committed_from__lt="1900-01-01").exists()
    assert Case.objects.filter(current_assessment=None).count() == 0


def test_a_random_text_of_an_address_is_no_error_of_the_server(court):
    """Filters, pages and orders of the lists take any text."""
    chance, client = Random(SEED), Client(raise_request_exception=False)
    client.force_login(make_user("clerk", court))
    make_case(court)
    names = ("court", "work", "sort", "page", "outcome", "stage", "article", "from", "list", "q")
    for _ in range(150):
        query = {name: surrogates_out(value(chance)) for name in chance.sample(names, 3)}
        path = chance.choice(("/cases/", "/decisions/", "/cases/boundary/", "/cases/new/"))
        assert client.get(path, query, follow=True).status_code in {200, 400, 404}, query

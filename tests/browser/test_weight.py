"""What a page costs: bytes, requests, shifts of the layout."""

import gzip
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Response

from tests.browser.browsing import DESK, PHONE, Visitors

KILO = 1024
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts.push(shift.value);
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver((list) => { window.largest = list.getEntries().at(-1).startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
"""
LAYOUT_SHIFT = 0.02
PAINTED = 15_000  # milliseconds: ten times what is wanted on a quiet machine


@dataclass
class Weight:
    """Bytes by kind, as a server that compresses sends them (fonts are compressed already)."""

    of: dict[str, int] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def take(self, answer: Response) -> None:
        kind = answer.request.resource_type
        self.requests.append(answer.url)
        body = answer.body()
        size = len(body) if kind in {"font", "image"} else len(gzip.compress(body, 6))
        self.of[kind] = self.of.get(kind, 0) + size


def weigh(page: Page, address: str) -> Weight:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    weight = Weight()
    for answer in answers:
        weight.take(answer)
    return weight


PAGES = [
    ("clerk", "/"),
    ("clerk", "/cases/"),
    ("clerk", "/cases/new/"),
    ("clerk", "/cases/{case_reduce}/"),
    ("social", "/resocialization/"),
    ("social", "/resocialization/plans/{plan}/"),
    (None, "/accounts/login/"),
]


@pytest.fixture(params=PAGES, ids=lambda shown: f"{shown[0]} {shown[1]}")
def place(request: pytest.FixtureRequest, rows: dict) -> tuple[str | None, str]:
    role, address = request.param
    return role, address.format(**rows)


def test_a_page_is_light(visitors: Visitors, place: tuple[str | None, str]):
    """Check 34: script, style, fonts and all together; at most ten requests, none elsewhere."""
    role, address = place
    weight = weigh(visitors.open(role), address)
    assert weight.of["script"] <= 60 * KILO
    assert weight.of["stylesheet"] <= 60 * KILO
    assert weight.of["font"] <= 50 * KILO
    assert sum(weight.of.values()) < 350 * KILO
    assert len(weight.requests) <= 10, weight.requests


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_jumps_while_a_page_loads(
    visitors: Visitors, place: tuple[str | None, str], size: dict, record_property
):
    """Check 34: cumulative layout shift with a cold cache."""
    role, address = place
    page = visitors.open(role, viewport=size)
    page.add_init_script(SHIFTS)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(100)
    assert page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)") < LAYOUT_SHIFT
    painted = page.evaluate("window.largest")
    record_property("largest contentful paint, ms", painted)
    assert painted < PAINTED


def test_a_page_that_was_seen_costs_its_document_alone(visitors: Visitors):
    """Styles, script and fonts come from the browser's own cache the second time."""
    page = visitors.open("clerk")
    page.goto("/", wait_until="networkidle")
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/cases/", wait_until="networkidle")
    fetched = [answer.url for answer in answers if not answer.from_service_worker]
    again = page.evaluate(
        "() => performance.getEntriesByType('resource').filter(e => e.transferSize > 300).length"
    )
    assert again == 0, fetched

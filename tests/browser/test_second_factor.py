"""The second step at the door: its pages stand in no walk, because each needs the one before."""

import base64
import hashlib
import hmac
import re
import struct
import time

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.browsing import DESK, PHONE, Visitors, answer_to, overflow, sign_in

AT = "/accounts/second-factor"


def code_of(secret: str) -> str:
    """The six digits that an app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page, light and dark, on a desk and on a phone."""
    found = []
    for theme in ("light", "dark"):
        for size in (DESK, PHONE):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(size)
            where = f"{page.url} {theme} {size['width']}"
            found += [f"{where}: {fault}" for fault in (*violations(page), *overflow(page))]
    page.set_viewport_size(DESK)
    return found


def test_the_second_step_is_set_up_used_and_taken_away(visitors: Visitors, rows: dict):
    page = visitors.open(None)
    sign_in(page, "keyholder")
    page.goto(f"{AT}/app/")
    faults = faults_of(page)
    secret = page.locator("code").first.text_content().strip()
    page.locator("input[name=code]").fill(code_of(secret))
    with answer_to(page):
        page.locator("main form button[type=submit]").first.click()

    codes = re.findall(r"\b[0-9a-f]{8}\b", page.locator("main").inner_text())
    assert len(codes) >= 5, f"shown once, at {page.url}: {page.locator('main').inner_text()}"
    faults += faults_of(page)
    for address in (
        "/",
        "/recovery-codes/",
        "/recovery-codes/new/",
        "/reauthenticate/",
        "/app/remove/",
    ):
        assert page.goto(f"{AT}{address}").status == 200
        faults += faults_of(page)

    other = visitors.open(None)
    sign_in(other, "keyholder")
    assert "/second-factor/sign-in/" in other.url, "the password alone opens nothing"
    faults += faults_of(other)
    other.locator("input[name=code]").fill(codes[0])
    with answer_to(other):
        other.locator("main form button[type=submit]").first.click()
    expect(other).to_have_url("/")
    assert not faults, "\n".join(faults)

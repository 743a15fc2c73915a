"""Chromium, people who sit before it, and what the walks look for on a page."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize

from tests.browser.program import PASSWORD, ROOT, Program

# With a window of its own Chromium would also make, for every new context, pages for the address
# bar, which nobody sees and which cost more than a page of the program.
UNSEEN = [
    "PreloadTopChromeWebUI",
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
]
# Playwright switches these off, but of two such lists Chromium takes the last alone.
AS_PLAYWRIGHT_DOES = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(AS_PLAYWRIGHT_DOES + UNSEEN)}",
]
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)
ZOOM_200 = ViewportSize(width=640, height=400)
ZOOM_400 = ViewportSize(width=320, height=256)
TABLETS = [ViewportSize(width=width, height=800) for width in (800, 1024)]
CATALOGS = ROOT / "amnesty/locale"
# The languages that the program speaks: its texts are English until a catalog is compiled.
SPOKEN = [
    "en",
    *(path.parents[1].name for path in sorted(CATALOGS.glob("*/LC_MESSAGES/django.mo"))),
]
PATIENCE = 10_000  # milliseconds
DATE = re.compile(r"^\d{2}\.\d{2}\.\d{4}( \d{2}:\d{2})?$")
# What is written in Latin letters in every language: codes, keys, formats, names of accounts.
NO_WORDS = re.compile(
    r"\b(?:[0-9A-Z]{4}-[0-9A-Z]{4}|152-VII(?:/\w+)?|[0-9a-f]{12}|English|Alt|Ctrl|Shift|Enter|Esc|"
    r"Excel|JSON|keyholder|"
    r"Aegis|FreeOTP|Google Authenticator|[a-z]+@[a-z.]+)\b|\([a-z-]+\)"
)
LATIN = re.compile(r"[A-Za-z]{3}")
TEXTS = """() => {
    const texts = new Set([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const apart = 'script, style, noscript, code, kbd, pre, textarea, [data-languages]';
    while (walker.nextNode()) {
        const place = walker.currentNode.parentElement;
        if (place.closest(apart) || place.closest('[lang]') !== document.documentElement) continue;
        texts.add(walker.currentNode.textContent.trim().replace(/\\s+/g, ' '));
    }
    for (const name of ['aria-label', 'title', 'placeholder'])
        for (const element of document.querySelectorAll(`body [${name}]`))
            texts.add(element.getAttribute(name));
    return [...texts];
}"""
# Said by Chromium and by htmx about an answer that refuses on purpose.
ABOUT_THE_STATUS = (
    "Failed to load resource: the server responded with a status of 4",
    "Response Status Error Code 409",
)


def chromium() -> str | None:
    """Where Debian's Chromium is, if possible without its own window; None where there is none."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)


@dataclass
class Watch:
    """What a browser complains about: errors of the console, exceptions, foreign hosts."""

    host: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(ABOUT_THE_STATUS):
            self.complaints.append(f"console: {text}")

    def _request(self, address: str) -> None:
        self.requests.append(address)
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob"} and parts.hostname != self.host:
            self.complaints.append(f"request to another host: {address}")


class Visitors:
    """Opens pages as somebody, in a language; each role signs in once and stays signed in."""

    def __init__(self, browser: Browser, program: Program, folder: Path) -> None:
        self.browser, self.program, self.folder = browser, program, folder
        self.watch = Watch("127.0.0.1")
        self._open: list[BrowserContext] = []

    def open(self, role: str | None, language: str = "en", **options: object) -> Page:
        """A new page of a new context, signed in as `role`; options are those of a context."""
        context = self.context(role, language, **options)
        self._open.append(context)
        return self.page(context)

    def context(self, role: str | None, language: str, **options: object) -> BrowserContext:
        chosen = {"viewport": DESK, "base_url": self.program.url, "reduced_motion": "reduce"}
        if role:
            chosen["storage_state"] = self._signed_in(role)
        context = self.browser.new_context(**(chosen | options))
        context.set_default_timeout(PATIENCE)
        speak(context, language, self.program.url)
        return context

    def page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        self.watch.over(page)
        return page

    def close(self) -> list[str]:
        """Close what `open` opened; returns and forgets the complaints."""
        for context in self._open:
            context.close()
        self._open.clear()
        complaints, self.watch.complaints = self.watch.complaints, []
        return complaints

    def _signed_in(self, role: str) -> Path:
        state = self.folder / f"{role}.json"
        if not state.exists():
            context = self.browser.new_context(base_url=self.program.url)
            context.set_default_timeout(PATIENCE)
            sign_in(context.new_page(), role)
            context.storage_state(path=state)
            context.close()
        return state


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def speak(context: BrowserContext, language: str, url: str) -> None:
    """Choose the language by its cookie, as the switch in the header does."""
    context.add_cookies([{"name": "django_language", "value": language, "url": url}])


# ---- what the walks look for ----------------------------------------------------------------


def overflow(page: Page) -> list[str]:
    """Elements that make the page wider than its window."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            const wide = [...document.body.querySelectorAll('*')].filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width && box.right > root.clientWidth + 1;
            });
            const name = (e) => `${e.tagName.toLowerCase()}.${e.getAttribute('class') || ''}`;
            return [`${root.scrollWidth} > ${root.clientWidth}: ${wide.slice(0, 4).map(name).join(' | ')}`];
        }"""
    )


def wrong_dates(page: Page) -> list[str]:
    """Texts of `time` elements that are no dd.mm.yyyy."""
    texts = page.evaluate("() => [...document.querySelectorAll('time')].map(e => e.textContent)")
    return [text for text in texts if not DATE.match(text.strip())]


def english(page: Page) -> list[str]:
    """Texts of a Kazakh or Russian page that have words in Latin letters."""
    return [text for text in page.evaluate(TEXTS) if LATIN.search(NO_WORDS.sub("", text))]


def focused(page: Page) -> str:
    """A short name of the element that has the focus."""
    return page.evaluate(
        """() => {
            const e = document.activeElement;
            return e ? [e.tagName.toLowerCase(), e.id && '#' + e.id,
                        e.name && '[name=' + e.name + ']',
                        e.className && '.' + e.className].filter(Boolean).join('') : '';
        }"""
    )


@contextmanager
def answer_to(page: Page) -> Iterator[None]:
    """Wait for the page that the enclosed act leads to."""
    with page.expect_navigation():
        yield

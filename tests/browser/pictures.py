"""Takes the pictures of the README and the docs: `make pictures` writes docs/pictures/*.png.

A copy of the program of its own with the demonstration's people; the same pages in three languages.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.browsing import launch, sign_in, speak
from tests.browser.program import ROOT, Program

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1100, "height": 720}
LANGUAGES = ("en", "kk", "ru")
# name of the picture, who looks, the address; {row} is one of tests/browser/rows.py
PICTURES = (
    ("home", "clerk", "/"),
    ("cases", "clerk", "/cases/"),
    ("case", "clerk", "/cases/{case_reduce}/"),
    ("register", "clerk", "/cases/new/"),
    ("decision", "judge", "/cases/{case_approved}/decisions/{decision_approved}/"),
    ("run", "supervisor", "/runs/{run}/"),
    ("rules", "judge", "/rules/"),
    ("my-day", "social", "/resocialization/"),
    ("plan", "social", "/resocialization/plans/{plan}/"),
    ("sign-in", "", "/accounts/login/"),
    ("not-found", "", "/nothing-here/"),
)


def take(program: Program) -> None:
    """One picture for each page and language."""
    rows = program.rows
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for who in sorted({who for _name, who, _address in PICTURES}):
            context = browser.new_context(viewport=SIZE, base_url=program.url)
            page = context.new_page()
            if who:
                sign_in(page, who)
            for language in LANGUAGES:
                speak(context, language, program.url)
                for name, _who, address in (shown for shown in PICTURES if shown[1] == who):
                    page.goto(address.format_map(rows))
                    page.screenshot(path=FOLDER / f"{name}-{language}.png")
            context.close()
        browser.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder))
        program.prepare()
        program.start()
        try:
            take(program)
        finally:
            program.stop()


if __name__ == "__main__":
    main()

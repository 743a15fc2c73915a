"""One program, one Chromium for all browser tests; every test also listens to the console."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import Visitors, chromium, launch
from tests.browser.program import Program

IN_CI = os.environ.get("CI") == "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """In CI a skipped browser test is a failure: a gate that did not look has not passed."""
    outcome = yield
    report = outcome.get_result()
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is a failure in CI: {report.longrepr}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("No Chromium here: install Debian's package chromium-headless-shell.")
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that the processes of one run share."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="session")
def program(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server with invented people; `browser` comes first, so that nothing starts in vain."""
    made = Program(tmp_path_factory.mktemp("program"))
    made.prepare_once(folder_of_the_run(tmp_path_factory) / "prepared")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def rows(program: Program) -> dict[str, int | str]:
    """Ids of the invented rows that pages speak of, found before any test changed one."""
    return program.rows


@pytest.fixture(scope="session")
def all_visitors(browser: Browser, program: Program, tmp_path_factory) -> Visitors:
    return Visitors(browser, program, tmp_path_factory.mktemp("signed-in"))


@pytest.fixture
def visitors(all_visitors: Visitors) -> Iterator[Visitors]:
    """Opens pages for one test. Whatever the console says is a failure (check 39)."""
    yield all_visitors
    assert not all_visitors.close()

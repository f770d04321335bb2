"""A real browser, and Sherpa on the web as a process of its own."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bench.web import CHROMIUM, on_the_web


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window. Not for the whole session: its event loop runs for as long as it is there, and tests of
    coroutines want one of their own.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium here; `make browser` installs Debian's, as root")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        try:
            yield opened
        finally:
            opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, 1,280 by 800 pixels, that fails the test for every error of its scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield opened
    finally:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Sherpa on the web with the seed articles, for all tests that only read."""
    with on_the_web(tmp_path_factory.mktemp("home")) as address:
        yield address

"""A real browser, and Sherpa on the web as a process of its own."""

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sherpa_process import PATIENCE, SHERPA

CHROMIUM = shutil.which("chromium")

#: Chromium has no sandbox as root, and looks for servers of its maker's unless it is told not to.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window. Not for the whole session: its event loop runs for as long as it is there, and tests of
    coroutines want one of their own.
    """
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here; `make browser` installs Debian's, as root")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--disable-component-update", "--disable-sync"])
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


@contextmanager
def on_the_web(home: Path, **settings: str) -> Iterator[str]:
    """Sherpa on the web, and its address."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_") and name != "PYTHONWARNINGS"}
    process = subprocess.Popen(
        [SHERPA, "run", "web"],
        env={**kept, "SHERPA_HOME": str(home), "SHERPA_WEB_PORT": "0", **settings},
        cwd=home,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = next((line for line in process.stderr if "on the web" in line), "")
        (address,) = re.findall(r"http://[\d.:]+\d", said)
        reading = threading.Thread(target=process.stderr.read)  # or what it says later would fill the pipe, and stop it
        reading.start()
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        reading.join()
        process.stderr.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Sherpa on the web with the seed articles, for all tests that only read."""
    with on_the_web(tmp_path_factory.mktemp("home")) as address:
        yield address

"""The pictures in `docs/pictures`, taken by Chromium: the pages of a real `sherpa run web`, and replies from the gallery.

`python -m bench.screenshots`. Where no font has emoji, such as Debian's fonts-noto-color-emoji, 👍 is shown as a box.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from bench.gallery.page import sections, write
from bench.web import CHROMIUM, on_the_web

Scheme = Literal["light", "dark"]

PICTURES = Path("docs/pictures")
QUESTION = "Was a ceasefire agreed?"
#: Bytes of a picture at the most: they are read with the documentation, and kept with the code.
MOST_BYTES = 150_000
#: Width and height, in pixels.
DESKTOP, PHONE = (900, 560), (360, 740)
#: Of a message: about as wide as a chat program shows it beside its channels.
MESSAGE = (720, 800)


@contextmanager
def page(browser: Browser, size: tuple[int, int], scheme: Scheme = "light") -> Iterator[Page]:
    """An empty page of that size."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    try:
        yield context.new_page()
    finally:
        context.close()


def shoot_pages(browser: Browser, address: str, folder: Path) -> None:
    """An answer on a desktop and on a phone, and the article opened at the first quotation."""
    asked = f"{address}/?{urlencode({'q': QUESTION})}"
    with page(browser, PHONE) as phone:
        phone.goto(asked)
        phone.screenshot(path=folder / "phone.png")
    with page(browser, DESKTOP) as desktop:
        desktop.goto(asked)
        desktop.screenshot(path=folder / "search.png")
        desktop.get_by_role("link", name="read it here").first.click()
        desktop.locator(":target").wait_for()
        desktop.screenshot(path=folder / "reader.png")


def shoot_messages(browser: Browser, gallery: Path, folder: Path) -> None:
    """The gallery's first reply, which is an answer, as it looks in Discord by night and in Slack by day."""
    looks: tuple[tuple[str, Scheme], ...] = (("discord", "dark"), ("slack", "light"))
    for name, scheme in looks:
        with page(browser, MESSAGE, scheme) as small:
            small.goto(gallery.resolve().as_uri())
            small.locator(f".look-{name}").first.screenshot(path=folder / f"{name}.png")


def main(folder: Path) -> None:
    """Takes all of them, and says how large each is."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium here; `make browser` installs Debian's, as root.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        gallery = write(asyncio.run(sections()), Path(home) / "gallery")
        shoot(chromium, Path(home), gallery, folder)
    for picture in sorted(folder.glob("*.png")):
        size = picture.stat().st_size
        print(f"{picture}  {size:,} bytes")
        assert size <= MOST_BYTES, f"{picture} is larger than {MOST_BYTES:,} bytes"


def shoot(chromium: str, home: Path, gallery: Path, folder: Path) -> None:
    """Takes them with that Chromium; `home` is where Sherpa may keep what it needs."""
    with sync_playwright() as playwright, on_the_web(home) as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
        shoot_pages(browser, address, folder)
        shoot_messages(browser, gallery, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)

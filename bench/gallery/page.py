"""The gallery as a folder: a page and its styles."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from adapters.settings import Settings
from adapters.web.looks import discord, slack, terminal
from adapters.web.templating import STATIC, Templates
from adapters.wiring import open_house
from bench.gallery.alerting import alerts
from bench.gallery.asking import answers, refusals, sources
from bench.gallery.keeping import errors, feeds
from bench.gallery.sections import Section
from bot.blocks import Reply

HERE = Path(__file__).parent
STYLES = (Path(STATIC) / "sherpa.css", Path(STATIC) / "looks.css", HERE / "gallery.css")


async def sections() -> list[Section]:
    """All replies, of the seed articles and a home of their own."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), engine="memory", _env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own
        house = await open_house(settings)
        try:
            return [
                await answers(house),
                await refusals(house),
                await sources(house),
                await alerts(house),
                await feeds(house, settings),
                await errors(house),
            ]
        finally:
            await house.service.close()


def looks(reply: Reply) -> list[tuple[str, Markup]]:
    """The reply's look on each platform but the web, whose own is in the template."""
    return [("Discord", discord.shown(reply)), ("Slack", slack.shown(reply)), ("Terminal", terminal.shown(reply))]


def write(made: Sequence[Section], folder: Path) -> Path:
    """Writes the page and all that it needs; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        shutil.copy(style, folder)
    page = folder / "index.html"
    page.write_text(Templates(HERE).html("gallery.html", sections=made, looks=looks, styles=[style.name for style in STYLES]), "utf-8")
    return page

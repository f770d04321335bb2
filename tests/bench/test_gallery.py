"""The gallery shows all that Sherpa says, on every platform."""

import asyncio
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from lxml import html

from bench.gallery.page import sections, write
from bot import alert_replies, privacy, replies
from bot.blocks import Reply
from bot.feeds import wording

PLATFORMS = {"Discord": "look-discord", "Slack": "look-slack", "Terminal": "look-terminal", "Web": "page"}


def makers() -> dict[str, Callable[..., Any]]:
    """All functions that make replies, by name."""
    return {
        f"{module.__name__}.{name}": function
        for module in (replies, alert_replies, wording, privacy)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and inspect.signature(function).return_annotation is Reply
    }


def said(reply: Reply) -> str:
    """What it says, whatever can be pressed below and whoever sees it."""
    return repr((reply.heading, reply.blocks))


def test_whatever_makes_a_reply_has_one_in_the_gallery_on_every_platform(tmp_path: Path) -> None:
    codes = {function.__code__: name for name, function in makers().items()}
    made: dict[str, list[Reply]] = {name: [] for name in codes.values()}

    def watch(frame: FrameType, event: str, value: Any) -> None:
        if event == "return" and frame.f_code in codes and isinstance(value, Reply):
            made[codes[frame.f_code]].append(value)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        shown = asyncio.run(sections())
    finally:
        sys.setprofile(before)
    replies_shown = [each.reply for section in shown for each in section.shown]
    in_gallery = {said(reply) for reply in replies_shown}
    assert [name for name, given in made.items() if not any(said(reply) in in_gallery for reply in given)] == []

    page = html.parse(write(shown, tmp_path)).getroot()
    assert all((tmp_path / link.get("href")).is_file() for link in page.iter("link"))
    assert page.xpath("//script | //style | //*[@style]") == []
    kinds = page.xpath("//article")
    assert len(kinds) == len(replies_shown)
    for kind in kinds:
        names = {each.findtext("h4"): each for each in kind.find_class("platform")}
        assert names.keys() == PLATFORMS.keys()
        for name, looks in PLATFORMS.items():
            (look,) = names[name].find_class(looks)
            assert look.text_content().strip()

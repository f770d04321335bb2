"""A link to an article of a workspace's own, as long as they get, is whole on every platform."""

import io
import re

from rich.console import Console

from adapters.discord import render as discord
from adapters.slack import render as slack
from adapters.terminal.render import show
from bot.blocks import Link, Quotation, Reference, Reply

#: An id of 200 letters that take six characters each in an address, and a token.
URL = f"https://sherpa.test/a/{'%D0%B0' * 200}/12?k=WyJhIiwxLDE3MDAwMDAwMDBd.{'a-_' * 9}#s1234"
LINK = Link(text="open at this sentence in Sherpa's reader", url=URL)
REPLY = Reply(blocks=(Quotation(text="They met at noon.", reference=Reference(source="Mint", date="today", title="News", link=LINK)),))


def test_on_discord() -> None:
    (paragraph,) = discord.paragraphs(REPLY)
    assert re.findall(r"\[(.*?)\]\(<(.*?)>\)", paragraph.markdown) == [("open at this sentence in Sherpa's reader", URL)]


def test_on_slack() -> None:
    (block,) = slack.blocks(slack.fitted(REPLY))
    assert {"type": "link", "url": URL, "text": LINK.text} in block["elements"][1]["elements"]


def test_in_a_terminal() -> None:
    out = io.StringIO()
    show(REPLY, Console(file=out, width=80, markup=False, highlight=False), links=False, hints=False)
    assert f"{LINK.text}: {URL}" in out.getvalue()

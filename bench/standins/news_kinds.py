"""The ways in which a feed fails, each on a site of its own, and what Sherpa says of each."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench.standins import news_faults as faults
from bench.standins.news_tls import server_tls
from bench.standins.news_web import Behaviour, NewsWeb

#: Serves it, as long as the stack is open; gives the feed's address.
Opened = Callable[[AsyncExitStack], Awaitable[str]]

FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>%b</channel></rss>"
EXPANDS = "This is XML that expands: it declares entities, which Sherpa does not read."
BOMB = "compressed bomb"
SMILE = "\N{GRINNING FACE}".encode()  # of all characters those that take most memory


@dataclass(frozen=True, slots=True)
class Kind:
    """`reason` is what `sherpa feeds list` shows; `slow`: only after the time that Sherpa gives a server, or leaves between requests."""

    name: str
    reason: str
    opened: Opened
    slow: bool = False


def _served(behaviour: Behaviour) -> Opened:
    async def opened(stack: AsyncExitStack) -> str:
        web = await stack.enter_async_context(NewsWeb())
        web.behave("/feed", behaviour)
        return web.address("/feed")

    return opened


def _page(content: bytes, status: int = 200, **headers: str) -> Opened:
    async def opened(stack: AsyncExitStack) -> str:
        web = await stack.enter_async_context(NewsWeb())
        web.page("/feed", content, status=status, **headers)
        return web.address("/feed")

    return opened


def _behind_robots(behaviour: Behaviour) -> Opened:
    """A good feed, and a robots.txt that is not."""

    async def opened(stack: AsyncExitStack) -> str:
        web = await stack.enter_async_context(NewsWeb())
        web.page("/feed", FEED % b"", content_type="application/rss+xml")
        web.behave("/robots.txt", behaviour)
        return web.address("/feed")

    return opened


async def _large_pages(stack: AsyncExitStack) -> str:
    """A feed of pages that are nothing but tags, as large as a page may be."""
    web = await stack.enter_async_context(NewsWeb())
    items = b"".join(b"<item><link>/page%d</link></item>" % number for number in range(4))
    web.page("/feed", FEED % items, content_type="application/rss+xml")
    for number in range(4):
        web.page(f"/page{number}", b"<html><body>" + b"<p>" * 1_950_000)
    return web.address("/feed")


async def _forbidden(stack: AsyncExitStack) -> str:
    web = await stack.enter_async_context(NewsWeb())
    web.page("/feed", FEED % b"", content_type="application/rss+xml")
    web.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    return web.address("/feed")


async def _untrusted(stack: AsyncExitStack) -> str:
    web = await stack.enter_async_context(NewsWeb(server_tls()))
    web.page("/feed", FEED % b"")
    return web.address("/feed")


async def _silent_tls(stack: AsyncExitStack) -> str:
    """Takes the connection, and says nothing of TLS."""
    web = await stack.enter_async_context(NewsWeb())
    return web.address("/feed").replace("http:", "https:")


async def _closed(stack: AsyncExitStack) -> str:
    """A port that is taken, and where nobody listens."""
    taken = stack.enter_context(socket.socket())
    taken.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{taken.getsockname()[1]}/feed"


async def _unread(_request: object, _writer: asyncio.StreamWriter) -> None:
    """Ends without an answer."""


def _entities(count: int) -> bytes:
    """Each ten of the one before."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, count))
    declared = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{lines}]>'
    return f"{declared}<rss><channel><title>&e{count - 1};</title></channel></rss>".encode()


_FILE = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'

KINDS = (
    Kind("404", "404", _page(b"", 404)),
    Kind("410", "410", _page(b"", 410)),
    Kind("401", "401", _page(b"", 401)),
    Kind("500", "500", _page(b"", 500)),
    Kind("503", "503", _served(faults.busy(None))),
    Kind("429, Retry-After", "429", _served(faults.busy("600", 429))),
    Kind("silence", "too slow", _served(faults.silent()), slow=True),
    Kind("headers that drip", "too slow", _served(faults.drip(b"HTTP/1.1 200 OK\r\nX: ")), slow=True),
    Kind("a body that drips", "too slow", _served(faults.drip()), slow=True),
    Kind("TLS that is silent", "too slow", _silent_tls, slow=True),
    Kind("robots.txt that is silent", "too slow", _behind_robots(faults.silent()), slow=True),
    Kind("robots.txt that drips", "too slow", _behind_robots(faults.drip()), slow=True),
    Kind("robots.txt with 500", "robots.txt 500", _behind_robots(faults.busy(None, 500))),
    Kind("robots.txt forbids", "robots.txt", _forbidden),
    Kind("a body that is cut off", "bad answer", _served(faults.cut_off(FEED % b""))),
    Kind("no answer", "bad answer", _served(_unread)),
    Kind("no HTTP", "bad answer", _served(faults.no_http())),
    Kind("endless headers", "bad answer", _served(faults.endless_headers())),
    Kind("endless redirects", "too many redirects", _served(faults.endless_redirects()), slow=True),
    Kind("redirect to metadata", "private address", _served(faults.redirect("http://169.254.169.254/latest/meta-data/"))),
    Kind("redirect to a file", "no http address", _served(faults.redirect("file:///etc/passwd"))),
    Kind("gzip bomb", BOMB, _served(faults.gzip_bomb())),
    Kind("brotli bomb", BOMB, _served(faults.brotli_bomb())),
    Kind("nested gzip bomb", BOMB, _served(faults.nested_bomb())),
    Kind("XML bomb", EXPANDS, _page(_entities(10))),
    Kind("external entity", EXPANDS, _page(_FILE)),
    Kind("100 MB", "too large", _served(faults.huge())),
    Kind("100 MB, announced", "too large", _served(faults.huge(announced=True))),
    Kind("HTML", "This is an HTML page and no feed; the page may name its feeds.", _page(b"<!doctype html><html><body><p>Hello</p>")),
    Kind("nothing", "This is empty; a feed has at least a title.", _page(b"")),
    Kind("broken XML", "This is not XML and not JSON, and so no feed.", _page(b"<<<>>> rss & feed <")),
    Kind("nested XML", "This is XML that is nested more than 256 deep, which no feed is.", _page(b"<rss>" + b"<a>" * 100_000)),
    Kind("unknown encoding", "bad answer", _page(FEED % b"", content_encoding="zstd")),
    Kind("bad certificate", "no TLS", _untrusted),
    Kind("closed port", "not reachable", _closed),
)

#: What takes most memory, were it held or parsed as it comes: those without a reason are within all limits, and nothing but work.
BOMBS = (
    *(kind for kind in KINDS if "bomb" in kind.name or "100 MB" in kind.name),
    Kind("5.9 MB of items", "", _page(FEED % (b"<item/>" * 840_000), content_type="application/rss+xml")),
    Kind("5.9 MB of JSON", "", _page(b'{"version":"https://jsonfeed.org/version/1","items":[' + b"{}," * 1_950_000 + b"{}]}")),
    Kind("5.9 MB in one item", "", _page(FEED % (b"<item><title>a</title><description>%b</description></item>" % (SMILE * 1_450_000)))),
    Kind("pages of 5.9 MB", "", _large_pages),
)

"""Pages and feeds over HTTP: politely, within limits, and never from where they should not be read.

Each hop is looked up, checked and connected to by `connecting`; redirects are followed here, so that each is a hop.
"""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

import httpcore
import httpx

from index.news import answers, robots
from index.news.asking import Answer, Asker, Question, asked
from index.news.connecting import CheckedNetwork, Resolve, SystemResolver
from index.news.errors import Busy, Refused
from index.news.hosts import host_of
from index.news.pacing import Pacer
from index.news.room import Room, Visit
from index.news.unpacking import Caps

T = TypeVar("T")

#: Feeds first: where one address is both, the feed says more. What is said of itself matters little, so all else is welcome too.
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take, and how politely it goes about it. Bytes and seconds."""

    most_bytes: int = 6_000_000  #: of a body, unpacked; the longest pages and feeds in use have 5 MB
    connect: float = 10.0  #: name, connection and TLS, each
    between: float = 15.0  #: from one piece of an answer to the next
    whole: float = 30.0  #: over all hops, less the waiting for turns; ends what comes drop by drop
    redirects: int = 10
    at_once: int = 2  #: requests at one host and port
    interval: float = 1.0  #: from the start of one request to the next, at one host and port


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a body, unpacked. Header values are as they came, None where there was none."""

    url: str  #: where it was found in the end
    moved_to: str | None  #: where permanent redirects (301, 308) from the start led: the address to ask for from now on
    status: int
    content: bytes
    content_type: str  #: lower case, without parameters; empty where there was none
    charset: str | None  #: of the header, whether true or not
    etag: str | None
    last_modified: str | None
    max_age: int | None  #: seconds for which asking again is useless, if `Cache-Control` says


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What was made of an answer."""

    answer: Fetched  #: without its content, which would take memory for nothing
    made: T


@dataclass(frozen=True, slots=True)
class NotModified:
    """What was there at the last time is there still."""

    url: str
    moved_to: str | None


class Fetcher:
    """Fetches for everyone in one process: what it knows of hosts, their rules and turns, is shared.

    `user_agent` begins with the product token that robots.txt files name, as in "Sherpa/0.1 (+https://…)". `allow_private` lets it
    connect to this machine and its own network. `tls` is what certificates are checked by: certifi's authorities, if None.
    `network` opens connections to addresses that have been checked. `clock` gives seconds for turns and robots.txt.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool = False,
        limits: FetchLimits = FetchLimits(),
        resolve: Resolve | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits
        self._resolver = SystemResolver()
        self._asker = Asker(
            CheckedNetwork(resolve or self._resolver, allow_private=allow_private, network=network or httpcore.AnyIOBackend()),
            tls or httpx.create_ssl_context(trust_env=False),
            connect=limits.connect,
            between=limits.between,
        )
        self._pacer = Pacer(at_once=limits.at_once, interval=limits.interval, clock=clock, sleep=sleep)
        self._room = Room()
        self._robots = robots.Robots(user_agent.partition("/")[0], self._read_robots, clock)

    async def close(self) -> None:
        """Ends what is open."""
        await self._asker.close()
        self._resolver.close()
        self._room.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        most_bytes: int | None = None,
        obey_robots: bool = True,
    ) -> Fetched | NotModified:
        """What is at `url`, or that it is as it was when `etag` and `last_modified` came with it (RFC 9110, 13).

        Waits for its turn at each host, for as long as that takes. Raises Busy and Refused.
        """
        async with self._room.visit() as visit:
            return await self._get(visit, url, etag, last_modified, most_bytes=most_bytes, obey_robots=obey_robots)

    async def read(
        self, url: str, parse: Callable[[Fetched], T], *, etag: str | None = None, last_modified: str | None = None
    ) -> Parsed[T] | NotModified:
        """As `get`, and what `parse`, in a thread, makes of the answer: many may be read at once, however large they are. Raises what
        `parse` raises too."""
        async with self._room.visit() as visit:
            answer = await self._get(visit, url, etag, last_modified)
            if isinstance(answer, NotModified):
                return answer
            whole = answer
            return Parsed(replace(answer, content=b""), await visit.parse(lambda: parse(whole)))

    async def _get(
        self,
        visit: Visit,
        url: str,
        etag: str | None,
        last_modified: str | None,
        *,
        most_bytes: int | None = None,
        obey_robots: bool = True,
    ) -> Fetched | NotModified:
        question = Question(
            asked(url),
            self._headers(etag, last_modified),
            Caps(self._limits.most_bytes if most_bytes is None else most_bytes),
            self._limits.whole,
        )
        moved_to = None
        permanent = True
        for _ in range(self._limits.redirects + 1):
            interval = await self._robots.interval(question.address) if obey_robots else 0.0
            async with self._pacer.turn(_turns_at(question.address), interval=interval):
                began = time.monotonic()
                answer = await self._asker.ask(question, visit)
            if not answer.redirects:
                return _result(answer, moved_to, conditional=bool(etag or last_modified))
            question = replace(question, address=answer.target(), seconds=question.seconds - (time.monotonic() - began))
            permanent = permanent and answer.is_permanent
            moved_to = str(question.address) if permanent else moved_to
        raise Refused("too many redirects", f"{host_of(question.address)} redirects again and again; check the address.")

    def _headers(self, etag: str | None, last_modified: str | None) -> dict[str, str]:
        headers = {"User-Agent": self._user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br", "Connection": "close"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        return headers

    async def _read_robots(self, address: httpx.URL) -> tuple[int, bytes]:
        question = Question(
            address, self._headers(None, None), Caps(robots.MOST_BYTES), min(robots.MOST_SECONDS, self._limits.whole), cut=True
        )
        for _ in range(robots.MOST_REDIRECTS + 1):
            async with self._pacer.turn(_turns_at(question.address), free=True):
                answer = await self._asker.ask(question)
            if not answer.redirects:
                return answer.status, answer.content
            question = replace(question, address=answer.target())
        return 404, b""  # RFC 9309, 2.3.1.2: as if there were none


def _turns_at(address: httpx.URL) -> str:
    return f"{host_of(address)}:{address.port or {'http': 80, 'https': 443}[address.scheme]}"


def _result(answer: Answer, moved_to: str | None, *, conditional: bool) -> Fetched | NotModified:
    if answer.status == 304 and conditional:
        return NotModified(str(answer.address), moved_to)
    if not 200 <= answer.status < 300:
        raise _refusal(answer)
    headers = answer.headers
    return Fetched(
        url=str(answer.address),
        moved_to=moved_to,
        status=answer.status,
        content=answer.content,
        content_type=answers.media_type(headers),
        charset=answers.charset(headers),
        etag=answers.validator(headers, "etag"),
        last_modified=answers.validator(headers, "last-modified"),
        max_age=answers.max_age(headers),
    )


def _refusal(answer: Answer) -> Refused:
    host, status = host_of(answer.address), answer.status
    wait = answers.retry_after(answer.headers, datetime.now(UTC))
    if status in (429, 503) and wait is not None:
        return Busy(str(status), f"{host} asks to be left alone for {wait:.0f} seconds ({status}).", wait)
    if status in (404, 410):
        return Refused(str(status), f"{host} has no such page ({status}); check the address.")
    if status in (401, 402, 403, 451):
        return Refused(str(status), f"{host} does not let Sherpa read this page ({status}).")
    if status >= 500 or status == 429:
        return Refused(str(status), f"{host} cannot answer now ({status}); try again later.")
    return Refused(str(status), f"{host} answers with nothing to read ({status}); check the address.")

"""One request and its answer, within limits; what goes wrong on the way is said in words."""

import asyncio
import logging
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import urljoin

import httpcore
import httpx

from index.news.addresses import fetchable
from index.news.errors import Refused
from index.news.hosts import host_of
from index.news.room import Visit
from index.news.unpacking import Body, Caps, slices

_log = logging.getLogger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `seconds` is the time for all of the answer."""

    address: httpx.URL
    headers: dict[str, str]
    caps: Caps
    seconds: float
    cut: bool = False  #: take the beginning of a body that is too large


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    address: httpx.URL
    status: int
    headers: httpx.Headers
    content: bytes  #: unpacked; empty for all but 2xx

    @property
    def redirects(self) -> bool:
        return self.status in _REDIRECTS

    @property
    def is_permanent(self) -> bool:
        return self.status in _PERMANENT

    def target(self) -> httpx.URL:
        """Where it redirects to; raises Refused."""
        location = self.headers.get("location")
        if not location:
            raise Refused("bad answer", f"{host_of(self.address)} redirects to no address.")
        try:
            target = urljoin(str(self.address), location)
        except ValueError:
            target = location
        return asked(target)


class Asker:
    """Asks over connections of `network`, each for one request: one that was kept may be closed just when it is used again."""

    def __init__(self, network: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext, *, connect: float, between: float) -> None:
        """`connect` seconds for a connection, and as many for TLS; `between` from one piece of an answer to the next."""
        self._timeouts = {"connect": connect, "read": between, "write": between}
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=None,  # the Pacer counts, host by host
            max_keepalive_connections=0,
            network_backend=network,
        )

    async def close(self) -> None:
        await self._pool.aclose()

    async def ask(self, question: Question, visit: Visit | None = None) -> Answer:
        """The answer, with its body if it is of use; a large one waits for room where there is a `visit`, for longer than
        `question.seconds` if need be. Raises Refused; follows no redirect."""
        host = host_of(question.address)
        with _explained(host):
            async with asyncio.timeout(question.seconds) as limit, self._stream(question) as response:
                headers = httpx.Headers(response.headers)
                is_read = 200 <= response.status < 300
                content = await _read(response, headers, question, visit, limit) if is_read else b""
        _log.debug("answered", extra={"host": host, "status": response.status, "bytes": len(content)})
        return Answer(question.address, response.status, headers, content)

    @asynccontextmanager
    async def _stream(self, question: Question) -> AsyncIterator[httpcore.Response]:
        """The answer as far as its headers; closed with the block, whatever is still to come."""
        address = question.address
        headers = [(b"Host", address.netloc), *((name.encode(), value.encode()) for name, value in question.headers.items())]
        url = httpcore.URL(scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path)
        async with self._pool.stream("GET", url, headers=headers, extensions={"timeout": self._timeouts}) as response:
            yield response


def asked(url: str) -> httpx.URL:
    """`url` as an address to ask for; raises Refused."""
    try:
        address = httpx.URL(fetchable(url))
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(
            "no http address", "This is no address of a page; give one that begins with http:// or https:// and a host."
        ) from error
    if address.userinfo:
        raise Refused("credentials in the address", "This address holds a name or a password; give it without.")
    return address


async def _read(
    response: httpcore.Response, headers: httpx.Headers, question: Question, visit: Visit | None, limit: asyncio.Timeout
) -> bytes:
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > question.caps.most_bytes and not question.cut:
        raise question.caps.too_large()
    body = Body(headers.get("content-encoding", ""), question.caps, cut=question.cut)
    # httpcore types it more loosely than it is; closing it here leaves nothing for the garbage collector to close later
    async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_stream())) as pieces:
        async for piece in pieces:
            for some in slices(piece):
                body.take(some)
                if visit is not None and visit.needs_room(body.size):
                    await _without_limit(limit, visit.enter())
                if body.full:
                    return body.content()
    return body.content()


async def _without_limit(limit: asyncio.Timeout, waiting: Awaitable[None]) -> None:
    """Waits, and puts the limit off by as long."""
    when, began = limit.when() or 0.0, asyncio.get_running_loop().time()
    limit.reschedule(None)
    await waiting
    limit.reschedule(when + asyncio.get_running_loop().time() - began)


@contextmanager
def _explained(host: str) -> Iterator[None]:
    """What goes wrong on the way, in words."""
    try:
        yield
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise Refused("too slow", f"{host} takes too long to answer; try again later.") from error
    except httpcore.ConnectError as error:  # opening the connection has errors of its own
        raise Refused("no TLS", f"{host} has no certificate that can be trusted, or does not speak TLS; check the address.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        raise Refused("bad answer", f"{host} ended in the middle of its answer, or answers something else than HTTP.") from error

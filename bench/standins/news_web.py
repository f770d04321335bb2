"""A small web, on 127.0.0.1: what it serves is set, what it was asked is counted. One NewsWeb is one host and port.

`news_faults` has what goes wrong on the web.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `headers` by their names in lower case, `at` in the loop's seconds, `path` with the query."""

    method: str
    path: str
    headers: dict[str, str]
    at: float


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


class NewsWeb:
    """`async with NewsWeb() as web`: pages that can be set and changed at any time; all else is 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Asked] = []
        self.most_at_once = 0
        self._tls = tls
        self._behaviours: dict[str, Behaviour] = {}
        self._open: set[asyncio.StreamWriter] = set()
        self._answering = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await until(lambda: not self._open)

    @property
    def open_connections(self) -> int:
        return len(self._open)

    def address(self, path: str = "/") -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}{path}"

    def page(
        self, path: str, content: str | bytes, *, content_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> None:
        """Serves `content` at `path`. `etag` and `last_modified` answer conditional requests; any header's hyphens are underscores."""
        body = content.encode() if isinstance(content, str) else content
        self.behave(path, _Page(body, status, {"content_type": content_type, **headers}))

    def behave(self, path: str, behaviour: Behaviour) -> None:
        """Answers `path` with whatever `behaviour` writes; the connection ends with it."""
        self._behaviours[path] = behaviour

    def remove(self, path: str) -> None:
        del self._behaviours[path]

    def asked(self, path: str) -> list[Asked]:
        """The requests for `path`, first to last."""
        return [request for request in self.requests if request.path == path]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        self._answering += 1
        self.most_at_once = max(self.most_at_once, self._answering)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await self._answer(_request(await reader.readuntil(b"\r\n\r\n")), reader, writer)
        finally:
            self._answering -= 1
            self._open.discard(writer)
            writer.close()

    async def _answer(self, request: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Ends with the behaviour, or with the connection if the other side has enough of it."""
        self.requests.append(request)
        behaviour = self._behaviours.get(request.path) or self._behaviours.get(request.path.partition("?")[0], _not_found)
        answering = asyncio.ensure_future(_written(behaviour, request, writer))
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        for task in (answering, leaving):
            task.cancel()
        for outcome in await asyncio.gather(answering, leaving, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes
    status: int
    headers: dict[str, str] = field(default_factory=dict)

    async def __call__(self, request: Asked, writer: asyncio.StreamWriter) -> None:
        if self._is_known_to(request):
            writer.write(head(304, **{name: value for name, value in self.headers.items() if name in ("etag", "last_modified")}))
        else:
            writer.write(head(self.status, **{"content_length": str(len(self.body)), **self.headers}) + self.body)

    def _is_known_to(self, request: Asked) -> bool:
        """RFC 9110, 13.2.2: the date counts only where no tag is given."""
        if "if-none-match" in request.headers:
            return request.headers["if-none-match"] == self.headers.get("etag")
        since, modified = request.headers.get("if-modified-since"), self.headers.get("last_modified")
        return bool(since and modified) and parsedate_to_datetime(modified or "") <= parsedate_to_datetime(since or "")


def head(status: int, **headers: str) -> bytes:
    """A status line and headers; their names have underscores for hyphens."""
    lines = [f"HTTP/1.1 {status} As told", "Connection: close", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


async def until(holds: Callable[[], bool]) -> None:
    """Waits for something that other tasks bring about."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 (what is waited for sets no event)
            await asyncio.sleep(0.001)


async def _written(behaviour: Behaviour, request: Asked, writer: asyncio.StreamWriter) -> None:
    await behaviour(request, writer)
    await writer.drain()


async def _not_found(_request: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(head(404, content_length="0"))


def _request(text: bytes) -> Asked:
    first, *lines = text.decode("utf-8", "surrogateescape").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    return Asked(method, path, headers, asyncio.get_running_loop().time())

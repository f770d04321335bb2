"""What goes wrong on the web, for `NewsWeb.behave`. Large bodies are made while they are sent, and never held."""

import asyncio
import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]  # ships no types

from bench.standins.news_web import Asked, Behaviour, head

BLOCK = bytes(1_000_000)


def redirect(to: str, status: int = 302) -> Behaviour:
    return _whole(head(status, location=to, content_length="0"))


def endless_redirects(status: int = 302) -> Behaviour:
    """To itself with a longer query each time, as session ids do."""

    async def behave(request: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, location=f"{request.path}{'&' if '?' in request.path else '?'}again", content_length="0"))

    return behave


def busy(retry_after: str | None, status: int = 503) -> Behaviour:
    """429 or 503; `retry_after` in seconds or as a date."""
    return _whole(head(status, content_length="0", **({"retry_after": retry_after} if retry_after else {})))


def silent() -> Behaviour:
    """Takes the request and never answers."""

    async def behave(_request: Asked, _writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    return behave


def drip(start: bytes | None = None, every: float = 0.01) -> Behaviour:
    """One byte after the other without an end, a body's or, with `start` such as b"HTTP/1.1 200 OK\\r\\nX: ", a header's."""

    async def behave(_request: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, content_type="text/html") if start is None else start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(every)

    return behave


def cut_off(content: bytes) -> Behaviour:
    """Ends in the middle of what was announced."""
    return wrong_length(content, 2 * len(content))


def wrong_length(content: bytes, declared: int) -> Behaviour:
    return _whole(head(200, content_type="text/html", content_length=str(declared)) + content)


def no_http(content: bytes = b"220 mail.example ESMTP\r\n") -> Behaviour:
    return _whole(content)


def endless_headers() -> Behaviour:
    async def behave(_request: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-More: " + b"x" * 1_000 + b"\r\n")
            await writer.drain()

    return behave


def huge(size: int = 100_000_000, *, announced: bool = False) -> Behaviour:
    """A page of `size` bytes."""
    return _pieces(lambda: _blocks(size), **({"content_length": str(size)} if announced else {}))


def gzip_bomb(size: int = 100_000_000) -> Behaviour:
    return _pieces(lambda: _deflated(size, zlib.MAX_WBITS | 16), content_encoding="gzip")


def deflate_bomb(size: int = 100_000_000) -> Behaviour:
    return _pieces(lambda: _deflated(size, zlib.MAX_WBITS), content_encoding="deflate")


def brotli_bomb(size: int = 100_000_000) -> Behaviour:
    return _pieces(lambda: _brotli(size), content_encoding="br")


def nested_bomb(size: int = 100_000_000) -> Behaviour:
    """A gzip file in a gzip file: small to the first look at it."""
    return _pieces(lambda: _packed(_deflated(size, zlib.MAX_WBITS | 16)), content_encoding="gzip, gzip")


def _blocks(size: int) -> Iterator[bytes]:
    for _ in range(size // len(BLOCK)):
        yield BLOCK


def _deflated(size: int, wbits: int) -> Iterator[bytes]:
    return _packed(_blocks(size), wbits)


def _packed(pieces: Iterator[bytes], wbits: int = zlib.MAX_WBITS | 16) -> Iterator[bytes]:
    engine = zlib.compressobj(9, zlib.DEFLATED, wbits)
    for piece in pieces:
        yield engine.compress(piece)
    yield engine.flush()


def _brotli(size: int) -> Iterator[bytes]:
    engine = brotli.Compressor(quality=5)
    for block in _blocks(size):
        yield engine.process(block)
    yield engine.finish()


def _whole(answer: bytes) -> Behaviour:
    async def behave(_request: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return behave


def _pieces(pieces: Callable[[], Iterator[bytes]], **headers: str) -> Behaviour:
    async def behave(_request: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, content_type="text/html", **headers))
        for piece in pieces():
            writer.write(piece)
            await writer.drain()

    return behave

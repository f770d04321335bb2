"""The body of an answer, unpacked piece by piece and held only while it is of a size that a page has.

Content codings are those of RFC 9110, 8.4.1, and Brotli (RFC 7932). What is declared is often wrong, so a body is taken as it is
if it is not packed as declared, "deflate" comes with and without zlib's frame, and a gzip file that is served as such
(sitemaps are) is unpacked too.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # ships no types

from index.news.errors import Refused

#: Bytes that are unpacked at a time, so few that their ratio is known before they have become much.
_SLICE = 4_096
#: Bytes that one step of unpacking gives at the most, or thereabouts (Brotli's buffer may end one block later).
_PIECE = 65_536
#: Two are seen where a proxy packs what was packed; more are an attack.
_MOST_CODINGS = 2
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of an answer is held. Bytes; `ratio` is of unpacked to received bytes, and counts once `ratio_from` are unpacked."""

    most_bytes: int
    ratio: int = 200  #: pages of nothing but repeated rows reach about 100; bombs have 1,000 (deflate) and more (Brotli)
    ratio_from: int = 1_000_000

    def too_large(self) -> Refused:
        return Refused("too large", f"The answer is larger than the {self.most_bytes / 1_000_000:g} MB that Sherpa reads of one page.")


def slices(piece: bytes) -> Iterator[bytes]:
    """In parts so small that none becomes much, whatever it unpacks to."""
    for start in range(0, len(piece), _SLICE):
        yield piece[start : start + _SLICE]


class Body:
    """Takes what comes in; raises Refused as soon as it is too much or cannot be unpacked."""

    def __init__(self, coding: str, caps: Caps, *, cut: bool = False) -> None:
        """`coding` is the header's value, or empty. With `cut`, what is over `caps.most_bytes` is left away and not refused."""
        self._caps = caps
        self._cut = cut
        self._stages = _stages(coding)
        self._unpacked = [0] * len(self._stages)
        self._received = 0
        self._content = bytearray()

    @property
    def full(self) -> bool:
        """Nothing more need be taken."""
        return self._cut and len(self._content) >= self._caps.most_bytes

    @property
    def size(self) -> int:
        """Bytes of it so far, unpacked."""
        return len(self._content)

    def take(self, piece: bytes) -> None:
        """One piece as it was received, cut by `slices`."""
        self._received += len(piece)
        with _readable():
            for part in self._through(0, piece):
                self._keep(part)
                if self.full:
                    return
        if self._received > self._caps.most_bytes:
            raise self._caps.too_large()

    def content(self) -> bytes:
        """All of it, once; raises Refused if the end is missing."""
        with _readable():
            for number, stage in enumerate([] if self.full else self._stages):
                for part in stage.end():
                    for rest in self._through(number + 1, part):
                        self._keep(rest)
        content, self._content = bytes(self._content), bytearray()
        return content

    def _through(self, number: int, piece: bytes) -> Iterator[bytes]:
        if number == len(self._stages):
            yield piece
            return
        for part in self._stages[number].feed(piece):
            self._count(number, len(part))
            yield from self._through(number + 1, part)

    def _count(self, number: int, length: int) -> None:
        """Each stage is held to the limits, so that none works for long on what the next throws away."""
        self._unpacked[number] += length
        if self._unpacked[number] > max(self._caps.ratio_from, self._caps.ratio * self._received):
            raise Refused("compressed bomb", "The answer unpacks to far more than it is; Sherpa does not read such files.")
        if self._unpacked[number] > self._caps.most_bytes and not self._cut:
            raise self._caps.too_large()

    def _keep(self, part: bytes) -> None:
        self._content += part
        if self.full:
            del self._content[self._caps.most_bytes :]


class _Unreadable(Exception):
    """This is not packed in this way, or damaged."""


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _Unreadable as error:
        raise Refused("bad answer", "The answer is packed in a way that cannot be unpacked, or its end is missing.") from error


class _Stage(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` gives, in pieces; raises _Unreadable."""

    def end(self) -> Iterator[bytes]:
        """What was held back; raises _Unreadable if there should be more."""


class _Plain:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def end(self) -> Iterator[bytes]:
        return iter(())


class _Inflating:
    """gzip of any number of members (RFC 1952, 2.2), zlib's frame (RFC 1950) or none (RFC 1951), as zlib's `wbits` say."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._engine = zlib.decompressobj(wbits)
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._started = True
        while True:
            if self._engine.eof:
                if not data.startswith(_GZIP_MAGIC[:1]):
                    return  # some writers pad with zeros
                self._engine = zlib.decompressobj(self._wbits)
            try:
                piece = self._engine.decompress(data, _PIECE)
            except zlib.error as error:
                raise _Unreadable from error
            data = self._engine.unconsumed_tail or self._engine.unused_data
            if piece:
                yield piece
            if not data and len(piece) < _PIECE:
                return

    def end(self) -> Iterator[bytes]:
        if self._started and not self._engine.eof:
            raise _Unreadable
        return iter(())


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._started = True
        while not self._engine.is_finished():
            try:
                piece = self._engine.process(data, output_buffer_limit=_PIECE)
            except brotli.error as error:
                raise _Unreadable from error
            data = b""
            if piece:
                yield piece
            elif self._engine.can_accept_more_data():
                return

    def end(self) -> Iterator[bytes]:
        if self._started and not self._engine.is_finished():
            raise _Unreadable
        return iter(())


class _Guessing:
    """The first of several ways that does not fail; settled with the first piece that it gives."""

    def __init__(self, ways: Sequence[Callable[[], _Stage]]) -> None:
        self._way, *self._others = ways
        self._stage = self._way()
        self._seen = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._others:
            self._seen += data
        try:
            for piece in self._stage.feed(data):
                self._others, self._seen = [], b""
                yield piece
        except _Unreadable:
            if not self._others:
                raise
            self._way, *self._others = self._others
            self._stage = self._way()
            seen, self._seen = self._seen, b""
            yield from self.feed(seen)

    def end(self) -> Iterator[bytes]:
        return self._stage.end()


def _gzip() -> _Stage:
    return _Inflating(zlib.MAX_WBITS | 16)


_WAYS: dict[str, Sequence[Callable[[], _Stage]]] = {
    "gzip": (_gzip, _Plain),
    "x-gzip": (_gzip, _Plain),  # RFC 9110, 8.4.1.3
    "deflate": (lambda: _Inflating(zlib.MAX_WBITS), lambda: _Inflating(-zlib.MAX_WBITS), _Plain),
    "br": (_Brotli, _Plain),
}


def _stages(coding: str) -> list[_Stage]:
    codings = [name for part in coding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if len(codings) > _MOST_CODINGS or not all(name in _WAYS for name in codings):
        raise Refused("bad answer", "The answer is packed in a way that Sherpa did not ask for.")
    return [_Guessing(_WAYS[name]) for name in [*reversed(codings), "gzip"]]

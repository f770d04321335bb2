"""The files that exports are in: written whole or not at all, packed or not."""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, cast

from index.errors import BadFile
from index.store.export_format import MAX_LINE

#: The name of standard input and output.
STANDARD = "-"

#: What a packed file begins with (RFC 1952, section 2.3.1).
_PACKED = b"\x1f\x8b"

#: zlib's own default: higher levels take much longer for files hardly smaller.
_EFFORT = 6

#: Bytes after which what was read is given on, and lines.
_AT_ONCE = 1_000_000
_LINES_AT_ONCE = 2_000


@contextmanager
def written(path: str) -> Iterator[IO[bytes]]:
    """What writes the file: beside it, and in its place when all is there and on the disk. Its owner alone may read it.

    Raises BadFile, and BrokenPipeError where whoever reads standard output has seen enough.
    """
    try:
        with _standard() if path == STANDARD else _replaced(path) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "Standard output" if path == STANDARD else f"The file {path}"
        raise BadFile(path, f"{name} cannot be written ({error.strerror}); mend that, or name another.") from None


@contextmanager
def _standard() -> Iterator[IO[bytes]]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _replaced(path: str) -> Iterator[IO[bytes]]:
    place = Path(path).resolve()
    if place.exists() and not place.is_file():
        raise BadFile(path, f"{path} is no file that could be written anew; name another, or - for standard output.")
    beside = place.with_name(f".{place.name[:100]}.{token_hex(4)}")
    try:
        with _made(beside) as raw:
            if path.endswith(".gz"):
                # Neither name nor time: the same bytes for the same content.
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=_EFFORT) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(place)
        _keep_name(place.parent)
    finally:
        with suppress(OSError):
            beside.unlink()


def _made(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _keep_name(folder: Path) -> None:
    """A name is on the disk when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Lines:
    """The lines of a file, or of standard input, unpacked where they are packed. Raises BadFile."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._name = "Standard input" if path == STANDARD else path
        self._raw: IO[bytes] | None = None

    @property
    def position(self) -> int:
        """How many bytes of the file were read by now; 0 of standard input, which does not tell."""
        return self._raw.tell() if self._raw is not None and self._path != STANDARD else 0

    def __iter__(self) -> Iterator[list[bytes]]:
        """Some at a time, each with its line end."""
        try:
            with self._opened() as raw:
                self._raw = raw
                file = gzip.GzipFile(fileobj=raw) if raw.peek(len(_PACKED)).startswith(_PACKED) else raw
                while some := _some(file):
                    yield some
                self._raw = None
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise BadFile(self._path, f"{self._name} is damaged, or a part of it is missing; nothing was imported.") from None
        except OSError as error:
            raise BadFile(self._path, f"{self._name} cannot be read ({error.strerror}); check its path and its permissions.") from None

    def _opened(self) -> io.BufferedReader:
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False) if self._path == STANDARD else io.FileIO(self._path))


def _some(file: IO[bytes] | gzip.GzipFile) -> list[bytes]:
    lines: list[bytes] = []
    size = 0
    while size < _AT_ONCE and len(lines) < _LINES_AT_ONCE and (line := file.readline(MAX_LINE)):
        lines.append(line)
        size += len(line)
    return lines

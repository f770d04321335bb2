"""The index folder: what lies in it, who may write to it, and how it is made.

format      what made it; written last, so that a folder without it is not finished
lock        held (flock) by the process that writes, for as long as it does; the system lets go of it when that process ends
sequence    the highest store sequence that is committed; missing or unreadable counts as 0, and taking in twice does no harm
tantivy/    tantivy's own files
"""

import fcntl
import os
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import IO

import Stemmer
import tantivy
from tantivy.tantivy import __version__

import index.analysis
import index.passages
import index.stopwords
from index.disk.fields import SCHEMA
from index.errors import IndexUnavailable

#: Raised whenever the fields or the files of the folder change.
FORMAT = 1
ENTRIES = frozenset({"format", "lock", "sequence", "tantivy"})

#: Bytes without which a write is thought to have failed for want of room: tantivy does not say why it failed, and writes up to so many.
_ROOM = 64_000_000

#: How often a busy lock is tried, in seconds.
_PATIENCE = 0.05


class FolderLock:
    """The right to write to the folder. Two holders exclude each other also within one process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Takes the lock if it is free; False where someone else holds it. Raises OSError where the folder cannot be written."""
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    @property
    def held(self) -> bool:
        """Whether it is still held; no longer when the folder was deleted or made anew by someone, since tantivy writes to paths."""
        try:
            return self._file is not None and os.path.samestat(self._path.stat(), os.fstat(self._file.fileno()))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Gives it back; a second call does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None


def fingerprint() -> str:
    """What an index must have been made by to be read: this format, this tantivy, and the very rules that cut passages and make terms."""
    rules = sha256()
    for module in (index.analysis, index.stopwords, index.passages):
        rules.update(Path(str(module.__file__)).read_bytes())
    return f"format {FORMAT}\ntantivy {__version__}\nstemmer {Stemmer.version()}\nrules {rules.hexdigest()[:16]}\n"


def prepare(folder: Path, lock_seconds: float) -> None:
    """Makes the index if there is none; waits for another process that is at it. Raises IndexUnavailable."""
    deadline = time.monotonic() + lock_seconds
    lock = FolderLock(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while not _finished(folder):
            if lock.take():
                _make(folder)
                lock.release()
            elif time.monotonic() > deadline:
                raise _locked(folder)
            else:
                time.sleep(_PATIENCE)
    except OSError as error:
        raise IndexUnavailable(f"The index folder {folder} cannot be written: {error.strerror}.") from error
    finally:
        lock.release()


def wipe(folder: Path, lock_seconds: float) -> None:
    """Makes the index anew and empty. Where another process holds the lock and the index is whole, that process has just done so: it stays.

    Deletes nothing that Sherpa did not put there. Raises IndexUnavailable.
    """
    deadline = time.monotonic() + lock_seconds
    lock = FolderLock(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(folder)
        while not lock.take():
            if opens(folder):
                return
            if time.monotonic() > deadline:
                raise _locked(folder)
            time.sleep(_PATIENCE)
        _make(folder)
    except OSError as error:
        raise IndexUnavailable(f"The index folder {folder} cannot be written: {error.strerror}.") from error
    finally:
        lock.release()


def opens(folder: Path) -> bool:
    """Whether a finished index of this version lies there and can be opened."""
    try:
        if _finished(folder):
            tantivy.Index.open(str(folder / "tantivy")).searcher()
            return True
    except (IndexUnavailable, OSError, ValueError):
        pass
    return False


def has_room(folder: Path) -> bool:
    """Whether the disk that the folder is on has room for whatever is written to it."""
    return shutil.disk_usage(folder).free >= _ROOM


def read_sequence(folder: Path) -> int:
    """The highest store sequence that is committed."""
    try:
        return int((folder / "sequence").read_text("ascii"))
    except (OSError, ValueError):
        return 0


def write_sequence(folder: Path, sequence: int) -> None:
    """Called after the commit it tells of. It is not forced to disk: after a power cut an older number only means taking in twice."""
    _write(folder / "sequence", f"{sequence}\n")


def _finished(folder: Path) -> bool:
    try:
        made_by = (folder / "format").read_text("utf-8")
    except FileNotFoundError:
        _refuse_foreign(folder)
        return False
    except UnicodeDecodeError:
        made_by = ""
    if made_by != fingerprint():
        raise IndexUnavailable(f"The index in {folder} was made by another version of Sherpa; delete the folder, and it is built again.")
    return True


def _refuse_foreign(folder: Path) -> None:
    foreign = sorted(entry.name for entry in folder.iterdir() if entry.name.split(".")[0] not in ENTRIES)
    if foreign:
        raise IndexUnavailable(
            f"The folder {folder} is no index of Sherpa's, it holds {foreign[0]!r}; name another folder or move that away."
        )


def _make(folder: Path) -> None:
    (folder / "format").unlink(missing_ok=True)
    shutil.rmtree(folder / "tantivy", ignore_errors=True)
    (folder / "tantivy").mkdir()
    tantivy.Index(SCHEMA, str(folder / "tantivy"))
    write_sequence(folder, 0)
    _write(folder / "format", fingerprint())


def _write(path: Path, text: str) -> None:
    written = path.with_suffix(".new")
    written.write_text(text, "utf-8")
    written.replace(path)


def _locked(folder: Path) -> IndexUnavailable:
    return IndexUnavailable(
        f"Another process holds the lock of the index in {folder} and does not finish it; end that process and try again."
    )

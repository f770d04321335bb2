"""The `Retriever` on tantivy."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Self

import tantivy

from index.analysis import Analyzer
from index.disk.fields import Analysed
from index.disk.folder import has_room, prepare, read_sequence, wipe
from index.disk.overlay import Overlay
from index.disk.view import View
from index.disk.writer import Writer
from index.errors import IndexUnavailable
from index.passages import Passage
from index.retrieval import OPEN, Filter, Hit


class _State(NamedTuple):
    view: View
    overlay: Overlay


class DiskRetriever:
    """A `Retriever` on a folder, which it makes if need be. Any number of processes may open the same folder.

    The first that adds or removes takes the folder's lock and keeps it until it closes or ends, by whatever end; its changes are committed,
    one commit a call. While another process holds the lock, nothing fails and nothing waits: what this one is given is kept in memory, laid
    over what is on disk, and dropped when the disk has come as far; the next call that finds the lock free writes it down. `sequence` is
    therefore the highest taken in by either way, and whoever calls gives changes in the order of their sequences and leaves none out.

    While the disk is full, what was given is kept in memory too, and written down by the first call that finds room.

    Only making the folder needs the lock: that waits `lock_seconds` at most.

    Raises IndexUnavailable where the folder is damaged, of another version or not Sherpa's own. Everything in it comes from the store, so
    the first two are mended by `recreate` and taking everything in again.
    """

    def __init__(self, folder: Path, *, lock_seconds: float = 10.0, analyzer: Analyzer | None = None) -> None:
        self._folder = folder
        self._analyzer = analyzer or Analyzer()
        self._writing = Lock()
        self._following = Lock()
        self._writer: Writer | None = None
        self._closed = False
        self.unwritten: IndexUnavailable | None = None
        prepare(folder, lock_seconds)
        with self._accessible():
            self._stamp = self._stamped()
            sequence = read_sequence(folder)  # before the commits are read, so that the view holds at least as much
            self._index = tantivy.Index.open(str(folder / "tantivy"))
            self._index.config_reader("manual")
            self._state = _State(View(self._index, sequence), Overlay())

    @classmethod
    def recreate(cls, folder: Path, *, lock_seconds: float = 10.0) -> Self:
        """An empty index in place of whatever Sherpa made there; or the one that another process has just made there and is filling."""
        wipe(folder, lock_seconds)
        return cls(folder, lock_seconds=lock_seconds)

    def add(self, passages: Iterable[Passage], *, sequence: int) -> None:
        """As in `Retriever`. Durable when it returns, unless another process holds the lock."""
        arrived: dict[str, list[Analysed]] = {}
        for passage in passages:
            arrived.setdefault(passage.article_id, []).append(Analysed(passage, self._terms(passage)))
        self._change(arrived, (), sequence)

    def remove(self, article_ids: Sequence[str], *, sequence: int) -> None:
        """As in `Retriever`. Durable when it returns, unless another process holds the lock."""
        self._change({}, article_ids, sequence)

    def search(self, terms: Mapping[str, float], k: int, where: Filter = OPEN) -> list[Hit]:
        """As in `Retriever`."""
        with self._accessible():
            view, overlay = self._follow()
            return overlay.search(view, terms, k, where) if overlay else view.search(terms, k, where)

    def frequencies(self, terms: Iterable[str], where: Filter = OPEN) -> dict[str, int]:
        """As in `Retriever`."""
        with self._accessible():
            view, overlay = self._follow()
            return overlay.frequencies(view, terms, where) if overlay else view.frequencies(terms, where)

    def count(self, where: Filter = OPEN) -> int:
        """As in `Retriever`."""
        with self._accessible():
            view, overlay = self._follow()
            return overlay.count(view, where) if overlay else view.count(where)

    def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """As in `Retriever`."""
        with self._accessible():
            view, overlay = self._follow()
            return overlay.vocabulary(view, prefix) if overlay else view.vocabulary(prefix)

    @property
    def sequence(self) -> int:
        """As in `Retriever`."""
        with self._accessible():
            view, overlay = self._follow()
            return max(view.sequence, overlay.sequence)

    def close(self) -> None:
        """As in `Retriever`. Waits for merges that have begun; what another process's lock kept from the disk ends with this process."""
        with self._writing, self._following:
            if not self._closed:
                self._closed = True
                self._release()
                del self._index, self._state

    def _terms(self, passage: Passage) -> list[str]:
        return self._analyzer.terms(passage.text) if passage.terms is None else passage.terms.split()

    def _change(self, arrived: Mapping[str, Sequence[Analysed]], gone: Iterable[str], sequence: int) -> None:
        with self._writing, self._accessible("cannot be written; see whether the disk is full"):
            writer = self._acquired()
            if writer is None:
                with self._following:
                    view, overlay = self._state
                    self._state = _State(view, overlay.changed(arrived, gone, sequence))
                return
            view, overlay = self._follow(force=True)
            changed = overlay.changed(arrived, gone, sequence)
            try:
                writer.commit(view, changed)
            except BaseException as error:
                self._release()
                if not isinstance(error, (OSError, ValueError)) or has_room(self._folder):
                    raise
                self._keep_unwritten(changed)
            else:
                self.unwritten = None
                self._follow(force=True)

    def _keep_unwritten(self, overlay: Overlay) -> None:
        """As while another process holds the lock: what is on disk is whole, and stays."""
        with self._following:
            self._state = _State(self._state.view, overlay)
        self.unwritten = IndexUnavailable(f"The disk that holds the index {self._folder} is full; make room and try again.")

    def _acquired(self) -> Writer | None:
        if self._closed:
            raise IndexUnavailable("The index is closed.")
        if self._writer is None:
            self._writer = Writer.take(self._folder, self._index)
        elif not self._writer.holds_folder:
            self._release()
            raise IndexUnavailable(f"The index folder {self._folder} was deleted while in use; start again, and it is built again.")
        return self._writer

    def _release(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _follow(self, *, force: bool = False) -> _State:
        """The current state, after a look at what was committed meanwhile, here or elsewhere. Waits for other threads only if forced."""
        if self._closed:
            raise IndexUnavailable("The index is closed.")
        stamp = self._stamped()
        if (force or (stamp and stamp != self._stamp)) and self._following.acquire(blocking=force):
            try:
                sequence = read_sequence(self._folder)  # first, as on opening
                self._index.reload()
                self._state = _State(View(self._index, sequence), self._state.overlay.after(sequence))
                self._stamp = stamp
            finally:
                self._following.release()
        return self._state

    def _stamped(self) -> tuple[int, ...]:
        """Differs from commit to commit; empty while the folder is being made anew, or gone: then what is open is searched on."""
        try:
            files = [(self._folder / name).stat() for name in ("tantivy/meta.json", "sequence")]
        except FileNotFoundError:
            return ()
        return tuple(number for file in files for number in (file.st_mtime_ns, file.st_ino, file.st_size))

    @contextmanager
    def _accessible(self, trouble: str = "cannot be read; delete the folder, and it is built again") -> Iterator[None]:
        """Turns what tantivy raises, its panics included, into IndexUnavailable."""
        try:
            yield
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"The index in {self._folder} {trouble}.") from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # pyo3's, which has no importable name
                raise
            raise IndexUnavailable(f"The index in {self._folder} is damaged; delete the folder, and it is built again.") from error

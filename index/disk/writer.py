"""The one writer of an index folder."""

from contextlib import suppress
from pathlib import Path

import tantivy

from index.disk.fields import document
from index.disk.folder import FolderLock, write_sequence
from index.disk.overlay import Overlay
from index.disk.view import View

#: Bytes that tantivy may fill before it writes a segment out within one batch.
_HEAP = 64_000_000


class Writer:
    """Holds the folder's lock from `take` to `close`."""

    def __init__(self, folder: Path, lock: FolderLock, writer: tantivy.IndexWriter) -> None:
        self._folder = folder
        self._lock = lock
        self._writer = writer

    @classmethod
    def take(cls, folder: Path, index: tantivy.Index) -> "Writer | None":
        """The writer, or None while someone else holds the lock. Raises OSError or ValueError."""
        lock = FolderLock(folder)
        if not lock.take():
            return None
        try:
            return cls(folder, lock, index.writer(_HEAP, num_threads=1))  # one thread, hence one segment a commit
        except ValueError as error:
            lock.release()
            if "LockBusy" in str(error):
                return None
            raise

    @property
    def holds_folder(self) -> bool:
        """False once the folder was deleted or made anew behind its back."""
        return self._lock.held

    def commit(self, view: View, overlay: Overlay) -> None:
        """Writes the changes down in one commit, where `view` is what is committed now; durable when it returns.

        Raises OSError or ValueError; whatever is raised, this writer may hold half a batch and must be closed, which forgets it.
        """
        if overlay:
            for article in overlay.hides(view):
                self._writer.delete_documents_by_term("article", article)
            for analysed in overlay.passages():
                self._writer.add_document(document(analysed))
            self._writer.commit()
        write_sequence(self._folder, max(view.sequence, overlay.sequence))

    def close(self) -> None:
        """Lets merges that have begun finish, forgets what is not committed and gives the lock back."""
        with suppress(OSError, ValueError, RuntimeError):  # a folder that is gone, a disk that is full: nothing that was committed is lost
            self._writer.wait_merging_threads()
        del self._writer
        self._lock.release()

"""The search engine in use: chosen by the size of the corpus, kept in step with the store, its work done in threads."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from index.counting import Counts
from index.errors import IndexUnavailable
from index.passages import passages
from index.retrieval import Retriever
from index.store.queries import Change
from index.store.store import Store

T = TypeVar("T")
EngineChoice = Literal["auto", "memory", "tantivy"]

#: By the sequence of an article's change, the terms of each passage that it has since then: see `Passage.terms`.
Terms = Mapping[int, Sequence[str]]

#: Passages up to which `auto` keeps the index in memory: above, a query costs rank-bm25 over 5 ms and an added article a rebuild.
MEMORY_PASSAGES = 2_000

#: Articles that are read from the store and indexed at once: some megabytes of text, and one commit on disk.
FOLLOWED_AT_ONCE = 1_000

#: Searches at one time. Nothing in a search waits, so more of them than cores are of no use.
SEARCHERS = 4

log = logging.getLogger(__name__)


class Engine:
    """A Retriever that follows the store; ready after the first `follow`. Called by the library alone.

    `folders` is where indexes on disk lie or will lie, in a folder for each database, named by its id. `counts` notes what was taken
    in, some of it twice. Methods raise IndexUnavailable and StoreUnavailable.
    """

    def __init__(self, store: Store, folders: Path, choice: EngineChoice, lock_seconds: float, counts: Counts) -> None:
        self._store = store
        self._counts = counts
        self._folders = folders
        self._followed = store.id
        self._choice = choice
        self._lock_seconds = lock_seconds
        self._following = asyncio.Lock()
        self._indexer = ThreadPoolExecutor(1, thread_name_prefix="indexer")
        self._searchers = ThreadPoolExecutor(SEARCHERS, thread_name_prefix="searcher")
        self._retriever: Retriever | None = None
        self._told = (
            0  # the sequence of the last change that `counts` was told of; an index on disk may have been brought further by others
        )
        self.on_disk = False  #: whether tantivy is in use

    @property
    def following(self) -> bool:
        """Whether changes are being taken in just now."""
        return self._following.locked()

    async def search(self, question: Callable[[Retriever], T]) -> T:
        """The retriever's answer, from a thread. An index that turns out to be damaged is built again, once."""
        retriever = self._ready()
        try:
            return await _in(self._searchers, lambda: question(retriever))
        except IndexUnavailable as error:
            async with self._following:
                if self._ready() is retriever:
                    await self._open_disk(error)
            return await _in(self._searchers, lambda: question(self._ready()))

    async def work(self, task: Callable[[], T]) -> T:
        """What would hold the event loop up, in the one thread for such tasks."""
        return await _in(self._indexer, task)

    async def follow(self, terms: Terms = MappingProxyType({})) -> bool:
        """Takes in what has changed in the store; whether anything had. `terms` are those that are worked out already."""
        async with self._following:
            position = await self._store.position()
            if position.id != self._followed:
                await self._begin_anew(position.id)
                return True
            if self._retriever is not None and self._retriever.sequence == self._told == position.sequence:
                return False
            await self._choose()
            try:
                await self._catch_up(self._ready(), terms)
            except IndexUnavailable as error:
                await self._open_disk(error)
            return True

    async def sequence(self) -> int:
        """Of the last change that searches know."""
        return await self.search(lambda retriever: retriever.sequence)

    async def size(self) -> int:
        """Bytes that the index has on disk."""
        return await _in(self._searchers, lambda: sum(map(_size, self._folder.rglob("*")))) if self.on_disk else 0

    async def write(self) -> None:
        """Sees to it that all that was taken in is on disk, where it should be.

        Raises IndexUnavailable while there is no room; searches find it all the same.
        """
        async with self._following:
            retriever = self._ready()
            if retriever.unwritten is not None:
                await self.work(lambda: retriever.remove((), sequence=retriever.sequence))
            if retriever.unwritten is not None:
                raise retriever.unwritten

    async def close(self) -> None:
        """Gives everything back; a second call does nothing."""
        async with self._following:
            retriever, self._retriever = self._retriever, None
            if retriever is not None:
                await self.work(retriever.close)
            self._indexer.shutdown()
            self._searchers.shutdown()

    def _ready(self) -> Retriever:
        if self._retriever is None:
            raise IndexUnavailable("The index is closed; open the library again.")
        return self._retriever

    @property
    def _folder(self) -> Path:
        return self._folders / self._followed

    async def _begin_anew(self, id_: str) -> None:
        """Another database was imported: nothing that was made of the one before says anything of it. Searches go on in that meanwhile."""
        before, self._followed = self._followed, id_
        told, self._told = self._told, 0
        try:
            if await self._suits_disk():
                await self._open_disk()
            else:
                await self._swap_in(_in_memory(), on_disk=False)
        except BaseException:
            self._followed, self._told = before, told  # and the next look begins anew
            raise
        self._counts.forget()

    async def _choose(self) -> None:
        """Sees to it that the engine suits the corpus. Memory is left for the disk when it is outgrown, and not returned to while open."""
        if self.on_disk:
            return
        if await self._suits_disk():
            await self._open_disk()
        elif self._retriever is None:
            self._retriever = _in_memory()

    async def _suits_disk(self) -> bool:
        return self._choice == "tantivy" or (self._choice == "auto" and await self._store.has_passages(MEMORY_PASSAGES))

    async def _open_disk(self, trouble: IndexUnavailable | None = None) -> None:
        """Fills an engine on disk beside the one in use, then swaps it in. With `trouble`, given or met, what lies on disk is made anew."""
        from index.disk import DiskRetriever

        deadline = time.monotonic() + self._lock_seconds
        if trouble is None:
            try:
                return await self._swap_in(await self.work(lambda: DiskRetriever(self._folder, lock_seconds=self._lock_seconds)))
            except IndexUnavailable as error:
                trouble = error
        elif not self.on_disk:
            raise trouble
        log.warning("The index in %s is built again from the store, because of this: %s", self._folder, trouble)
        if self.on_disk:
            await self.work(self._ready().close)  # gives the folder's lock back; searches wait for the new one
        left = max(0.0, deadline - time.monotonic())
        return await self._swap_in(await self.work(lambda: DiskRetriever.recreate(self._folder, lock_seconds=left)))

    async def _swap_in(self, retriever: Retriever, *, on_disk: bool = True) -> None:
        try:
            await self._catch_up(retriever)
        except BaseException:
            await self.work(retriever.close)
            raise
        before, self._retriever, self.on_disk = self._retriever, retriever, on_disk
        if before is not None:
            await self.work(before.close)

    async def _catch_up(self, retriever: Retriever, terms: Terms = MappingProxyType({})) -> None:
        if retriever.sequence > await self._store.sequence():
            raise IndexUnavailable(f"The index in {self._folder} is ahead of the database, as if an older copy of that was put back.")
        await self._tell(retriever.sequence)
        while True:
            changes = await self._store.changes_since(retriever.sequence, FOLLOWED_AT_ONCE)
            await self.work(lambda changes=changes: _take_in(retriever, changes, terms))  # type: ignore[misc]
            self._counts.note(changes)
            self._told = max(self._told, retriever.sequence)
            if len(changes) < FOLLOWED_AT_ONCE:
                return

    async def _tell(self, sequence: int) -> None:
        """Tells `counts` of changes up to there that somebody else indexed; of very many only that there were some."""
        if 0 < self._told < sequence:
            changes = await self._store.changes_since(self._told, FOLLOWED_AT_ONCE)
            if len(changes) < FOLLOWED_AT_ONCE:
                self._counts.note(changes)
            else:
                self._counts.forget(sequence)
        self._told = max(self._told, sequence)


def _in_memory() -> Retriever:
    from index.memory import MemoryRetriever  # late, as the disk's above: a process loads the engine that it uses

    return MemoryRetriever()


def _take_in(retriever: Retriever, changes: list[Change], terms: Terms) -> None:
    """In the order of the changes: an engine that stops halfway has all up to its sequence and nothing beyond."""
    analysable = [(change, passages(change.article, terms.get(change.sequence, ())) if change.article else []) for change in changes]
    for present, some in groupby(analysable, key=lambda each: bool(each[1])):
        group = list(some)
        sequence = group[-1][0].sequence
        if present:
            retriever.add((passage for _, of_article in group for passage in of_article), sequence=sequence)
        else:
            retriever.remove([change.article_id for change, _ in group], sequence=sequence)


def _size(file: Path) -> int:
    """0 for one that was taken away just now: segments are merged all the time."""
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:
        return 0


async def _in(threads: ThreadPoolExecutor, task: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, task)

"""`Library`: the corpus as everything else sees it: the store for articles, the engine for searches, and the two kept in step."""

import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from index.articles import Article, Heading, StoredArticle
from index.counting import Counts
from index.engine import Engine, EngineChoice, Terms
from index.planting import plant
from index.retrieval import OPEN, Filter, Hit
from index.store.prepared import Prepared
from index.store.queries import Statistics
from index.store.store import Store

__all__ = ["BATCH", "Added", "IndexStanding", "Library", "Statistics", "open_library"]

#: Articles to give `add` at once when there are many: enough that a commit to disk costs each of them little, and some 100 ms of work.
BATCH = 200

#: Articles that are taken down at once where many are to be: others wait for the database meanwhile, some 100 ms.
EXPIRED_AT_ONCE = 50

#: Articles that leave with their collection in one transaction: each takes some milliseconds, for which nothing else can be written.
LEAVING = 20

#: Seconds after which a search asks the store for what other processes have changed. Their articles are to be found within one second.
FOLLOW_SECONDS = 0.25

#: Lists of headings that are kept, and of how many headings each at most: at half a kilobyte a heading, 160 MB when all are full.
KEPT_LISTS = 16
KEPT_HEADINGS = 20_000


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article given. `new` is False where this very title and body were there already: then at most what else is known
    of the article was changed. A changed text is a new revision, and new.
    """

    article: StoredArticle
    new: bool


class IndexStanding(NamedTuple):
    """Where the index lies, how many changes of the store it has not taken in, and its bytes on disk, 0 for one in memory."""

    on_disk: bool
    behind: int
    size: int


class Library:
    """Made by `open_library`; for one event loop. Other processes may have the same database and home open.

    Every method may raise StoreUnavailable, those that search IndexUnavailable too.
    """

    def __init__(self, store: Store, engine: Engine, counts: Counts, follow_seconds: float) -> None:
        self._store = store
        self._counts = counts
        self.database = store  #: for what is kept beside the articles, in the same database
        self._engine = engine
        self._follow_seconds = follow_seconds
        self._followed = time.monotonic()
        self._listed: dict[Filter, Sequence[Heading]] = {}
        self._version = 0

    async def add(self, articles: Sequence[Article | Prepared]) -> list[Added]:
        """Stores the articles in one transaction, one result each, in order. When it returns they are durable, and searches find them.
        What is not prepared yet is prepared in a thread.

        Of an article given twice, the results are of what it was at that point. A removed article comes back with its next revision.
        Raises StoreUnavailable when nothing was stored, IndexUnavailable when all was, but cannot be searched, or is not indexed on disk.
        """
        given = [each if isinstance(each, Prepared) else Prepared(each) for each in articles]
        known = await self._store.known(each.article.id for each in given)

        def work() -> None:
            for each in given:
                state = known.get(each.article.id)
                if state is None or state.removed or state.fingerprint != each.fingerprint:
                    each.work()

        await self._engine.work(work)
        stored = await self._store.add(given, datetime.now(UTC))
        await self._follow({article.sequence: each.terms for each, (article, new) in zip(given, stored, strict=True) if new})
        await self._engine.write()
        return [Added(article, new) for article, new in stored]

    async def remove(self, article_id: str) -> bool:
        """Takes an article down: its texts of all revisions are deleted, and no search finds it. False where there is no such article."""
        removed = await self._store.remove([article_id])
        await self._follow()
        return removed > 0

    async def expire(self, before: datetime | None, most: int | None) -> int:
        """Takes down what was taken in before that time, and of what is left the oldest above that number; how many articles those were.

        None stands for no limit. What came in with a new text counts from then on.
        """
        removed = 0
        while outdated := await self._store.outdated(before, most, EXPIRED_AT_ONCE):
            removed += await self._store.remove(outdated)
            await self._follow()
        return removed

    async def remove_collection(self, collection: str) -> None:
        """Takes down all articles of a collection that is gone; where it comes again, feeds may bring them back."""
        where = Filter(collections=frozenset({collection}))
        gone = [heading.id async for page in self.headings(where) for heading in page]
        await self.remove_left(gone)

    async def remove_left(self, article_ids: Sequence[str]) -> None:
        """As `remove_collection`, of these articles."""
        for start in range(0, len(article_ids), LEAVING):
            await self._store.remove_left(article_ids[start : start + LEAVING])
        await self._follow()

    async def get(self, article_ids: Sequence[str]) -> dict[str, StoredArticle]:
        """Current revisions, by id; unknown ids are left out. A text may be newer than the hit that names it, and have fewer sentences."""
        return await self._store.get(article_ids)

    async def revision(self, article_id: str, revision: int) -> StoredArticle | None:
        """The article with the text that it had in that revision; None where there never was one, or it was removed."""
        return await self._store.revision(article_id, revision)

    async def sources(self, where: Filter = OPEN) -> list[StoredArticle]:
        """All articles that pass, in the order in which they first came. For corpora of any size: `pages`."""
        return [article async for page in self.pages(where) for article in page]

    async def pages(self, where: Filter = OPEN) -> AsyncIterator[list[StoredArticle]]:
        """As `sources`, some hundred at a time, so that memory does not grow with the corpus."""
        async for page in self._store.pages(where):
            yield page

    async def headings(self, where: Filter = OPEN) -> AsyncIterator[list[Heading]]:
        """As `pages` without the texts, in an eighth of the time."""
        async for page in self._store.headings(where):
            yield page

    async def listed(self, where: Filter = OPEN) -> Sequence[Heading]:
        """All of `headings`, in one list that is kept for the next caller while nothing changes and it is not too long to keep."""
        await self._refresh()
        if (known := self._listed.get(where)) is not None:
            return known
        listed = [heading async for page in self.headings(where) for heading in page]
        if len(listed) <= KEPT_HEADINGS:
            if len(self._listed) >= KEPT_LISTS:
                self._listed.clear()
            self._listed[where] = listed
        return listed

    async def newest(self, where: Filter, words: Sequence[str], skipped: int, most: int) -> tuple[list[Heading], int]:
        """The articles that pass and have all the words in title, outlet or agency, newest first, those without a day last: of them all but
        the first `skipped`, at most `most`; and how many there are. For corpora of any size."""
        return await self._store.listed(where, words, skipped, most)

    async def outlets(self, where: Filter = OPEN) -> list[str]:
        """The outlets of the articles that pass, in no order."""
        return await self._store.outlets(where)

    async def statistics(self, where: Filter = OPEN) -> Statistics:
        """Counted over the articles that pass."""
        await self._refresh()
        return await self._counts.of(where)

    async def story(self, story_id: str) -> list[StoredArticle]:
        """The story's articles, in the order in which they came; empty where there is no such story."""
        return (await self.stories([story_id])).get(story_id, [])

    async def stories(self, story_ids: Sequence[str]) -> dict[str, list[StoredArticle]]:
        """As `story`, for several; unknown ids are left out."""
        return await self._store.stories(story_ids)

    async def copies(self, article_ids: Sequence[str]) -> dict[str, list[Heading]]:
        """The stories that these articles tell and others too, by story id: all its articles in the order in which they came."""
        return await self._store.copies(article_ids)

    async def version(self) -> int:
        """A number that rises when articles came, changed or went: what was made of them may be kept while it stays the same."""
        await self._refresh()
        return self._version

    async def search(self, terms: Mapping[str, float], k: int, where: Filter = OPEN) -> list[Hit]:
        """See `Retriever.search`."""
        await self._refresh()
        return await self._engine.search(lambda retriever: retriever.search(terms, k, where))

    async def frequencies(self, terms: Iterable[str], where: Filter = OPEN) -> dict[str, int]:
        """See `Retriever.frequencies`."""
        await self._refresh()
        wanted = list(terms)
        return await self._engine.search(lambda retriever: retriever.frequencies(wanted, where))

    async def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """See `Retriever.vocabulary`."""
        await self._refresh()
        return await self._engine.search(lambda retriever: retriever.vocabulary(prefix))

    async def behind(self) -> int:
        """Changes in the store that the index has not taken in, after a look for what is new."""
        await self._refresh()
        return max(await self._store.sequence() - await self._engine.sequence(), 0)

    async def index_standing(self) -> IndexStanding:
        """How the index stands."""
        behind = await self.behind()
        return IndexStanding(self._engine.on_disk, behind, await self._engine.size())

    async def close(self) -> None:
        """Gives back connections, files and locks; a second call does nothing."""
        try:
            await self._engine.close()
        finally:
            await self._store.close()

    async def _refresh(self) -> None:
        """Now and then, what other processes have done. A search does not wait for another's look."""
        if time.monotonic() - self._followed >= self._follow_seconds and not self._engine.following:
            await self._follow()

    async def _follow(self, terms: Terms = MappingProxyType({})) -> None:
        self._followed = time.monotonic()
        if await self._engine.follow(terms):
            self._listed.clear()
            self._version += 1


async def open_library(
    url: str,
    home: Path,
    *,
    seeds: Sequence[Article] | Path = (),
    engine: EngineChoice = "auto",
    lock_seconds: float = 10,
    follow_seconds: float = FOLLOW_SECONDS,
) -> Library:
    """The library of the database at `url`, with its index in the folder `index` of `home`, ready to be searched.

    `seeds`, articles or a folder of them, are stored where they are missing or changed, but not those that were removed; a folder is read
    only if it changed. Locks on the database and the index that other processes hold are waited for `lock_seconds`; what other processes
    store is found after `follow_seconds` at most. When this raises StoreUnavailable, IndexUnavailable, or BadFile for the folder, all is
    closed again.
    """
    store = await Store.open(url, lock_seconds=lock_seconds)
    try:
        await plant(store, seeds, datetime.now(UTC))
        counts = Counts(store)
        library = Library(store, Engine(store, home / "index", engine, lock_seconds, counts), counts, follow_seconds)
    except BaseException:
        await store.close()
        raise
    try:
        await library._follow()
    except BaseException:
        await library.close()
        raise
    return library

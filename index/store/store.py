"""`Store`: articles in a database, and the sequence of their changes."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from index.articles import Heading, StoredArticle
from index.errors import StoreUnavailable
from index.retrieval import OPEN, Filter
from index.store import dialects, intake, listing, migrations, queries, retention
from index.store.addresses import database_address, name_of
from index.store.intake import Known, Outcome
from index.store.notebook import Notebook
from index.store.prepared import Prepared
from index.store.queries import Change, Statistics
from index.store.rows import newly_stored
from index.store.schema import counters, meta
from index.store.whole import whole

#: Errors that say something of the database and nothing of the program.
_TROUBLES = (OperationalError, InterfaceError, InternalError, DatabaseError, PoolTimeout, sqlite3.OperationalError, sqlite3.DatabaseError)

_FACT = select(meta.c.value).where(meta.c.name == bindparam("which"))
_SEQUENCE = select(counters.c.value).where(counters.c.name == "articles")

_POSITION = select(select(meta.c.value).where(meta.c.name == "id").scalar_subquery(), counters.c.value).where(counters.c.name == "articles")

#: Told of articles whose text is new, before they are committed: raises what undoes the transaction.
Noting = Callable[[Notebook, Sequence[StoredArticle], datetime], Awaitable[None]]

T = TypeVar("T")
Page = Callable[[AsyncConnection, Filter, int, int], Awaitable[tuple[list[T], int]]]


class Position(NamedTuple):
    """How far whoever follows a database has to come: sequences of one say nothing of another's."""

    id: str
    sequence: int


class Store:
    """All that is known of articles, in SQLite or PostgreSQL.

    What was changed is durable when the method, or the block of `writing`, is left. Several processes may have one database open.
    Everything here raises StoreUnavailable where the database does not work.
    """

    def __init__(self, url: str, lock_seconds: float) -> None:
        self._address, self._name = database_address(url), name_of(url)
        self._reader, self._writer = dialects.engines(self._address, lock_seconds)
        self.id = ""  #: this database's own, for whatever is derived from it, as it was when it was opened: see `position`
        self.noting: Noting | None = None  #: what is written in the same transaction as new texts

    @classmethod
    async def open(cls, url: str, *, lock_seconds: float = 10, make: bool = True) -> "Store":
        """The store at `url` (`sqlite:///FILE` or `postgresql://…`), its tables made or brought up to date.

        Unless `make`, a place that has no tables of Sherpa's is left as it is, and raises StoreUnavailable.
        On SQLite, a write that waits longer than `lock_seconds` for another process's raises StoreUnavailable.
        """
        store = cls(url, lock_seconds)
        try:
            if not make:
                await store._check_it_is_there()
            with store._troubles():
                await dialects.prepare(store._address, lock_seconds)
            if not migrations.is_current(await store._version()):
                async with store.writing() as connection:
                    await migrations.migrate(connection)
            store.id = await store.fact("id") or ""
        except BaseException:
            await store.close()
            raise
        return store

    @property
    def writer(self) -> AsyncEngine:
        """For libraries that keep tables of their own in this database. Their errors are the driver's."""
        return self._writer

    async def close(self) -> None:
        """Closes all connections; a second call does nothing."""
        await self._reader.dispose()
        await self._writer.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which each statement sees what is committed by then."""
        with self._troubles():
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed when the block ends, undone when it raises."""
        with self._troubles():
            async with self._writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees what was committed at its first statement, and nothing that comes later, for as long as it takes."""
        with self._troubles():
            async with dialects.snapshot(self._reader, self._writer) as connection:
                yield connection

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except _TROUBLES as error:
            if type(error) not in _TROUBLES:  # a constraint or a statement at fault
                raise
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreUnavailable(dialects.sentence(reason, self._address, self._name)) from error

    async def _check_it_is_there(self) -> None:
        if dialects.is_missing(self._address) or not await self._version():
            where = f"at {self._name}" if self._name else "there"
            raise StoreUnavailable(f"There is no database of Sherpa's {where} yet; check SHERPA_HOME and SHERPA_DATABASE_URL.")

    async def _version(self) -> int:
        """Of the tables; 0 where they are not there, or not ours."""
        try:
            value = await self.fact("schema")
        except (StoreUnavailable, ProgrammingError) as error:
            if isinstance(error, ProgrammingError) or "no such table" in str(error.__cause__):
                return 0
            raise
        return int(value) if value and value.isdecimal() else 0

    async def fact(self, name: str) -> str | None:
        """A fact about the database: see `schema.meta`."""
        async with self.reading() as connection:
            return await connection.scalar(_FACT, {"which": name})

    @whole
    async def set_fact(self, name: str, value: str) -> None:
        """Remembers a fact about the database, in place of the one it had."""
        async with self.writing() as connection:
            await connection.execute(delete(meta).where(meta.c.name == name))
            await connection.execute(insert(meta).values(name=name, value=value))

    @whole
    async def first_fact(self, name: str, value: str) -> str:
        """A fact about the database, which is `value` from now on where it has none. Processes that ask at once get the same."""
        known = await self.fact(name)
        if known is not None:
            return known
        with suppress(IntegrityError):  # another process was faster
            async with self.writing() as connection:
                await connection.execute(insert(meta).values(name=name, value=value))
        return await self.fact(name) or value

    async def server(self) -> str:
        """Which database this is, and its version."""
        async with self.reading() as connection:
            return await dialects.server(connection)

    async def newest_intake(self) -> datetime | None:
        """When the article that came last was stored, UTC; None in an empty store."""
        async with self.reading() as connection:
            return await queries.newest_intake(connection)

    async def sequence(self) -> int:
        """The sequence of the last change to an article; 0 in an empty store."""
        async with self.reading() as connection:
            return int(await connection.scalar(_SEQUENCE) or 0)

    async def position(self) -> Position:
        """Which database this is now, and the sequence of the last change in it. The id is `id` until another database is imported."""
        async with self.reading() as connection:
            return Position(*(await connection.execute(_POSITION)).one())

    async def known(self, ids: Iterable[str]) -> dict[str, Known]:
        """What the store has under these ids, removed articles included."""
        async with self.reading() as connection:
            return await intake.known(connection, ids)

    @whole
    async def add(self, given: Sequence[Prepared], now: datetime) -> list[tuple[StoredArticle, bool]]:
        """`intake.take_in`, in a transaction of its own: each article as it then is, and whether its text is new."""
        async with self.writing() as connection:
            outcomes = await intake.take_in(connection, given, now)
            new = [_new_text(outcome, now) for outcome in outcomes if outcome.new]
            if self.noting is not None and new:
                await self.noting(Notebook(connection), new, now)
            present = await queries.by_id(connection, [outcome.given.article.id for outcome in outcomes if not outcome.new])
        texts = iter(new)
        return [(next(texts) if outcome.new else present[outcome.given.article.id], outcome.new) for outcome in outcomes]

    @whole
    async def remove(self, ids: Iterable[str]) -> int:
        """`intake.take_out`, in a transaction of its own."""
        async with self.writing() as connection:
            return await intake.take_out(connection, ids)

    async def outdated(self, before: datetime | None, most: int | None, limit: int) -> list[str]:
        """`retention.outdated`."""
        async with self.reading() as connection:
            return await retention.outdated(connection, before, most, limit)

    @whole
    async def remove_left(self, ids: Iterable[str]) -> None:
        """Takes out articles whose collection is gone, in one transaction; where it comes again, feeds may bring them back."""
        async with self.writing() as connection:
            await intake.take_out(connection, ids, for_good=False)

    async def get(self, ids: Iterable[str]) -> dict[str, StoredArticle]:
        """Current revisions; unknown and removed ids are left out."""
        async with self.reading() as connection:
            return await queries.by_id(connection, ids)

    async def revision(self, article_id: str, revision: int) -> StoredArticle | None:
        """The article as an earlier quotation knows it; None where it never had this revision or was removed."""
        async with self.reading() as connection:
            return await queries.revision(connection, article_id, revision)

    async def stories(self, story_ids: Iterable[str]) -> dict[str, list[StoredArticle]]:
        """Each story's articles by arrival; stories without any are left out."""
        async with self.reading() as connection:
            return await queries.by_story(connection, story_ids)

    async def copies(self, article_ids: Iterable[str]) -> dict[str, list[Heading]]:
        """The stories that these articles tell and others too: their articles by arrival, without the texts."""
        async with self.reading() as connection:
            return await queries.copies(connection, article_ids)

    async def changes_since(self, sequence: int, limit: int) -> list[Change]:
        """The first `limit` articles whose last change came after `sequence`, in the order of those changes."""
        async with self.reading() as connection:
            return await queries.changes(connection, sequence, limit)

    async def pages(self, where: Filter = OPEN, size: int = 500) -> AsyncIterator[list[StoredArticle]]:
        """All articles that pass, by arrival, `size` at a time."""
        async for found in self._paged(queries.page, where, size):
            yield found

    async def _paged(self, page: Page[T], where: Filter, size: int) -> AsyncIterator[list[T]]:
        after = 0
        while True:
            async with self.reading() as connection:
                found, after = await page(connection, where, after, size)
            if found:
                yield found
            if len(found) < size:
                return

    async def headings(self, where: Filter = OPEN, size: int = 2_000) -> AsyncIterator[list[Heading]]:
        """As `pages`, without the texts."""
        async for found in self._paged(queries.headings, where, size):
            yield found

    async def listed(self, where: Filter, words: Sequence[str], skipped: int, most: int) -> tuple[list[Heading], int]:
        """See `listing.listed`."""
        async with self.reading() as connection:
            return await listing.listed(connection, where, words, skipped, most)

    async def outlets(self, where: Filter) -> list[str]:
        """See `listing.outlets`."""
        async with self.reading() as connection:
            return await listing.outlets(connection, where)

    async def statistics(self, where: Filter = OPEN) -> Statistics:
        """Counted over the articles that pass."""
        async with self.reading() as connection:
            return await queries.statistics(connection, where)

    async def has_passages(self, more_than: int) -> bool:
        """Whether there are more passages than that."""
        async with self.reading() as connection:
            return await queries.has_passages(connection, more_than)


def _new_text(outcome: Outcome, now: datetime) -> StoredArticle:
    given, state = outcome.given, outcome.state
    return newly_stored(
        given.article, sequence=state.sequence, revision=state.revision, story_id=state.story_id, sentences=given.sentences, taken_in=now
    )

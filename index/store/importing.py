"""`importing`: an export into an empty database, whole or not at all.

Into a database that holds anything of its own nothing is imported: ids, numbers and what was sent would have to be told apart, and
where two say different things of one article there is no right answer. The articles that Sherpa comes with, untouched, count as nothing:
they give way to what the export has of them.

The database takes a new id with what it holds. Whatever was derived from it before, such as the index, is of another database then, and
whoever follows its changes begins anew: see `Store.position`. What is in an export is trusted as what is in the database is: it is held
against the columns, and not cleaned as articles are that come in.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from index.errors import BadInput, BadLine
from index.store import dialects, soundness
from index.store.export_format import BrokenLine
from index.store.export_reading import ExportReader, Rows
from index.store.schema import articles, bands, counters, meta, metadata, revisions
from index.store.store import Store
from index.store.travelling import facts, travels

#: Tables that have rows in a new database, once the articles that Sherpa comes with are in it.
_OF_NEW = (meta, counters, articles, revisions, bands)

NOT_EMPTY = "The database holds more than the articles that Sherpa comes with; import into a new one, as a new SHERPA_HOME has it."


class Seed(NamedTuple):
    """An article that may give way, with what `Prepared` and `articles` know it again by."""

    id: str
    fingerprint: str


class Import:
    """Made by `importing`."""

    def __init__(self, connection: AsyncConnection, name: str, kinds: Sequence[str]) -> None:
        self._connection = connection
        self._name = name
        self._kinds = kinds
        self._reader = ExportReader()

    @property
    def rows(self) -> int:
        """How many came so far."""
        return self._reader.rows

    async def take(self, lines: list[bytes]) -> None:
        """The next lines, each with its line end. Raises BadLine."""
        try:
            found = await asyncio.to_thread(self._reader.read, lines)
        except BrokenLine as error:
            raise self._bad(self._reader.line, str(error)) from None
        for rows in found:
            await self._write(rows)

    async def finish(self) -> None:
        """That was all. Raises BadLine where it was not, or where its parts do not go together."""
        try:
            self._reader.finish()
        except BrokenLine as error:
            raise self._bad(self._reader.line, str(error)) from None
        if (unsound := await soundness.first_unsound(self._connection)) is not None:
            raise self._bad(self._reader.tables[unsound.table] + unsound.place, unsound.reason)
        await self._connection.execute(update(meta).where(meta.c.name == "id").values(value=uuid4().hex))

    async def _write(self, rows: Rows) -> None:
        if rows.of.table is counters:
            return await self._count_on(rows)
        if rows.of.table is meta:
            self._check_facts(rows)
        try:
            async with self._connection.begin_nested():
                await self._insert(rows, rows.values)
        except IntegrityError:
            await self._find(rows)
        return None

    async def _insert(self, rows: Rows, values: list[list[Any]]) -> None:
        if rows.of.table is bands and rows.columns == bands.columns.keys():
            return await dialects.insert_numbers(self._connection, bands, [tuple(row) for row in values])
        leases = dict.fromkeys(rows.of.leases, "")
        await self._connection.execute(insert(rows.of.table), [dict(zip(rows.columns, row, strict=True)) | leases for row in values])
        return None

    async def _find(self, rows: Rows) -> None:
        """Which of the rows it is that has something which only one may have."""
        for line, row in enumerate(rows.values, rows.line):
            try:
                async with self._connection.begin_nested():
                    await self._insert(rows, [row])
            except IntegrityError:
                raise self._bad(line, "another row has the same id, or something else that only one can have") from None

    def _check_facts(self, rows: Rows) -> None:
        """What the database knows of itself is not to be replaced."""
        for line, row in enumerate(rows.values, rows.line):
            if not travels(row[rows.columns.index(meta.c.name.name)], self._kinds):
                raise self._bad(line, "no fact of that name travels")

    async def _count_on(self, rows: Rows) -> None:
        """Counters are there in any database; what an older Sherpa did not count stays at 0."""
        for line, row in enumerate(rows.values, rows.line):
            values = dict(zip(rows.columns, row, strict=True))
            known = update(counters).where(counters.c.name == values["name"]).values(value=values["value"])
            if not (await self._connection.execute(known)).rowcount:
                raise self._bad(line, "nothing is counted under that name")

    def _bad(self, line: int, reason: str) -> BadLine:
        return BadLine(self._name, line, f"{self._name}, line {line}: {reason}; nothing was imported.")


@asynccontextmanager
async def importing(store: Store, name: str, seeds: Iterable[Seed], kinds: Sequence[str]) -> AsyncIterator[Import]:
    """What takes an export that is called so, with facts of these kinds.

    When the block is left all of it is durable, and when it raises nothing is. Until then others read what was there, and cannot write.
    Raises BadInput where there is more than these seeds, BadLine, and StoreUnavailable.
    """
    async with store.writing() as connection:
        await dialects.lock_tables(connection, metadata.tables.values())
        await _make_room(connection, frozenset(seeds))
        await connection.execute(delete(meta).where(facts(kinds)))
        taking = Import(connection, name, kinds)
        yield taking
        await taking.finish()


async def _make_room(connection: AsyncConnection, seeds: frozenset[Seed]) -> None:
    for table in metadata.tables.values():
        if table not in _OF_NEW and await connection.scalar(select(exists().select_from(table))):
            raise BadInput(NOT_EMPTY)
    known = select(articles.c.id, articles.c.fingerprint, articles.c.removed).limit(len(seeds) + 1)
    for id_, fingerprint, removed in await connection.execute(known):
        if removed or Seed(id_, fingerprint) not in seeds:
            raise BadInput(NOT_EMPTY)
    for table in (articles, revisions, bands):
        await connection.execute(delete(table))
    await connection.execute(update(counters).values(value=0))

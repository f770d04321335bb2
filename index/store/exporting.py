"""`exporting`: everything that travels, as one moment has it."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.store import dialects, migrations
from index.store.export_format import End, Header, Heading, line_of, row_line
from index.store.schema import articles, meta
from index.store.store import Store
from index.store.travelling import TRAVELLING, Travelling, facts

#: Rows that are in memory at once: some megabytes where they are texts.
ROWS_AT_ONCE = 200


class Portion(NamedTuple):
    """Whole lines, and how many of them are rows."""

    data: bytes
    rows: int


class Export:
    """Made by `exporting`."""

    def __init__(self, connection: AsyncConnection, kinds: Sequence[str]) -> None:
        self._connection = connection
        self._kinds = kinds

    async def articles(self) -> int:
        """How many it holds, without those that were removed."""
        return int(await self._connection.scalar(select(func.count()).select_from(articles).where(articles.c.removed == false())) or 0)

    async def rows(self) -> int:
        """How many there will be."""
        counted = [select(func.count()).select_from(self._rows(each).subquery()) for each in TRAVELLING]
        return sum([int(await self._connection.scalar(query) or 0) for query in counted])

    async def portions(self) -> AsyncGenerator[Portion]:
        """All of it, in order; memory does not grow with it."""
        checksum, rows = hashlib.sha256(), 0
        async for portion in self._all():
            checksum.update(portion.data)
            rows += portion.rows
            yield portion
        yield Portion(line_of(End(rows=rows, sha256=checksum.hexdigest())), 0)

    async def _all(self) -> AsyncGenerator[Portion]:
        yield Portion(line_of(Header(schema_version=migrations.CURRENT)), 0)
        for each in TRAVELLING:
            yield Portion(line_of(Heading(table=each.table.name, columns=list(each.columns))), 0)
            order = [dialects.by_code(each.table.c[name], self._connection) for name in each.key]
            result = await self._connection.stream(self._rows(each).order_by(*order), execution_options={"yield_per": ROWS_AT_ONCE})
            try:
                async for rows in result.partitions():
                    yield Portion(await asyncio.to_thread(_lines, rows), len(rows))
            finally:
                await result.close()

    def _rows(self, each: Travelling) -> Select[Any]:
        query = select(*(each.table.c[name] for name in each.columns))
        rows = facts(self._kinds) if each.table is meta else each.rows
        return query if rows is None else query.where(rows)


@asynccontextmanager
async def exporting(store: Store, kinds: Sequence[str]) -> AsyncIterator[Export]:
    """What the database held when this began, with facts of these kinds; others go on reading and writing meanwhile.

    Raises StoreUnavailable.
    """
    async with store.snapshot() as connection:
        yield Export(connection, kinds)


def _lines(rows: Sequence[Row[Any]]) -> bytes:
    return b"".join(row_line(list(row)) for row in rows)

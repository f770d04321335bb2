"""A write whose caller is cancelled while its transaction begins keeps the database from nobody."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event

from index.articles import Article
from index.store.prepared import Prepared
from index.store.store import Store

NOW = datetime(2025, 8, 17, tzinfo=UTC)


def article(id_: str) -> Prepared:
    return Prepared(Article(id=id_, title="Talks", body=f"They met, {id_} said. They left."))


async def test_the_next_write_is_done_at_once_and_what_was_begun_is_done_too(store: Store) -> None:
    writing = asyncio.create_task(store.add([article("a")], NOW))

    def cancel(_connection: Connection) -> None:
        writing.cancel()

    event.listen(store.writer.sync_engine, "begin", cancel, insert=True, once=True)
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with asyncio.timeout(5):
        await store.add([article("b")], NOW)
    assert set(await store.get(["a", "b"])) == {"a", "b"}

"""A write whose caller is cancelled keeps the database from nobody, whenever that happens."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from index.articles import Article
from index.store.prepared import Prepared
from index.store.store import Store

NOW = datetime(2025, 8, 17, tzinfo=UTC)


def article(id_: str) -> Prepared:
    return Prepared(Article(id=id_, title="Talks", body=f"They met, {id_} said. They left."))


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13, 21])
async def test_the_next_write_is_done_at_once(store: Store, turns: int) -> None:
    for number in range(3):
        writing = asyncio.create_task(store.add([article(f"a{number}")], NOW))
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
        async with asyncio.timeout(5):
            await store.add([article(f"b{number}")], NOW)
    assert {f"b{number}" for number in range(3)} <= (await store.get([f"b{number}" for number in range(3)])).keys()

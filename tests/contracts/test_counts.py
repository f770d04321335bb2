"""What whoever watches over Sherpa is told of a database, alike on every kind."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.gauges import Gauges
from adapters.settings import Settings
from adapters.wiring import open_house
from index.articles import EVERYONE
from index.library import open_library
from index.seeds import SEEDS
from index.store.addresses import database_address
from index.store.feed_counts import FeedCounts, count_feeds, most_common_reason
from index.store.feeds import Feeds
from index.store.inbox import Inbox, Task
from index.store.store import Store

NOW = datetime(2025, 8, 17, 12, tzinfo=UTC)


async def test_feeds_are_counted_by_state_with_the_longest_wait_and_the_commonest_reason(store: Store) -> None:
    assert await count_feeds(store, NOW) == FeedCounts({}, 0)
    assert await most_common_reason(store) == ""
    feeds = Feeds(store)
    for n in range(5):
        await feeds.add(f"https://news.example/{n}", EVERYONE, NOW - timedelta(minutes=n))
    reasons = ("robots.txt", "robots.txt", "404")
    for feed, reason in zip(await feeds.claim(NOW, 3), reasons, strict=True):
        long_ago = NOW - timedelta(days=1)
        await feeds.settle(replace(feed, state="disabled" if reason == "404" else "failing", reason=reason, due=long_ago))
    assert await count_feeds(store, NOW) == FeedCounts({"ok": 2, "failing": 2, "disabled": 1}, 86_400)
    assert await most_common_reason(store) == "robots.txt"


async def test_what_is_not_done_is_counted_by_platform(store: Store) -> None:
    inbox = Inbox(store)
    for platform in ("slack", "slack", "discord"):
        await inbox.take([uuid4().hex], Task(uuid4().hex, platform, "T1", {}, NOW), NOW)
    assert await inbox.depths() == {"slack": 2, "discord": 1}


async def test_a_database_says_what_it_is_and_when_something_last_came(url: str, store: Store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert (await store.server()).startswith(("SQLite 3.", "PostgreSQL 1"))
    assert await store.newest_intake() is None
    library = await open_library(url, tmp_path, seeds=SEEDS, engine="tantivy")
    newest, standing = await store.newest_intake(), await library.index_standing()
    await library.close()
    assert newest is not None
    assert timedelta() <= datetime.now(UTC) - newest < timedelta(minutes=1)
    assert (standing.on_disk, standing.behind) == (True, 0)
    assert standing.size > 10_000


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)  # where others can make it wait
async def test_a_database_that_answers_too_late_is_up_again_with_what_is_read_from_it(url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=url, engine="memory", _env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own
    house, other = await open_house(settings), create_async_engine(database_address(url))
    gauges = Gauges(house, kept=3_600, patience=0.1)
    async with other.begin() as connection:
        await connection.execute(text("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE"))
        await gauges.look()
        assert shown(gauges) == {"sherpa_store_up": 0}
    async with asyncio.timeout(30):
        while "sherpa_articles" not in shown(gauges):
            await gauges.look()
    assert shown(gauges) == {"sherpa_store_up": 1, "sherpa_articles": 14}
    await other.dispose()
    await house.service.close()


def shown(gauges: Gauges) -> dict[str, float]:
    """Whether the database answers, and how much there is in it."""
    return {each.name: each.samples[0].value for each in gauges.collect() if each.name in ("sherpa_store_up", "sherpa_articles")}

"""What whoever watches over Sherpa is told of a database, alike on every kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from index.articles import EVERYONE
from index.library import open_library
from index.seeds import SEEDS
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

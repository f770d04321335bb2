"""What holds for feeds and what was seen in them, on every database."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from index.store.feeds import LEASE, Feeds, Seen
from index.store.store import Store

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADDRESS = "https://news.example/feed"


async def test_a_feed_is_added_once_to_a_collection_and_is_due_at_once(store: Store) -> None:
    feeds = Feeds(store)
    feed, new = await feeds.add(ADDRESS, "everyone", NOW, title="News", added_by="p w c")
    assert new
    assert (feed.state, feed.reason, feed.due, feed.polled, feed.articles) == ("ok", "", NOW, None, 0)
    assert await feeds.add(ADDRESS, "everyone", NOW + timedelta(days=1)) == (feed, False)
    other, new = await feeds.add(ADDRESS, "p:w", NOW)
    assert new
    assert other.id != feed.id
    assert [each.collection for each in await feeds.listed()] == ["everyone", "p:w"]
    assert [each.id for each in await feeds.listed(["p:w"])] == [other.id]


async def test_of_many_that_claim_at_once_one_has_each_feed(store: Store, url: str) -> None:
    for n in range(20):
        await Feeds(store).add(f"{ADDRESS}/{n}", "everyone", NOW)
    others = [await Store.open(url) for _ in range(3)]
    try:
        claimed = await asyncio.gather(*(Feeds(each).claim(NOW, 20) for each in (store, *others)))
    finally:
        for other in others:
            await other.close()
    ids = [feed.id for some in claimed for feed in some]
    assert len(ids) == len(set(ids)) == 20


async def test_what_is_claimed_is_anothers_only_when_the_lease_ends(store: Store) -> None:
    mine, other = Feeds(store), Feeds(store)
    await mine.add(ADDRESS, "everyone", NOW)
    (feed,) = await mine.claim(NOW, 10)
    assert await other.claim(NOW + LEASE - timedelta(seconds=1), 10) == []
    assert [each.id for each in await other.claim(NOW + LEASE, 10)] == [feed.id]
    await mine.settle(replace(feed, title="late"))
    (kept,) = await mine.listed()
    assert kept.title == "", "it is the other's now"


async def test_what_is_renewed_stays_the_callers(store: Store) -> None:
    mine, other = Feeds(store), Feeds(store)
    feed, _ = await mine.add(ADDRESS, "everyone", NOW)
    await mine.claim(NOW, 10)
    await mine.renew([feed.id], NOW + LEASE / 2)
    await other.renew([feed.id], NOW + 9 * LEASE)
    assert await other.claim(NOW + LEASE, 10) == []
    assert len(await other.claim(NOW + LEASE * 1.5, 10)) == 1


async def test_a_settled_feed_is_as_it_was_left_and_free(store: Store) -> None:
    feeds = Feeds(store)
    await feeds.add(ADDRESS, "everyone", NOW)
    (feed,) = await feeds.claim(NOW, 10)
    later = NOW + timedelta(minutes=5)
    failed = replace(feed, state="failing", reason="404", failing_since=NOW)
    changed = replace(failed, title="News", etag='"1"', modified="Thu", polled=NOW, due=later, seconds=300.5)
    await feeds.settle(changed)
    assert await feeds.listed() == [changed]
    assert await feeds.claim(later - timedelta(seconds=1), 10) == []
    assert await feeds.claim(later, 10) == [changed]


async def test_a_disabled_feed_has_no_turn_but_can_be_asked_for(store: Store) -> None:
    feeds = Feeds(store)
    await feeds.add(ADDRESS, "everyone", NOW)
    (feed,) = await feeds.claim(NOW, 10)
    await feeds.settle(replace(feed, state="disabled"))
    assert await feeds.claim(NOW + timedelta(days=9), 10) == []
    assert len(await feeds.claim(NOW, 10, ids=[feed.id])) == 1


async def test_the_longest_due_is_first_and_no_more_than_asked_for(store: Store) -> None:
    feeds = Feeds(store)
    for n in range(5):
        await feeds.add(f"{ADDRESS}/{n}", "everyone", NOW - timedelta(minutes=n))
    assert [feed.address[-1] for feed in await feeds.claim(NOW, 3)] == ["4", "3", "2"]


async def test_a_feed_that_moves_to_where_another_is_stays(store: Store) -> None:
    feeds = Feeds(store)
    await feeds.add(f"{ADDRESS}/new", "everyone", NOW + timedelta(days=1))
    await feeds.add(ADDRESS, "everyone", NOW)
    (feed,) = await feeds.claim(NOW, 10)
    await feeds.settle(replace(feed, address=f"{ADDRESS}/new", title="moved"))
    assert {(each.address, each.title) for each in await feeds.listed()} == {(ADDRESS, "moved"), (f"{ADDRESS}/new", "")}


async def test_entries_are_remembered_for_their_feed_and_articles_counted(store: Store) -> None:
    feeds = Feeds(store)
    feed, _ = await feeds.add(ADDRESS, "everyone", NOW)
    other, _ = await feeds.add(ADDRESS, "p:w", NOW)
    entries = [Seen("k1", "m1", "a1"), Seen("k2", "m1", None), Seen("k" * 5_000, "m1", "a1"), Seen("k3", "m1", "a2")]
    await feeds.note(feed, entries)
    assert await feeds.seen(feed, [each.key for each in entries] + ["new"]) == {each.key: each for each in entries}
    assert await feeds.seen(other, ["k1"]) == {}
    await feeds.note(feed, [Seen("k2", "m2", "a3")])
    assert await feeds.seen(feed, ["k2"]) == {"k2": Seen("k2", "m2", "a3")}
    assert [each.articles for each in await feeds.listed(["everyone"])] == [3]


async def test_a_removed_feed_takes_what_was_seen_with_it(store: Store) -> None:
    feeds = Feeds(store)
    feed, _ = await feeds.add(ADDRESS, "everyone", NOW)
    await feeds.note(feed, [Seen("k1", "m1", "a1")])
    assert await feeds.remove(ADDRESS, "everyone")
    assert not await feeds.remove(ADDRESS, "everyone")
    await feeds.note(feed, [Seen("k1", "m1", "a1")])
    again, new = await feeds.add(ADDRESS, "everyone", NOW)
    assert new
    assert await feeds.seen(feed, ["k1"]) == {}
    assert await feeds.seen(again, ["k1"]) == {}


async def test_a_collection_goes_with_its_feeds(store: Store) -> None:
    feeds = Feeds(store)
    for collection in ("everyone", "p:w"):
        feed, _ = await feeds.add(ADDRESS, collection, NOW)
        await feeds.note(feed, [Seen("k1", "m1", "a1")])
    await feeds.remove_collection("p:w")
    assert [each.collection for each in await feeds.listed()] == ["everyone"]

"""What holds for subscriptions on every database."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from index.store.notebook import Notebook
from index.store.store import Store
from index.store.subscription_rows import Change, Subscription
from index.store.subscriptions import Subscriptions

NOW = datetime(2025, 8, 17, tzinfo=UTC)
HERRING = Subscription(
    id="s1",
    platform="p",
    workspace="w",
    channel="c",
    kind="channel",
    thread="",
    topic="Herring",
    canonical="herring",
    rhythm="now",
    outlets=1,
    owner="alice",
    zone="UTC",
    made=NOW,
)


def another(id_: str, topic: str = "cod", **values: object) -> Subscription:
    return replace(HERRING, id=id_, topic=topic, canonical=topic, **values)  # type: ignore[arg-type]  # whatever the field is


async def changes(store: Store, after: int = 0) -> list[Change]:
    async with store.writing() as connection:
        return await Notebook(connection).changes(after, 100)


async def test_a_subscription_comes_back_as_it_was_given(store: Store) -> None:
    kept = Subscriptions(store)
    given = replace(HERRING, rhythm="weekly", outlets=2, role="r", next_digest=NOW + timedelta(days=1), muted=NOW)
    assert await kept.add(given, 9) == (given, True)
    assert await kept.get("s1") == given
    assert await kept.of_place("p", "w", "c") == [given]
    assert await kept.of_place("p", "w", "other") == []
    assert await kept.of_owner("p", "alice") == [given]
    assert await kept.digests_due(NOW) == []
    assert await kept.digests_due(NOW + timedelta(days=1)) == [given]


async def test_the_same_topic_in_a_place_is_one_subscription_that_takes_what_is_new(store: Store) -> None:
    kept = Subscriptions(store)
    await kept.add(HERRING, 9)
    await kept.pause("p", "w", "c", "gone")
    again = replace(HERRING, id="s2", rhythm="daily", owner="bob", made=NOW + timedelta(days=1))
    assert await kept.add(again, 9) == (replace(again, id="s1", owner="alice", made=NOW), False)
    assert [(each.rhythm, each.paused) for each in await kept.of_place("p", "w", "c")] == [("daily", "")]


async def test_the_same_topic_added_at_once_is_one_subscription(store: Store) -> None:
    kept = Subscriptions(store)
    added = await asyncio.gather(*(kept.add(replace(HERRING, id=f"s{n}"), 9) for n in range(5)))
    assert sorted(new for _, new in added) == [False] * 4 + [True]
    assert len(await kept.of_place("p", "w", "c")) == 1


async def test_a_place_has_so_many_at_the_most(store: Store) -> None:
    kept = Subscriptions(store)
    assert (await kept.add(HERRING, 1))[1]
    assert await kept.add(another("s2"), 1) == (None, False)
    assert not (await kept.add(replace(HERRING, id="s3"), 1))[1]
    assert (await kept.add(another("s4", channel="o"), 1))[1]


async def test_who_follows_the_changes_misses_none(store: Store) -> None:
    kept = Subscriptions(store)
    await kept.add(HERRING, 9)
    await kept.add(another("s2"), 9)
    first = await changes(store)
    assert [(change.id, change.subscription) for change in first] == [("s1", HERRING), ("s2", another("s2"))]
    assert await kept.remove(["s1", "unheard-of"]) == 1
    assert await kept.change("s2", muted=NOW)
    assert not await kept.change("s1", muted=NOW)
    later = await changes(store, first[-1].number)
    assert [(change.id, change.subscription) for change in later] == [("s1", None), ("s2", another("s2", muted=NOW))]
    assert [change.id for change in await changes(store)] == ["s2"], "who begins needs not hear of what is gone"
    async with store.writing() as connection:
        assert await Notebook(connection).last_change() >= later[-1].number


async def test_what_is_removed_leaves_nothing_of_who_wanted_what(store: Store) -> None:
    kept = Subscriptions(store)
    await kept.add(HERRING, 9)
    await kept.add(another("s2", workspace="v"), 9)
    assert await kept.remove_workspace("p", "w") == 1
    assert await kept.get("s1") is None
    assert [each.id for each in await kept.of_owner("p", "alice")] == ["s2"]
    assert (await kept.add(replace(HERRING, id="s3"), 9))[1], "the topic can be subscribed to again"


async def test_pausing_a_channel_pauses_what_was_not(store: Store) -> None:
    kept = Subscriptions(store)
    await kept.add(HERRING, 9)
    await kept.add(another("s2", channel="o"), 9)
    assert [each.id for each in await kept.pause("p", "w", "c", "archived")] == ["s1"]
    assert await kept.pause("p", "w", "c", "again") == []
    assert [each.paused for each in (await kept.get("s1"), await kept.get("s2")) if each] == ["archived", ""]

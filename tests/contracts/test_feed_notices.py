"""Whoever added a feed is told once that it is no longer polled, on every database, whatever ends in the middle."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answering import Said
from bot.blocks import Line
from bot.feeds.adding import Adder, read
from bot.feeds.telling import TRIES, Telling
from bot.places import Place
from index.errors import PlaceClosed, Undelivered
from index.store.feeds import LEASE, Feeds, StoredFeed
from index.store.notices import Notices
from index.store.store import Store

NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=8)
ADDRESS = "https://news.example/feed?key=secret"
ALICE = Adder(platform="p", workspace="w", channel="c", person="alice")
GOING = asyncio.Event()  # never set


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Fake:
    """A messenger that remembers what it was given: channel, key, whether again, and the words. `closed` and `failing` are channels."""

    closed: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    sent: list[tuple[str, str, bool, str]] = field(default_factory=list)
    wait: asyncio.Event | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def direct(self, place: Place, person: str) -> Place:
        if person in self.closed:
            raise PlaceClosed("No.")
        return place.model_copy(update={"channel": f"with {person}"})

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        self.asked.set()
        if self.wait:
            await self.wait.wait()
        if place.channel in self.closed:
            raise PlaceClosed("No.")
        if place.channel in self.failing:
            raise Undelivered("Later.")
        self.sent.append((place.channel, key, again, " ".join(block.text for block in said.reply.blocks if isinstance(block, Line))))
        return "m"


async def disabled(store: Store, *, added_by: str = str(ALICE), since: datetime = SINCE, address: str = ADDRESS) -> StoredFeed:
    """A feed that has failed for too long."""
    feeds = Feeds(store)
    feed, _ = await feeds.add(address, "p:w", SINCE, title="The Port Times", added_by=added_by)
    await settle(store, replace(feed, state="disabled", reason="404", failing_since=since))
    return feed


async def settle(store: Store, feed: StoredFeed) -> None:
    feeds = Feeds(store)
    await feeds.claim(NOW + timedelta(days=99), 1, ids=[feed.id])
    await feeds.settle(feed)


def telling(store: Store, messenger: Fake, clock: Clock, platform: str = "p") -> Telling:
    return Telling(Notices(store), platform, messenger, clock, last=0.01)


async def test_whoever_added_it_is_told_directly_and_once(store: Store) -> None:
    feed, messenger, clock = await disabled(store), Fake(), Clock()
    for _ in range(2):
        await telling(store, messenger, clock).tell(GOING)
        clock.now += timedelta(days=30)
    ((channel, key, again, words),) = messenger.sent
    assert (channel, again) == ("with alice", False)
    assert feed.id in key
    assert words == (
        f"A feed that you added is no longer polled: The Port Times ({ADDRESS}). It has failed since 1 Jan 2026, 12:00 UTC: 404. "
        "Its articles stay. Once it works, /feed add with its address has it polled again; /feed remove forgets it."
    )


@pytest.mark.parametrize("closed", ["alice", "with alice"])
async def test_where_that_cannot_be_it_is_said_where_it_was_added_without_its_address(store: Store, closed: str) -> None:
    await disabled(store)
    messenger = Fake(closed={closed})
    await telling(store, messenger, Clock()).tell(GOING)
    ((channel, _, _, words),) = messenger.sent
    assert channel == "c"
    assert words.startswith("A feed that was added here is no longer polled: The Port Times. It has failed since")
    assert "secret" not in words


async def test_where_nobody_can_be_told_it_is_not_tried_for_ever(store: Store) -> None:
    await disabled(store)
    messenger, clock = Fake(closed={"with alice", "c"}), Clock()
    await telling(store, messenger, clock).tell(GOING)
    messenger.closed.clear()
    clock.now += timedelta(days=1)
    await telling(store, messenger, clock).tell(GOING)
    assert messenger.sent == []


async def test_what_was_not_taken_is_tried_again_later_and_looked_for_first(store: Store) -> None:
    await disabled(store)
    messenger, clock = Fake(failing={"with alice"}), Clock()
    await telling(store, messenger, clock).tell(GOING)
    messenger.failing.clear()
    await telling(store, messenger, clock).tell(GOING)
    assert messenger.sent == [], "not at once"
    clock.now += timedelta(minutes=1)
    await telling(store, messenger, clock).tell(GOING)
    ((_, _, again, _),) = messenger.sent
    assert again


async def test_it_is_given_up_after_some_tries(store: Store) -> None:
    await disabled(store)
    messenger, clock = Fake(failing={"with alice"}), Clock()
    for _ in range(TRIES):
        await telling(store, messenger, clock).tell(GOING)
        clock.now += timedelta(days=1)
    messenger.failing.clear()
    await telling(store, messenger, clock).tell(GOING)
    assert messenger.sent == []


async def test_of_many_processes_one_tells(store: Store, url: str) -> None:
    for n in range(5):
        await disabled(store, address=f"{ADDRESS}{n}")
    others = [await Store.open(url) for _ in range(3)]
    messenger = Fake()
    try:
        await asyncio.gather(*(telling(each, messenger, Clock()).tell(GOING) for each in (store, *others)))
    finally:
        for other in others:
            await other.close()
    keys = [key for _, key, *_ in messenger.sent]
    assert len(keys) == len(set(keys)) == 5


async def test_what_a_process_that_died_may_have_told_is_looked_for_under_the_same_name(store: Store) -> None:
    await disabled(store)
    (notice,) = await Notices(store).claim("p ", NOW)
    messenger, clock = Fake(), Clock()
    await telling(store, messenger, clock).tell(GOING)
    assert messenger.sent == [], "it may still be at it"
    clock.now += LEASE
    await telling(store, messenger, clock).tell(GOING)
    ((_, key, again, _),) = messenger.sent
    assert (key, again) == (notice.key, True)
    await Notices(store).hold(notice, NOW)
    await telling(store, messenger, clock).tell(GOING)
    assert len(messenger.sent) == 1, "whoever comes too late changes nothing"


async def test_one_that_works_again_and_fails_again_is_told_of_again(store: Store) -> None:
    feed, messenger = await disabled(store), Fake()
    await telling(store, messenger, Clock()).tell(GOING)
    await settle(store, replace(feed, state="ok"))
    await settle(store, replace(feed, state="disabled", reason="404", failing_since=NOW))
    await telling(store, messenger, Clock()).tell(GOING)
    keys = [key for _, key, *_ in messenger.sent]
    assert len(set(keys)) == 2
    assert [again for _, _, again, _ in messenger.sent] == [False, False]


@pytest.mark.parametrize("added_by", ["", "pp w c alice", "q w c alice"])
async def test_of_the_operators_feeds_and_other_platforms_nobody_is_told_here(store: Store, added_by: str) -> None:
    await disabled(store, added_by=added_by)
    messenger = Fake()
    await telling(store, messenger, Clock()).tell(GOING)
    assert messenger.sent == []


async def test_a_feed_that_only_fails_is_not_told_of_nor_one_that_was_removed(store: Store) -> None:
    feed, messenger = await disabled(store), Fake()
    await settle(store, replace(feed, state="failing", reason="404"))
    await disabled(store, address="https://news.example/other")
    await Feeds(store).remove("https://news.example/other", "p:w")
    await telling(store, messenger, Clock()).tell(GOING)
    assert messenger.sent == []


async def test_told_to_stop_it_ends_though_a_message_hangs_and_the_next_process_tells(store: Store) -> None:
    await disabled(store)
    stop, clock, messenger = asyncio.Event(), Clock(), Fake(wait=asyncio.Event())
    running = asyncio.create_task(telling(store, messenger, clock).run(stop))
    await messenger.asked.wait()
    stop.set()
    await running
    clock.now += LEASE
    messenger.wait = None
    await telling(store, messenger, clock).tell(GOING)
    assert len(messenger.sent) == 1


def test_who_added_a_feed_is_read_as_it_was_written() -> None:
    assert read(str(ALICE)) == ALICE
    assert read("") is None

"""What holds for the outbox on every database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from index.articles import Span
from index.store.alert_rows import Alert
from index.store.notebook import Notebook
from index.store.outbox import LEASE, Delivery, Outbox
from index.store.schema import alerts
from index.store.store import Store
from index.store.subscription_rows import Subscription
from index.store.subscriptions import Subscriptions

NOW = datetime(2025, 8, 17, tzinfo=UTC)
BURST = 3


def place(channel: str) -> Mapping[str, str]:
    return {"platform": "p", "workspace": "w", "channel": channel, "kind": "channel", "thread": ""}


async def subscribe(store: Store, id_: str, channel: str = "c") -> None:
    given = Subscription(id_, "p", "w", channel, "channel", "", id_, id_, "now", 1, "alice", "UTC", NOW)
    await Subscriptions(store).add(given, 99)


def alert(story: str, subscription: str = "s", made: datetime = NOW) -> Alert:
    return Alert(f"{subscription}-{story}", subscription, story, story, 1, 2, (Span(3, 5), Span(7, 9)), made)


async def put(store: Store, *stories: str, channel: str = "c", subscription: str = "s", made: datetime = NOW) -> None:
    """A message for each story."""
    async with store.writing() as connection:
        notebook = Notebook(connection)
        for story in stories:
            message = await notebook.put("p", place(channel), "alert", made)
            await notebook.write([(alert(story, subscription, made), False, message)])


def told(deliveries: list[Delivery]) -> list[list[str]]:
    return [[each.story for each in delivery.alerts] for delivery in deliveries]


async def test_what_is_due_is_claimed_once_and_in_its_order_within_a_place(store: Store) -> None:
    for channel in "co":
        await subscribe(store, f"s{channel}", channel)
    await put(store, "a", "b", subscription="sc")
    await put(store, "d", channel="o", subscription="so")
    one, two = Outbox(store), Outbox(store)
    first = await one.claim("p", NOW, 9, burst=BURST)
    assert told(first) == [["a"], ["d"]]
    assert first[0].alerts == (alert("a", "sc"),)
    assert (first[0].attempt, first[0].doubtful, first[0].place) == (1, False, place("c"))
    assert await two.claim("p", NOW, 9, burst=BURST) == []
    await one.sent(first[0], "m")
    assert told(await two.claim("p", NOW, 9, burst=BURST)) == [["b"]]
    assert await two.claim("other", NOW, 9, burst=BURST) == []


async def test_what_a_dead_process_had_is_the_next_ones_and_may_have_been_sent(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a")
    dead, alive = Outbox(store), Outbox(store)
    (claimed,) = await dead.claim("p", NOW, 9, burst=BURST)
    assert await alive.claim("p", NOW + LEASE / 2, 9, burst=BURST) == []
    await dead.renew([claimed.id], NOW + LEASE / 2)
    assert await alive.claim("p", NOW + LEASE, 9, burst=BURST) == []
    (again,) = await alive.claim("p", NOW + 2 * LEASE, 9, burst=BURST)
    assert (again.id, again.attempt, again.doubtful) == (claimed.id, 2, True)
    await dead.sent(claimed, "late")
    assert (await alive.counts()).due == 1, "it is not the dead one's any more"


async def test_what_failed_is_tried_again_then_and_holds_its_place_up(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a", "b")
    outbox = Outbox(store)
    (first,) = await outbox.claim("p", NOW, 9, burst=BURST)
    await outbox.failed(first, "no answer", NOW + timedelta(minutes=1))
    assert await outbox.claim("p", NOW, 9, burst=BURST) == []
    assert tuple(await outbox.counts()) == (2, 0, 1, 0)
    assert told(await outbox.claim("p", NOW + timedelta(minutes=1), 9, burst=BURST)) == [["a"]]


async def test_what_is_given_up_is_listed_and_lets_the_next_through(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a", "b")
    outbox = Outbox(store)
    (first,) = await outbox.claim("p", NOW, 9, burst=BURST)
    await outbox.dead(first, "gone")
    assert [(each.place, each.reason, each.made) for each in await outbox.dead_letters(9)] == [(place("c"), "gone", NOW)]
    assert tuple(await outbox.counts()) == (1, 0, 0, 1)
    assert told(await outbox.claim("p", NOW, 9, burst=BURST)) == [["b"]]


async def test_many_that_wait_in_a_place_become_one_unless_one_was_tried(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, *"abcd")
    outbox = Outbox(store)
    (burst,) = await outbox.claim("p", NOW, 9, burst=BURST)
    assert told([burst]) == [["a", "b", "c", "d"]]
    await put(store, *"efghi")
    assert await outbox.claim("p", NOW, 9, burst=BURST) == []
    await outbox.failed(burst, "no answer", NOW)
    assert told(await outbox.claim("p", NOW, 9, burst=BURST)) == [["a", "b", "c", "d"]]


async def test_a_story_has_one_alert_for_a_subscription(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a")
    async with store.writing() as connection:
        notebook = Notebook(connection)
        await notebook.write([(alert("b"), True, None)])
        assert await notebook.told_already({("s", "a"), ("s", "b"), ("s", "c")}) == {("s", "a"): False, ("s", "b"): True}
        assert await notebook.told_already({("", "b")}) == {("s", "b"): True}
        message = await notebook.put("p", place("c"), "alert", NOW)
        await notebook.wake("s", "b", message)
        assert await notebook.told_already({("s", "b")}) == {("s", "b"): False}


async def test_digests_collect_what_is_ready(store: Store) -> None:
    await subscribe(store, "s")
    outbox = Outbox(store)
    async with store.writing() as connection:
        await Notebook(connection).write([(alert("a"), False, None), (alert("b"), True, None), (alert("c", "other"), False, None)])
    assert not await outbox.collect(["nobody"], "p", place("c"), NOW)
    assert await outbox.collect(["s"], "p", place("c"), NOW)
    assert not await outbox.collect(["s"], "p", place("c"), NOW)
    (digest,) = await outbox.claim("p", NOW, 9, burst=BURST)
    assert (digest.kind, told([digest])) == ("digest", [["a"]])


async def test_what_was_unsubscribed_from_is_not_told(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a")
    await Subscriptions(store).remove(["s"])
    (empty,) = await Outbox(store).claim("p", NOW, 9, burst=BURST)
    assert empty.alerts == ()


async def test_what_is_old_is_forgotten_but_not_what_is_due(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a", "b")
    outbox = Outbox(store)
    (first,) = await outbox.claim("p", NOW, 9, burst=BURST)
    await outbox.sent(first, "m")
    assert await outbox.expire(NOW - timedelta(days=1)) == 0
    assert await outbox.expire(NOW) == 1
    assert await outbox.get(first.id) is None
    assert told(await outbox.claim("p", NOW, 9, burst=BURST)) == [["b"]]


async def test_what_came_later_into_a_message_is_forgotten_with_it(store: Store) -> None:
    await subscribe(store, "s")
    later = NOW + timedelta(minutes=1)
    await put(store, "a")
    await put(store, "b", "c", "d", made=later)
    outbox = Outbox(store)
    (burst,) = await outbox.claim("p", later, 9, burst=BURST)
    assert told([burst]) == [["a", "b", "c", "d"]]
    await outbox.sent(burst, "m")
    assert await outbox.expire(NOW) == 1
    async with store.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(alerts)) == 0


async def test_what_a_message_shows_is_found_by_it(store: Store) -> None:
    await subscribe(store, "s")
    await put(store, "a")
    outbox = Outbox(store)
    (first,) = await outbox.claim("p", NOW, 9, burst=BURST)
    await outbox.sent(first, "m")
    found = await outbox.by_message("p", "m")
    assert found is not None
    assert (found.id, told([found])) == (first.id, [["a"]])
    await outbox.remove_workspace("p", "w")
    assert await outbox.by_message("p", "m") is None

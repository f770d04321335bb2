"""What holds for work that is taken up, on every database."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from index.store.inbox import ATTEMPTS, CLAIMED, LEASE, Inbox, Task
from index.store.schema import events, inbox
from index.store.store import Store

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATE = NOW + LEASE


def task(id_: str = "t1", **fields: Any) -> Task:
    return Task(**{"id": id_, "platform": "p", "workspace": "w", "body": {"do": "ask", "text": "Ä?"}, "received": NOW, **fields})


async def rows(store: Store, table: Any) -> list[Any]:
    async with store.reading() as connection:
        return list(await connection.execute(select(table)))


async def test_work_is_taken_once_whatever_name_it_comes_by(store: Store) -> None:
    box = Inbox(store)
    assert await box.take(["event 1", "message 1"], task("t1"), NOW)
    assert not await box.take(["event 1"], task("t2"), NOW)
    assert not await box.take(["event 2", "message 1"], task("t3"), NOW)
    assert await box.take(["event 3", "message 3"], task("t4"), NOW)
    assert {row.id for row in await rows(store, inbox)} == {"t1", "t4"}
    assert len(await rows(store, events)) == 4
    assert not any("message" in row.key for row in await rows(store, events))


async def test_an_event_without_work_is_remembered_too(store: Store) -> None:
    assert await Inbox(store).take(["event 1"], None, NOW)
    assert not await Inbox(store).take(["event 1"], None, NOW)
    assert await rows(store, inbox) == []


async def test_of_many_that_hear_it_at_once_one_takes_it(store: Store, url: str) -> None:
    others = [await Store.open(url) for _ in range(3)]
    try:
        boxes = [Inbox(each) for each in (store, *others)]
        names = [["event 1", "message 1"], ["message 1", "event 2"]]
        taken = await asyncio.gather(*(box.take(names[n % 2], task(f"t{n}"), NOW) for n, box in enumerate(boxes * 4)))
    finally:
        for other in others:
            await other.close()
    assert sum(taken) == 1


async def test_what_is_renewed_is_nobody_elses_and_what_is_not_is_the_next_ones(store: Store) -> None:
    mine, other = Inbox(store), Inbox(store)
    await mine.take(["event 1"], task(), NOW)
    assert await other.claim("p", LATE - timedelta(seconds=1)) == []
    assert await mine.renew(["t1"], LATE - timedelta(seconds=1)) == {"t1"}
    assert await other.claim("p", LATE) == []
    (claimed,) = await other.claim("p", LATE + LEASE)
    assert claimed == task(attempt=2)
    assert await mine.renew(["t1"], LATE + LEASE) == set()
    assert await mine.claim("p", LATE + LEASE) == []


async def test_of_many_that_claim_at_once_one_has_it(store: Store, url: str) -> None:
    await Inbox(store).take(["event 1"], task(), NOW)
    others = [await Store.open(url) for _ in range(3)]
    try:
        claimed = await asyncio.gather(*(Inbox(each).claim("p", LATE) for each in (store, *others)))
    finally:
        for other in others:
            await other.close()
    assert sum(map(len, claimed)) == 1


async def test_the_oldest_is_claimed_first_and_only_of_the_platform(store: Store) -> None:
    box = Inbox(store)
    for n in range(CLAIMED + 5):
        await box.take([f"event {n}"], task(f"t{n:02}", received=NOW - timedelta(seconds=n)), NOW)
    await box.take(["another"], task("q", platform="q"), NOW)
    claimed = await Inbox(store).claim("p", LATE)
    assert [each.id for each in claimed] == [f"t{n:02}" for n in range(CLAIMED + 4, 4, -1)]


async def test_what_is_done_is_forgotten_and_known_to_be(store: Store) -> None:
    box = Inbox(store)
    await box.take(["event 1"], task(), NOW)
    assert await box.done("t1")
    assert not await box.done("t1")
    assert await rows(store, inbox) == []
    assert not await box.take(["event 1"], task(), NOW)


async def test_what_is_given_back_can_be_claimed_at_once(store: Store) -> None:
    box = Inbox(store)
    await box.take(["event 1"], task(), NOW)
    await box.release(["t1"], NOW)
    assert [each.id for each in await Inbox(store).claim("p", NOW)] == ["t1"]


async def test_what_ends_every_process_is_given_up(store: Store) -> None:
    await Inbox(store).take(["event 1"], task(), NOW)
    for attempt in range(2, ATTEMPTS + 1):
        (claimed,) = await Inbox(store).claim("p", NOW + attempt * LEASE)
        assert claimed.attempt == attempt
    assert await Inbox(store).claim("p", NOW + 99 * LEASE) == []
    assert await rows(store, inbox) == []


async def test_a_workspace_takes_its_work_with_it_and_old_work_ends(store: Store) -> None:
    box = Inbox(store)
    for n, workspace in enumerate(("w", "w", "v")):
        await box.take([f"event {n}"], task(f"t{n}", workspace=workspace, received=NOW - timedelta(days=n)), NOW)
    await box.remove_workspace("p", "w")
    assert [row.id for row in await rows(store, inbox)] == ["t2"]
    assert await box.expire(NOW - timedelta(days=3)) == 0
    assert await box.expire(NOW - timedelta(days=2)) == 1

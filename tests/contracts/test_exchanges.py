"""What holds for exchanges and events on every database."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from index.store.events import REMEMBERED, Events
from index.store.exchanges import Exchange, Exchanges, ShownSpan
from index.store.schema import events, exchanges, feedback, showings
from index.store.store import Store

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def made(id_: str = "a1", **fields: Any) -> Exchange:
    given = {"kind": "question", "platform": "p", "workspace": "w", "channel": "c", "asker": "alice", "text": "Was it signed?"}
    return Exchange(**{"id": id_, "made": NOW, "expires": LATER, **given, **fields})


async def rows(store: Store, table: Any) -> list[Any]:
    async with store.reading() as connection:
        return list(await connection.execute(select(table)))


async def test_an_event_is_taken_once(store: Store) -> None:
    log = Events(store)
    assert await log.take("p message 1", NOW)
    assert not await log.take("p message 1", NOW)
    assert await log.take("p message 2", NOW)


async def test_of_many_that_hear_an_event_at_once_one_takes_it(store: Store, url: str) -> None:
    others = [await Store.open(url) for _ in range(3)]
    try:
        taken = await asyncio.gather(*(Events(each).take("p message 1", NOW) for each in (store, *others) for _ in range(5)))
    finally:
        for other in others:
            await other.close()
    assert sum(taken) == 1


async def test_an_event_is_remembered_for_a_while_as_a_hash(store: Store) -> None:
    log = Events(store)
    await log.take("p message 1", NOW)
    (row,) = await rows(store, events)
    assert "message" not in row.key
    assert await log.expire(NOW + REMEMBERED - timedelta(seconds=1)) == 0
    assert not await log.take("p message 1", NOW)
    assert await log.expire(NOW + REMEMBERED) == 1
    assert await log.take("p message 1", NOW)


async def test_an_exchange_comes_back_as_it_was(store: Store) -> None:
    kept = Exchanges(store)
    whole = made(
        before=("Who met?", "Where?"),
        side="after",
        source="seed-1.1",
        cited="seed-1.2",
        shown=(ShownSpan("seed-1.2", 3, 40),),
        private=True,
        text="Was ‘it’ signed? 😀",
    )
    await kept.add(whole)
    await kept.add(made("b2"))
    assert await kept.get("a1", NOW) == whole
    assert await kept.get("b2", NOW) == made("b2")
    assert await kept.get("' OR 1=1 --", NOW) is None


async def test_an_expired_exchange_is_not_found_and_then_forgotten_with_what_shows_it(store: Store) -> None:
    kept = Exchanges(store)
    await kept.add(made())
    await kept.showing(made(), "m1")
    assert await kept.get("a1", LATER - timedelta(seconds=1)) is not None
    assert await kept.get("a1", LATER) is None
    assert await kept.by_message("p", "w", "m1", LATER) is None
    assert await kept.expire(LATER) == 1
    assert await rows(store, exchanges) == await rows(store, showings) == []


async def test_the_exchange_of_a_message_is_found_in_its_own_workspace_alone(store: Store) -> None:
    kept = Exchanges(store)
    await kept.add(made())
    await kept.showing(made(), "m1")
    await kept.showing(made(), "m2")
    await kept.showing(made(), "m2")
    assert await kept.by_message("p", "w", "m1", NOW) == await kept.by_message("p", "w", "m2", NOW) == made()
    assert await kept.by_message("p", "other", "m1", NOW) is None
    assert await kept.by_message("other", "w", "m1", NOW) is None
    assert await kept.by_message("p", "w", "m3", NOW) is None


async def test_the_latest_in_a_channel_is_what_was_asked_in_the_open(store: Store) -> None:
    kept = Exchanges(store)
    for n, fields in enumerate(
        [
            {"text": "first"},
            {"text": "second"},
            {"text": "private", "private": True},
            {"text": "seed-1.1", "kind": "summary"},
            {"text": "d1", "kind": "alert"},
            {"channel": "d"},
        ]
    ):
        await kept.add(made(f"x{n}", made=NOW + timedelta(seconds=n), **fields))
    found = await kept.latest("p", "w", "c", NOW)
    assert found is not None
    assert found.text == "second"
    assert await kept.latest("p", "w", "e", NOW) is None


async def test_what_somebody_asked_is_forgotten_anywhere_or_in_one_workspace(store: Store) -> None:
    kept = Exchanges(store)
    for n, workspace in enumerate(("w", "v", "v")):
        await kept.add(made(f"x{n}", workspace=workspace))
    await kept.add(made("alert", kind="alert"))
    await kept.add(made("other", asker="bob"))
    assert await kept.remove_asker("p", "alice", "w") == 1
    assert await kept.remove_asker("p", "alice") == 2
    assert {(row.id, row.asker) for row in await rows(store, exchanges)} == {("alert", ""), ("other", "bob")}


async def test_of_two_who_show_more_at_once_one_has_to_look_again(store: Store) -> None:
    kept = Exchanges(store)
    await kept.add(made())
    outcomes = await asyncio.gather(*(kept.show(made(), [ShownSpan("x", n, n + 1)]) for n in range(4)))
    (shown,) = [outcome for outcome in outcomes if outcome is not None]
    assert await kept.get("a1", NOW) == shown
    assert len(shown.shown) == 1
    again = await kept.show(shown, [ShownSpan("y", 0, 1)])
    assert again is not None
    assert again.shown == (*shown.shown, ShownSpan("y", 0, 1))


async def test_an_exchange_is_forgotten_with_the_last_message_that_shows_it(store: Store) -> None:
    kept = Exchanges(store)
    await kept.add(made())
    await kept.showing(made(), "m1")
    await kept.showing(made(), "m2")
    await kept.hide(made(), "m1")
    assert await kept.get("a1", NOW) is not None
    await kept.hide(made(), "m2")
    assert await kept.get("a1", NOW) is None


async def test_an_opinion_replaces_the_one_before_and_names_nobody(store: Store) -> None:
    kept = Exchanges(store)
    await kept.add(made())
    for voter, helpful in (("alice", True), ("bob", False), ("alice", False), ("carol", True)):
        await kept.rate(made(), voter, helpful=helpful, now=NOW)
    assert await kept.ratings() == {True: 1, False: 2}
    await kept.rate(made("b2"), "alice", helpful=True, now=NOW)
    assert len({row.voter for row in await rows(store, feedback)}) == 4, "nobody is the same on two answers"


@pytest.mark.parametrize("way", ["expired", "hidden"])
async def test_when_an_exchange_is_forgotten_so_is_who_thought_what_and_what_was_asked(store: Store, way: str) -> None:
    kept = Exchanges(store)
    await kept.add(made())
    await kept.showing(made(), "m1")
    for voter in ("alice", "bob"):
        await kept.rate(made(), voter, helpful=True, now=NOW)
    if way == "expired":
        await kept.expire(LATER)
    else:
        await kept.hide(made(), "m1")
    assert await kept.ratings() == {True: 2, False: 0}
    assert [row.voter for row in await rows(store, feedback)] == [None, None]
    assert not any("signed" in str(value) for row in await rows(store, feedback) for value in row)


async def test_what_is_forgotten_is_shown_by_no_message(store: Store) -> None:
    await Exchanges(store).showing(made(), "m1")
    assert await rows(store, showings) == []


async def test_a_workspace_is_forgotten_whole_and_no_other(store: Store) -> None:
    kept = Exchanges(store)
    for workspace in ("w", "v"):
        exchange = made(f"of-{workspace}", workspace=workspace)
        await kept.add(exchange)
        await kept.showing(exchange, "m1")
        await kept.rate(exchange, "alice", helpful=True, now=NOW)
    await kept.add(made("elsewhere", platform="q"))
    assert await kept.remove_workspace("p", "w") == 1
    for table in (exchanges, showings, feedback):
        assert {(row.platform, row.workspace) for row in await rows(store, table)} <= {("p", "v"), ("q", "w")}
    assert await kept.get("of-v", NOW) is not None


@pytest.mark.parametrize("field", ["text", "asker", "channel"])
async def test_any_text_is_data(store: Store, field: str) -> None:
    trick = "'; DROP TABLE exchanges; -- \\ \" % {0} \u202e"
    kept = Exchanges(store)
    await kept.add(replace(made(), **{field: trick}))
    found = await kept.get("a1", NOW)
    assert found is not None
    assert getattr(found, field) == trick

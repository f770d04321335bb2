"""What holds for exports, from any database and into any."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from export_lines import exported, rows, take
from full_store import NOW, SECRET_ADDRESS, fill
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.jobs import moving
from adapters.jobs.moving import FACTS
from adapters.slack.installations import Installations
from index.articles import Article
from index.errors import StoreUnavailable
from index.store.addresses import database_address
from index.store.alert_rows import Alert
from index.store.events import Events
from index.store.exporting import exporting
from index.store.notebook import Notebook
from index.store.outbox import Outbox
from index.store.prepared import Prepared
from index.store.schema import metadata
from index.store.store import Store
from index.store.subscriptions import Subscriptions
from index.store.travelling import LEFT_OUT, TRAVELLING

LEASED = ("feeds", "deliveries", "inbox")


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Store]:
    """Another database, in a file."""
    opened = await Store.open(f"sqlite:///{tmp_path / 'other.db'}")
    yield opened
    await opened.close()


async def test_a_place_without_a_database_is_said_and_left_as_it_is(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"^There is no database of Sherpa's (at .+|there) yet; check SHERPA_HOME and"):
        await Store.open(url, make=False)
    assert not await asyncio.to_thread(os.listdir, tmp_path)
    engine = create_async_engine(database_address(url))
    async with engine.connect() as connection:
        assert await connection.run_sync(lambda bound: inspect(bound).get_table_names()) == []
    await engine.dispose()
    await (await Store.open(url)).close()
    await (await Store.open(url, make=False)).close()


async def test_every_table_is_decided_on(store: Store) -> None:
    await Installations(store, "c1").prepare()
    async with store.reading() as connection:
        there = set(await connection.run_sync(lambda bound: inspect(bound).get_table_names()))
    travelling = {each.table.name for each in TRAVELLING}
    left_out = LEFT_OUT.union(*moving.LEFT_OUT.values())
    assert travelling | left_out == there | set(metadata.tables), "say in `travelling` what an export holds of the table, and why"
    assert not travelling & left_out


async def test_the_store_that_the_tests_fill_has_rows_in_every_table_that_travels(full: bytes) -> None:
    assert {name for name, found in rows(full).items() if not found} == set()


async def test_what_was_filled_and_exported_here_is_the_same_as_elsewhere(store: Store, full: bytes) -> None:
    await fill(store)
    here, there = rows(await exported(store)), rows(full)
    with_chance = {"feeds", "feed_entries", "alerts", "deliveries", "feedback"}  # ids that are drawn
    assert {name: found for name, found in here.items() if name not in with_chance} == {
        name: found for name, found in there.items() if name not in with_chance
    }
    assert {name: len(found) for name, found in here.items()} == {name: len(found) for name, found in there.items()}


async def test_export_import_export_gives_the_same_bytes_and_back_again(store: Store, other: Store, full: bytes) -> None:
    await take(store, full)
    assert await exported(store) == full
    await take(other, await exported(store))
    assert await exported(other) == full


async def test_what_is_left_of_alerts_when_articles_messages_and_subscriptions_go_is_taken(store: Store, other: Store) -> None:
    await fill(store)
    await store.remove(["full"])  # all alerts are of it
    await Subscriptions(store).remove(["due", "digest"])
    assert await Outbox(store).expire(NOW) > 0
    async with store.writing() as connection:  # as another process may, that does not know of the removal yet
        for id_, delivery in (("due", None), ("begun", "forgotten")):
            late = Alert(f"late {id_}", id_, "other", "full", 1, None, (), NOW)
            await Notebook(connection).write([(late, False, delivery)])
    data = await exported(store)
    assert [subscription for _, subscription, *_ in rows(data)["alerts"]] == ["begun"]
    await take(other, data)
    assert await exported(other) == data


async def test_no_secret_and_no_lease_is_in_it(store: Store) -> None:
    installations = Installations(store, "c1")
    await installations.prepare()
    token = "xoxb-secret"  # noqa: S105 - of nothing
    await installations.async_save(Installation(user_id="U1", team_id="T1", bot_token=token, bot_id="B", bot_user_id="U"))
    await fill(store)
    data = await exported(store)
    for secret in (token, SECRET_ADDRESS, "a secret that is not decided on", store.id):
        assert secret.encode() not in data
    async with store.reading() as connection:
        owners = [await connection.scalars(select(table.c.owner).distinct()) for name, table in metadata.tables.items() if name in LEASED]
        assert not {owner for found in owners for owner in found if owner and owner.encode() in data}


async def test_an_export_is_of_one_moment_while_others_write(store: Store, full: bytes) -> None:
    await take(store, full)
    async with exporting(store, FACTS) as export:
        portions = export.portions()
        data = (await anext(portions)).data
        rows_then = await export.rows()
        await store.add([Prepared(Article(id="late", title="Late", body="Too late."))], NOW)
        await Events(store).take("late", NOW)
        assert rows_then == await export.rows()
        data += b"".join([portion.data async for portion in portions])
    assert data == full
    assert await exported(store) != full

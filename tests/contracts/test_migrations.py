"""A database that any released version made, with rows in it, is brought to today's tables, and what is in it reads as it did."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from export_lines import exported, rows
from full_store import NOW
from sqlalchemy import Connection, column, insert, inspect, table, update

from index.errors import StoreUnavailable
from index.store import dialects, migrations
from index.store.addresses import database_address
from index.store.exchanges import Exchanges
from index.store.feeds import Feeds
from index.store.schema import counters, meta, metadata
from index.store.store import Store
from index.store.travelling import TRAVELLING

#: By table, the columns of an export.
COLUMNS = {each.table.name: each.columns for each in TRAVELLING}

Row = Mapping[str, Any]


async def made(url: str, version: int, given: Mapping[str, Sequence[Row]]) -> dict[str, list[str]]:
    """Makes the database as that version did, with as much of the rows as its tables had columns for; those columns, by table."""
    _, writer = dialects.engines(database_address(url), 10)
    async with writer.begin() as connection:
        words = dialects.WORDS[connection.dialect.name]
        for statements in migrations.VERSIONS[:version]:
            for statement in statements:
                await connection.exec_driver_sql(statement.format(**words))
        await connection.execute(insert(meta).values(name="id", value="an old one"))
        await connection.execute(update(meta).where(meta.c.name == "schema").values(value=str(version)))
        there = await connection.run_sync(_columns)
        for row in given[counters.name]:
            await connection.execute(update(counters).where(counters.c.name == row["name"]).values(value=row["value"]))
        for name in there.keys() & given.keys() - {counters.name}:
            old = table(name, *(column(each, metadata.tables[name].c[each].type) for each in there[name]))
            await connection.execute(insert(old), [{each: row.get(each, "") for each in there[name]} for row in given[name]])
    await writer.dispose()
    return there


def _columns(connection: Connection) -> dict[str, list[str]]:
    found = inspect(connection)
    return {name: [each["name"] for each in found.get_columns(name)] for name in found.get_table_names()}


@pytest.mark.parametrize("version", range(1, migrations.CURRENT + 1))
async def test_what_an_older_version_kept_reads_as_it_did(url: str, full: bytes, version: int) -> None:
    known = {name: [dict(zip(COLUMNS[name], row, strict=True)) for row in found] for name, found in rows(full).items()}
    there = await made(url, version, known)
    store = await Store.open(url)
    assert await store.fact("schema") == str(migrations.CURRENT)
    assert store.id == "an old one"
    migrated = rows(await exported(store))
    counted = {name for name, _ in migrated.pop("counters")}
    assert counted == {row["name"] for row in known.pop("counters")}
    for name, found in known.items():
        expected = [[_then(row, each, name, there) for each in COLUMNS[name]] for row in found] if name in there else []
        assert migrated[name] == expected, name
    stored = (await store.get(["full"]))["full"]
    assert (stored.sentence(0), stored.revision, stored.collection) == ("They met.", 1, "slack:T1")
    if "exchanges" in there:
        asked = await Exchanges(store).by_message("slack", "T1", "m1", NOW)
        assert asked is not None
        assert asked.thread == ("t" if "thread" in there["exchanges"] else "")
    assert len(await Feeds(store).listed()) == (len(known["feeds"]) if "feeds" in there else 0)
    await store.close()


def _then(row: Row, name: str, of: str, there: Mapping[str, Sequence[str]]) -> Any:
    """The value, or what takes the place of one that the version had no column for."""
    if name in there[of]:
        return row[name]
    made_for = metadata.tables[of].c[name]
    return None if made_for.nullable else made_for.type.python_type()


async def test_a_database_of_a_newer_sherpa_is_refused_with_what_to_do_and_left_alone(store: Store, url: str) -> None:
    newer = str(migrations.CURRENT + 1)
    await store.set_fact("schema", newer)
    with pytest.raises(StoreUnavailable) as refused:
        await Store.open(url)
    assert str(refused.value) == (
        f"The database was made by a newer Sherpa (its version is {newer}, this one reads up to {migrations.CURRENT}); update Sherpa."
    )
    assert await store.fact("schema") == newer

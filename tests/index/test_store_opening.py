"""Databases that cannot be opened are refused in one sentence, and tables are as the queries expect them."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from index.errors import StoreUnavailable
from index.store import migrations
from index.store.addresses import UNREADABLE
from index.store.schema import metadata
from index.store.store import Store

NO_FILE = "A SQLite database needs a file; write sqlite:///FILE."


def url(path: Path) -> str:
    return f"sqlite:///{path}"


async def refusal(address: str) -> str:
    """The sentence that the database at the address is refused with."""
    with pytest.raises(StoreUnavailable) as refused:
        await Store.open(address)
    return str(refused.value)


def write(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


async def test_a_new_database_has_the_tables_that_the_queries_expect(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "sherpa.db"
    await (await Store.open(url(file))).close()
    engine = create_engine(url(file))
    found = inspect(engine)
    assert set(found.get_table_names()) == set(metadata.tables)
    for name, table in metadata.tables.items():
        columns = {column["name"]: column for column in found.get_columns(name)}
        assert columns.keys() == set(table.columns.keys())
        for column in table.columns:
            assert columns[column.name]["nullable"] == column.nullable or column.primary_key
        assert found.get_pk_constraint(name)["constrained_columns"] == [column.name for column in table.primary_key]
        assert {tuple(index["column_names"]) for index in found.get_indexes(name)} == {
            tuple(index.columns.keys()) for index in table.indexes
        }
    engine.dispose()


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "sherpa.db"
    file.write_text("Dear diary, " * 100)
    assert await refusal(url(file)) == f"{file} is not a SQLite database; move it away, or name another with SHERPA_DATABASE_URL."
    assert file.read_text() == "Dear diary, " * 100


async def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sherpa.db"
    await (await Store.open(url(file))).close()
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    assert await refusal(url(file)) == f"The database {file} is damaged; put a copy of it back, or move it away to start anew."


async def test_a_folder_in_the_place_of_the_database_is_refused(tmp_path: Path) -> None:
    assert await refusal(url(tmp_path)) == f"The database {tmp_path} cannot be opened; check that it is a file and may be read and written."


async def test_a_database_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    sentence = await refusal(url(tmp_path / "home" / "sherpa.db"))
    assert sentence.startswith(f"The folder {tmp_path / 'home'} cannot be made (")
    assert sentence.endswith("); name another with SHERPA_HOME.")


async def test_a_home_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    if os.access(home, os.W_OK):
        pytest.skip("this user may write everywhere")
    file = home / "sherpa.db"
    assert await refusal(url(file)) == f"The database {file} cannot be opened; check that it is a file and may be read and written."


@pytest.mark.parametrize(
    "tables", [("CREATE TABLE recipes (name)",), ("CREATE TABLE meta (name, value)", "INSERT INTO meta VALUES ('schema', 'x')")]
)
async def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, tables: tuple[str, ...]) -> None:
    file = tmp_path / "other.db"
    write(file, *tables)
    assert await refusal(url(file)) == (
        "The database holds another program's tables; give Sherpa a database of its own with SHERPA_DATABASE_URL."
    )
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sherpa.db"
    await (await Store.open(url(file))).close()
    newer = migrations.CURRENT + 1
    write(file, f"UPDATE meta SET value = '{newer}' WHERE name = 'schema'")  # noqa: S608 - a number of ours
    assert await refusal(url(file)) == (
        f"The database was made by a newer Sherpa (its version is {newer}, this one reads up to {migrations.CURRENT}); update Sherpa."
    )


async def test_a_write_that_another_process_never_ends_is_an_error_in_words(tmp_path: Path) -> None:
    file = tmp_path / "sherpa.db"
    store = await Store.open(url(file), lock_seconds=0.01)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as refused:
            await store.set_fact("seeds", "x")
        assert str(refused.value) == (
            f"The database {file} is being written by another process that does not finish; try again, or end that process."
        )
        assert await store.fact("seeds") is None
        other.execute("ROLLBACK")
    await store.set_fact("seeds", "x")
    assert await store.fact("seeds") == "x"
    await store.close()


def silent(name: str) -> str:
    return f"The database{name} does not answer as it should; check that it runs and its address."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("not an address", UNREADABLE),
        ("postgresql://me:hunter2@[host/name", UNREADABLE),
        ("postgresql://me:hun@ter2@127.0.0.1:1/name", UNREADABLE),
        ("postgresql://me:h@un@ter2@127.0.0.1:1/name", UNREADABLE),
        ("postgresql://me@127.0.0.1:hunter2/name", UNREADABLE),
        ("postgresql://me@127.0.0.1:1/name?port=hunter2&connect_timeout=1", UNREADABLE),
        ("mysql://me:hunter2@host/name", "Sherpa keeps its articles in SQLite or PostgreSQL, not in mysql; change the database address."),
        ("sqlite://", NO_FILE),
        ("sqlite:///:memory:", NO_FILE),
        ("sqlite://me:hunter2@/name.db", NO_FILE),
        ("sqlite://me:hunter2@host/name.db", NO_FILE),
        ("postgresql://me:hunter2@127.0.0.1:1/name", silent(" 127.0.0.1:1/name")),
        ("postgresql://me:hunter%402@127.0.0.1:1/name", silent(" 127.0.0.1:1/name")),
        ("postgresql://127.0.0.1:1/name?password=hunter2&user=me", silent(" 127.0.0.1:1/name")),
        ("postgresql+psycopg://me@[::1]:1/name?password=hun/ter2", silent(" [::1]:1/name")),
        ("postgresql:///name?host=/nowhere&password=hunter2", silent(" name")),
        ("postgresql:///?host=/nowhere&password=hunter2", silent("")),
        ("postgresql://me:hunter2@127.0.0.1:99999/name", silent(" 127.0.0.1:99999/name")),
        ("postgresql://me:hun/ter2@127.0.0.1:1/name", silent("")),
        ("postgresql://me:hun?ter2@127.0.0.1:1/name", silent("")),
        ("postgresql://me:hun#ter2@127.0.0.1:1/name", silent("")),
        ("postgresql://me@127.0.0.1:1/name?password=hun@127.0.0.2:1", silent("")),
        ("postgresql://127.0.0.1:1/name?password=hunter2@127.0.0.1", silent("")),
        ("postgresql://127.0.0.1:1/name&password=hunter2", silent("")),
        ("postgresql://127.0.0.1:1/name%20password=hunter2", silent("")),
    ],
)
async def test_an_address_that_leads_nowhere_is_refused_without_any_part_of_its_password(address: str, sentence: str) -> None:
    assert await refusal(address) == sentence

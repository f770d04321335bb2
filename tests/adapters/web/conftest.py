"""Sherpa's pages over the seed articles."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from web_world import Web, web


@pytest.fixture
async def seeds(tmp_path: Path) -> AsyncIterator[Web]:
    """A server over the fourteen articles."""
    async with web(tmp_path) as made:
        yield made

"""A Slack with Sherpa, over HTTP and in Socket Mode."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_world import WAYS, World, for_http, for_many, for_socket, world


@pytest.fixture(params=list(WAYS))
async def both(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """By each way that one workspace can be served."""
    async with world(tmp_path, WAYS[request.param]) as made:
        yield made


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[World]:
    """One workspace, over HTTP."""
    async with world(tmp_path, for_http) as made:
        yield made


@pytest.fixture
async def socket(tmp_path: Path) -> AsyncIterator[World]:
    """One workspace, in Socket Mode."""
    async with world(tmp_path, for_socket) as made:
        yield made


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[World]:
    """Over HTTP, with an app that workspaces install."""
    async with world(tmp_path, for_many) as made:
        yield made

"""`sherpa run` as a process: what it is on, and which ports it opens."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio
from discord_process import settings_for
from sherpa_process import Run, processes, site, until

from bench.standins.discord import StandIn


@pytest_asyncio.fixture
async def run(environment: dict[str, str], tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run`."""
    async with processes(environment, tmp_path, ("run",), {}) as (start, _):
        yield start


async def test_with_no_platform_set_up_it_says_so_and_is_on_the_web(run: Run) -> None:
    running = await run(SHERPA_WEB_PORT="0")
    async with httpx.AsyncClient(base_url=await site(running)) as browser:
        assert (await browser.get("/healthz")).text == "ok\n"
        assert (await browser.get("/elsewhere")).status_code == 404
    assert "No chat platform is set up; set DISCORD_TOKEN or SLACK_BOT_TOKEN for one" in running.said
    assert await running.stop() == 0


async def test_where_the_port_is_taken_it_says_so_and_is_on_the_platforms_all_the_same(run: Run) -> None:
    first = await run("run", "web", SHERPA_WEB_PORT="0")
    port = (await site(first)).rpartition(":")[2]
    second = await run("run", "web", SHERPA_WEB_PORT=port)
    assert await second.status() == 1
    assert f"Sherpa cannot listen at 127.0.0.1:{port} (Address already in use); set SHERPA_WEB_PORT to a free port." in second.said
    async with StandIn() as discord:
        both = await run("run", SHERPA_WEB_PORT=port, **settings_for(discord))
        await discord.until_ready()
        await until(lambda: f"cannot listen at 127.0.0.1:{port}" in both.said)
        assert await both.stop() == 0
    assert await first.stop() == 0


async def test_one_platform_alone_opens_no_port_unless_one_is_set(run: Run) -> None:
    async with StandIn() as discord:
        running = await run("run", "discord", **settings_for(discord))
        await discord.until_ready()
        assert await running.stop() == 0
        assert "on the web" not in running.said
        running = await run("run", "discord", SHERPA_WEB_PORT="0", **settings_for(discord))
        assert (await site(running)).startswith("http://127.0.0.1:")
        assert await running.stop() == 0

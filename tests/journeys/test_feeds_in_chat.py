"""A feed that is added in chat, with `sherpa run discord` as a process of its own and over real HTTP."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from discord_process import settings_for, written
from sherpa_process import Run, kept, processes, until
from sown import sow

from bench.standins import payloads
from bench.standins.discord import TOKEN, StandIn
from bench.standins.news_web import NewsWeb

ALICE = payloads.person(1)
MANAGER = str(int(payloads.PERMISSIONS) | 1 << 5)  # with Manage Server
QUESTION = "What was the herring quota set at?"
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Times</title><item><title>Quota set</title>"
    "<guid isPermaLink='false'>1</guid><description>The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a "
    "week of talks in Tarnholm. It takes effect in January and will be reviewed after six months.</description></item></channel></rss>"
)


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as opened:
        opened.page("/feed", FEED, content_type="application/rss+xml")
        yield opened


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as opened:
        yield opened


@pytest.fixture
async def run(environment: dict[str, str], standin: StandIn, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run discord`; in the end no log holds what it may not."""
    own = {"SHERPA_CHAT_FEEDS": "1", "SHERPA_ALLOW_PRIVATE_ADDRESSES": "1", "SHERPA_POLL_SECONDS": "2"}
    sow(tmp_path / "home")
    async with processes(environment, tmp_path, ("run", "discord"), settings_for(standin) | own) as (start, started):
        yield start
        for each in started:
            await each.stop()
            for secret in (TOKEN, "Traceback", "herring", "/feed"):
                assert secret not in each.said, each.said[-2_000:]


def disable(folder: Path) -> None:
    """As after days of failing."""
    with closing(sqlite3.connect(folder / "home" / "sherpa.db")) as database, database:
        database.execute("UPDATE feeds SET state = 'disabled', reason = '404', failing_since = '2026-01-01T12:00:00.000000+00:00'")


def given(name: str, guild: str, part: str = "", permissions: str = payloads.PERMISSIONS, **options: str) -> dict[str, Any]:
    typed: list[dict[str, Any]] = [{"name": option, "type": 3, "value": value} for option, value in options.items()]
    typed = [{"type": 1, "name": part, "options": typed}] if part else typed
    channel = {payloads.GUILD: payloads.CHANNEL, payloads.OTHER_GUILD: payloads.OTHER_CHANNEL}[guild]
    data = {"id": "1", "name": name, "type": 1, "options": typed}
    member = payloads.member(ALICE, permissions=permissions)
    return payloads.interaction(2, ALICE, data, guild_id=guild, channel_id=channel, member=member)


async def test_a_servers_feed_is_asked_by_it_alone_and_whoever_added_it_hears_once_that_it_failed(
    standin: StandIn, run: Run, tmp_path: Path, web: NewsWeb
) -> None:
    running = await run()
    await standin.until_ready()
    assert "feed" in [command["name"] for command in standin.rest.commands]
    refused = await standin.answered(given("feed", payloads.GUILD, "add", address=web.address("/feed")))
    assert "Only people with the permission Manage Server" in written(refused)
    added = await standin.answered(given("feed", payloads.GUILD, "add", MANAGER, address=web.address("/feed")))
    assert "Added: The Port Times" in written(added)
    callbacks = [request for request in standin.requests if request.path.endswith("/callback")]
    assert all(request.body["data"]["flags"] & 64 for request in callbacks), "shown to one person, or announced so"
    await until(lambda: kept(tmp_path, "feed_entries") == 1)  # noted once it can be searched
    assert "90 tonnes" in written(await standin.answered(given("ask", payloads.GUILD, question=QUESTION))).replace("**", "")
    assert "90 tonnes" not in str(await standin.answered(given("ask", payloads.OTHER_GUILD, question=QUESTION)))
    guest = payloads.as_guest(ALICE, "feed")
    guest["data"]["options"] = [{"type": 1, "name": "list", "options": []}]
    guest["member"]["permissions"] = MANAGER
    assert "only a guest" in written(await standin.answered(guest))
    disable(tmp_path)
    direct = payloads.direct_channel(ALICE)["id"]

    def told() -> list[str]:
        return [written(message) for message in standin.rest.messages.values() if message["channel_id"] == direct]

    await until(lambda: kept(tmp_path, "feeds WHERE told != ''") == 1)
    assert await running.stop() == 0
    removed = await run("feeds", "remove", web.address("/feed"), "--collection", f"discord:{payloads.GUILD}")
    assert "its articles stay" in await removed.printed()
    assert kept(tmp_path, "feeds") == 0
    assert len(told()) == 1
    assert "A feed that you added is no longer polled" in told()[0]

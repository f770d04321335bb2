"""Alerts on Discord, from a feed to the message, with `sherpa run discord` as a process of its own and over real HTTP."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from discord_process import quoted, settings_for, written
from sherpa_process import Run, kept, processes, until
from sown import sow

from adapters.discord.alerts import GROUP, GUEST
from adapters.settings import Settings
from adapters.wiring import open_service
from bench.standins import payloads
from bench.standins.discord import TOKEN, Request, StandIn
from bench.standins.news_web import NewsWeb
from index.articles import EVERYONE, Article
from index.library import Library
from index.store.feeds import Feeds

ALICE = payloads.person(1)
MANAGER = str(int(payloads.PERMISSIONS) | 1 << 4)  # with Manage Channels
SENTENCE = "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm."
STORY = f"{SENTENCE} It takes effect in January and will be reviewed after six months, both sides said in a joint statement on the quay."
OTHER = (
    "Fishermen in Dorn blocked the harbour on Friday over the herring quota. They want it doubled before the season begins, and said that "
    "their boats would stay where they are until a minister came to speak with them."
)


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as opened:
        yield opened


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as opened:
        for path, title in (("/times", "The Port Times"), ("/post", "The Vess Post")):
            opened.page(path, feed(title), content_type="application/rss+xml")
        yield opened


@pytest.fixture
async def run(environment: dict[str, str], standin: StandIn, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run discord`, or another command beside it; in the end no log holds what it may not."""
    own = {"SHERPA_ALLOW_PRIVATE_ADDRESSES": "1", "SHERPA_POLL_SECONDS": "3600"}
    sow(tmp_path / "home")
    async with processes(environment, tmp_path, ("run", "discord"), settings_for(standin) | own) as (start, started):
        yield start
        for each in started:
            await each.stop()
            for secret in (TOKEN, "Traceback", "herring", "tonnes"):
                assert secret not in each.said, each.said[-2_000:]


def feed(title: str, *stories: str) -> str:
    """A feed in which each story came out just now."""
    now = format_datetime(datetime.now(UTC))
    items = (
        f"<item><title>Report {n}</title><guid isPermaLink='false'>{title} {n}</guid><pubDate>{now}</pubDate>"
        f"<description>{story}</description></item>"
        for n, story in enumerate(stories)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"


def given(name: str, **options: str) -> dict[str, Any]:
    """A command by somebody who manages the channel."""
    command = payloads.slash(ALICE, name, **options)
    return {**command, "member": payloads.member(ALICE, permissions=MANAGER)}


def alerts(standin: StandIn) -> list[Request]:
    """What was sent to tell of news."""
    return [request for request in standin.answers() if request.path.endswith("/messages") and "News on" in written(request.said)]


def shown(standin: StandIn) -> list[dict[str, Any]]:
    """The messages that people see of it."""
    return [message for message in standin.rest.messages.values() if "News on" in written(message)]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Library]:
    """The library of the process's home."""
    service, library = await open_service(Settings(home=folder / "home", engine="memory", _env_file=None))  # type: ignore[call-arg]  # pydantic's
    try:
        yield library
    finally:
        await service.close()


def publish(folder: Path, web: NewsWeb, path: str, content: str) -> None:
    """Has the feed changed, and its turn come."""
    web.page(path, content, content_type="application/rss+xml")
    change(folder, "UPDATE feeds SET due = polled")


def change(folder: Path, sql: str) -> None:
    """Changes the process's database."""
    with closing(sqlite3.connect(folder / "home" / "sherpa.db")) as database, database:
        database.execute(sql)


async def test_a_story_from_a_feed_is_told_once_and_after_unsubscribing_no_more(
    standin: StandIn, run: Run, tmp_path: Path, web: NewsWeb
) -> None:
    async with opened(tmp_path) as library:
        for path in ("/times", "/post"):
            await Feeds(library.database).add(web.address(path), EVERYONE, datetime.now(UTC))
    await run()
    await standin.until_ready()
    await until(lambda: kept(tmp_path, "feeds WHERE polled IS NOT NULL") == 2)
    confirmed = await standin.answered(given("subscribe", topic="herring quota"))
    assert "Subscribed. It is told here as soon as there is news on it." in written(confirmed)
    callbacks = [request for request in standin.requests if request.path.endswith("/callback")]
    assert [request.body["data"]["flags"] & 64 for request in callbacks] == [64], "shown to one person, or announced so"
    publish(tmp_path, web, "/times", feed("The Port Times", STORY))
    (alert,) = await standin.until(lambda: alerts(standin))
    assert alert.path == f"/channels/{payloads.CHANNEL}/messages"
    assert quoted(alert.said) == [SENTENCE]
    assert "The Port Times" in written(alert.said)
    assert alert.said["allowed_mentions"]["parse"] == []
    assert alert.time - web.asked("/times")[-1].at < 5
    publish(tmp_path, web, "/post", feed("The Vess Post", f"Our reporters write: {STORY}"))
    await until(lambda: kept(tmp_path, "feed_entries") == 2)
    ended = await standin.answered(given("unsubscribe", topic="herring quota"))
    assert written(ended) == "Unsubscribed from “herring quota”."
    publish(tmp_path, web, "/times", feed("The Port Times", STORY, OTHER))
    await until(lambda: kept(tmp_path, "feed_entries") == 3)
    assert kept(tmp_path, "deliveries") == 1, "what is due is written with the article"
    assert len(alerts(standin)) == 1


async def test_where_sherpa_came_along_with_somebody_it_could_tell_nobody_by_itself(standin: StandIn, run: Run, tmp_path: Path) -> None:
    await run()
    await standin.until_ready()
    for come, why in ((payloads.as_guest, GUEST), (payloads.among_friends, GROUP)):
        asked = come(ALICE, "subscribe", topic="herring quota")
        if "member" in asked:
            asked["member"]["permissions"] = MANAGER
        assert written(await standin.answered(asked)) == why
    asked = payloads.as_guest(ALICE, "subscribe", topic="herring quota", to="me")
    assert "It is told to you" in written(await standin.answered(asked))
    assert kept(tmp_path, "subscriptions") == 1


@pytest.mark.parametrize("got_through", [False, True])
async def test_an_alert_whose_sender_is_killed_arrives_exactly_once(
    standin: StandIn, run: Run, tmp_path: Path, *, got_through: bool
) -> None:
    first = await run()
    await standin.until_ready()
    await standin.answered(given("subscribe", topic="herring quota"))
    path = f"/channels/{payloads.CHANNEL}/messages"
    if got_through:
        standin.lose("POST", path)
        standin.lose("POST", path)
    else:
        standin.fail("POST", path, 503)
        standin.fail("POST", path, 503)
    story = Article(id="quota", title="Quota set", body=STORY, outlet="The Port Times", published=datetime.now(UTC))
    async with opened(tmp_path) as library:
        await library.add([story])
    await standin.until(lambda: alerts(standin))
    await first.kill()
    change(tmp_path, "UPDATE deliveries SET until = ''")  # as after the seconds for which the process that is gone had it to itself
    await run()
    await until(lambda: kept(tmp_path, "deliveries WHERE state = 'sent'") == 1)
    (message,) = shown(standin)
    assert quoted(message) == [SENTENCE]
    tried = alerts(standin)
    assert len(tried) >= 2
    assert len({request.body["nonce"] for request in tried}) == 1
    assert all(request.body["enforce_nonce"] for request in tried)

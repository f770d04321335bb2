"""Alerts on Slack, with `sherpa run slack` as a process of its own, feeds and a Slack over real HTTP on this machine."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sherpa_process import Run, Running, kept, processes, until
from slack_check import check_message, quotations, visible
from slack_process import SECRETS, address, http_settings, post
from slack_world import ALICE, SHOWING, is_verbatim

from bench.standins import slack_payloads as payloads
from bench.standins.news_web import NewsWeb
from bench.standins.slack import StandIn
from bench.standins.slack_names import profile

QUOTA = (
    "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm. It takes effect in "
    "January and will be reviewed after six months, the two sides said in a joint statement on the quay."
)
FITS = QUOTA.partition(". ")[0] + "."
COPY = f"Our reporters write from the coast. {QUOTA}"
SECOND = (
    "A second herring quota, of 12 tonnes, was asked for by Dorn on Friday. Ministers of three coastal towns vote on it next week, and "
    "the fishing crews have said that they will wait for the result in the outer harbour."
)
#: What the feeds have from the start. Three entries, a second apart, so that each feed is polled as often as may be.
OLDER = tuple(
    f"The night ferry to {town} was cancelled after its {part} failed twice. Passengers slept in the hall of the harbour."
    for town, part in (("Dorn", "engine"), ("Ness", "rudder"), ("Vess", "radar"))
)
#: Seconds in which an alert is there after the poll that brought its article.
SOON = 5.0


def rss(title: str, *texts: str) -> str:
    """A feed with these articles, the first the oldest."""
    start = datetime.now(UTC) - timedelta(hours=1)
    dates = [(start + timedelta(seconds=n)).strftime("%a, %d %b %Y %H:%M:%S GMT") for n in range(len(texts))]
    items = "".join(
        f"<item><title>{text[:30]}</title><guid isPermaLink='false'>{hash(text)}</guid><pubDate>{date}</pubDate>"
        f"<description>{text}</description></item>"
        for text, date in zip(texts, dates, strict=True)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as opened:
        opened.users[ALICE["id"]] = profile(ALICE, admin=True)
        yield opened
        for request in opened.requests:
            if request.method in SHOWING:
                check_message(request.body)
                assert all(is_verbatim(each, QUOTA) for each in quotations(request.body))


@pytest.fixture
async def webs() -> AsyncIterator[tuple[NewsWeb, NewsWeb]]:
    """Two outlets."""
    async with AsyncExitStack() as opened:
        first, second = [await opened.enter_async_context(NewsWeb()) for _ in range(2)]
        serve(first, "The Port Times", *OLDER)
        serve(second, "The Vess Post", *OLDER)
        yield first, second


def serve(web: NewsWeb, title: str, *texts: str) -> None:
    web.page("/feed", rss(title, *texts), content_type="application/rss+xml")


@pytest.fixture
async def run(environment: dict[str, str], slack: StandIn, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run slack`; in the end no log holds what it may not."""
    own = {"SHERPA_ALLOW_PRIVATE_ADDRESSES": "1", "SHERPA_POLL_SECONDS": "1", "SHERPA_SEEDS": "0", "SHERPA_ENGINE": "memory"}
    async with processes(environment, tmp_path, ("run", "slack"), http_settings(slack) | own) as (start, started):
        yield start
        for each in started:
            await each.stop()
            for secret in (*SECRETS, "herring", "Traceback"):
                assert secret not in each.said, each.said[-2_000:]


async def polling(run: Run, folder: Path, webs: tuple[NewsWeb, NewsWeb]) -> Running:
    """Sherpa, once it has both feeds and has taken in what was in them."""
    feeds = "".join(f'<outline type="rss" text="News" xmlUrl="{web.address("/feed")}"/>' for web in webs)
    (folder / "feeds.opml").write_text(f'<opml version="2.0"><head/><body>{feeds}</body></opml>', encoding="utf-8")
    assert await (await run("feeds", "import", "feeds.opml", SHERPA_LOG_LEVEL="warning")).status() == 0
    running = await run()
    await until(lambda: kept(folder, "articles") == len(webs) * len(OLDER))
    return running


async def subscribe(slack: StandIn, where: str, command: str = "/subscribe") -> str:
    """Gives the command on the one topic; what is seen then."""
    known = len(slack.answers())
    await post(where, payloads.slash(ALICE, command, "herring quota", response_url=slack.response_url()))
    return visible((await slack.answered(known + 1))[-1].body)


async def test_a_story_is_told_soon_after_the_poll_its_copy_is_not_and_after_unsubscribing_nothing_is(
    slack: StandIn, run: Run, tmp_path: Path, webs: tuple[NewsWeb, NewsWeb]
) -> None:
    first, second = webs
    where = await address(await polling(run, tmp_path, webs))
    assert "It is told here as soon as there is news on it." in await subscribe(slack, where)
    serve(first, "The Port Times", *OLDER, QUOTA)
    (alert,) = await slack.called("chat.postMessage")
    polled = max(each.at for each in first.asked("/feed") if each.at < alert.time)
    assert alert.time - polled < SOON
    assert "News on “herring quota”" in visible(alert.body)
    assert quotations(alert.body) == [FITS]
    assert "The Port Times" in visible(alert.body)
    known = kept(tmp_path, "articles")
    serve(second, "The Vess Post", *OLDER, COPY)
    await until(lambda: kept(tmp_path, "articles") == known + 1)
    assert kept(tmp_path, "deliveries") == 1, "they are written with the article"
    assert "Unsubscribed" in await subscribe(slack, where, "/unsubscribe")
    serve(first, "The Port Times", *OLDER, QUOTA, SECOND)
    await until(lambda: kept(tmp_path, "articles") == known + 2)
    assert kept(tmp_path, "deliveries") == 1
    assert len(slack.messages()) == 1


async def test_killed_between_sent_and_marked_it_does_not_tell_it_again(slack: StandIn, run: Run, tmp_path: Path) -> None:
    running = await run()
    await subscribe(slack, await address(running))
    article = {"title": "Quota set", "text": QUOTA, "date": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    (tmp_path / "news.jsonl").write_text(json.dumps(article), encoding="utf-8")
    with slack.hold("chat.postMessage", done=True) as held:
        assert await (await run("add", "news.jsonl", SHERPA_LOG_LEVEL="warning")).status() == 0
        await slack.until(lambda: held.requests)
        await running.kill()
        held.drop()
    assert kept(tmp_path, "deliveries WHERE state = 'due' AND attempt = 1") == 1
    expire_lease(tmp_path)
    await run()
    await until(lambda: kept(tmp_path, "deliveries WHERE state = 'sent' AND attempt = 2") == 1)
    assert len(slack.messages()) == 1
    assert len(slack.calls("conversations.history")) == 1


def expire_lease(folder: Path) -> None:
    """As some seconds later: a process that is gone renews nothing."""
    with closing(sqlite3.connect(folder / "home" / "sherpa.db")) as database, database:
        database.execute("UPDATE deliveries SET until = ''")

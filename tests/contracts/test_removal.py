"""What is taken down is gone in every process and database, and no feed brings it back."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

import pytest

from bench.standins.news_web import NewsWeb
from index.articles import EVERYONE, Article
from index.library import Library, open_library
from index.news.fetching import Fetcher, FetchLimits
from index.news.polling import Poller
from index.store.feeds import Feeds

STORY = (
    "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm.\n\n"
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement.\n\n"
    "Fishing crews in the outer harbour had threatened to block the port if the limit fell below 80 tonnes."
)
SHERPA = Path(sys.executable).with_name("sherpa")


async def seen(condition: Callable[[], Awaitable[bool]]) -> None:
    """Waits for what another process has done."""
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110 - of what another process does there is no event
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("engine", ["memory", "tantivy"])
async def test_what_another_process_takes_down_is_gone_here(url: str, tmp_path: Path, engine: Literal["memory", "tantivy"]) -> None:
    here = tmp_path / "here"
    library = await open_library(url, here, engine=engine)
    copies = [Article(id=id_, title=f"Quota set {id_}", outlet=f"The {id_} Times", body=STORY) for id_ in ("first", "second", "third")]
    other = Article(id="other", title="Ferry late", body="The ferry to Tarnholm was late by two hours on Friday, its owners said.")
    await library.add([*copies, other])
    story_id = (await library.get(["first"]))["first"].story_id
    there = here if url.startswith("sqlite") else tmp_path / "there"  # on one machine, or on another
    settings = {"SHERPA_DATABASE_URL": url, "SHERPA_HOME": str(there), "SHERPA_SEEDS": "0", "SHERPA_ENGINE": engine}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_")}
    process = await asyncio.create_subprocess_exec(SHERPA, "remove", "first", env=kept | settings, stdout=asyncio.subprocess.DEVNULL)
    assert await process.wait() == 0

    async def is_gone() -> bool:
        return "first" not in {hit.article_id for hit in await library.search({"herring": 1.0}, 9)}

    await seen(is_gone)
    await check_gone(library, story_id)
    await library.close()
    library = await open_library(url, here, engine=engine)
    assert await is_gone()
    await check_gone(library, story_id)
    await library.close()


async def check_gone(library: Library, story_id: str) -> None:
    assert set(await library.get(["first", "second"])) == {"second"}
    assert await library.revision("first", 1) is None
    assert [article.id for article in await library.story(story_id)] == ["second", "third"]
    assert [heading.id for heading in (await library.copies(["second"]))[story_id]] == ["second", "third"]
    assert [heading.id for heading in await library.listed()] == ["second", "third", "other"]
    assert (await library.statistics()).articles == 3
    assert {hit.article_id for hit in await library.search({"quota": 1.0, "ferri": 1.0}, 9)} == {"second", "third", "other"}


async def test_no_feed_brings_back_what_was_taken_down(url: str, tmp_path: Path) -> None:
    library = await open_library(url, tmp_path, engine="memory")
    fetcher, feeds = Fetcher(user_agent="Sherpa/0", allow_private=True, limits=FetchLimits(interval=0)), Feeds(library.database)
    poller = Poller(library, feeds, fetcher, shortest=300, patience=timedelta(days=1))
    async with NewsWeb() as web:
        for path in ("/feed", "/other"):
            await feeds.add(web.address(path), EVERYONE, datetime.now(UTC))
            serve(web, path, "In short.", datetime.now(UTC) - timedelta(hours=1))
        web.page("/quota", page(STORY))
        await poller.check()
        (article,) = await library.sources()
        assert await library.remove(article.id)
        web.page("/quota", page(f"{STORY}\n\nThe delegation left on Thursday, it said, and will not be back before the spring."))
        for path in ("/feed", "/other"):
            serve(web, path, "In other words.", datetime.now(UTC))
        assert [polled.feed.state for polled in await poller.check()] == ["ok", "ok"]
        assert await library.sources() == []
        assert await library.search({"herring": 1.0}, 9) == []
    await fetcher.close()
    await library.close()


def page(story: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.split("\n\n"))
    return f'<html lang="en"><head><title>Quota set</title></head><body><article><h1>Quota set</h1>{text}</article></body></html>'


def serve(web: NewsWeb, path: str, text: str, date: datetime) -> None:
    """A feed that has only a line of the page, and says when."""
    said = f"<title>Quota set</title><link>{web.address('/quota')}</link><description>{text}</description>"
    items = f"<item>{said}<pubDate>{format_datetime(date)}</pubDate></item>"
    web.page(path, f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>", content_type="application/rss+xml")

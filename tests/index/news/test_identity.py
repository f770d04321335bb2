"""An article is known again, whatever led to it and whatever else of it changed; a changed text is its next revision."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from stories import BRIDGE, STORM

from bench.standins.news_faults import redirect
from bench.standins.news_web import NewsWeb
from index.articles import EVERYONE, StoredArticle
from index.library import Library, open_library
from index.news.fetching import Fetcher, FetchLimits
from index.news.polling import Poller
from index.store.feeds import Feeds

NOW = datetime.now(UTC)
TITLE = "Storm cuts power on the south coast"
WHOLE = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in STORM * 2)  # too much for an excerpt: the page is not asked for


@dataclass(frozen=True)
class Item:
    """An entry of the feed, and the page it links to. `at` is the page's path, `link` what the feed says."""

    at: str = "/storm"
    link: str = "/storm"
    title: str = TITLE
    description: str = "Six people in hospital."
    published: datetime = NOW - timedelta(hours=3)
    canonical: str = ""
    paragraphs: tuple[str, ...] = STORM
    page_says: str = "Six people were hurt."
    https: bool = False

    def page(self, web: NewsWeb) -> str:
        canonical = f'<link rel="canonical" href="{web.address(self.canonical)}">' if self.canonical else ""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        said = f'<meta name="description" content="{self.page_says}"><meta property="article:published_time" content="{self.published}">'
        head = f"<title>{self.title}</title>{said}{canonical}"
        return f'<!doctype html><html lang="en"><head>{head}</head><body><article><h1>{self.title}</h1>{text}</article></body></html>'

    def feed(self, web: NewsWeb) -> str:
        link = web.address(self.link).replace("http:", "https:" if self.https else "http:")
        said = f"<title>{self.title}</title><link>{link}</link><description>{self.description}</description>"
        entry = f'<item>{said}<guid isPermaLink="false">storm</guid><pubDate>{format_datetime(self.published)}</pubDate></item>'
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Times</title>{entry}</channel></rss>"


class World:
    """A library, and a feed of one item that is polled into it."""

    def __init__(self, library: Library, poller: Poller, web: NewsWeb) -> None:
        self.library = library
        self._poller = poller
        self._web = web

    async def poll(self, item: Item) -> StoredArticle:
        """What is there once the feed says this: the one article."""
        self._web.page(item.at, item.page(self._web))
        self._web.page("/feed", item.feed(self._web), content_type="application/rss+xml")
        await self._poller.check()
        (article,) = await self.library.sources()
        return article

    def move(self, path: str, to: str) -> None:
        self._web.behave(path, redirect(to, 301))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, engine="memory")
    fetcher = Fetcher(user_agent="Sherpa/0 (+test)", allow_private=True, limits=FetchLimits(between=0.5, whole=5, interval=0))
    feeds = Feeds(library.database)
    poller = Poller(library, feeds, fetcher, shortest=300, patience=timedelta(days=2), clock=lambda: datetime.now(UTC), chance=lambda: 0.5)
    async with NewsWeb() as web:
        await feeds.add(web.address("/feed"), EVERYONE, NOW)
        yield World(library, poller, web)
    await fetcher.close()
    await library.close()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(Item(), Item(published=NOW), id="published again"),
        pytest.param(Item(link="/storm?utm_source=rss"), Item(link="/storm?utm_source=mail&utm_medium=x"), id="another tracking parameter"),
        pytest.param(Item(description=WHOLE), Item(description=WHOLE, https=True), id="https"),
        pytest.param(Item(), Item(at="/amp/storm", link="/amp/storm"), id="AMP by its address"),
        pytest.param(Item(), Item(at="/m/77", link="/m/77", canonical="/storm"), id="AMP by its canonical link"),
        pytest.param(Item(), Item(description="Trees fell.", page_says="Trees fell."), id="another description"),
        pytest.param(Item(), Item(title=TITLE.upper(), published=NOW), id="title in capitals"),
        pytest.param(Item(), Item(at="/2031/storm", link="/2031/storm"), id="moved"),
        pytest.param(Item(), Item(canonical="/news/storm", published=NOW), id="canonical link from now on"),
    ],
)
async def test_what_says_no_other_text_is_the_same_article_and_revision(world: World, first: Item, then: Item) -> None:
    before = await world.poll(first)
    after = await world.poll(then)
    assert (after.id, after.revision, after.title, after.body) == (before.id, 1, TITLE, before.body)
    again = await world.poll(replace(then, published=NOW + timedelta(minutes=1)))
    assert (again.id, again.revision) == (before.id, 1)


async def test_a_page_that_moved_is_known_by_the_link_that_leads_there(world: World) -> None:
    before = await world.poll(Item())
    world.move("/storm", "/2031/storm")
    after = await world.poll(Item(at="/2031/storm", published=NOW))
    assert (after.id, after.revision) == (before.id, 1)
    assert after.url != before.url


async def test_a_link_that_leads_to_a_home_page_now_does_not_revise_the_article(world: World) -> None:
    before = await world.poll(Item())
    world.move("/storm", "/")
    home = Item(at="/", title="The Port Times", paragraphs=BRIDGE, published=NOW)
    with pytest.raises(ValueError, match="too many values"):
        await world.poll(home)
    assert (await world.library.get([before.id]))[before.id].revision == 1


async def test_a_really_changed_text_is_the_next_revision_and_what_was_quoted_stays_readable(world: World) -> None:
    before = await world.poll(Item())
    start = before.body.index("The prime minister")
    after = await world.poll(Item(paragraphs=(*STORM[:-1], "The chancellor is due instead."), published=NOW))
    assert (after.id, after.revision, after.story_id) == (before.id, 2, before.story_id)
    shown = await world.library.revision(before.id, 1)
    assert shown is not None
    assert shown.body[start:] == before.body[start:] == STORM[-1]
    assert await world.library.search({"minist": 1.0}, 5) == []
    assert [hit.article_id for hit in await world.library.search({"chancellor": 1.0}, 5)] == [before.id]

"""Feeds polled over real HTTP into a real library: what is new is taken in, once, whatever else fails."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bench.standins.news_faults import busy, cut_off, silent
from bench.standins.news_web import NewsWeb, until
from index.articles import EVERYONE, Article
from index.library import Library, open_library
from index.news.fetching import Fetcher, FetchLimits
from index.news.polling import AT_ONCE, FAILING, Poller
from index.store.feeds import Feeds, StoredFeed

STORY = (
    "The herring quota was set at 90 tonnes on Wednesday by the Vess delegation, ending a week of talks in Tarnholm.",
    "The quota takes effect in January and will be reviewed after six months, the two sides said in a joint statement.",
    "Fishing crews in the outer harbour had threatened to block the port if the limit fell below 80 tonnes.",
)
FERRY = "The ferry to Tarnholm was late by two hours on Friday, its owners said, for want of a pilot. " * 3
SHORTEST = 300.0


def page(title: str, *paragraphs: str, canonical: str = "") -> str:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or STORY)
    head = f'<title>{title}</title><meta property="og:site_name" content="The Port Times">{link}'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>'


@dataclass
class Item:
    """An entry of the feed."""

    title: str
    link: str
    text: str = "In short."
    guid: str = ""
    published: datetime | None = field(default_factory=lambda: datetime.now(UTC) - timedelta(hours=1))

    def xml(self) -> str:
        guid = f'<guid isPermaLink="false">{self.guid}</guid>' if self.guid else ""
        date = f"<pubDate>{format_datetime(self.published)}</pubDate>" if self.published else ""
        said = f"<title>{self.title}</title><link>{self.link}</link><description>{self.text}</description>"
        return f"<item>{said}{guid}{date}</item>"


def rss(*items: Item) -> str:
    entries = "".join(item.xml() for item in items)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Times</title>{entries}</channel></rss>"


@dataclass
class World:
    """A library, a poller with its clock, and a web."""

    library: Library
    feeds: Feeds
    poller: Poller
    web: NewsWeb
    later: list[timedelta]

    def serve(self, *items: Item, path: str = "/feed", **headers: str) -> None:
        self.web.page(path, rss(*items), content_type="application/rss+xml", **headers)

    async def add(self, path: str = "/feed", collection: str = EVERYONE) -> StoredFeed:
        return (await self.feeds.add(self.web.address(path), collection, datetime.now(UTC)))[0]

    async def check(self) -> list[StoredFeed]:
        return [polled.feed for polled in await self.poller.check()]

    async def turn(self) -> StoredFeed:
        """The one feed that is due is polled as a process that runs polls it."""
        (claimed,) = await self.feeds.claim(self.poller._clock(), 1)
        return (await self.poller._poll(claimed)).feed

    async def articles(self) -> list[Article]:
        return [article for article in await self.library.sources() if article.id.startswith("w-")]

    def pass_(self, **time: float) -> None:
        self.later[0] += timedelta(**time)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, engine="memory")
    fetcher = Fetcher(user_agent="Sherpa/0 (+test)", allow_private=True, limits=FetchLimits(between=0.5, whole=5, interval=0))
    later = [timedelta()]
    feeds = Feeds(library.database)
    poller = Poller(
        library,
        feeds,
        fetcher,
        shortest=SHORTEST,
        patience=timedelta(days=2),
        clock=lambda: datetime.now(UTC) + later[0],
        chance=lambda: 0.5,
    )
    async with NewsWeb() as web:
        yield World(library, feeds, poller, web, later)
    await fetcher.close()
    await library.close()


async def test_what_a_feed_only_mentions_is_completed_from_its_page(world: World) -> None:
    world.web.page("/quota", page("Quota set"))
    world.serve(Item("Quota set", world.web.address("/quota?utm_source=rss")))
    await world.add()
    (feed,) = await world.check()
    assert (feed.state, feed.title, feed.reason) == ("ok", "The Port Times", "")
    (article,) = await world.articles()
    assert article.body == "\n\n".join(STORY)
    assert (article.title, article.outlet) == ("Quota set", "The Port Times")
    assert article.published is not None
    assert [hit.article_id for hit in await world.library.search({"herring": 1.0}, 3)] == [article.id]


async def test_what_a_feed_says_in_full_needs_no_page(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)))
    await world.add()
    await world.check()
    assert len(await world.articles()) == 1
    assert world.web.asked("/quota") == []


async def test_what_was_seen_is_not_read_again_and_not_new_again(world: World) -> None:
    world.web.page("/quota", page("Quota set"))
    item = Item("Quota set", world.web.address("/quota"), guid="1")
    world.serve(item)
    await world.add()
    for _ in range(3):
        await world.check()
    assert len(world.web.asked("/quota")) == 1
    assert len(world.web.asked("/feed")) == 3
    for change in ({"link": world.web.address("/quota?utm_medium=x")}, {"published": datetime.now(UTC)}, {"text": "Otherwise."}):
        world.serve(Item(**{**vars(item), **change}))  # type: ignore[arg-type]  # fields of its own
        await world.check()
    (article,) = await world.articles()
    assert article.revision == 1


async def test_a_changed_text_is_the_same_article_anew(world: World) -> None:
    world.web.page("/quota", page("Quota set"))
    item = Item("Quota set", world.web.address("/quota"), guid="1")
    world.serve(item)
    await world.add()
    await world.check()
    world.web.page(
        "/quota", page("Quota set", *STORY[:2], "Correction: the limit had been 85 tonnes, and crews had asked for more than that.")
    )
    world.serve(Item(**{**vars(item), "published": datetime.now(UTC)}))
    await world.check()
    (article,) = await world.articles()
    assert article.revision == 2
    assert "85 tonnes" in article.body


async def test_a_page_that_cannot_be_read_now_has_another_turn(world: World) -> None:
    world.web.behave("/quota", cut_off(b"<html>"))
    world.serve(Item("Quota set", world.web.address("/quota")), etag='"1"')
    await world.add()
    await world.check()
    assert await world.articles() == []
    world.web.page("/quota", page("Quota set"))
    await world.check()
    assert len(await world.articles()) == 1


async def test_a_page_that_was_never_to_be_read_is_given_up_after_a_day(world: World) -> None:
    world.web.behave("/quota", cut_off(b"<html>"))
    text = f"{STORY[0]} {STORY[1]}"
    world.serve(Item("Quota set", world.web.address("/quota"), text=text))
    await world.add()
    await world.check()
    assert await world.articles() == []
    world.pass_(hours=25)
    await world.check()
    (article,) = await world.articles()
    assert article.body == text


async def test_a_live_page_is_its_entries(world: World) -> None:
    texts = [f"Number {n}. {STORY[n]} {STORY[0]}" for n in range(3)]
    updates = [
        {"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": text, "datePublished": f"2025-08-15T1{n}:00:00Z"}
        for n, text in enumerate(texts)
    ]
    live = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Talks live", "liveBlogUpdate": updates}
    script = f'<script type="application/ld+json">{json.dumps(live)}</script>'
    world.web.page("/live", page("Talks live").replace("<body>", f"<body>{script}"))
    world.serve(Item("Talks live", world.web.address("/live")))
    await world.add()
    await world.check()
    assert sorted(article.title for article in await world.articles()) == ["Update 0", "Update 1", "Update 2"]


async def test_a_sitemap_is_polled_like_a_feed(world: World) -> None:
    world.web.page("/quota", page("Quota set"))
    entry = f"<url><loc>{world.web.address('/quota')}</loc><lastmod>2025-08-16</lastmod></url>"
    urlset = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entry}</urlset>'
    world.web.page("/feed", urlset, content_type="application/xml")
    await world.add()
    for _ in range(2):
        (feed,) = await world.check()
    assert feed.state == "ok"
    assert [article.title for article in await world.articles()] == ["Quota set"]
    assert len(world.web.asked("/quota")) == 1


async def test_what_has_no_date_is_of_when_it_appeared_unless_it_was_there_from_the_start(world: World) -> None:
    old, new = (
        Item(name, world.web.address(f"/{name}"), text=f"{name}. " + " ".join(STORY * 3), published=None) for name in ("Old", "New")
    )
    world.serve(old)
    await world.add()
    await world.check()
    world.serve(old, new)
    await world.check()
    first = {article.title: article.published for article in await world.articles()}
    assert first["Old"] is None
    assert isinstance(first["New"], datetime)
    assert datetime.now(UTC) - first["New"] < timedelta(minutes=1)
    world.pass_(days=1)
    world.serve(old, replace(new, text=new.text + " It rained."))
    await world.check()
    assert {article.title: article.published for article in await world.articles()} == first


async def test_of_a_list_of_sitemaps_the_newest_are_polled(world: World) -> None:
    urlset = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    named = "<news:news><news:publication><news:name>The Port Times</news:name></news:publication><news:title>News</news:title></news:news>"
    listed = ""
    for n in range(1, 7):
        world.web.page(f"/page{n}", page(f"Report {n}", f"Number {n} of the reports came in.", *STORY))
        entry = f"<url><loc>{world.web.address(f'/page{n}')}</loc>{named}</url>"
        world.web.page(f"/map{n}", f'<?xml version="1.0"?>{urlset}{entry}</urlset>', content_type="application/xml")
        listed += f"<sitemap><loc>{world.web.address(f'/map{n}')}</loc><lastmod>2025-08-0{n}</lastmod></sitemap>"
    world.web.page("/map5", "broken", content_type="application/xml")
    world.web.page("/feed", f"<sitemapindex>{listed}</sitemapindex>", content_type="application/xml", etag='"1"')
    await world.add()
    (feed,) = await world.check()
    assert (feed.state, feed.etag) == ("ok", None)
    assert sorted(article.title for article in await world.articles()) == ["Report 4", "Report 6"]
    assert not world.web.asked("/map3")


async def test_a_list_of_sitemaps_of_which_none_can_be_read_says_why(world: World) -> None:
    listed = f"<sitemapindex><sitemap><loc>{world.web.address('/nowhere')}</loc></sitemap></sitemapindex>"
    world.web.page("/feed", listed, content_type="application/xml")
    await world.add()
    (feed,) = await world.check()
    assert (feed.state, feed.reason) == ("failing", "404")


async def test_what_a_page_calls_itself_goes_before_the_link_that_led_to_it(world: World) -> None:
    world.web.page("/quota", page("Quota set", canonical=world.web.address("/articles/quota")))
    world.web.page("/amp/quota", page("Quota set", canonical=world.web.address("/articles/quota")))
    world.serve(Item("Quota set", world.web.address("/quota")), Item("Quota set!", world.web.address("/amp/quota")))
    await world.add()
    await world.check()
    (article,) = await world.articles()
    assert article.url == world.web.address("/articles/quota")


async def test_a_page_that_is_missing_is_looked_for_again_for_a_quarter_of_an_hour(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota")))
    await world.add()
    for minutes in (1, 10, 5, 60):
        await world.check()
        world.pass_(minutes=minutes)
    assert len(world.web.asked("/quota")) == 4
    world.web.page("/quota", page("Quota set"))
    await world.check()
    assert len(world.web.asked("/quota")) == 4
    assert await world.articles() == []


async def test_a_page_that_appears_after_its_entry_is_taken_in(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota")), etag='"1"')
    await world.add()
    await world.check()
    world.web.page("/quota", page("Quota set"))
    world.pass_(minutes=5)
    await world.check()
    assert [article.title for article in await world.articles()] == ["Quota set"]


async def test_nothing_is_asked_again_of_a_server_that_says_that_nothing_changed(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)), etag='"1"')
    await world.add()
    for _ in range(2):
        (feed,) = await world.check()
    assert feed.etag == '"1"'
    assert world.web.asked("/feed")[1].headers["if-none-match"] == '"1"'
    assert feed.state == "ok"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/nowhere", "404"),
        ("/page", "This is an HTML page and no feed; the page may name its feeds."),
        ("/slow", "too slow"),
        ("/empty", "empty"),
    ],
)
async def test_a_feed_that_fails_says_why_and_is_tried_less_and_less_often(world: World, path: str, reason: str) -> None:
    world.web.page("/page", page("Quota set"))
    world.web.page("/empty", "")
    world.web.behave("/slow", silent())
    await world.add(path)
    waits = []
    for _ in range(3):
        (feed,) = await world.check()
        assert feed.state == "failing"
        assert reason in feed.reason
        waits.append(feed.seconds)
    assert waits == [600, 1_200, 2_400]


async def test_a_feed_that_fails_for_too_long_is_disabled_and_works_again_when_it_is_asked_for(world: World) -> None:
    await world.add()
    await world.check()
    world.pass_(days=3)
    (feed,) = await world.check()
    assert feed.state == "disabled"
    assert await world.feeds.claim(datetime.now(UTC) + timedelta(days=9), 10) == []
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)))
    (feed,) = await world.check()
    assert (feed.state, feed.reason, feed.failing_since) == ("ok", "", None)


async def test_a_server_that_asks_to_be_left_alone_is(world: World) -> None:
    world.web.behave("/feed", busy("7200", 429))
    await world.add()
    (feed,) = await world.check()
    assert (feed.state, feed.reason) == ("failing", "429")
    assert feed.due - datetime.now(UTC) > timedelta(seconds=7_100)
    (again,) = await world.check()
    assert (len(world.web.asked("/feed")), again.due) == (1, feed.due)
    world.pass_(seconds=7_300)
    await world.check()
    assert len(world.web.asked("/feed")) == 2


async def test_one_bad_feed_holds_no_other_up(world: World) -> None:
    world.web.behave("/silent", silent())
    world.web.behave("/cut", cut_off(b"<rss>"))
    for n in range(20):
        world.serve(Item(f"News {n}", world.web.address(f"/{n}"), text=f"Number {n}. " + " ".join(STORY * 3)), path=f"/feed{n}")
        await world.add(f"/feed{n}")
    for path in ("/silent", "/cut", "/nowhere"):
        await world.add(path)
    feeds = await world.check()
    assert sum(feed.state == "ok" for feed in feeds) == 20
    assert len(await world.articles()) == 20


async def test_a_long_feed_is_taken_in_whole(world: World) -> None:
    items = [Item(f"News {n}", world.web.address(f"/{n}"), text=f"Number {n}. " + " ".join(STORY * 3)) for n in range(150)]
    world.serve(*items)
    await world.add()
    await world.turn()
    assert len(await world.articles()) == 150


async def test_what_there_was_no_time_for_has_another_turn_and_what_was_done_stays(world: World) -> None:
    fetcher = Fetcher(user_agent="Sherpa/0", allow_private=True, limits=FetchLimits(interval=0))
    hasty = Poller(world.library, world.feeds, fetcher, shortest=SHORTEST, patience=timedelta(days=2), most_seconds=1.0)
    world.web.behave("/slow", silent())
    world.web.page("/quota", page("Quota set"))
    world.serve(Item("Slow", world.web.address("/slow")), Item("Quota set", world.web.address("/quota")), etag='"1"')
    await world.add()
    (claimed,) = await world.feeds.claim(datetime.now(UTC), 1)
    feed = (await hasty._poll(claimed)).feed
    await fetcher.close()
    assert [article.title for article in await world.articles()] == ["Quota set"]
    assert (feed.state, feed.etag) == ("ok", None)
    world.web.page("/slow", page("Slow", FERRY))
    world.pass_(seconds=SHORTEST + 1)
    await world.turn()
    assert len(await world.articles()) == 2


async def test_pages_that_cannot_be_read_keep_no_other_entry_waiting(world: World) -> None:
    bad = [Item(f"News {n}", world.web.address(f"/{n}"), guid=f"{n}") for n in range(40)]
    for n in range(40):
        world.web.page(f"/{n}", "", status=503)
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)), *bad)
    await world.add()
    feed = await world.turn()
    assert [article.title for article in await world.articles()] == ["Quota set"]
    assert feed.due > datetime.now(UTC) + timedelta(seconds=SHORTEST / 2)
    assert len(world.web.asked("/7")) == 1


async def test_an_entry_that_cannot_be_told_is_left_out_and_the_others_are_not(world: World) -> None:
    world.web.page("/quota", page("Quota set", canonical="http://127.0.0.1:99999/x"))
    links = ("http://example.com:99999/x", "http://a!b.example/x", "http://foo..example/x")
    bad = [Item(f"News {n}", link, guid=f"{n}") for n, link in enumerate(links)]
    world.serve(Item("Quota set", world.web.address("/quota")), *bad)
    await world.add()
    (feed,) = await world.check()
    assert (feed.state, [article.title for article in await world.articles()]) == ("ok", ["Quota set"])


async def test_entries_that_share_a_link_are_articles_each(world: World) -> None:
    texts = [f"Number {n}. " + " ".join(STORY * 3) for n in range(3)]
    world.serve(*(Item(f"News {n}", world.web.address("/"), text=text, guid=f"{n}") for n, text in enumerate(texts)))
    await world.add()
    await world.check()
    assert sorted(article.title for article in await world.articles()) == ["News 0", "News 1", "News 2"]


async def test_a_feed_does_not_say_what_another_sites_page_says(world: World) -> None:
    """The same address, by another name, is another site."""
    theirs = world.web.address("/quota")
    world.web.page("/quota", page("Quota set"))
    world.serve(Item("Quota set", theirs))
    world.serve(Item("Not so", theirs, text="It never was. " + " ".join(STORY * 3)), path="/other")
    await world.add()
    await world.check()
    ours = (await world.feeds.add(world.web.address("/other").replace("127.0.0.1", "localhost"), EVERYONE, datetime.now(UTC)))[0]
    await world.poller.check([ours.id])
    assert [article.title for article in await world.articles()] == ["Quota set"]
    world.web.page("/quota", "", status=410)
    world.serve(Item("Not so", theirs, text="It never, never was. " + " ".join(STORY * 3)), path="/other")
    await world.poller.check([ours.id])
    assert sorted(article.title for article in await world.articles()) == ["Not so", "Quota set"]


async def test_an_entry_without_a_link_is_each_collections_own(world: World) -> None:
    text = " ".join(STORY * 3)
    entry = f"<item><title>Quota set</title><guid isPermaLink='false'>q</guid><description>{text}</description></item>"
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Port Times</title>{entry}</channel></rss>"
    world.web.page("/feed", feed, content_type="application/rss+xml")
    for collection in (EVERYONE, "p:w", EVERYONE):
        await world.add(collection=collection)
        await world.check()
    found = [article for article in await world.library.sources() if article.title == "Quota set"]
    assert sorted(article.collection for article in found) == [EVERYONE, "p:w"]


async def test_what_was_taken_down_stays_down_whatever_its_feed_says(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)))
    await world.add()
    await world.check()
    (article,) = await world.articles()
    await world.library.remove(article.id)
    world.serve(Item("Quota set again", world.web.address("/quota"), text=" ".join(STORY * 4)))
    await world.check()
    assert await world.articles() == []


async def test_a_robots_txt_that_cannot_be_read_now_is_no_answer_for_ever(world: World) -> None:
    world.web.page("/robots.txt", "", status=503)
    world.web.page("/quota", page("Quota set"))
    world.web.page("/feed", rss(Item("Quota set", world.web.address("/quota"))), content_type="application/rss+xml")
    await world.add()
    (feed,) = await world.check()
    assert (feed.state, feed.reason) == ("failing", "robots.txt 503")


async def test_what_is_stored_is_stored_whole_though_its_poll_is_cancelled(world: World) -> None:
    world.serve(*(Item(f"News {n}", world.web.address(f"/{n}"), text=f"Number {n}. " + " ".join(STORY * 3)) for n in range(60)))
    await world.add()
    for step in range(30):
        check = asyncio.create_task(world.poller.check())
        for _ in range(step * 3):
            await asyncio.sleep(0)
        check.cancel()
        await asyncio.wait({check})
        async with asyncio.timeout(5):
            await world.feeds.renew([], datetime.now(UTC))
        world.pass_(minutes=1)
    await world.check()
    assert len(await world.articles()) == 60


async def test_a_feed_that_moved_for_good_is_asked_for_there_from_then_on(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)), path="/new")
    world.web.page("/feed", "", status=301, location="/new")
    await world.add()
    (feed,) = await world.check()
    assert feed.address == world.web.address("/new")
    await world.check()
    assert len(world.web.asked("/feed")) == 1


async def test_what_one_collection_has_from_a_feed_another_has_for_itself(world: World) -> None:
    world.serve(Item("Quota set", world.web.address("/quota"), text=" ".join(STORY * 3)))
    await world.add()
    await world.add(collection="p:w")
    await world.check()
    assert sorted(article.collection for article in await world.articles()) == [EVERYONE, "p:w"]
    assert len({article.id for article in await world.articles()}) == 2


async def test_two_pollers_on_one_database_poll_each_feed_once(world: World, tmp_path: Path) -> None:
    for n in range(10):
        world.serve(Item(f"News {n}", world.web.address(f"/{n}"), text=f"Number {n}. " + " ".join(STORY * 3)), path=f"/feed{n}")
        await world.add(f"/feed{n}")
    other_library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path / "other", engine="memory")
    fetcher = Fetcher(user_agent="Sherpa/0", allow_private=True, limits=FetchLimits(interval=0))
    other = Poller(other_library, Feeds(other_library.database), fetcher, shortest=SHORTEST, patience=timedelta(days=2))
    stop = asyncio.Event()
    running = [asyncio.create_task(poller.run(stop)) for poller in (world.poller, other)]
    async with asyncio.timeout(20):
        while len(await world.articles()) < 10:  # noqa: ASYNC110 - of what another poller does there is no event
            await asyncio.sleep(0.05)
    stop.set()
    await asyncio.gather(*running)
    assert sorted(len(world.web.asked(f"/feed{n}")) for n in range(10)) == [1] * 10
    await fetcher.close()
    await other_library.close()


async def test_a_full_database_stops_a_poll_and_nothing_of_it_counts_as_done(world: World) -> None:
    world.serve(*(Item(f"News {n}", world.web.address(f"/{n}"), text=f"<p>{n}: {FERRY}</p>" * 60) for n in range(40)))
    await world.add()
    async with world.library.database.writing() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")  # as many as it has
    (feed,) = await world.check()
    assert (feed.state, await world.articles()) == ("ok", []), "the feed is not to blame"
    async with world.library.database.writing() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    await world.check()
    assert sorted(article.title for article in await world.articles()) == sorted(f"News {n}" for n in range(40))


async def test_feeds_that_fail_slowly_keep_no_other_waiting_however_many_they_are(world: World) -> None:
    world.web.behave("/silent", silent())
    long_ago = datetime.now(UTC) - timedelta(days=1)
    for n in range(AT_ONCE + 8):
        feed, _ = await world.feeds.add(world.web.address(f"/silent?{n}"), EVERYONE, long_ago)
        (claimed,) = await world.feeds.claim(datetime.now(UTC), 1, ids=[feed.id])
        await world.feeds.settle(replace(claimed, state="failing", reason="too slow"))
    world.serve()
    await world.add()
    fetcher = Fetcher(user_agent="Sherpa/0", allow_private=True, limits=FetchLimits(interval=0, at_once=AT_ONCE))
    poller = Poller(world.library, world.feeds, fetcher, shortest=SHORTEST, patience=timedelta(days=2))
    stop = asyncio.Event()
    running = asyncio.create_task(poller.run(stop))
    await until(lambda: bool(world.web.asked("/feed")))
    assert len(world.web.requests) <= FAILING + 2, "with the robots.txt"
    stop.set()
    await running
    await fetcher.close()

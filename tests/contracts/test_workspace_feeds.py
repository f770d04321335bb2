"""A feed that was added in chat is its workspace's alone, on every database and with every engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bench.standins.news_web import NewsWeb
from bot.alerts.alerts import AlertRules, Alerts
from bot.alerts.subscribing import Wish
from bot.answering import Said
from bot.blocks import Listing, Quotation, Reply
from bot.cooldown import Cooldown
from bot.desk import Desk
from bot.event import Event
from bot.feeds.keeping import Giver, Home, WorkspaceFeeds
from bot.places import Place
from bot.service import Service
from index.articles import EVERYONE, Article
from index.engine import EngineChoice
from index.errors import BadSource, NotAllowed, TooMany
from index.library import Library, open_library
from index.news.addresses import check_feed_address
from index.news.fetching import Fetcher, FetchLimits
from index.news.polling import Poller
from index.news.reading import FoundFeed, Reader
from index.retrieval import OPEN
from index.store.events import Events
from index.store.exchanges import Exchanges
from index.store.feeds import Feeds
from index.store.inbox import Inbox

HOME = Home(name="server", managers="Only managers can.")
OWN = Place(platform="p", workspace="w", channel="c")
#: Everywhere else: another workspace, one of the same name on another platform, and a conversation outside of any.
ELSEWHERE = (
    OWN.model_copy(update={"workspace": "w2"}),
    OWN.model_copy(update={"platform": "q"}),
    Place(platform="p", workspace="", channel="d", kind="direct"),
)
QUESTION = "What was the herring quota set at?"
HERRING = (
    "The herring quota was set at 90 tonnes by the Zorbulak delegation, ending a week of talks in Tarnholm. "
    "It takes effect in January and will be reviewed after six months, the two sides said in a joint statement."
)
#: The same words by somebody whom everyone reads.
SHARED = (
    "The cod quota stays where it was, the ministers of both coasts said on Friday after a night of talks in the old harbour office. "
    "Crews had asked for two weeks more, and the ministers said that they would look at it again when the ice has gone in April."
)
PUBLIC = Article(id="public", title="Cod quota stays", body=SHARED, outlet="Coast Daily")


def feed(web: NewsWeb, *bodies: str) -> str:
    items = "".join(
        f"<item><title>Quota {n}</title><link>{web.address(f'/{n}')}</link>"
        f"<content:encoded><![CDATA[<p>{body}</p>]]></content:encoded></item>"
        for n, body in enumerate(bodies)
    )
    spaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<?xml version='1.0'?><rss version='2.0' {spaces}><channel><title>The Port Times</title>{items}</channel></rss>"


class Finder:
    """What `adapters.wiring` makes, without its politeness towards hosts."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._reader = Reader(fetcher)

    async def find(self, address: str) -> FoundFeed:
        return await self._reader.feed_at(check_feed_address(address))


@dataclass
class House:
    """A desk, and what polls for it."""

    desk: Desk
    library: Library
    feeds: Feeds
    poller: Poller

    async def keep(self, part: str, argument: str = "", place: Place = OWN, *, manages: bool = True) -> Reply:
        async def may() -> bool:
            return manages

        return await self.desk.feeds.keep(part, argument, Giver(person="alice", place=place, home=HOME, manages=may))

    async def rows(self, table: str) -> list[Any]:
        async with self.library.database.reading() as connection:
            return list((await connection.execute(text(f"SELECT * FROM {table}"))).mappings())  # noqa: S608 - a table of ours


def clock() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def opened(url: str, home: Path, engine: EngineChoice, most: int) -> AsyncIterator[House]:
    library = await open_library(url, home, seeds=[PUBLIC], engine=engine)
    fetcher = Fetcher(user_agent="Sherpa/test", allow_private=True, limits=FetchLimits(interval=0))
    store, feeds = library.database, Feeds(library.database)
    service = Service(library, Event(None))
    desk = Desk(
        service,
        Events(store),
        Exchanges(store),
        Inbox(store),
        WorkspaceFeeds(feeds, Finder(fetcher), most=most, clock=clock),
        clock=clock,
        kept=timedelta(days=1),
        per_person=Cooldown(99, lambda: 0.0),
        per_channel=Cooldown(99, lambda: 0.0),
        alerts=Alerts(library, service, AlertRules(9, 5, 8, "UTC", timedelta(days=1)), clock),
    )
    try:
        yield House(desk, library, feeds, Poller(library, feeds, fetcher, shortest=60, patience=timedelta(days=1)))
    finally:
        await fetcher.close()
        await service.close()


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as made:
        made.page("/feed", feed(made, HERRING, SHARED), content_type="application/rss+xml")
        made.page("/page", f'<html><head><link rel="alternate" type="application/rss+xml" href="{made.address("/feed")}"></head></html>')
        made.page("/other", feed(made), content_type="application/rss+xml")
        yield made


@pytest.fixture(params=["memory", "tantivy"])
async def house(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> AsyncIterator[House]:
    """With each engine on each database."""
    async with opened(url, tmp_path, request.param, most=2) as made:
        yield made


@pytest.fixture
async def each(url: str, tmp_path: Path) -> AsyncIterator[House]:
    """With each database."""
    async with opened(url, tmp_path, "memory", most=2) as made:
        yield made


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[House]:
    """For what is the same on all."""
    async with opened(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path, "memory", most=2) as made:
        yield made


def quoted(said: Said) -> str:
    return " ".join(block.text for block in said.reply.blocks if isinstance(block, Quotation))


def told(reply: Reply) -> str:
    return " ".join((reply.heading, *(block.text for block in reply.blocks if hasattr(block, "text"))))


def listed(reply: Reply) -> str:
    return str([block.items for block in reply.blocks if isinstance(block, Listing)])


async def subscribe(desk: Desk, place: Place) -> Reply:
    return await desk.alerts.subscribing.subscribe(Wish("herring", place, "alice", manages=True))


def carriers(said: Said) -> list[str]:
    return [block.carriers for block in said.reply.blocks if isinstance(block, Quotation) and block.carriers]


async def test_nothing_of_a_workspaces_own_feed_is_said_or_counted_anywhere_else(house: House, web: NewsWeb) -> None:
    reply = await house.keep("add", web.address("/page"))
    assert reply.private
    assert f"Added: The Port Times ({web.address('/feed')}). Its articles can be asked about here, by this server alone." in told(reply)
    await house.poller.check()
    desk = house.desk
    assert "set at 90 tonnes" in quoted(await desk.ask(QUESTION, "alice", OWN))
    assert carriers(await desk.ask("Does the cod quota stay where it was?", "alice", OWN)) == ["also carried by The Port Times"]
    assert (await desk.sources(OWN)).reply.heading == "3 sources"
    assert "Quota 0" in listed((await desk.front(OWN, "/help"))[1])
    assert [offer.title for offer in await desk.offers("port times", OWN)] == ["Quota 1", "Quota 0"]
    assert "1 stored story would have matched; the latest: Quota 0" in str(await subscribe(desk, OWN))
    assert (await desk.summarize("Quota 0", "short", "alice", OWN)).reply.heading == "Quota 0"
    for place in ELSEWHERE:
        said = await desk.ask(QUESTION, "bob", place)
        assert "90 tonnes" not in quoted(said)
        assert "herring" in told(said.reply), "no article has the word"
        misspelt = await desk.ask("What did Zorbulac say of the quota?", "bob", place)
        assert "taken for the nearest" not in told(misspelt.reply)
        assert carriers(await desk.ask("Does the cod quota stay where it was?", "bob", place)) == []
        sources = (await desk.sources(place)).reply
        assert (sources.heading, "Quota 0" in listed(sources)) == ("1 source", False)
        greeting, lately, _ = await desk.front(place, "/help")
        assert "1 article" in told(greeting)
        assert "Quota 0" not in listed(lately)
        assert [offer.title for offer in await desk.offers("", place)] == ["Cod quota stays"]
        assert "No stored story would have matched." in str(await subscribe(desk, place))
        with pytest.raises(BadSource):
            await desk.summarize("Quota 0", "short", "bob", place)


async def test_after_leaving_nothing_of_it_is_left_and_coming_again_it_can_be_added_again(house: House, web: NewsWeb) -> None:
    other = OWN.model_copy(update={"workspace": "w2"})
    for place in (OWN, other):
        await house.keep("add", web.address("/feed"), place)
    await house.poller.check()
    assert (await house.library.statistics(OPEN)).articles == 5
    await house.desk.leave("p", "w")
    assert [each.collection for each in await house.feeds.listed()] == ["p:w2"]
    assert {row["feed"] for row in await house.rows("feed_entries")} == {(await house.feeds.listed())[0].id}
    assert {row["collection"] for row in await house.rows("articles") if not row["removed"]} == {EVERYONE, "p:w2"}
    assert len(await house.rows("revisions")) == 3
    assert "90 tonnes" not in quoted(await house.desk.ask(QUESTION, "alice", OWN))
    assert "90 tonnes" in quoted(await house.desk.ask(QUESTION, "alice", other))
    await house.keep("add", web.address("/feed"))
    await house.poller.check()
    assert "90 tonnes" in quoted(await house.desk.ask(QUESTION, "alice", OWN))


async def test_a_poll_that_was_under_way_while_it_left_leaves_nothing(each: House, web: NewsWeb) -> None:
    await each.keep("add", web.address("/feed"))
    (claimed,) = await each.feeds.claim(clock(), 1)
    await each.desk.leave("p", "w")
    assert (await each.poller._poll(claimed)).added == []
    assert {row["collection"] for row in await each.rows("articles") if not row["removed"]} == {EVERYONE}


async def test_what_somebody_took_down_no_feed_of_a_workspace_brings_back(one: House, web: NewsWeb) -> None:
    await one.keep("add", web.address("/feed"))
    await one.poller.check()
    (herring,) = [offer.article_id for offer in await one.desk.offers("Quota 0", OWN) if offer.title == "Quota 0"]
    assert await one.library.remove(herring)
    web.page("/feed", feed(web, HERRING.replace("90", "95"), SHARED), content_type="application/rss+xml")
    await one.poller.check()
    assert "95 tonnes" not in quoted(await one.desk.ask(QUESTION, "alice", OWN))


async def test_a_feed_is_removed_by_address_or_title_and_its_articles_stay(one: House, web: NewsWeb) -> None:
    await one.keep("add", web.address("/feed"))
    await one.poller.check()
    reply = await one.keep("list")
    assert (reply.heading, reply.private) == ("1 feed of this server alone, of 2 that it may have", True)
    ((item,),) = [block.items for block in reply.blocks if isinstance(block, Listing)]
    assert item.text == "The Port Times"
    assert item.detail.startswith(f"{web.address('/feed')} · works · 2 articles · polled ")
    assert told(await one.keep("remove", "port times")) == f" Removed: The Port Times ({web.address('/feed')}). Its articles stay."
    assert "90 tonnes" in quoted(await one.desk.ask(QUESTION, "alice", OWN))
    assert "has no feeds of its own" in told(await one.keep("list"))
    with pytest.raises(BadSource, match="no such feed"):
        await one.keep("remove", web.address("/feed"))


async def test_what_fits_several_feeds_or_is_of_elsewhere_removes_none(one: House, web: NewsWeb) -> None:
    await one.keep("add", web.address("/feed"))
    await one.keep("add", web.address("/other"))
    with pytest.raises(BadSource) as refused:
        await one.keep("remove", "The Port Times")
    assert [suggestion.rpartition("/")[2] for suggestion in refused.value.suggestions] == ["feed)", "other)"]
    with pytest.raises(BadSource):
        await one.keep("remove", web.address("/feed"), ELSEWHERE[0])
    assert len(await one.feeds.listed()) == 2
    await one.keep("remove", web.address("/other"))
    assert [each.address for each in await one.feeds.listed()] == [web.address("/feed")]


async def test_one_that_is_there_already_is_said_to_be_also_where_everyone_has_it(one: House, web: NewsWeb) -> None:
    await one.keep("add", web.address("/feed"))
    for address in ("/feed", "/page"):
        assert "Was there already: The Port Times" in told(await one.keep("add", web.address(address)))
    await one.feeds.add(web.address("/other"), EVERYONE, clock(), title="Other")
    assert "Was there already, for everyone: Other" in told(await one.keep("add", web.address("/other")))
    assert len(await one.feeds.listed(["p:w"])) == 1


async def test_a_workspace_has_no_more_feeds_than_it_may_however_many_are_added_at_once(each: House) -> None:
    async def add(n: int) -> bool:
        try:
            await each.feeds.add(f"https://news.example/{n}", "p:w", clock(), most=2)
        except TooMany:
            return False
        return True

    assert sum(await asyncio.gather(*map(add, range(6)))) == 2
    assert await add(int((await each.feeds.listed())[0].address[-1])), "one that is there already is not one more"
    with pytest.raises(TooMany, match="There are 2 feeds already"):
        await each.feeds.add("https://news.example/9", "p:w", clock(), most=2)


async def test_a_disabled_feed_that_is_added_again_is_polled_again(each: House, web: NewsWeb) -> None:
    await each.keep("add", web.address("/feed"))
    (claimed,) = await each.feeds.claim(clock(), 1)
    await each.feeds.settle(replace(claimed, state="disabled", reason="404", failing_since=clock() - timedelta(days=8)))
    assert "no longer polled: 404" in listed(await each.keep("list"))
    assert "Polled again: The Port Times" in told(await each.keep("add", web.address("/feed")))
    (known,) = await each.feeds.listed()
    assert (known.state, known.reason, known.failing_since) == ("ok", "", None)


async def test_those_who_do_not_manage_and_places_outside_of_any_workspace_keep_none(one: House, web: NewsWeb) -> None:
    for part in ("add", "list", "remove", ""):
        with pytest.raises(NotAllowed, match="Only managers"):
            await one.keep(part, web.address("/feed"), manages=False)
        with pytest.raises(NotAllowed, match="Feeds belong to a server"):
            await one.keep(part, web.address("/feed"), ELSEWHERE[-1])
    assert web.requests == []


async def test_who_asks_outside_of_any_place_sees_no_workspaces_own(one: House, web: NewsWeb) -> None:
    await one.keep("add", web.address("/feed"))
    await one.poller.check()
    service = one.desk._answering.service
    assert (await service.searched()).articles == 1
    assert [source.citation.article_id for source in await service.sources()] == ["public"]
    assert (await service.preview("herring")).articles == ()
    assert await service.offers("Quota 0") == []
    assert "90 tonnes" not in str(await service.ask(QUESTION))
    with pytest.raises(BadSource):
        await service.summarize("Quota 0")

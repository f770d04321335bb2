"""Feeds of a workspace, and what cannot be done."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.failing import explained
from adapters.settings import Settings
from adapters.wiring import Finder, House
from bench.gallery.sections import PERSON, PLACE, Section, Shown
from bot.alerts.subscribing import Wish
from bot.blocks import Reply
from bot.feeds import wording
from bot.feeds.keeping import FeedFinder, FoundFeed, Giver, Home, WorkspaceFeeds
from bot.places import collection
from index.articles import EVERYONE
from index.errors import SherpaError
from index.news.reading import FoundFeed as Found
from index.store.feeds import Feeds, State, StoredFeed

PORT, FERRY, COAST = "https://port.example/feed", "https://ferry.example/news.xml", "https://coast.example/rss"
TITLES = {PORT: "The Port Times", FERRY: "Ferry Weekly", COAST: "Coast Daily"}
OWN = collection(PLACE.platform, PLACE.workspace)
#: Feeds that the workspace may have.
MOST = 20


class Known:
    """Finds feeds that are known; all else as it is found for real, where it is refused before anything is fetched."""

    def __init__(self, real: FeedFinder) -> None:
        self._real = real

    async def find(self, address: str) -> FoundFeed:
        """See `FeedFinder`."""
        return Found(address, TITLES[address]) if address in TITLES else await self._real.find(address)


async def feeds(house: House, settings: Settings) -> Section:
    """What is said to those who keep feeds."""
    stored = Feeds(house.store)
    kept = WorkspaceFeeds(stored, Known(Finder(settings)), most=MOST, clock=lambda: datetime.now(UTC))

    async def manages() -> bool:
        return True

    giver = Giver(PERSON, PLACE, Home("server", "Only people who may manage the server can keep feeds."), manages)
    empty = await kept.listed(giver)
    added = await kept.add(PORT, giver)
    there = await kept.add(PORT, giver)
    await stored.add(COAST, EVERYONE, datetime.now(UTC), title=TITLES[COAST])
    everyones = await kept.add(COAST, giver)
    await kept.add(FERRY, giver)
    failed = await _fails(stored, FERRY, "disabled")
    listed = await kept.listed(giver)
    revived = await kept.add(FERRY, giver)
    await _fails(stored, FERRY, "failing")
    return Section(
        "Feeds",
        (
            Shown("A feed is added", added),
            Shown("It was there", there),
            Shown("It is everyone's", everyones),
            Shown("The list of feeds", listed),
            Shown("There are none", empty),
            Shown("One works again", revived),
            Shown("One is removed", await kept.remove("Port Times", giver)),
            Shown("To whoever added one that fails", wording.no_longer_polled(failed, to_adder=True)),
            Shown("To the channel where it was added", wording.no_longer_polled(failed, to_adder=False)),
            Shown("One is refused", await _refused(kept.add("http://192.168.1.1/feed", giver))),
            Shown("One that is not there", await _refused(kept.remove("The Harbour", giver))),
        ),
    )


async def _fails(stored: Feeds, address: str, state: State) -> StoredFeed:
    """The feed, failing for a week."""
    feed = await stored.get(address, OWN)
    assert feed is not None
    (mine,) = await stored.claim(datetime.now(UTC), 1, ids=[feed.id])
    polled = datetime(2025, 8, 19, 6, 30, tzinfo=UTC)
    failing = replace(
        mine, state=state, reason="There is nothing at that address (404)", polled=polled, failing_since=polled - timedelta(days=7)
    )
    await stored.settle(failing)
    return failing


async def errors(house: House) -> Section:
    """What cannot be done, said to whoever asked alone."""
    service, subscribing = house.service, house.alerts.subscribing
    held = house.desk.hold(PERSON, PLACE)
    while held is None:
        held = house.desk.hold(PERSON, PLACE)
    return Section(
        "What cannot be done",
        (
            Shown("A source that several could be", await _refused(service.summarize("Trump", where=PLACE.where))),
            Shown("A source that there is not", await _refused(service.summarize("Summit in Reykjavik", where=PLACE.where))),
            Shown("Too many questions at once", held),
            Shown("A topic that cannot be read", await _refused(subscribing.subscribe(Wish('"', PLACE, PERSON, manages=True)))),
            Shown("A channel that others manage", await _refused(subscribing.subscribe(Wish("NATO", PLACE, PERSON, manages=False)))),
        ),
    )


async def _refused(doing: Awaitable[object]) -> Reply:
    try:
        await doing
    except SherpaError as error:
        return explained(error)
    raise AssertionError("it was not refused")

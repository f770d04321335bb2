"""`WorkspaceFeeds`: `/feed add`, `/feed list` and `/feed remove`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.blocks import Reply
from bot.feeds import wording
from bot.feeds.adding import Adder
from bot.places import Place, collection
from bot.sources import OFFERED, SUGGESTIONS
from index.articles import EVERYONE
from index.cleaning import clean_line
from index.errors import BadInput, BadSource, NotAllowed
from index.store.feeds import Feeds, StoredFeed

#: Characters of an address: as many as an article's may have.
MAX_ADDRESS = 2_000


class FoundFeed(Protocol):
    """A feed, where it was found in the end, and what it calls itself; "" where it says nothing."""

    @property
    def address(self) -> str: ...
    @property
    def title(self) -> str: ...


class FeedFinder(Protocol):
    """Looks on the network. Called by `WorkspaceFeeds` alone; takes seconds."""

    async def find(self, address: str) -> FoundFeed:
        """The feed at the address, or the first that the page there names. Raises BadInput with why there is none, or it is not fetched."""
        ...


@dataclass(frozen=True, slots=True)
class Home:
    """What a platform calls what feeds belong to ("server"), and who may keep them ("Only people who …")."""

    name: str
    managers: str


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gives the command, and where. `manages` tells whether that person manages the place's workspace, and may take a while."""

    person: str
    place: Place
    home: Home
    manages: Callable[[], Awaitable[bool]]


class FeedOffer(NamedTuple):
    """A feed that may be meant by what is typed so far."""

    id: str
    title: str
    address: str


class WorkspaceFeeds:
    """A workspace has at most `most`. Without a `finder` nobody may keep any. `clock` gives the time in UTC.

    What raises NotAllowed does so for whoever may not: see `check`.
    """

    def __init__(self, feeds: Feeds, finder: FeedFinder | None, *, most: int, clock: Callable[[], datetime]) -> None:
        self._feeds = feeds
        self._finder = finder
        self._most = most
        self._clock = clock
        self._left: dict[str, int] = {}  # how often Sherpa left, by collection

    @property
    def are_allowed(self) -> bool:
        """Whether whoever runs Sherpa allows them."""
        return self._finder is not None

    async def check(self, giver: Giver) -> FeedFinder:
        """What finds feeds. Raises NotAllowed where feeds are not allowed, outside of a workspace, and for who does not manage it."""
        if self._finder is None:
            raise NotAllowed(wording.OFF)
        if not giver.place.workspace:
            raise NotAllowed(wording.no_home(giver.home.name))
        if not await giver.manages():
            raise NotAllowed(giver.home.managers)
        return self._finder

    async def keep(self, part: str, argument: str, giver: Giver) -> Reply:
        """What the part of the command `feed` does: "add", "list" or "remove". Raises what that raises."""
        match part:
            case "add":
                return await self.add(argument, giver)
            case "list":
                return await self.listed(giver)
            case "remove":
                return await self.remove(argument, giver)
            case _:
                await self.check(giver)
                raise BadInput(wording.USAGE)

    async def add(self, address: str, giver: Giver) -> Reply:
        """Has the feed polled for the giver's workspace alone. Raises BadInput for an address without one, and TooMany."""
        finder = await self.check(giver)
        if not address.strip():
            raise BadInput(wording.NO_ADDRESS)
        if len(address) > MAX_ADDRESS:
            raise BadInput(f"The address is longer than {MAX_ADDRESS:,} characters.")
        own = collection(giver.place.platform, giver.place.workspace)
        left = self._left.get(own)
        known = await self._feeds.get(address.strip(), own)
        if known is not None and known.state != "disabled":
            return wording.there_already(known)
        reply = await self._keep_found(await finder.find(address), own, giver)
        if self._left.get(own) != left:
            await self._feeds.remove_collection(own)
        return reply

    async def _keep_found(self, found: FoundFeed, own: str, giver: Giver) -> Reply:
        if everyones := await self._feeds.get(found.address, EVERYONE):
            return wording.everyones_already(everyones)
        by = Adder(platform=giver.place.platform, workspace=giver.place.workspace, channel=giver.place.channel, person=giver.person)
        feed, new = await self._feeds.add(found.address, own, self._clock(), title=found.title, added_by=str(by), most=self._most)
        if new:
            return wording.added(feed, giver.home.name)
        if feed.state != "disabled":
            return wording.there_already(feed)
        await self._feeds.revive(feed.id, self._clock())
        return wording.revived(feed)

    async def listed(self, giver: Giver) -> Reply:
        """The workspace's own feeds, those first that fail."""
        await self.check(giver)
        return wording.listed(await self._own(giver), giver.home.name, self._most)

    async def remove(self, named: str, giver: Giver) -> Reply:
        """Has the feed of that address or title polled no more; its articles stay. Raises BadSource, with suggestions."""
        await self.check(giver)
        feed = find(named, await self._own(giver))
        await self._feeds.remove(feed.address, feed.collection)
        return wording.removed(feed)

    async def offers(self, typed: str, giver: Giver) -> list[FeedOffer]:
        """Feeds of the workspace that may be meant, at most `OFFERED`; none to those who may not keep any."""
        try:
            await self.check(giver)
        except NotAllowed:
            return []
        wanted = clean_line(typed).casefold()
        fitting = [feed for feed in await self._own(giver) if wanted in f"{feed.title}\n{feed.address}".casefold()]
        return [FeedOffer(feed.id, wording.name(feed), feed.address) for feed in fitting[:OFFERED]]

    async def leave(self, platform: str, workspace: str) -> None:
        """Forgets the feeds of a workspace that Sherpa is no longer part of, and those that are being added meanwhile."""
        own = collection(platform, workspace)
        self._left[own] = self._left.get(own, 0) + 1
        await self._feeds.remove_collection(own)

    async def _own(self, giver: Giver) -> list[StoredFeed]:
        return await self._feeds.listed([collection(giver.place.platform, giver.place.workspace)])


def find(named: str, feeds: Sequence[StoredFeed]) -> StoredFeed:
    """The feed that is meant: by its id, its address, its whole title or words of either. Raises BadSource."""
    wanted = clean_line(named).casefold()
    if not wanted:
        raise BadSource(wording.NO_FEED)
    ways: tuple[Callable[[StoredFeed], bool], ...] = (
        lambda feed: wanted in (feed.id, feed.address.casefold()),
        lambda feed: wanted == feed.title.casefold(),
        lambda feed: wanted in f"{feed.title}\n{feed.address}".casefold(),
    )
    for way in ways:
        if fitting := [feed for feed in feeds if way(feed)]:
            if len(fitting) == 1:
                return fitting[0]
            raise BadSource(wording.SEVERAL, [wording.named(feed) for feed in fitting[:SUGGESTIONS]])
    raise BadSource(wording.NONE_SUCH, [wording.named(feed) for feed in feeds[:SUGGESTIONS]])

"""What is new in a feed, and taking that in.

What was taken in before a process died is known again by its id, so that nothing is lost and nothing comes twice.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from index.articles import EVERYONE, Article
from index.library import Added, Library
from index.news.entries import Entry, Feed
from index.news.errors import Busy, Refused
from index.news.fetching import Fetcher
from index.news.making import appeared, entry_key, entry_mark, from_entry, is_of_site
from index.news.moves import under_known_ids
from index.news.reading import AT_ONCE as PAGES_AT_ONCE
from index.news.reading import Reader
from index.store.feeds import Feeds, Seen, StoredFeed

_log = logging.getLogger(__name__)

#: Entries of one feed that are dealt with, and stored, together.
ENTRIES = 30
#: How long an entry waits for a page that cannot be read; then what the feed says has to do.
WAITS = timedelta(days=1)
#: The same for a page that is not there: a publisher's servers do not all learn of a new one at once.
WAITS_FOR_MISSING = timedelta(minutes=15)
#: The longest time between two tries to read such a page.
LONGEST_WAIT = timedelta(hours=1)
#: Causes for which a page cannot be read now, and may be later.
PASSING = frozenset(
    {"not reachable", "name not found", "too slow", "bad answer"}
    | {"408", "429", "500", "502", "503", "504", "520", "521", "522", "523", "524"}  # from 520 on: a proxy's, of the server behind it
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was added, whether anything was new, whether something is left for which there was no time, and whether something waits."""

    added: Sequence[Added]
    changed: bool
    left: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """A feed as it was read: what it says, and where it was found. What came into it since the last time `appeared` by then."""

    feed: StoredFeed
    read: Feed
    address: str
    appeared: datetime | None  #: None where it was never read before


@dataclass(slots=True)
class _Wait:
    """An entry whose page cannot be read now."""

    since: datetime
    until: datetime
    tries: int = 1


class FeedIntake:
    """For one event loop. What waits for a page is tried again after `shortest` seconds, and then after longer and longer."""

    def __init__(self, library: Library, feeds: Feeds, fetcher: Fetcher, *, shortest: float, clock: Callable[[], datetime]) -> None:
        self._library = library
        self._feeds = feeds
        self._reader = Reader(fetcher)
        self._shortest = shortest
        self._clock = clock
        self._waits: dict[str, dict[str, _Wait]] = {}  # by feed and entry

    async def take_in(self, feed: StoredFeed, read: Feed, address: str, now: datetime, seconds: float | None) -> TakenIn:
        """What is new in the feed, which was found at the address: as much as there is time for; with None all, what waits too."""
        fresh = await self._fresh(feed, read.entries)
        waits = self._waits.get(feed.id, {})
        left = [entry for entry in fresh if seconds is None or (wait := waits.get(entry_key(entry))) is None or wait.until <= now]
        reading = _Reading(feed, read, address, now if await self._feeds.was_read(feed) else None)
        added: list[Added] = []
        end = None if seconds is None else asyncio.get_running_loop().time() + seconds
        while left and (end is None or asyncio.get_running_loop().time() < end):
            some, left = left[:ENTRIES], left[ENTRIES:]
            new, undone = await self._store_some(reading, some, end)
            added, left = added + new, undone + left
        return TakenIn(added, changed=bool(fresh), left=bool(left), waits=bool(self._waits.get(feed.id)))

    async def _fresh(self, feed: StoredFeed, entries: Iterable[Entry]) -> list[Entry]:
        """Those that were not dealt with, as they are now; the oldest first, since feeds have the newest first."""
        by_key = {entry_key(entry): entry for entry in entries}
        seen = await self._feeds.seen(feed, by_key)
        fresh = {key: entry for key, entry in by_key.items() if key not in seen or seen[key].mark != entry_mark(entry)}
        if waits := {key: wait for key, wait in self._waits.pop(feed.id, {}).items() if key in fresh}:
            self._waits[feed.id] = waits
        return list(fresh.values())[::-1]

    async def _store_some(self, reading: _Reading, entries: Sequence[Entry], end: float | None) -> tuple[list[Added], list[Entry]]:
        """Stores what the entries are of, and then that they were dealt with; gives back those for which there was no time until `end`."""
        turns = asyncio.Semaphore(PAGES_AT_ONCE)
        feed, links = reading.feed, Counter(entry.link for entry in reading.read.entries)

        async def articles(entry: Entry) -> list[Article] | None:
            async with turns:
                return await self._articles(reading, entry, shared=links[entry.link] > 1)

        tasks = {entry_key(entry): asyncio.create_task(articles(entry)) for entry in entries}
        try:
            seconds = None if end is None else max(end - asyncio.get_running_loop().time(), 0)
            _, late = await asyncio.wait(tasks.values(), timeout=seconds)
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.wait(tasks.values())
        undone: list[Entry] = []
        made: dict[str, Article] = {}
        done: list[Seen] = []
        for entry in entries:
            task = tasks[entry_key(entry)]
            found = None if task in late else task.result()
            if task in late:
                undone.append(entry)
            elif found is None:
                self._let_wait(feed, entry)
            else:
                self._waits.get(feed.id, {}).pop(entry_key(entry), None)
                made |= {article.id: article for article in found}
                done.append(Seen(entry_key(entry), entry_mark(entry), found[0].id if found else None))
        return await self._store(reading, list(made.values()), done), undone

    async def _store(self, reading: _Reading, articles: Sequence[Article], done: Sequence[Seen]) -> list[Added]:
        """Without those that somebody took down: a feed does not bring them back."""
        feed = reading.feed
        before = await self._feeds.seen(feed, [each.key for each in done])
        articles, done = await under_known_ids(self._library, articles, done, before)
        known = await self._library.database.known(article.id for article in articles)
        wanted = [article for article in articles if article.id not in known or not known[article.id].is_taken_down]
        if reading.appeared is not None:
            present = await self._library.get([article.id for article in wanted if article.published is None])
            wanted = [appeared(article, present.get(article.id), reading.appeared) for article in wanted]
        added = await self._library.add(wanted) if wanted else []
        await self._feeds.note(feed, done)
        if feed.collection != EVERYONE and not await self._feeds.has_any(feed.collection):  # it may have gone meanwhile
            await self._library.remove_left([each.article.id for each in added if each.new])
            return []
        return list(added)

    def _let_wait(self, feed: StoredFeed, entry: Entry) -> None:
        """Has it tried again, after twice as long each time."""
        now, waits = self._clock(), self._waits.setdefault(feed.id, {})
        wait = waits.setdefault(entry_key(entry), _Wait(now, now, 0))
        wait.until = now + min(timedelta(seconds=self._shortest) * 2.0**wait.tries, LONGEST_WAIT)
        wait.tries = min(wait.tries + 1, 30)

    async def _articles(self, reading: _Reading, entry: Entry, *, shared: bool) -> list[Article] | None:
        """What the entry is of; None where that cannot be told now, and may be later. `shared`: other entries have its link too."""
        try:
            return await self._made(reading, entry, shared=shared)
        except Exception as error:  # noqa: BLE001 - one bad entry holds no other up
            _log.error("entry failed", extra={"error": type(error).__name__})
            return []

    async def _made(self, reading: _Reading, entry: Entry, *, shared: bool) -> list[Article] | None:
        feed, now, outlet = reading.feed, self._clock(), reading.read.title
        own = await asyncio.to_thread(from_entry, entry, outlet, reading.address, feed.collection, now, shared=shared)
        itself = [own] if own is not None else []
        if entry.link is None or (itself and entry.is_whole and is_of_site(entry, reading.address)):
            return itself
        try:
            return await self._reader.articles(entry.link, feed.collection, now, entry=entry, feed_title=outlet) or itself
        except Refused as error:
            wait = self._waits.get(feed.id, {}).get(entry_key(entry))
            return None if now - (wait.since if wait else now) < _patience(error) else itself


def _patience(error: Refused) -> timedelta:
    """For how long a page that was refused so may be there yet."""
    if isinstance(error, Busy) or error.reason.removeprefix("robots.txt ") in PASSING:
        return WAITS
    return WAITS_FOR_MISSING if error.reason == "404" else timedelta()

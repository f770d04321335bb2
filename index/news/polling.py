"""Polling feeds: whose turn it is, what is new in them, and taking that in.

Any number of processes may poll the feeds of one database: each feed is one's at a time. What was taken in before a process died is known
again by its id, so that nothing is lost and nothing comes twice.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from index.articles import EVERYONE, Article
from index.errors import SherpaError
from index.library import Added, Library
from index.news.entries import Entry, Feed
from index.news.errors import BadFeed, Busy, Refused
from index.news.fetching import Fetched, Fetcher, NotModified
from index.news.making import appeared, entry_key, entry_mark, from_entry, is_of_site
from index.news.moves import under_known_ids
from index.news.reading import AT_ONCE as PAGES_AT_ONCE
from index.news.reading import Reader
from index.news.rhythm import jittered, seconds_after, seconds_after_failure
from index.news.sources import followed, parse_source
from index.store.feeds import LEASE, Feeds, Seen, StoredFeed

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

#: Feeds that one process polls at once: most of that time is waiting.
AT_ONCE = 32
#: Of those, feeds that fail: most fail only after a time, and are to keep no other waiting.
FAILING = 8
#: Entries of one feed that are dealt with, and stored, together.
ENTRIES = 30
#: How long an entry waits for a page that cannot be read; then what the feed says has to do.
WAITS = timedelta(days=1)
#: The same for a page that is not there: a publisher's servers do not all learn of a new one at once.
WAITS_FOR_MISSING = timedelta(minutes=15)
#: The longest time between two tries to read such a page.
LONGEST_WAIT = timedelta(hours=1)
#: Seconds that reading a feed may take, and then again reading its pages; what is left of them has another turn. A feed that fails is to be
#: said so within 90 seconds.
MOST_SECONDS = 75.0
#: Seconds between looks for feeds that are due: when all that were are polled, and when more may be.
REST = 1.0
BUSY = 0.2
#: What is said of a feed where nobody foresaw what happened.
UNFORESEEN = "something that Sherpa did not foresee"


async def to_the_end(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Does it whole, even where its caller is cancelled meanwhile: half a transaction would keep the database from everyone."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of one poll: the feed as it is now, what was added of it, and why that could not be stored or searched."""

    feed: StoredFeed
    added: Sequence[Added] = ()
    trouble: SherpaError | None = None


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


class Poller:
    """For one event loop.

    `shortest` is the shortest time between two polls of one feed, in seconds; a feed that has failed for `patience` is disabled. Reading a
    feed may take `most_seconds`, and then its pages. `clock` gives the time in UTC, `chance` a number from 0 to 1.
    """

    def __init__(
        self,
        library: Library,
        feeds: Feeds,
        fetcher: Fetcher,
        *,
        shortest: float,
        patience: timedelta,
        most_seconds: float = MOST_SECONDS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._library = library
        self._feeds = feeds
        self._fetcher = fetcher
        self._reader = Reader(fetcher)
        self._shortest = shortest
        self._patience = patience
        self._most_seconds = most_seconds
        self._clock = clock
        self._chance = chance
        self._polled_now: set[str] = set()
        self._waits: dict[str, dict[str, _Wait]] = {}  # by feed and entry

    async def run(self, stop: asyncio.Event) -> None:
        """Polls what is due until it is told to stop; then ends what is under way, which is polled again later."""
        running: dict[asyncio.Task[Polled], StoredFeed] = {}
        keeping = asyncio.create_task(self._keep())
        while not stop.is_set():
            try:
                for feed in await self._turns(list(running.values())):
                    running[asyncio.create_task(self._poll(feed))] = feed
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look comes
                _log.warning("feeds not looked at", extra=_cause(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(REST if len(running) < AT_ONCE else BUSY):
                    await stop.wait()
            running = {task: feed for task, feed in running.items() if not task.done()}
        for task in (*running, keeping):
            task.cancel()
        await asyncio.wait({*running, keeping})

    async def _turns(self, polled_now: Sequence[StoredFeed]) -> list[StoredFeed]:
        """The feeds that are polled next, beside those that are."""
        room, failing = AT_ONCE - len(polled_now), sum(feed.state == "failing" for feed in polled_now)
        retried = await self._feeds.claim(self._clock(), min(room, FAILING - failing), states=["failing"])
        return retried + await self._feeds.claim(self._clock(), room - len(retried), states=["ok"])

    async def _keep(self) -> None:
        """Says, as long as it is not cancelled, that what is being polled here is."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                if self._polled_now:
                    await to_the_end(self._feeds.renew(set(self._polled_now), self._clock()))
            except Exception as error:  # noqa: BLE001 - whatever it is, the next time comes
                _log.warning("feeds not kept", extra=_cause(error))

    async def check(self, ids: Collection[str] | None = None) -> list[Polled]:
        """Polls these feeds now, due or not, or all of them; what came of each, once all that was found can be searched.

        One that another process is polling comes as that leaves it, or as it was where that takes longer than a lease.
        """
        began, loop = self._clock(), asyncio.get_running_loop()
        end = loop.time() + (2 * LEASE).total_seconds()
        turns, keeping = asyncio.Semaphore(AT_ONCE), asyncio.create_task(self._keep())

        async def poll(feed: StoredFeed) -> Polled:
            async with turns:
                return await self._poll(feed, whole=True)

        polled: list[Polled] = []
        left = set(ids if ids is not None else [feed.id for feed in await self._feeds.listed()])
        try:
            while left:
                claimed = await self._feeds.claim(self._clock(), len(left), ids=left)
                self._polled_now |= {feed.id for feed in claimed}
                polled += await asyncio.gather(*map(poll, claimed))
                left -= {feed.id for feed in claimed}
                others = [feed for feed in await self._feeds.listed() if feed.id in left]
                late = loop.time() > end
                known = [feed for feed in others if late or (feed.polled is not None and feed.polled >= began)]
                polled += map(Polled, known)
                left = {feed.id for feed in others} - {feed.id for feed in known}
                if left:
                    await asyncio.sleep(REST)
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})
        return polled

    async def _poll(self, feed: StoredFeed, *, whole: bool = False) -> Polled:
        """One feed; with `whole` all that is new in it, however much. Where its server asked to be left alone, it is."""
        self._polled_now.add(feed.id)
        try:
            polled = Polled(feed) if feed.not_before and feed.not_before > self._clock() else await self._read(feed, whole=whole)
        except TimeoutError:
            polled = Polled(self._failed(feed, "too slow"))
        except asyncio.CancelledError:
            with suppress(SherpaError):
                await self._feeds.settle(feed)  # as it was, for whoever is next
            raise
        except Busy as error:
            polled = Polled(self._failed(feed, error.reason, asked=error.retry_after))
        except Refused as error:
            polled = Polled(self._failed(feed, error.reason))
        except BadFeed as error:
            polled = Polled(self._failed(feed, str(error)))
        except SherpaError as error:  # the database or the index: the feed is not to blame
            _log.warning("feed not taken in", extra=_cause(error))
            polled = Polled(replace(feed, due=self._clock() + timedelta(seconds=self._shortest)), trouble=error)
        except Exception as error:  # noqa: BLE001 - one bad feed holds no other up
            _log.error("feed failed", extra={"error": type(error).__name__})
            polled = Polled(self._failed(feed, UNFORESEEN))
        finally:
            self._polled_now.discard(feed.id)
        with suppress(SherpaError):
            await to_the_end(self._feeds.settle(polled.feed))
        return polled

    async def _read(self, feed: StoredFeed, *, whole: bool) -> Polled:
        async with asyncio.timeout(self._most_seconds):
            now = self._clock()
            parsed = await self._fetcher.read(
                feed.address, lambda answer: parse_source(answer, now), etag=feed.etag, last_modified=feed.modified
            )
            if isinstance(parsed, NotModified):
                return Polled(self._worked(feed, parsed, [], changed=False))
            read, answer = await followed(parsed.made, self._fetcher, now), parsed.answer
        if parsed.made.sitemaps:  # what was said of the list says nothing of them
            answer = replace(answer, etag=None, last_modified=None)
        fresh = await self._fresh(feed, read.entries)
        waits = self._waits.get(feed.id, {})
        left = [entry for entry in fresh if whole or (wait := waits.get(entry_key(entry))) is None or wait.until <= self._clock()]
        reading = _Reading(feed, read, answer.url, now if await self._feeds.was_read(feed) else None)
        added: list[Added] = []
        end = None if whole else asyncio.get_running_loop().time() + self._most_seconds
        while left and (end is None or asyncio.get_running_loop().time() < end):
            some, left = left[:ENTRIES], left[ENTRIES:]
            new, undone = await self._take_in(reading, some, end)
            added, left = added + new, undone + left
        published = [entry.published for entry in read.entries if entry.published is not None]
        feed = replace(feed, title=feed.title or (read.title or "")[:300])
        worked = self._worked(feed, answer, published, changed=bool(fresh))
        if left or self._waits.get(feed.id):  # the server is not to say that nothing has changed
            worked = replace(worked, etag=None, modified=None)
        if left:  # its turn comes again soon
            worked = replace(worked, due=self._clock() + timedelta(seconds=self._shortest))
        return Polled(worked, added)

    async def _fresh(self, feed: StoredFeed, entries: Iterable[Entry]) -> list[Entry]:
        """Those that were not dealt with, as they are now; the oldest first, since feeds have the newest first."""
        by_key = {entry_key(entry): entry for entry in entries}
        seen = await self._feeds.seen(feed, by_key)
        fresh = {key: entry for key, entry in by_key.items() if key not in seen or seen[key].mark != entry_mark(entry)}
        if waits := {key: wait for key, wait in self._waits.pop(feed.id, {}).items() if key in fresh}:
            self._waits[feed.id] = waits
        return list(fresh.values())[::-1]

    async def _take_in(self, reading: _Reading, entries: Sequence[Entry], end: float | None) -> tuple[list[Added], list[Entry]]:
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
        return await to_the_end(self._store(reading, list(made.values()), done)), undone

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

    def _worked(self, feed: StoredFeed, answer: Fetched | NotModified, published: Sequence[datetime], *, changed: bool) -> StoredFeed:
        now = self._clock()
        before = max(feed.seconds, self._shortest)
        same = isinstance(answer, NotModified)  # then nothing is known of its rhythm but what was
        seconds = before if same else seconds_after(published, before, self._shortest, changed=changed)
        working = replace(
            feed,
            address=answer.moved_to or feed.address,
            state="ok",
            reason="",
            failing_since=None,
            not_before=None,
            polled=now,
            seconds=seconds,
            due=now + timedelta(seconds=jittered(seconds, self._chance())),
        )
        return working if isinstance(answer, NotModified) else replace(working, etag=answer.etag, modified=answer.last_modified)

    def _failed(self, feed: StoredFeed, reason: str, asked: float | None = None) -> StoredFeed:
        now = self._clock()
        since = feed.failing_since or now
        seconds = seconds_after_failure(feed.seconds, self._shortest, asked)
        given_up = now - since >= self._patience
        if given_up:
            whose = "everyone" if feed.collection == EVERYONE else "a workspace"
            _log.warning("feed disabled", extra={"reason": reason, "host": urlsplit(feed.address).hostname, "of": whose})
        return replace(
            feed,
            state="disabled" if given_up else "failing",
            reason=reason,
            failing_since=since,
            not_before=now + timedelta(seconds=asked) if asked else None,
            polled=now,
            seconds=seconds,
            due=now + timedelta(seconds=max(jittered(seconds, self._chance()), asked or 0)),
        )


def _patience(error: Refused) -> timedelta:
    """For how long a page that was refused so may be there yet."""
    if isinstance(error, Busy) or error.reason.removeprefix("robots.txt ") in PASSING:
        return WAITS
    return WAITS_FOR_MISSING if error.reason == "404" else timedelta()


def _cause(error: Exception) -> dict[str, str]:
    """For the log: its sentence, where it has one that may stand there."""
    return {"error": str(error) if isinstance(error, SherpaError) else type(error).__name__}


#: Causes for which a page cannot be read now, and may be later.
PASSING = frozenset(
    {"not reachable", "name not found", "too slow", "bad answer"}
    | {"408", "429", "500", "502", "503", "504", "520", "521", "522", "523", "524"}  # from 520 on: a proxy's, of the server behind it
)

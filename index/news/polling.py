"""Polling feeds: whose turn it is, and what is known of them then. Taking in what is new is `feed_intake`'s.

Any number of processes may poll the feeds of one database: each feed is one's at a time.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from index.articles import EVERYONE
from index.errors import SherpaError
from index.library import Added, Library
from index.news.errors import BadFeed, Busy, Refused
from index.news.feed_intake import FeedIntake
from index.news.fetching import Fetched, Fetcher, NotModified
from index.news.rhythm import jittered, seconds_after, seconds_after_failure
from index.news.sources import followed, parse_source
from index.store.feeds import LEASE, Feeds, StoredFeed

_log = logging.getLogger(__name__)

#: Feeds that one process polls at once: most of that time is waiting.
AT_ONCE = 32
#: Of those, feeds that fail: most fail only after a time, and are to keep no other waiting.
FAILING = 8
#: Seconds that reading a feed may take, and then again reading its pages; what is left of them has another turn. A feed that fails is to be
#: said so within 90 seconds.
MOST_SECONDS = 75.0
#: Seconds between looks for feeds that are due: when all that were are polled, and when more may be.
REST = 1.0
BUSY = 0.2
#: What is said of a feed where nobody foresaw what happened.
UNFORESEEN = "something that Sherpa did not foresee"


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of one poll: the feed as it is now, what was added of it, and why that could not be stored or searched."""

    feed: StoredFeed
    added: Sequence[Added] = ()
    trouble: SherpaError | None = None


class Poller:
    """For one event loop.

    `shortest` is the shortest time between two polls of one feed, in seconds; a feed that has failed for `patience` is disabled. Reading a
    feed may take `most_seconds`, and then its pages. `clock` gives the time in UTC, `chance` a number from 0 to 1. `noted` hears of each
    poll.
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
        noted: Callable[[Polled], None] | None = None,
    ) -> None:
        self._noted = noted
        self._feeds = feeds
        self._fetcher = fetcher
        self._intake = FeedIntake(library, feeds, fetcher, shortest=shortest, clock=clock)
        self._shortest = shortest
        self._patience = patience
        self._most_seconds = most_seconds
        self._clock = clock
        self._chance = chance
        self._polled_now: set[str] = set()

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
                    await self._feeds.renew(set(self._polled_now), self._clock())
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
        if self._noted is not None:
            self._noted(polled)
        with suppress(SherpaError):
            await self._feeds.settle(polled.feed)
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
        taken = await self._intake.take_in(feed, read, answer.url, now, None if whole else self._most_seconds)
        published = [entry.published for entry in read.entries if entry.published is not None]
        feed = replace(feed, title=feed.title or (read.title or "")[:300])
        worked = self._worked(feed, answer, published, changed=taken.changed)
        if taken.left or taken.waits:  # the server is not to say that nothing has changed
            worked = replace(worked, etag=None, modified=None)
        if taken.left:  # its turn comes again soon
            worked = replace(worked, due=self._clock() + timedelta(seconds=self._shortest))
        return Polled(worked, taken.added)

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


def _cause(error: Exception) -> dict[str, str]:
    """For the log: its sentence, where it has one that may stand there."""
    return {"error": str(error) if isinstance(error, SherpaError) else type(error).__name__}

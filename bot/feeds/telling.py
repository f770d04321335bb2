"""`Telling`: whoever added a feed in chat is told that it is no longer polled."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.answering import Said
from bot.feeds.adding import beginning, read
from bot.feeds.wording import no_longer_polled
from bot.messenger import Messenger
from index.errors import PlaceClosed
from index.store.feeds import LEASE, StoredFeed
from index.store.notices import Notice, Notices

_log = logging.getLogger(__name__)

#: Seconds between looks: nobody waits for this.
REST = 5.0
#: Seconds that are left to what is being sent at the end.
LAST = 10.0
#: How often it is tried, in all.
TRIES = 10
#: The time before the second try; twice as long before each further one.
FIRST_WAIT = timedelta(minutes=1)


class Telling:
    """For one platform and one event loop. Any number of processes may tell for one database; `clock` gives the time in UTC. `last`: the
    seconds that what is being sent may take after Sherpa was told to stop."""

    def __init__(self, notices: Notices, platform: str, messenger: Messenger, clock: Callable[[], datetime], *, last: float = LAST) -> None:
        self._notices = notices
        self._platform = platform
        self._messenger = messenger
        self._clock = clock
        self._last = last

    async def run(self, stop: asyncio.Event) -> None:
        """Until it is told to stop. What is broken off then is looked for and told by whoever is next."""
        while not stop.is_set():
            try:
                await self.tell(stop)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look comes
                _log.warning("nobody told of feeds", extra={"error": type(error).__name__})
            with suppress(TimeoutError):
                async with asyncio.timeout(REST):
                    await stop.wait()

    async def tell(self, stop: asyncio.Event) -> None:
        """Tells all who are to be told now."""
        for notice in await self._notices.claim(beginning(self._platform), self._clock()):
            sending = await self._sent(notice, stop)
            if sending.cancelled():
                return  # it was told to stop
            try:
                sending.result()
            except PlaceClosed:
                _log.warning("nobody can be told that a feed is disabled", extra={"platform": self._platform})
            except Exception as error:  # noqa: BLE001 - Undelivered, or whatever else: this is tried again, and others are told meanwhile
                _log.warning("not told yet", extra={"error": type(error).__name__, "attempt": notice.attempt})
                if notice.attempt < TRIES:
                    await self._notices.hold(notice, self._clock() + FIRST_WAIT * 2 ** (notice.attempt - 1))
                    continue
                _log.error("nobody was told that a feed is disabled", extra={"platform": self._platform, "tries": notice.attempt})
            await self._notices.done(notice, self._clock())

    async def _sent(self, notice: Notice, stop: asyncio.Event) -> asyncio.Task[None]:
        """The sending, ended; the notice is kept the caller's own meanwhile. Cancelled where Sherpa is to stop and it takes long."""
        sending, stopped = asyncio.create_task(self._send(notice)), asyncio.create_task(stop.wait())
        try:
            while not (sending.done() or stop.is_set()):
                await self._notices.hold(notice, self._clock() + LEASE)
                await asyncio.wait({sending, stopped}, timeout=LEASE.total_seconds() / 3, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({sending}, timeout=self._last)
        finally:
            for task in (sending, stopped):
                task.cancel()
            await asyncio.wait({sending, stopped})
        return sending

    async def _send(self, notice: Notice) -> None:
        """To the person; where that cannot be, to where they added it. Raises PlaceClosed or Undelivered."""
        adder = read(notice.feed.added_by)
        if adder is None:
            raise PlaceClosed("It is not known who added the feed.")
        try:
            place = await self._messenger.direct(adder.place, adder.person)
            await self._messenger.send(place, _said(notice.feed, to_adder=True), key=notice.key, again=notice.attempt > 1)
        except PlaceClosed:
            said = _said(notice.feed, to_adder=False)
            await self._messenger.send(adder.place, said, key=notice.key, again=notice.attempt > 1)


def _said(feed: StoredFeed, *, to_adder: bool) -> Said:
    return Said(no_longer_polled(feed, to_adder=to_adder))

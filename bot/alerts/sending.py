"""Sends what is in the outbox, for one platform; and puts in it what has been collected for digests."""

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot import alert_replies
from bot.alerts.digests import next_digest
from bot.alerts.noting import place_of
from bot.alerts.telling import Telling
from bot.answering import Said
from bot.messenger import Messenger
from bot.places import Place
from index.errors import PlaceClosed, SherpaError, Undelivered
from index.store.alert_rows import place_key
from index.store.exchanges import Exchanges
from index.store.outbox import LEASE, Delivery, Outbox
from index.store.subscription_rows import Subscription
from index.store.subscriptions import Subscriptions

_log = logging.getLogger(__name__)

#: Messages that one process sends at once, each to another place.
AT_ONCE = 16
#: Seconds between looks for what is due, when nothing was.
REST = 0.5
#: Seconds between looks for digests whose time has come.
DIGESTS = 20.0
#: How often a message is sent in all before it is given up: with the waits between, for about a day.
ATTEMPTS = 12
#: Seconds before the second try; twice as long before each further one, up to the longest, and up to half of that more by chance.
BACKOFF = 10.0
LONGEST_BACKOFF = 4 * 3_600.0


class AlertSender:
    """One for each platform and process; any number of processes may share a database. `burst`: messages that wait in a place from which
    on they become one. `hour`: at which digests come. `clock` gives the time in UTC, `chance` a number from 0 to 1.
    """

    def __init__(
        self,
        platform: str,
        messenger: Messenger,
        telling: Telling,
        *,
        outbox: Outbox,
        subscriptions: Subscriptions,
        exchanges: Exchanges,
        burst: int,
        hour: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._platform = platform
        self._messenger = messenger
        self._outbox = outbox
        self._subscriptions = subscriptions
        self._exchanges = exchanges
        self._telling = telling
        self._burst = burst
        self._hour = hour
        self._clock = clock
        self._chance = chance
        self._sending: dict[str, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Until it is told to stop; then ends what is under way, which is looked for before it is sent again."""
        loop = asyncio.get_running_loop()
        kept = looked = loop.time()
        while not stop.is_set():
            with suppress(SherpaError):  # the database: the next look comes
                if loop.time() - kept >= LEASE.total_seconds() / 3 and self._sending:
                    kept = loop.time()
                    await self._outbox.renew(set(self._sending), self._clock())
                if loop.time() >= looked:
                    looked = loop.time() + DIGESTS
                    await self.collect()
                await self._begin()
            with suppress(TimeoutError):
                async with asyncio.timeout(REST):
                    await stop.wait()
        if not self._sending:
            return
        left = dict(self._sending)
        for task in left.values():
            task.cancel()
        await asyncio.wait(left.values())
        with suppress(SherpaError):  # else their leases end by themselves
            await self._outbox.release(set(left))

    async def drain(self) -> None:
        """Sends all that is due now, and ends."""
        await self.collect()
        while await self._begin():
            await asyncio.wait(list(self._sending.values()))

    async def collect(self) -> None:
        """Makes messages of the digests whose time has come."""
        due: defaultdict[tuple[str, str], list[Subscription]] = defaultdict(list)
        now = self._clock()
        for each in await self._subscriptions.digests_due(now):
            if each.platform == self._platform:
                due[place_key(place_of(each)), each.rhythm].append(each)
        for some in due.values():
            await self._outbox.collect([each.id for each in some], self._platform, place_of(some[0]), now)
            for each in some:
                await self._subscriptions.change(each.id, next_digest=next_digest(each.rhythm, now, each.zone, self._hour))

    async def _begin(self) -> bool:
        """Takes up what is due and there is room for; whether anything is under way."""
        room = AT_ONCE - len(self._sending)
        claimed = await self._outbox.claim(self._platform, self._clock(), room, burst=self._burst) if room else []
        for delivery in claimed:
            task = asyncio.create_task(self._send(delivery))
            self._sending[delivery.id] = task
            task.add_done_callback(lambda _, id_=delivery.id: self._sending.pop(id_, None))  # type: ignore[misc]  # bound now
        return bool(self._sending)

    async def _send(self, delivery: Delivery) -> None:
        try:
            await self._deliver(delivery)
        except SherpaError as error:  # the database: the lease ends, and it is looked for before it is sent again
            _log.warning("alert left undone", extra={"error": type(error).__name__})
        except Exception as error:  # noqa: BLE001 - one bad message holds no other up
            _log.error("alert failed", extra={"error": type(error).__name__})
            with suppress(SherpaError):
                await self._again(delivery, "something that Sherpa did not foresee")

    async def _deliver(self, delivery: Delivery) -> None:
        said = await self._telling.said(delivery, self._clock())
        if said is None or said.exchange is None:
            await self._outbox.sent(delivery, "")
            return
        if await self._exchanges.get(said.exchange.id, self._clock()) is None:
            await self._exchanges.add(said.exchange)
        place = Place.model_validate(dict(delivery.place))
        try:
            message = await self._messenger.send(place, said, key=f"alert:{delivery.id}", again=delivery.doubtful)
        except PlaceClosed as error:
            await self._outbox.dead(delivery, str(error))
            await self._close(place, str(error), delivery)
        except Undelivered as error:
            await self._again(delivery, str(error))
        else:
            await self._outbox.sent(delivery, message)
            await self._exchanges.showing(said.exchange, message)

    async def _close(self, place: Place, why: str, delivery: Delivery) -> None:
        """Tells a place nothing more until somebody subscribes there again, and says so to whoever did, where that can be."""
        paused = await self._subscriptions.pause(place.platform, place.workspace, place.channel, why)
        _log.warning("place closed", extra={"platform": self._platform, "subscriptions": len(paused)})
        for owner in {each.owner for each in paused if each.owner and each.kind != "direct"}:
            topics = [each.topic for each in paused if each.owner == owner]
            with suppress(PlaceClosed, Undelivered):
                there = await self._messenger.direct(place, owner)
                key = f"paused:{delivery.id}:{owner}"
                await self._messenger.send(there, Said(alert_replies.paused(topics, why)), key=key, again=delivery.doubtful)

    async def _again(self, delivery: Delivery, reason: str) -> None:
        if delivery.attempt >= ATTEMPTS:
            _log.error("alert given up", extra={"platform": self._platform, "attempts": delivery.attempt})
            await self._outbox.dead(delivery, reason)
            return
        wait = min(BACKOFF * 2.0 ** (delivery.attempt - 1), LONGEST_BACKOFF) * (1 + self._chance() / 2)
        await self._outbox.failed(delivery, reason, self._clock() + timedelta(seconds=wait))

"""The outbox: which stories are to be told to which places, written in the transaction that stores them, and what became of it."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Literal, NamedTuple

from sqlalchemy import Row, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from index.store.alert_rows import Alert, Kind, alert_of, put
from index.store.portions import portions
from index.store.rows import moment
from index.store.schema import alerts, deliveries, subscriptions
from index.store.store import Store
from index.store.whole import whole

#: "dead": given up.
State = Literal["due", "sent", "dead"]

#: How long a process has a delivery for itself before another may think it dead, unless it says that it is not.
LEASE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a place is to have. `place` is what a `bot.places.Place` is made of."""

    id: str
    platform: str
    place: Mapping[str, str]
    kind: Kind
    attempt: int  #: from 1 up
    doubtful: bool  #: whether a process that is gone may have sent it
    alerts: tuple[Alert, ...]


class Counts(NamedTuple):
    """Of deliveries: still to be sent, sent, tried and not sent yet, given up."""

    due: int
    sent: int
    failed: int
    dead: int


class Dead(NamedTuple):
    """A delivery that was given up."""

    place: Mapping[str, str]
    reason: str
    made: datetime


class Outbox:
    """One for each process: what it claims is its own while it renews it. Everything here raises StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner = token_hex(8)

    @whole
    async def claim(self, platform: str, now: datetime, most: int, *, burst: int) -> list[Delivery]:
        """Deliveries that are due, of each place the first alone, so that a place has its messages in order. The caller's until `settle`,
        or until the lease ends. Where more than `burst` wait in a place, they become one.
        """
        async with self._store.reading() as connection:
            if not await connection.scalar(select(exists().where(*_free(platform, now)))):
                return []  # as it mostly is: a write would hold others up for nothing
        async with self._store.writing() as connection:
            query = select(deliveries).where(*_free(platform, now), _is_first()).order_by(deliveries.c.number).limit(most)
            rows = (await connection.execute(query.with_for_update(skip_locked=True))).all()
            mine = {"owner": self._owner, "until": moment(now + LEASE)}
            for row in rows:
                if row.attempt == 0:
                    await _gather_burst(connection, row, now, burst)
                where = deliveries.c.id == row.id
                await connection.execute(update(deliveries).where(where).values(**mine, attempt=row.attempt + 1))
            told = await _alerts_of(connection, [row.id for row in rows])
        return [_delivery(row, told[row.id]) for row in rows]

    @whole
    async def renew(self, ids: Collection[str], now: datetime) -> None:
        """Keeps what is the caller's own for another lease."""
        async with self._store.writing() as connection:
            mine = (deliveries.c.id.in_(list(ids)), deliveries.c.owner == self._owner)
            await connection.execute(update(deliveries).where(*mine).values(until=moment(now + LEASE)))

    async def sent(self, delivery: Delivery, message: str) -> None:
        """It was shown, by that message."""
        await self._settle(delivery, state="sent", message=message, reason="")

    async def failed(self, delivery: Delivery, reason: str, again: datetime) -> None:
        """It was not shown, and is tried again then."""
        await self._settle(delivery, reason=reason, due=moment(again))

    async def dead(self, delivery: Delivery, reason: str) -> None:
        """It was not shown, and is given up."""
        await self._settle(delivery, state="dead", reason=reason)

    @whole
    async def release(self, ids: Collection[str]) -> None:
        """Gives back what was begun and may have been sent."""
        async with self._store.writing() as connection:
            mine = (deliveries.c.id.in_(list(ids)), deliveries.c.owner == self._owner)
            await connection.execute(update(deliveries).where(*mine).values(until=""))

    @whole
    async def collect(self, subscriptions_: Sequence[str], platform: str, place: Mapping[str, str], now: datetime) -> bool:
        """Makes one message of what these subscriptions of a place have collected; False where that is nothing."""
        async with self._store.writing() as connection:
            ready = (alerts.c.subscription.in_(list(subscriptions_)), alerts.c.delivery.is_(None), ~alerts.c.waiting)
            if not await connection.scalar(select(exists().where(*ready))):
                return False
            id_ = await put(connection, platform, place, "digest", now)
            await connection.execute(update(alerts).where(*ready).values(delivery=id_))
        return True

    async def counts(self) -> Counts:
        """How it stands."""
        by_state = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)  # of the index alone, however many were sent
        tried = select(func.count()).where(deliveries.c.state == "due", deliveries.c.attempt > 0)
        async with self._store.reading() as connection:
            found = {state: int(count) for state, count in await connection.execute(by_state)}
            failed = int(await connection.scalar(tried) or 0)
        return Counts(found.get("due", 0), found.get("sent", 0), failed, found.get("dead", 0))

    async def dead_letters(self, most: int) -> list[Dead]:
        """The last that were given up."""
        query = select(deliveries).where(deliveries.c.state == "dead").order_by(deliveries.c.number.desc()).limit(most)
        async with self._store.reading() as connection:
            rows = await connection.execute(query)
            return [Dead(json.loads(row.place), row.reason, datetime.fromisoformat(row.made)) for row in rows]

    async def by_message(self, platform: str, message: str) -> Delivery | None:
        """What that message shows."""
        query = select(deliveries).where(deliveries.c.platform == platform, deliveries.c.message == message)
        return await self._one(query)

    async def get(self, id_: str) -> Delivery | None:
        """The delivery of that id."""
        return await self._one(select(deliveries).where(deliveries.c.id == id_))

    @whole
    async def expire(self, before: datetime) -> int:
        """Forgets what was sent, given up or never became due, and was made before that; how many messages.

        With a message all that it told goes: some may have been made later, and have come into it in a burst.
        """
        old = (deliveries.c.made <= moment(before), deliveries.c.state != "due")
        async with self._store.writing() as connection:
            await connection.execute(delete(alerts).where(alerts.c.delivery.in_(select(deliveries.c.id).where(*old))))
            gone = await connection.execute(delete(deliveries).where(*old))
            left = select(deliveries.c.id).where(deliveries.c.id == alerts.c.delivery)
            stale = (alerts.c.made <= moment(before), or_(alerts.c.delivery.is_(None), ~left.exists()))
            await connection.execute(delete(alerts).where(*stale))
        return int(gone.rowcount)

    @whole
    async def remove_workspace(self, platform: str, workspace: str) -> None:
        """Forgets all that was and is to be told there."""
        query = select(deliveries.c.id, deliveries.c.place).where(deliveries.c.platform == platform)
        async with self._store.writing() as connection:
            ids = [row.id for row in await connection.execute(query) if json.loads(row.place).get("workspace") == workspace]
            for some in portions(ids):
                await connection.execute(delete(alerts).where(alerts.c.delivery.in_(some)))
                await connection.execute(delete(deliveries).where(deliveries.c.id.in_(some)))

    async def _one(self, query: Any) -> Delivery | None:
        async with self._store.reading() as connection:
            row = (await connection.execute(query)).first()
            return _delivery(row, (await _alerts_of(connection, [row.id]))[row.id]) if row else None

    @whole
    async def _settle(self, delivery: Delivery, **values: Any) -> None:
        mine = (deliveries.c.id == delivery.id, deliveries.c.owner == self._owner)
        async with self._store.writing() as connection:
            await connection.execute(update(deliveries).where(*mine).values(**values, until=""))


def _free(platform: str, now: datetime) -> tuple[Any, ...]:
    return (
        deliveries.c.state == "due",
        deliveries.c.platform == platform,
        deliveries.c.due <= moment(now),
        deliveries.c.until <= moment(now),
    )


def _is_first() -> Any:
    """Nothing is due in its place that became so before, claimed or not."""
    earlier = deliveries.alias()
    same_place = (earlier.c.place == deliveries.c.place, earlier.c.state == "due", earlier.c.number < deliveries.c.number)
    return ~select(earlier.c.id).where(*same_place).exists()


async def _gather_burst(connection: AsyncConnection, first: Row[Any], now: datetime, burst: int) -> None:
    """Puts what waits behind it in its place into the message, where that is much."""
    behind = (deliveries.c.place == first.place, deliveries.c.state == "due", deliveries.c.number > first.number)
    untouched = (deliveries.c.kind == "alert", deliveries.c.attempt == 0, deliveries.c.due <= moment(now))
    ids = list((await connection.scalars(select(deliveries.c.id).where(*behind, *untouched))).all())
    if first.kind != "alert" or len(ids) < burst:
        return
    for some in portions(ids):
        await connection.execute(update(alerts).where(alerts.c.delivery.in_(some)).values(delivery=first.id))
        await connection.execute(delete(deliveries).where(deliveries.c.id.in_(some)))


async def _alerts_of(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, list[Alert]]:
    """What the messages tell, by message, in the order in which it was made; not what was unsubscribed from meanwhile."""
    found: defaultdict[str, list[Alert]] = defaultdict(list)
    for some in portions(ids):
        known = select(alerts).join(subscriptions, subscriptions.c.id == alerts.c.subscription)
        query = known.where(alerts.c.delivery.in_(some), ~subscriptions.c.removed).order_by(alerts.c.made, alerts.c.id)
        for row in await connection.execute(query):
            found[row.delivery].append(alert_of(row))
    return found


def _delivery(row: Row[Any], told: Sequence[Alert]) -> Delivery:
    return Delivery(row.id, row.platform, json.loads(row.place), row.kind, row.attempt + 1, row.attempt > 0, tuple(told))

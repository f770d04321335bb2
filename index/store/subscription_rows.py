"""Rows of subscriptions, within somebody's transaction."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from index.store.rows import moment
from index.store.schema import counters, subscriptions

#: "now": each story by itself, as soon as it is there. The others: what has come up, once a day or a week.
Rhythm = Literal["now", "daily", "weekly"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Something that a place wants to be told of. Names of places and people are the platform's own, and opaque here. Times are UTC."""

    id: str
    platform: str
    workspace: str
    channel: str
    kind: str  #: as in `bot.places.Place`
    thread: str
    topic: str  #: as it was typed
    canonical: str  #: in one form for all ways to type it
    rhythm: Rhythm
    outlets: int  #: distinct ones that a story needs before it is told
    owner: str  #: who subscribed
    zone: str  #: an IANA time zone, for digests
    made: datetime
    role: str = ""  #: who is pinged, where the channel's manager chose so
    paused: str = ""  #: why nothing is told; "" where it is
    muted: datetime | None = None  #: until when nothing is told
    next_digest: datetime | None = None

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What tells its place from all others."""
        return self.platform, self.workspace, self.channel, self.thread


_COUNTER = "subscriptions"
_FIELDS = tuple(field.name for field in fields(Subscription))
_NO_FIELDS = ("number", "removed")
_TIMES = ("made", "muted", "next_digest")
#: What is left of a subscription that was removed: that it was.
FORGOTTEN: dict[str, Any] = dict.fromkeys(("platform", "workspace", "channel", "thread", "topic", "owner", "zone", "role", "paused"), "")


class Change(NamedTuple):
    """The last change of a subscription; None where it was removed."""

    number: int
    id: str
    subscription: Subscription | None


async def changes(connection: AsyncConnection, after: int, most: int) -> list[Change]:
    """The first `most` changes above that number, in their order. From the start (0) without what was removed."""
    wanted = select(subscriptions).where(subscriptions.c.number > after).order_by(subscriptions.c.number).limit(most)
    if after == 0:
        wanted = wanted.where(~subscriptions.c.removed)
    rows = await connection.execute(wanted)
    return [Change(row.number, row.id, None if row.removed else subscription_of(row)) for row in rows]


async def last_change(connection: AsyncConnection) -> int:
    """The number of the last change."""
    return int(await connection.scalar(select(counters.c.value).where(counters.c.name == _COUNTER)) or 0)


def present() -> Select[Any]:
    """Those that were not removed."""
    return select(subscriptions).where(~subscriptions.c.removed)


def at_place(given: Subscription) -> list[ColumnElement[bool]]:
    """What holds of the subscriptions of its place."""
    there = zip(("platform", "workspace", "channel", "thread"), given.place, strict=True)
    return [subscriptions.c[name] == value for name, value in there]


async def next_number(connection: AsyncConnection) -> int:
    """The next change's. Its row is locked until commit: so changes become visible in their order."""
    query = select(counters.c.value).where(counters.c.name == _COUNTER).with_for_update()
    number = int((await connection.execute(query)).scalar_one()) + 1
    await give_out(connection, number)
    return number


async def give_out(connection: AsyncConnection, number: int) -> None:
    """Says that the numbers up to that one are taken."""
    await connection.execute(update(counters).where(counters.c.name == _COUNTER).values(value=number))


async def change(connection: AsyncConnection, id_: str, number: int, values: dict[str, Any]) -> int:
    """Changes columns of a subscription, with that number; 0 where it is gone, else 1."""
    where = (subscriptions.c.id == id_, ~subscriptions.c.removed)
    return int((await connection.execute(update(subscriptions).where(*where).values(**values, number=number))).rowcount)


def columns(subscription: Subscription) -> dict[str, Any]:
    """Its row, but for what tells of changes."""
    values = {name: getattr(subscription, name) for name in _FIELDS}
    return values | {name: moment(values[name]) if values[name] else None for name in _TIMES}


def subscription_of(row: Row[Any]) -> Subscription:
    """The subscription of a row."""
    values = dict(row._mapping)
    for name in _NO_FIELDS:
        del values[name]
    for name in _TIMES:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return Subscription(**values)

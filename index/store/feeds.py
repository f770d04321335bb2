"""The feeds that are polled, whose turn it is, and what has been seen in each."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from sqlalchemy import Row, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from index.errors import TooMany
from index.store.portions import portions
from index.store.rows import moment
from index.store.schema import feed_entries, feeds, meta
from index.store.store import Store
from index.store.whole import whole

#: "ok", also before the first poll; "failing": tried again; "disabled": failing for so long that it is not.
State = Literal["ok", "failing", "disabled"]

#: How long a process has a feed for itself before another may think it dead, unless it says that it is not.
LEASE = timedelta(seconds=15)

#: Of a feed that is not disabled: when it is again, that is news.
NOTHING_TO_TELL = {"told": "", "telling": "", "tellings": 0}


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """A feed of one collection. Times are UTC; None for what has not been yet."""

    id: str
    address: str
    collection: str
    title: str
    added_by: str  #: who added it and where, as `bot.feeds` writes it, the platform first; "" for whoever runs Sherpa
    state: State
    reason: str  #: why it fails
    etag: str | None
    modified: str | None  #: what the feed's server said of its last change
    polled: datetime | None
    due: datetime
    seconds: float  #: from one poll to the next
    failing_since: datetime | None
    not_before: datetime | None = None  #: until then its server asked to be left alone
    articles: int = 0  #: that came from it


class Seen(NamedTuple):
    """An entry of a feed that was dealt with. `mark` changes with what is known of it; `article` is None where it made none."""

    key: str
    mark: str
    article: str | None


class Feeds:
    """One for each process: what it claims is its own until the lease ends. Everything here raises StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner = token_hex(8)

    @whole
    async def add(
        self, address: str, collection: str, now: datetime, *, title: str = "", added_by: str = "", most: int | None = None
    ) -> tuple[StoredFeed, bool]:
        """The feed, due at once, and whether it is new to the collection. Raises TooMany where that has `most` others already."""
        given = {"id": uuid4().hex, "address": address, "collection": collection, "title": title, "added_by": added_by}
        fresh = {"state": "ok", "reason": "", "due": moment(now), "seconds": 0.0, "owner": "", "until": ""}
        try:
            async with self._store.writing() as connection:
                if most is not None:
                    await self._check_room(connection, address, collection, most)
                await connection.execute(insert(feeds).values(**given, **fresh))
        except IntegrityError:
            known = await self.get(address, collection)
            if known is None:
                raise
            return known, False
        made = await self.get(address, collection)
        if made is None:  # taken out at once by another process
            return _feed_of(given | fresh), True
        return made, True

    @staticmethod
    async def _check_room(connection: AsyncConnection, address: str, collection: str, most: int) -> None:
        """One after another, so that several at once do not pass the limit together."""
        await connection.execute(select(meta.c.value).where(meta.c.name == "id").with_for_update())
        others = (feeds.c.collection == collection, feeds.c.address != address)
        if int(await connection.scalar(select(func.count()).select_from(feeds).where(*others)) or 0) >= most:
            raise TooMany(f"There are {most:,} feeds already, which is as many as may be; remove one first.")

    @whole
    async def revive(self, id_: str, now: datetime) -> None:
        """Has a disabled feed polled again, at once and as if it had not failed."""
        values = {"state": "ok", "reason": "", "failing_since": None, "due": moment(now), **NOTHING_TO_TELL}
        async with self._store.writing() as connection:
            await connection.execute(update(feeds).where(feeds.c.id == id_, feeds.c.state == "disabled").values(**values))

    async def get(self, address: str, collection: str) -> StoredFeed | None:
        """The feed of that address."""
        found = await self.listed([collection], address=address)
        return found[0] if found else None

    async def listed(self, collections: Collection[str] | None = None, *, address: str | None = None) -> list[StoredFeed]:
        """All feeds, or those of the collections, in the order of their addresses."""
        count = select(func.count(func.distinct(feed_entries.c.article))).where(feed_entries.c.feed == feeds.c.id).scalar_subquery()
        wanted = select(feeds, count.label("articles")).order_by(feeds.c.address, feeds.c.collection)
        if collections is not None:
            wanted = wanted.where(feeds.c.collection.in_(list(collections)))
        if address is not None:
            wanted = wanted.where(feeds.c.address == address)
        async with self._store.reading() as connection:
            return [feed_of_row(row) for row in await connection.execute(wanted)]

    async def has_any(self, collection: str) -> bool:
        """Whether the collection has feeds."""
        async with self._store.reading() as connection:
            return await connection.scalar(select(feeds.c.id).where(feeds.c.collection == collection).limit(1)) is not None

    @whole
    async def remove(self, address: str, collection: str) -> bool:
        """Forgets the feed, and not its articles. False where there is none."""
        async with self._store.writing() as connection:
            id_ = await connection.scalar(select(feeds.c.id).where(feeds.c.address == address, feeds.c.collection == collection))
            if id_ is None:
                return False
            await connection.execute(delete(feed_entries).where(feed_entries.c.feed == id_))
            await connection.execute(delete(feeds).where(feeds.c.id == id_))
            return True

    @whole
    async def claim(
        self, now: datetime, most: int, *, ids: Collection[str] | None = None, states: Collection[State] = ("ok", "failing")
    ) -> list[StoredFeed]:
        """Feeds in these states whose turn it is, the longest due first; with `ids` these, due or not, whatever their state. The caller's
        until `settle`, or the lease ends."""
        if most <= 0:
            return []
        free = (feeds.c.until <= moment(now),)
        due = (feeds.c.due <= moment(now), feeds.c.state.in_(list(states))) if ids is None else (feeds.c.id.in_(list(ids)),)
        async with self._store.reading() as connection:
            rows = (await connection.execute(select(feeds).where(*free, *due).order_by(feeds.c.due).limit(most))).all()
        claimed: list[StoredFeed] = []
        if not rows:  # as it mostly is: a write would hold others up for nothing
            return claimed
        async with self._store.writing() as connection:
            for row in rows:
                same = (feeds.c.id == row.id, feeds.c.owner == row.owner, feeds.c.until == row.until)
                mine = {"owner": self._owner, "until": moment(now + LEASE)}
                if (await connection.execute(update(feeds).where(*same).values(**mine))).rowcount:
                    claimed.append(feed_of_row(row))
        return claimed

    @whole
    async def renew(self, ids: Collection[str], now: datetime) -> None:
        """Keeps what is the caller's own for another lease."""
        async with self._store.writing() as connection:
            mine = (feeds.c.id.in_(list(ids)), feeds.c.owner == self._owner)
            await connection.execute(update(feeds).where(*mine).values(until=moment(now + LEASE)))

    @whole
    async def settle(self, feed: StoredFeed) -> None:
        """Keeps what a poll has shown of a feed, and gives it back."""
        values = {
            "title": feed.title,
            "address": feed.address,
            "state": feed.state,
            "reason": feed.reason,
            "etag": feed.etag,
            "modified": feed.modified,
            "polled": moment(feed.polled) if feed.polled else None,
            "due": moment(feed.due),
            "seconds": feed.seconds,
            "failing_since": moment(feed.failing_since) if feed.failing_since else None,
            "not_before": moment(feed.not_before) if feed.not_before else None,
            "until": "",
        } | (NOTHING_TO_TELL if feed.state != "disabled" else {})
        mine = (feeds.c.id == feed.id, feeds.c.owner == self._owner)
        try:
            async with self._store.writing() as connection:
                await connection.execute(update(feeds).where(*mine).values(**values))
        except IntegrityError:  # where it moved to, the collection has a feed already
            await self.settle(replace(feed, address=await self._address(feed)))

    async def _address(self, feed: StoredFeed) -> str:
        async with self._store.reading() as connection:
            return str(await connection.scalar(select(feeds.c.address).where(feeds.c.id == feed.id)) or feed.address)

    async def was_read(self, feed: StoredFeed) -> bool:
        """Whether any entry of it was dealt with."""
        async with self._store.reading() as connection:
            return bool(await connection.scalar(select(exists().where(feed_entries.c.feed == feed.id))))

    async def seen(self, feed: StoredFeed, keys: Iterable[str]) -> dict[str, Seen]:
        """Which of the entries were dealt with, by key."""
        found: dict[str, Seen] = {}
        hashes = {_hash(key): key for key in keys}
        async with self._store.reading() as connection:
            for some in portions(hashes):
                wanted = select(feed_entries).where(feed_entries.c.feed == feed.id, feed_entries.c.key.in_(list(some)))
                for row in await connection.execute(wanted):
                    found[hashes[row.key]] = Seen(hashes[row.key], row.mark, row.article)
        return found

    @whole
    async def note(self, feed: StoredFeed, entries: Iterable[Seen]) -> None:
        """Remembers that the entries were dealt with, in place of what was known of them. Nothing, where the feed was removed meanwhile."""
        rows = {(key := _hash(each.key)): {"feed": feed.id, "key": key, "mark": each.mark, "article": each.article} for each in entries}
        if not rows:
            return
        async with self._store.writing() as connection:
            if await connection.scalar(select(feeds.c.id).where(feeds.c.id == feed.id)) is None:
                return
            for some in portions(rows):
                await connection.execute(delete(feed_entries).where(feed_entries.c.feed == feed.id, feed_entries.c.key.in_(list(some))))
            await connection.execute(insert(feed_entries), list(rows.values()))

    @whole
    async def remove_collection(self, collection: str) -> None:
        """Forgets all feeds of a collection."""
        async with self._store.writing() as connection:
            ids = select(feeds.c.id).where(feeds.c.collection == collection)
            await connection.execute(delete(feed_entries).where(feed_entries.c.feed.in_(ids)))
            await connection.execute(delete(feeds).where(feeds.c.collection == collection))


def feed_of_row(row: Row[Any]) -> StoredFeed:
    return _feed_of(dict(row._mapping))


def _feed_of(values: dict[str, Any]) -> StoredFeed:
    known: dict[str, Any] = {name: values.get(name) for name in StoredFeed.__slots__}
    times = {
        name: datetime.fromisoformat(known[name]) if known[name] else None for name in ("polled", "due", "failing_since", "not_before")
    }
    return StoredFeed(**known | times | {"articles": int(values.get("articles") or 0)})


def _hash(key: str) -> str:
    """Keys are addresses of any length; what is kept of them is of one."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

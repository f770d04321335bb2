"""Who is to be told that a feed they added is no longer polled: once, whatever process does it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from index.store.feeds import LEASE, StoredFeed, feed_of_row
from index.store.rows import moment
from index.store.schema import feeds
from index.store.store import Store
from index.store.whole import whole


class Notice(NamedTuple):
    """A disabled feed whose adder is to be told. `attempt` is 1 where nobody can have told them yet."""

    feed: StoredFeed
    attempt: int

    @property
    def key(self) -> str:
        """The same for this time that the feed is disabled, and for no other."""
        return f"feed {self.feed.id} {self.feed.failing_since and moment(self.feed.failing_since)}"


class Notices:
    """What is claimed is the caller's for a lease. Everything here raises StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @whole
    async def claim(self, added_by: str, now: datetime, most: int = 10) -> list[Notice]:
        """Those that are due, of feeds whose `added_by` begins so."""
        due = (
            feeds.c.state == "disabled",
            feeds.c.added_by.startswith(added_by, autoescape=True),
            feeds.c.told == "",
            feeds.c.telling <= moment(now),
        )
        async with self._store.reading() as connection:
            rows = (await connection.execute(select(feeds).where(*due).order_by(feeds.c.id).limit(most))).all()
        claimed: list[Notice] = []
        if not rows:  # as it mostly is
            return claimed
        async with self._store.writing() as connection:
            for row in rows:
                same = (feeds.c.id == row.id, *due, feeds.c.telling == row.telling, feeds.c.tellings == row.tellings)
                mine = {"telling": moment(now + LEASE), "tellings": row.tellings + 1}
                if (await connection.execute(update(feeds).where(*same).values(**mine))).rowcount:
                    claimed.append(Notice(feed_of_row(row), row.tellings + 1))
        return claimed

    async def hold(self, notice: Notice, until: datetime) -> None:
        """Nobody else claims it before that, nor is it claimed again."""
        await self._set(notice, {"telling": moment(until)})

    async def done(self, notice: Notice, now: datetime) -> None:
        """They were told, or nobody can be."""
        await self._set(notice, {"told": moment(now)})

    @whole
    async def _set(self, notice: Notice, values: dict[str, str]) -> None:
        """Unless another process has it since, or the feed is no longer disabled."""
        mine = (feeds.c.id == notice.feed.id, feeds.c.state == "disabled", feeds.c.tellings == notice.attempt)
        async with self._store.writing() as connection:
            await connection.execute(update(feeds).where(*mine).values(**values))

"""What was taken up and is not done yet: work that survives whoever does it."""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from index.store.events import REMEMBERED
from index.store.rows import moment
from index.store.schema import events, inbox
from index.store.store import Store
from index.store.whole import whole

_log = logging.getLogger(__name__)

#: How long a process has work for itself before another may think it dead: longer than a write may wait for another process's.
LEASE = timedelta(seconds=15)
#: How often work is begun in all: what ends the process each time is not to end all processes for ever.
ATTEMPTS = 5
#: Pieces of work that are claimed at once.
CLAIMED = 20


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work. `body` is the adapter's own: JSON, and opaque here."""

    id: str
    platform: str
    workspace: str
    body: Mapping[str, Any]
    received: datetime  #: UTC
    attempt: int = 1


class Inbox:
    """One for each process: what it takes or claims is its own while it renews it. Everything here raises StoreUnavailable.

    Leases are by the clocks of the machines that share the database: those may differ by some seconds, not more.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner = token_hex(8)

    @whole
    async def take(self, names: Sequence[str], task: Task | None, now: datetime) -> bool:
        """Whether what has these names is new; then it is remembered, and the task, if any, is the caller's. Durable when it returns.

        What has no name at all is always new. `names` say each by itself which event it is among all of all platforms: one that is known
        under any of them is not new. Only their hashes are kept.
        """
        hashes = sorted(hashlib.blake2b(name.encode(), digest_size=16).hexdigest() for name in set(names))  # all processes in one order
        keys = [{"key": key, "expires": moment(now + REMEMBERED)} for key in hashes]
        try:
            async with self._store.writing() as connection:
                if keys:
                    await connection.execute(insert(events), keys)
                if task is not None:
                    await connection.execute(insert(inbox).values(**self._columns(task, now)))
        except IntegrityError:
            return False
        return True

    @whole
    async def claim(self, platform: str, now: datetime) -> list[Task]:
        """Work that nobody has renewed in time, the oldest first: now the caller's. What was begun too often is dropped."""
        left = (inbox.c.platform == platform, inbox.c.until <= moment(now))
        async with self._store.reading() as connection:
            rows = (await connection.execute(select(inbox).where(*left).order_by(inbox.c.received).limit(CLAIMED))).all()
        claimed = []
        for row in rows:
            same = (inbox.c.id == row.id, inbox.c.owner == row.owner, inbox.c.until == row.until)
            async with self._store.writing() as connection:
                if row.attempt >= ATTEMPTS:
                    await connection.execute(delete(inbox).where(*same))
                    _log.error("work given up", extra={"platform": platform, "attempts": row.attempt})
                    continue
                mine = {"owner": self._owner, "until": moment(now + LEASE), "attempt": row.attempt + 1}
                if (await connection.execute(update(inbox).where(*same).values(**mine))).rowcount:
                    received = datetime.fromisoformat(row.received)
                    claimed.append(Task(row.id, row.platform, row.workspace, json.loads(row.body), received, row.attempt + 1))
        return claimed

    @whole
    async def renew(self, ids: Collection[str], now: datetime) -> set[str]:
        """Keeps what is the caller's own for another lease; those of the ids that still are."""
        mine = (inbox.c.id.in_(list(ids)), inbox.c.owner == self._owner)
        async with self._store.writing() as connection:
            await connection.execute(update(inbox).where(*mine).values(until=moment(now + LEASE)))
            return set((await connection.scalars(select(inbox.c.id).where(*mine))).all())

    @whole
    async def release(self, ids: Collection[str], now: datetime) -> None:
        """Gives back what was not done: whoever claims next may have it."""
        async with self._store.writing() as connection:
            mine = (inbox.c.id.in_(list(ids)), inbox.c.owner == self._owner)
            await connection.execute(update(inbox).where(*mine).values(until=moment(now)))

    @whole
    async def done(self, id_: str) -> bool:
        """Forgets the work, which is done. False where it was forgotten before, with its workspace, or is another process's now."""
        async with self._store.writing() as connection:
            mine = (inbox.c.id == id_, inbox.c.owner == self._owner)
            return bool((await connection.execute(delete(inbox).where(*mine))).rowcount)

    @whole
    async def remove_workspace(self, platform: str, workspace: str, *, keep: str = "") -> None:
        """Forgets all that is to be done for a workspace, but the task `keep`."""
        there = (inbox.c.platform == platform, inbox.c.workspace == workspace, inbox.c.id != keep)
        async with self._store.writing() as connection:
            await connection.execute(delete(inbox).where(*there))

    @whole
    async def expire(self, before: datetime) -> int:
        """Drops what came in before that and is still not done; how many."""
        async with self._store.writing() as connection:
            return int((await connection.execute(delete(inbox).where(inbox.c.received <= moment(before)))).rowcount)

    async def depths(self) -> dict[str, int]:
        """By platform, how much is not done yet; a platform without any is left out."""
        query = select(inbox.c.platform, func.count()).group_by(inbox.c.platform)
        async with self._store.reading() as connection:
            return {platform: int(count) for platform, count in await connection.execute(query)}

    def _columns(self, task: Task, now: datetime) -> dict[str, Any]:
        return {
            "id": task.id,
            "platform": task.platform,
            "workspace": task.workspace,
            "body": json.dumps(dict(task.body)),
            "received": moment(task.received),
            "attempt": task.attempt,
            "owner": self._owner,
            "until": moment(now + LEASE),
        }

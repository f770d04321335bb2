"""What happened outside and was taken up: each event once, whatever process sees it first, also after a restart."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from index.store.rows import moment
from index.store.schema import events
from index.store.store import Store
from index.store.whole import whole

#: How long an event is remembered: chat platforms send one that was not acknowledged again for some hours at the most.
REMEMBERED = timedelta(days=2)


class Events:
    """Called before anything is done about an event. Everything here raises StoreUnavailable where the database does not work."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @whole
    async def take(self, name: str, now: datetime) -> bool:
        """Whether the event of this name is new: then it is the caller's, and nobody else is told so. Durable when it returns.

        `name` says which event it is among all of all platforms; only its hash is kept.
        """
        key = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
        try:
            async with self._store.writing() as connection:
                await connection.execute(insert(events).values(key=key, expires=moment(now + REMEMBERED)))
        except IntegrityError:
            return False
        return True

    @whole
    async def expire(self, now: datetime) -> int:
        """Forgets what is older than is remembered; how many."""
        async with self._store.writing() as connection:
            return int((await connection.execute(delete(events).where(events.c.expires <= moment(now)))).rowcount)

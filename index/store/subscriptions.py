"""What places want to be told of: rows, and the sequence of their changes, which whoever matches topics follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from index.store.portions import portions
from index.store.rows import moment
from index.store.schema import alerts, subscriptions
from index.store.store import Store
from index.store.subscription_rows import (
    FORGOTTEN,
    Subscription,
    at_place,
    change,
    columns,
    give_out,
    next_number,
    present,
    subscription_of,
)
from index.store.whole import whole


class Subscriptions:
    """Everything here raises StoreUnavailable where the database does not work."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, given: Subscription, most: int) -> tuple[Subscription | None, bool]:
        """The place's subscription to that topic, and whether it is new; one that was there takes the rhythm and the rest that is given.
        None where the place has `most` already. Durable when it returns.
        """
        while True:
            try:
                return await self._add(given, most)
            except IntegrityError:  # the same was added at the same moment
                continue

    @whole
    async def _add(self, given: Subscription, most: int) -> tuple[Subscription | None, bool]:
        async with self._store.writing() as connection:
            number = await next_number(connection)
            row = (await connection.execute(present().where(*at_place(given), subscriptions.c.canonical == given.canonical))).first()
            if row is not None:
                known = subscription_of(row)
                kept = replace(given, id=known.id, made=known.made, muted=None, owner=known.owner)
                await change(connection, known.id, number, columns(kept))
                return kept, False
            count = select(func.count()).select_from(subscriptions).where(*at_place(given), ~subscriptions.c.removed)
            if int(await connection.scalar(count) or 0) >= most:
                return None, False
            await connection.execute(insert(subscriptions).values(**columns(given), number=number, removed=False))
            return given, True

    async def get(self, id_: str) -> Subscription | None:
        """The subscription of that id."""
        async with self._store.reading() as connection:
            row = (await connection.execute(present().where(subscriptions.c.id == id_))).first()
        return subscription_of(row) if row else None

    async def of_place(self, platform: str, workspace: str, channel: str, thread: str = "") -> list[Subscription]:
        """The place's, in the order in which they were made."""
        there = {"platform": platform, "workspace": workspace, "channel": channel, "thread": thread}
        wanted = present().where(*(subscriptions.c[name] == value for name, value in there.items()))
        return await self._listed(wanted.order_by(subscriptions.c.made, subscriptions.c.id))

    async def of_owner(self, platform: str, owner: str, workspace: str | None = None) -> list[Subscription]:
        """All that somebody has made, in any place of the platform or of one workspace."""
        wanted = present().where(subscriptions.c.platform == platform, subscriptions.c.owner == owner)
        if workspace is not None:
            wanted = wanted.where(subscriptions.c.workspace == workspace)
        return await self._listed(wanted.order_by(subscriptions.c.made, subscriptions.c.id))

    async def digests_due(self, now: datetime) -> list[Subscription]:
        """Those whose digest's time has come."""
        return await self._listed(present().where(subscriptions.c.next_digest <= moment(now)))

    @whole
    async def change(self, id_: str, **values: Any) -> bool:
        """Changes fields of a subscription, named as they are; False where it is gone."""
        given = {name: moment(value) if isinstance(value, datetime) else value for name, value in values.items()}
        async with self._store.writing() as connection:
            return bool(await change(connection, id_, await next_number(connection), given))

    @whole
    async def pause(self, platform: str, workspace: str, channel: str, why: str) -> list[Subscription]:
        """Tells a channel nothing more, in none of its threads; what was not paused before."""
        there = {"platform": platform, "workspace": workspace, "channel": channel}
        where = [*(subscriptions.c[name] == value for name, value in there.items()), subscriptions.c.paused == ""]
        async with self._store.writing() as connection:
            number = await next_number(connection)
            found = [subscription_of(row) for row in await connection.execute(present().where(*where))]
            for place, each in enumerate(found):
                await change(connection, each.id, number + place, {"paused": why})
            await give_out(connection, number + len(found))
        return found

    @whole
    async def remove(self, ids: Sequence[str]) -> int:
        """Forgets subscriptions and what they were to be told; how many there were."""
        removed = 0
        async with self._store.writing() as connection:
            number = await next_number(connection)
            for some in portions(ids):
                await connection.execute(delete(alerts).where(alerts.c.subscription.in_(some)))
            for place, id_ in enumerate(ids):
                removed += await change(connection, id_, number + place, FORGOTTEN | {"canonical": id_, "removed": True})
            await give_out(connection, number + len(ids))
        return removed

    async def remove_workspace(self, platform: str, workspace: str) -> int:
        """Forgets all of a workspace's; how many."""
        wanted = select(subscriptions.c.id).where(subscriptions.c.platform == platform, subscriptions.c.workspace == workspace)
        async with self._store.reading() as connection:
            ids = list((await connection.scalars(wanted.where(~subscriptions.c.removed))).all())
        return await self.remove(ids)

    async def _listed(self, wanted: Any) -> list[Subscription]:
        async with self._store.reading() as connection:
            return [subscription_of(row) for row in await connection.execute(wanted)]

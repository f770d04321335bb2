"""`Notebook`: what may be read and written in the transaction that stores articles, for whoever tells people of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from index.store import alert_rows, queries, subscription_rows
from index.store.alert_rows import Alert, Kind
from index.store.queries import Carried
from index.store.subscription_rows import Change


class Notebook:
    """For the time of one transaction. What it writes is there when the articles are, and not without them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def last_change(self) -> int:
        """The number of the last change of a subscription."""
        return await subscription_rows.last_change(self._connection)

    async def changes(self, after: int, most: int) -> list[Change]:
        """The first `most` changes of subscriptions above that number, in their order. From the start (0) without what was removed."""
        return await subscription_rows.changes(self._connection, after, most)

    async def carriers(self, stories: Iterable[str]) -> list[Carried]:
        """All articles of the stories."""
        return await queries.carriers(self._connection, stories)

    async def told_already(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], bool]:
        """Of these subscriptions and stories those that have an alert; and of the stories all alerts that wait for more outlets (True)."""
        return await alert_rows.told_already(self._connection, pairs)

    async def put(self, platform: str, place: Mapping[str, str], kind: Kind, now: datetime) -> str:
        """Writes a message that is due; its id."""
        return await alert_rows.put(self._connection, platform, place, kind, now)

    async def write(self, made: Iterable[tuple[Alert, bool, str | None]]) -> None:
        """Writes alerts: each with whether it waits for outlets, and the message that tells it, if any yet."""
        await alert_rows.write(self._connection, made)

    async def wake(self, subscription: str, story: str, delivery: str | None) -> None:
        """An alert that waited has outlets enough; `delivery` tells it."""
        await alert_rows.wake(self._connection, subscription, story, delivery)

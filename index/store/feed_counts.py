"""How all feeds stand together, in one look however many there are."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select

from index.store.feeds import State
from index.store.schema import feeds
from index.store.store import Store


class FeedCounts(NamedTuple):
    """`states`: how many feeds are in each that has any. `late`: seconds for which the one that has waited longest has been due."""

    states: Mapping[State, int]
    late: float


_WAITS = case((feeds.c.state != "disabled", feeds.c.due))
_BY_STATE = select(feeds.c.state, func.count(), func.min(_WAITS)).group_by(feeds.c.state)
_COUNT = func.count().label("count")
_REASONS = select(feeds.c.reason, _COUNT).where(feeds.c.state != "ok").group_by(feeds.c.reason).order_by(_COUNT.desc(), feeds.c.reason)


async def count_feeds(store: Store, now: datetime) -> FeedCounts:
    """Of all collections. Raises StoreUnavailable."""
    async with store.reading() as connection:
        rows = (await connection.execute(_BY_STATE)).all()
    late = max(((now - datetime.fromisoformat(due)).total_seconds() for _, _, due in rows if due is not None), default=0.0)
    return FeedCounts({state: int(count) for state, count, _ in rows}, max(late, 0.0))


async def most_common_reason(store: Store) -> str:
    """Why most of the feeds that fail do; "" where none does. Raises StoreUnavailable."""
    async with store.reading() as connection:
        return str(await connection.scalar(_REASONS.limit(1)) or "")

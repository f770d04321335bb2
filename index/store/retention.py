"""Which articles have been kept long enough."""

from datetime import datetime

from sqlalchemy import false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.store.rows import moment
from index.store.schema import CURRENT, articles, revisions

#: Articles that are looked at in one statement.
_PAGE = 500

_COUNT = select(func.count()).select_from(articles).where(articles.c.removed == false())
_OLDEST = select(articles.c.arrival, articles.c.id, articles.c.revision, revisions.c.taken_in).join(revisions, CURRENT)


async def outdated(connection: AsyncConnection, before: datetime | None, most: int | None, limit: int) -> list[str]:
    """The first `limit` ids of articles whose current text was taken in before that time, and of the first to arrive above `most`."""
    excess = 0 if most is None else max(0, int(await connection.scalar(_COUNT) or 0) - most)
    since = moment(before) if before is not None else ""
    found: list[str] = []
    after, place = 0, 0
    while len(found) < limit:
        query = _OLDEST.where(articles.c.arrival > after).order_by(articles.c.arrival).limit(_PAGE)
        rows = (await connection.execute(query)).all()
        found += [row.id for number, row in enumerate(rows, place) if number < excess or row.taken_in < since]
        place += len(rows)
        # Those that arrived later were taken in later still.
        if len(rows) < _PAGE or (place >= excess and any(row.revision == 1 and row.taken_in >= since for row in rows)):
            break
        after = rows[-1].arrival
    return found[:limit]

"""Whether rows go together that no constraint of the database holds together, and without which nobody could read them."""

from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Table, and_, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from index.store.schema import CURRENT, alerts, articles, counters, deliveries, revisions, subscriptions


class Unsound(NamedTuple):
    """The row of a table at a place, counted from 1 in the order of its key, and what is wrong with it."""

    table: str
    place: int
    reason: str


async def first_unsound(connection: AsyncConnection) -> Unsound | None:
    """The first row that does not go with the others."""
    for table, wrong, reason in _WRONG:
        key = list(table.primary_key)
        row = (await connection.execute(select(*key).where(wrong).order_by(*key).limit(1))).first()
        if row is not None:
            before = select(func.count()).select_from(table).where(tuple_(*key) < tuple_(*row))
            return Unsound(table.name, int(await connection.scalar(before) or 0) + 1, reason)
    return None


_HAS_TEXT = exists().where(CURRENT).correlate(articles)
_FIRST = articles.alias()


def _leads_nowhere(column: "Column[Any]", to: "Column[Any]") -> ColumnElement[bool]:
    """It names a row that is not there."""
    return and_(column.is_not(None), ~exists().where(to == column).correlate(column.table))


def _is_below(name: str, *numbers: ColumnElement[int]) -> ColumnElement[bool]:
    """A counter gives out numbers again that are taken."""
    highest = [counters.c.value < select(func.coalesce(func.max(number), 0)).scalar_subquery() for number in numbers]
    below: ColumnElement[bool] = highest[0]
    for each in highest[1:]:
        below = below | each
    return and_(counters.c.name == name, below)


_BELOW = "it is below a number that a row has"

_WRONG: tuple[tuple[Table, ColumnElement[Any], str], ...] = (
    (articles, and_(~articles.c.removed, ~_HAS_TEXT), "its text is missing"),
    (articles, and_(articles.c.removed, _HAS_TEXT), "it was removed, and its text is there"),
    (articles, ~select(_FIRST.c.id).where(_FIRST.c.id == articles.c.story_id).exists(), "the first article of its story is missing"),
    (revisions, _leads_nowhere(revisions.c.arrival, articles.c.arrival), "its article is missing"),
    (alerts, _leads_nowhere(alerts.c.article, articles.c.id), "its article is missing"),
    (alerts, _leads_nowhere(alerts.c.subscription, subscriptions.c.id), "its subscription is missing"),
    (alerts, _leads_nowhere(alerts.c.delivery, deliveries.c.id), "its delivery is missing"),
    (counters, _is_below("articles", articles.c.sequence, articles.c.arrival), _BELOW),
    (counters, _is_below("subscriptions", subscriptions.c.number), _BELOW),
    (counters, _is_below("deliveries", deliveries.c.number), _BELOW),
)

"""Rows of alerts and of the messages that tell them, within somebody's transaction."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from index.articles import Span
from index.store.portions import portions
from index.store.rows import moment
from index.store.schema import alerts, counters, deliveries

#: "alert": of one story, or of some that came in a burst. "digest": of a day or a week.
Kind = Literal["alert", "digest"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One story for one subscription. An article's text is that of the revision; `sentence` is None where its title fits."""

    id: str
    subscription: str
    story: str
    article: str
    revision: int
    sentence: int | None
    marks: tuple[Span, ...]  #: the words that fit, as offsets into the sentence or the title
    made: datetime  #: UTC


async def put(connection: AsyncConnection, platform: str, place: Mapping[str, str], kind: Kind, now: datetime) -> str:
    """Writes a message that is due, within the caller's transaction; its id."""
    number = int((await connection.execute(_NUMBER.with_for_update())).scalar_one()) + 1
    await connection.execute(update(counters).where(counters.c.name == "deliveries").values(value=number))
    id_ = token_hex(8)
    row = {"id": id_, "number": number, "platform": platform, "place": place_key(place), "kind": kind, "made": moment(now)}
    fresh = {"state": "due", "due": moment(now), "attempt": 0, "owner": "", "until": "", "reason": "", "message": ""}
    await connection.execute(insert(deliveries).values(**row, **fresh))
    return id_


async def told_already(connection: AsyncConnection, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """Of these subscriptions and stories those that have an alert, and whether it still waits for more outlets."""
    found: dict[tuple[str, str], bool] = {}
    for some in portions({story for _, story in pairs}):
        for row in await connection.execute(select(alerts).where(alerts.c.story.in_(some))):
            if (row.subscription, row.story) in pairs or row.waiting:
                found[row.subscription, row.story] = bool(row.waiting)
    return found


async def write(connection: AsyncConnection, made: Iterable[tuple[Alert, bool, str | None]]) -> None:
    """Writes alerts within the caller's transaction: each with whether it waits for outlets, and the message that tells it, if any yet."""
    rows = [_row(alert, waiting=waiting, delivery=delivery) for alert, waiting, delivery in made]
    if rows:
        await connection.execute(insert(alerts), rows)


async def wake(connection: AsyncConnection, subscription: str, story: str, delivery: str | None) -> None:
    """An alert that waited has outlets enough; `delivery` tells it."""
    where = (alerts.c.subscription == subscription, alerts.c.story == story, alerts.c.waiting)
    await connection.execute(update(alerts).where(*where).values(waiting=False, delivery=delivery))


async def merge_stories(connection: AsyncConnection, merged: Mapping[str, str]) -> None:
    """What was told of stories that turned out to be others was told of those; of two alerts to one subscription the first stays."""
    for some in portions(merged):
        query = select(alerts).where(alerts.c.story.in_(some)).order_by(alerts.c.made, alerts.c.id)
        for row in (await connection.execute(query)).all():
            same = (alerts.c.subscription == row.subscription, alerts.c.story == merged[row.story])
            if await connection.scalar(select(alerts.c.id).where(*same)) is None:
                await connection.execute(update(alerts).where(alerts.c.id == row.id).values(story=merged[row.story]))
            elif row.delivery is None:
                await connection.execute(delete(alerts).where(alerts.c.id == row.id))


def place_key(place: Mapping[str, str]) -> str:
    """The place in one form, so that it can be told from others."""
    return json.dumps(dict(place), sort_keys=True, separators=(",", ":"))


_NUMBER = select(counters.c.value).where(counters.c.name == "deliveries")


def alert_of(row: Row[Any]) -> Alert:
    """The alert of a row."""
    offsets = json.loads(row.marks)
    marks = tuple(Span(*pair) for pair in zip(offsets[::2], offsets[1::2], strict=True))
    made = datetime.fromisoformat(row.made)
    return Alert(row.id, row.subscription, row.story, row.article, row.revision, row.sentence, marks, made)


def _row(alert: Alert, *, waiting: bool, delivery: str | None) -> dict[str, Any]:
    return {
        "id": alert.id,
        "subscription": alert.subscription,
        "story": alert.story,
        "article": alert.article,
        "revision": alert.revision,
        "sentence": alert.sentence,
        "marks": json.dumps([offset for mark in alert.marks for offset in mark]),
        "waiting": waiting,
        "delivery": delivery,
        "made": moment(alert.made),
    }

"""What is read from the tables. Statements are built once: the database layer keeps what it compiled of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, bindparam, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.articles import Heading, StoredArticle
from index.retrieval import Filter
from index.store.portions import portions
from index.store.rows import HEADING, heading, stored_article
from index.store.schema import CURRENT, articles, counters, revisions


@dataclass(frozen=True, slots=True)
class Change:
    """An article's last change: the article as it is now, or None where it was removed. `arrived`: nothing was known of it before."""

    sequence: int
    article_id: str
    article: StoredArticle | None
    arrived: bool
    passages: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of the articles that pass a filter, when the store had come to `sequence`. Days are UTC, None where no article has one."""

    articles: int
    passages: int
    stories: int
    oldest: date | None
    newest: date | None
    sequence: int = 0


class Carried(NamedTuple):
    """An article of a story: who carries it, and whose collection it is in."""

    story: str
    outlet: str | None
    collection: str


_TEXT = (revisions.c.title, revisions.c.body, revisions.c.sentences, revisions.c.taken_in)
_WHOLE = select(articles, *_TEXT).join(revisions, CURRENT)  # removed articles have no text, and so no row
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_BY_ID = _WHOLE.where(articles.c.id.in_(_IDS))
_BY_STORY = _WHOLE.where(articles.c.story_id.in_(_IDS)).order_by(articles.c.arrival)
_HEADINGS = [revisions.c.title if name == "title" else articles.c[name] for name in HEADING]
_TOLD = select(articles.c.story_id).where(articles.c.id.in_(_IDS))
_SHARED = select(articles.c.story_id).where(articles.c.story_id.in_(_TOLD)).group_by(articles.c.story_id).having(func.count() > 1)
_COPIES = select(*_HEADINGS).join(revisions, CURRENT).where(articles.c.story_id.in_(_SHARED)).order_by(articles.c.arrival)
_REVISION = (
    select(articles, *_TEXT)
    .join(revisions, revisions.c.arrival == articles.c.arrival)
    .where(articles.c.id == bindparam("id"), revisions.c.revision == bindparam("revision"))
)
_CHANGES = (
    select(articles, *_TEXT)
    .join(revisions, CURRENT, isouter=True)
    .where(articles.c.sequence > bindparam("after"))
    .order_by(articles.c.sequence)
    .limit(bindparam("most"))
)


async def by_id(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, StoredArticle]:
    """Current revisions; unknown and removed ids are left out."""
    found: dict[str, StoredArticle] = {}
    for some in portions(dict.fromkeys(ids)):
        found |= {row.id: stored_article(row) for row in await connection.execute(_BY_ID, {"ids": some})}
    return found


async def by_story(connection: AsyncConnection, story_ids: Iterable[str]) -> dict[str, list[StoredArticle]]:
    """Each story's articles by arrival; stories without any are left out."""
    found: dict[str, list[StoredArticle]] = {}
    for some in portions(dict.fromkeys(story_ids)):
        for row in await connection.execute(_BY_STORY, {"ids": some}):
            found.setdefault(row.story_id, []).append(stored_article(row))
    return found


async def copies(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, list[Heading]]:
    """The stories that these articles tell and others too: their articles by arrival, without the texts."""
    found: dict[str, list[Heading]] = {}
    for some in portions(dict.fromkeys(ids)):
        for row in await connection.execute(_COPIES, {"ids": some}):
            story = found.setdefault(row.story_id, [])
            if all(other.id != row.id for other in story):
                story.append(heading(row))
    return found


async def carriers(connection: AsyncConnection, story_ids: Iterable[str]) -> list[Carried]:
    """All articles of the stories."""
    column = articles.c
    found: list[Carried] = []
    for some in portions(sorted(story_ids)):
        query = select(column.story_id, column.outlet, column.collection).where(column.story_id.in_(some), column.removed == false())
        found += [Carried(*row) for row in await connection.execute(query)]
    return found


async def revision(connection: AsyncConnection, article_id: str, number: int) -> StoredArticle | None:
    """A revision's text, with what is known of the article now."""
    row = (await connection.execute(_REVISION, {"id": article_id, "revision": number})).first()
    return stored_article(row, revision=number) if row else None


async def changes(connection: AsyncConnection, after: int, most: int) -> list[Change]:
    """By sequence, above `after`."""
    rows = await connection.execute(_CHANGES, {"after": after, "most": most})
    return [
        Change(row.sequence, row.id, None if row.removed else stored_article(row), row.arrival == row.sequence, row.passages)
        for row in rows
    ]


async def page(connection: AsyncConnection, where: Filter, after: int, most: int) -> tuple[list[StoredArticle], int]:
    """Articles that pass, by arrival above `after`, and the last one's arrival."""
    query = _WHOLE.where(articles.c.arrival > after, *conditions(where)).order_by(articles.c.arrival).limit(most)
    rows = (await connection.execute(query)).all()
    return [stored_article(row) for row in rows], rows[-1].arrival if rows else after


async def headings(connection: AsyncConnection, where: Filter, after: int, most: int) -> tuple[list[Heading], int]:
    """As `page`, without the texts."""
    query = select(*_HEADINGS, articles.c.arrival).join(revisions, CURRENT).where(articles.c.arrival > after, *conditions(where))
    rows = (await connection.execute(query.order_by(articles.c.arrival).limit(most))).all()
    return [heading(row[:-1]) for row in rows], rows[-1].arrival if rows else after


async def statistics(connection: AsyncConnection, where: Filter) -> Statistics:
    """Counted over the articles that pass."""
    column = articles.c
    counted: list[ColumnElement[Any]] = [
        func.count(),
        func.coalesce(func.sum(column.passages), 0),
        func.count(column.story_id.distinct()),
        func.min(column.day),
        func.max(column.day),
        select(counters.c.value).where(counters.c.name == "articles").scalar_subquery(),
    ]
    row = (await connection.execute(select(*counted).where(column.removed == false(), *conditions(where)))).one()
    number, passages, stories, oldest, newest, sequence = row
    return Statistics(
        articles=number,
        passages=int(passages),
        stories=stories,
        oldest=date.fromisoformat(oldest) if oldest else None,
        newest=date.fromisoformat(newest) if newest else None,
        sequence=sequence,
    )


_LAST = select(func.max(revisions.c.arrival)).scalar_subquery()
_NEWEST_INTAKE = select(func.max(revisions.c.taken_in)).where(revisions.c.arrival == _LAST)


async def newest_intake(connection: AsyncConnection) -> datetime | None:
    """When the article that came last was taken in; what it tells is of the key's order alone, and so quick."""
    taken_in = await connection.scalar(_NEWEST_INTAKE)
    return datetime.fromisoformat(taken_in) if taken_in else None


async def has_passages(connection: AsyncConnection, more_than: int) -> bool:
    """Whether the articles have more passages than that, without counting them all."""
    some = select(articles.c.passages).where(articles.c.passages > 0).limit(more_than + 1).subquery()
    counted = await connection.scalar(select(func.sum(some.c.passages)))
    return int(counted or 0) > more_than


def conditions(where: Filter) -> list[ColumnElement[bool]]:
    """The filter's meaning on `articles`; see `Filter`."""
    made: list[ColumnElement[bool]] = []
    if where.since:
        made.append(articles.c.day >= where.since.isoformat())
    if where.until:
        made.append(articles.c.day <= where.until.isoformat())
    if where.outlets is not None:
        made.append(articles.c.outlet.in_(sorted(where.outlets)))
    if where.collections is not None:
        made.append(articles.c.collection.in_(sorted(where.collections)))
    if where.articles is not None:
        made.append(articles.c.id.in_(sorted(where.articles)))
    return made

"""Lists of articles as people look through them: newest first, narrowed by words, a page at a time."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.articles import Heading
from index.retrieval import Filter
from index.store.queries import conditions
from index.store.rows import HEADING, heading
from index.store.schema import CURRENT, articles, revisions

_COLUMNS = [revisions.c.title if name == "title" else articles.c[name] for name in HEADING]
#: Those without a day last; of one moment, the one that came last first.
_NEWEST = (articles.c.published.is_(None), articles.c.published.desc(), articles.c.arrival.desc())
#: Where words are looked for.
_NAMES = (revisions.c.title, articles.c.outlet, articles.c.agency)


async def listed(connection: AsyncConnection, where: Filter, words: Sequence[str], skipped: int, most: int) -> tuple[list[Heading], int]:
    """The articles that pass and have all the words in title, outlet or agency, without the first `skipped`; and how many there are."""
    fitting = and_(*conditions(where), *map(_has, words))
    total = await connection.scalar(select(func.count()).select_from(articles).join(revisions, CURRENT).where(fitting))
    query = select(*_COLUMNS).join(revisions, CURRENT).where(fitting).order_by(*_NEWEST).offset(skipped).limit(most)
    return [heading(row) for row in await connection.execute(query)], total or 0


async def outlets(connection: AsyncConnection, where: Filter) -> list[str]:
    """The outlets of the articles that pass."""
    query = select(articles.c.outlet).join(revisions, CURRENT).where(articles.c.outlet.is_not(None), *conditions(where)).distinct()
    return [outlet for (outlet,) in await connection.execute(query)]


def _has(word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(form, autoescape=True) for column in _NAMES for form in _forms(word)))


def _forms(word: str) -> Iterable[str]:
    """Ways to write the word: SQLite takes capitals for small letters only in the alphabet of ASCII."""
    return {word} if word.isascii() else {word, word.casefold(), word.upper(), word.capitalize()}

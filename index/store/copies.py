"""Which story a new article belongs to: candidates by shared MinHash bands, then a comparison of the texts."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, delete, false, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.articles import EVERYONE
from index.store.portions import portions
from index.store.prepared import Prepared
from index.store.schema import CURRENT, articles, bands, revisions

#: Articles noted for a band. A band that many share is a stock phrase, or a text so widely carried that any twenty of its copies will do to
#: find the next; so a look-up stays short however the corpus grows.
MAX_HOLDERS = 20

#: Texts compared with a new one before it is taken for a story of its own.
MAX_COMPARED = 8


class Candidate(NamedTuple):
    """An article that a new one may be a copy of."""

    arrival: int
    story_id: str
    collection: str


class Copies:
    """Who holds which band, for one batch of changed texts: as the database has it, and as the batch goes on."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._holders: defaultdict[int, list[Candidate]] = defaultdict(list)
        self._bodies: dict[int, str] = {}
        self._noted: dict[int, list[int]] = {}  # by arrival, the bands to be written

    async def load(self, changed: Sequence[Prepared]) -> None:
        """Reads who shares a band with any of these."""
        query = select(bands.c.band, articles.c.arrival, articles.c.story_id, articles.c.collection).join_from(
            bands, articles, and_(articles.c.arrival == bands.c.arrival, articles.c.removed == false())
        )
        for some in portions(sorted({band for each in changed for band in each.bands})):
            for band, *candidate in await self._connection.execute(query.where(bands.c.band.in_(some))):
                self._holders[band].append(Candidate(*candidate))

    async def story_of(self, new: Prepared) -> str:
        """The story that a new article joins, or its own id where it begins one.

        Copies are looked for in the article's own collection and in everyone's: so no story is named after an article that some of its
        readers cannot see. An article that is like several joins the story of the most like (rare bands count most; of equals the first to
        arrive). Stories are never merged.
        """
        weights: defaultdict[Candidate, float] = defaultdict(float)
        for band in sorted(new.bands):
            holders = self._holders.get(band, ())
            for candidate in holders:
                if candidate.collection in (new.article.collection, EVERYONE):
                    weights[candidate] += 1 / len(holders)
        nearest = sorted(weights, key=lambda candidate: (-weights[candidate], candidate.arrival))[:MAX_COMPARED]
        if not nearest:
            return new.article.id
        from index.stories import same_story  # late, as in `prepared`

        bodies = await self._bodies_of(nearest)

        def compare() -> str:
            same = (each.story_id for each in nearest if same_story(bodies[each.arrival], new.article.body))
            return next(same, new.article.id)

        return await asyncio.to_thread(compare)

    def note(self, text: Prepared, arrival: int, story_id: str) -> None:
        """Makes the article a candidate for those that follow."""
        candidate = Candidate(arrival, story_id, text.article.collection)
        self._bodies[arrival] = text.article.body
        self._noted[arrival] = [band for band in text.bands if len(self._holders[band]) < MAX_HOLDERS]
        for band in self._noted[arrival]:
            self._holders[band].append(candidate)

    async def write(self) -> None:
        """Writes down what was noted."""
        rows = [{"band": band, "arrival": arrival} for arrival, noted in self._noted.items() for band in noted]
        if rows:
            await self._connection.execute(insert(bands), rows)

    async def _bodies_of(self, candidates: Sequence[Candidate]) -> dict[int, str]:
        unread = [candidate.arrival for candidate in candidates if candidate.arrival not in self._bodies]
        if unread:
            query = select(revisions.c.arrival, revisions.c.body).join(articles, CURRENT).where(articles.c.arrival.in_(unread))
            self._bodies |= {row.arrival: row.body for row in await self._connection.execute(query)}
        return self._bodies


async def forget(connection: AsyncConnection, arrival: int, bodies: Sequence[str]) -> None:
    """Takes the article, which has or had these texts, out of the candidates."""
    from index.stories import bands as bands_of

    held = await asyncio.to_thread(lambda: sorted({band for body in bodies for band in bands_of(body)}))
    await connection.execute(delete(bands).where(bands.c.arrival == arrival, bands.c.band.in_(held)))

"""Which story a new article belongs to: candidates by shared MinHash bands, then a comparison of the texts."""

from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import and_, delete, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.articles import EVERYONE
from index.store.dialects import among, insert_numbers
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
    """Who holds which band, for one batch of changed texts: as the database has it, and as the batch goes on.

    `load` and `write` speak with the database; what lies between them takes milliseconds a text, and is for a thread.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._holders: dict[int, list[Candidate]] = {}
        self._bodies: dict[int, str] = {}  # by arrival
        self._noted: dict[int, list[int]] = {}  # by arrival, the bands to be written

    async def load(self, changed: Sequence[Prepared]) -> None:
        """Reads who shares a band with any of these, and the texts of those nearest to each."""
        query = select(bands.c.band, articles.c.arrival, articles.c.story_id, articles.c.collection).join_from(
            bands, articles, and_(articles.c.arrival == bands.c.arrival, articles.c.removed == false())
        )
        wanted = among(bands.c.band, {band for each in changed for band in each.bands}, self._connection)
        for band, *candidate in await self._connection.execute(query.where(wanted)):
            self._holders.setdefault(band, []).append(Candidate(*candidate))
        near = {candidate.arrival for each in changed for candidate in self._nearest(each)[:MAX_COMPARED]}
        if near:
            texts = select(revisions.c.arrival, revisions.c.body).join(articles, CURRENT)
            found = await self._connection.execute(texts.where(among(revisions.c.arrival, near, self._connection)))
            self._bodies = {row.arrival: row.body for row in found}

    def story_of(self, new: Prepared) -> str:
        """The story that a new article joins, or its own id where it begins one.

        Copies are looked for in the article's own collection and in everyone's: so no story is named after an article that some of its
        readers cannot see. An article that is like several joins the story of the most like (rare bands count most; of equals the first to
        arrive). Stories are never merged.
        """
        nearest = [candidate for candidate in self._nearest(new) if candidate.arrival in self._bodies][:MAX_COMPARED]
        if not nearest:
            return new.article.id
        from index.stories import same_story  # late, as in `prepared`

        same = (each.story_id for each in nearest if same_story(self._bodies[each.arrival], new.article.body))
        return next(same, new.article.id)

    def note(self, text: Prepared, arrival: int, story_id: str) -> None:
        """Makes the article a candidate for those that follow."""
        candidate = Candidate(arrival, story_id, text.article.collection)
        self._bodies[arrival] = text.article.body
        self._noted[arrival] = noted = []  # of a text that follows another in the same batch, its own alone
        for band in text.bands:
            holders = self._holders.setdefault(band, [])
            if len(holders) < MAX_HOLDERS:
                holders.append(candidate)
                noted.append(band)

    async def write(self) -> None:
        """Writes down what was noted: in the order of the table, since a large one is otherwise read and written all over the place."""
        rows = [(band, arrival) for arrival, noted in self._noted.items() for band in noted]
        if rows:
            await insert_numbers(self._connection, bands, sorted(rows, key=itemgetter(0)))

    def _nearest(self, new: Prepared) -> list[Candidate]:
        """All that share a band with it, the most like first."""
        weights: defaultdict[Candidate, float] = defaultdict(float)
        for band in sorted(new.bands):
            holders = self._holders.get(band, ())
            for candidate in holders:
                if candidate.collection in (new.article.collection, EVERYONE):
                    weights[candidate] += 1 / len(holders)
        return sorted(weights, key=lambda candidate: (-weights[candidate], candidate.arrival))


async def forget(connection: AsyncConnection, arrival: int, bodies: Sequence[str]) -> None:
    """Takes the article, which has or had these texts, out of the candidates."""
    from index.stories import bands as bands_of

    held = sorted({band for body in bodies for band in bands_of(body)})
    await connection.execute(delete(bands).where(bands.c.arrival == arrival, bands.c.band.in_(held)))

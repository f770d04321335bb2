"""Which story a new article belongs to: candidates by shared MinHash bands, then a comparison of the texts."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, delete, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from index.articles import EVERYONE
from index.store.dialects import among, insert_numbers
from index.store.portions import portions
from index.store.prepared import Prepared
from index.store.schema import CURRENT, articles, bands, revisions

if TYPE_CHECKING:
    from index.stories import Likeness

#: Articles noted for a band. A band that many share is a stock phrase, or a text so widely carried that any twenty of its copies will do to
#: find the next; so a look-up stays short however the corpus grows.
MAX_HOLDERS = 20

#: Stories from which on a band that they share is a stock phrase, or a form's: articles that have no other in common are not compared.
MAX_STORIES = 4

#: Texts compared with a new one before it is taken for a story of its own, and how many of them may be of one story: so that one that is
#: widely carried leaves room for others.
MAX_COMPARED = 8
MAX_OF_STORY = 3

#: Texts of other stories compared with one whose story is plain, to see whether theirs are the same.
MAX_OTHERS = 2

#: Two stories have the same part of a text where they share so much of what the lesser one has of it. Items of a round-up share nothing.
_COMMON = 0.3

#: Share of the longer of two texts that is copied, from which on one is plainly the other, and no round-up.
_MOST = 0.5


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
        self._begun: dict[str, tuple[int, str]] = {}  # by story: arrival and collection of its first article
        self._told: defaultdict[str, set[int]] = defaultdict(set)  # by story, arrivals
        self.merged: dict[str, str] = {}  #: stories that are none any more, and what they have become

    async def load(self, changed: Sequence[Prepared]) -> None:
        """Reads who shares a band with any of these, and the texts and stories of those nearest to each."""
        query = select(bands.c.band, articles.c.arrival, articles.c.story_id, articles.c.collection).join_from(
            bands, articles, and_(articles.c.arrival == bands.c.arrival, articles.c.removed == false())
        )
        wanted = among(bands.c.band, {band for each in changed for band in each.bands}, self._connection)
        for band, *candidate in await self._connection.execute(query.where(wanted)):
            self._holders.setdefault(band, []).append(Candidate(*candidate))
        near = {candidate for each in changed for candidate in self._nearest(each)}
        if near:
            await self._load_texts({candidate.arrival for candidate in near})
            await self._load_stories(sorted({candidate.story_id for candidate in near}))

    async def _load_texts(self, arrivals: set[int]) -> None:
        texts = select(revisions.c.arrival, revisions.c.body).join(articles, CURRENT)
        found = await self._connection.execute(texts.where(among(revisions.c.arrival, arrivals, self._connection)))
        self._bodies = {row.arrival: row.body for row in found}

    async def _load_stories(self, ids: Sequence[str]) -> None:
        column = articles.c
        for some in portions(ids):
            first = select(column.id, column.arrival, column.collection).where(column.id.in_(some))
            self._begun |= {id_: (arrival, of) for id_, arrival, of in await self._connection.execute(first)}
            told = select(column.story_id, column.arrival).where(column.story_id.in_(some), column.removed == false())
            for story, arrival in await self._connection.execute(told):
                self._told[story].add(arrival)

    def story_of(self, new: Prepared) -> str:
        """The story that a new article joins, or its own id where it begins one.

        Copies are looked for in the article's own collection and in everyone's: so no story is named after an article that some of its
        readers cannot see. The article joins the story that it is most of (of equals the first to arrive). Where it is surely more than
        half of another too, and with the same words, the two are one story after all: see `merged`. A text that has different parts of
        several stories, and is half of none, is a round-up and begins its own.
        """
        nearest = [candidate for candidate in self._nearest(new) if candidate.arrival in self._bodies]
        if not nearest:
            return new.article.id
        alike = _alike(new.article.body, [(each, self._bodies[each.arrival]) for each in nearest])
        found = [(each, like) for each, like in _best(alike) if like.share >= _MOST or self._is_whole_story(each, alike)]
        if not found:
            return new.article.id
        best, like = found[0]
        others = [(each, other) for each, other in found if each.story_id != best.story_id]
        if like.share < _MOST and any(not _common(like, other) for _, other in others):
            return new.article.id
        same = [each for each, other in others if like.is_sure and other.is_sure and _common(like, other)]
        return self._merge([best, *same], new.article.collection) if same else best.story_id

    def _nearest(self, new: Prepared) -> list[Candidate]:
        """Those with most bands in common, those of few stories counting most; of equals the first to arrive."""
        weights: defaultdict[Candidate, float] = defaultdict(float)
        telling: set[Candidate] = set()
        for band in sorted(new.bands):
            holders = [each for each in self._holders.get(band, ()) if each.collection in (new.article.collection, EVERYONE)]
            stories = len({self.current(each.story_id) for each in holders})
            for candidate in holders:
                weights[candidate] += 1 / stories
            if stories <= MAX_STORIES:
                telling.update(holders)
        nearest: list[Candidate] = []
        taken: Counter[str] = Counter()
        for candidate in sorted(telling, key=lambda each: (-weights[each], each.arrival)):
            current = candidate._replace(story_id=self.current(candidate.story_id))
            taken[current.story_id] += 1
            if taken[current.story_id] <= MAX_OF_STORY:
                nearest.append(current)
            if len(nearest) == MAX_COMPARED:
                break
        return nearest

    def _is_whole_story(self, one: Candidate, alike: Sequence[tuple[Candidate, "Likeness"]]) -> bool:
        """Whether a text that is a small part of an article, or has it as one, is like another of its story too, if there is another: else
        one of the two may be a round-up, and the story that of another item.
        """
        members = {each.arrival for each, _ in alike if each.story_id == one.story_id}
        return len(members) > 1 or self._told[one.story_id] <= members

    def _merge(self, found: Sequence[Candidate], collection: str) -> str:
        """Makes one story of these, and returns its id: the one that everyone sees, or else that was first, since others may know it.

        An article that only one workspace sees makes no difference to stories that everyone sees: of these it joins the first given.
        """
        ids = list(dict.fromkeys(each.story_id for each in found))
        named = {id_: self._begun[id_] for id_ in ids}
        if collection != EVERYONE:
            shared = [id_ for id_ in ids if named[id_][1] == EVERYONE]
            ids = shared[:1] + [id_ for id_ in ids if id_ not in shared]
        kept = min(ids, key=lambda id_: (named[id_][1] != EVERYONE, named[id_][0]))
        self.merged |= {id_: kept for id_ in ids if id_ != kept}
        for id_ in ids:
            self._told[kept] |= self._told[id_]
        return kept

    def current(self, story_id: str) -> str:
        """What a story is called after the mergers of this batch."""
        while story_id in self.merged:
            story_id = self.merged[story_id]
        return story_id

    def note(self, text: Prepared, arrival: int, story_id: str) -> None:
        """Makes the article a candidate for those that follow."""
        candidate = Candidate(arrival, story_id, text.article.collection)
        self._bodies[arrival] = text.article.body
        self._told[self.current(story_id)].add(arrival)
        if story_id == text.article.id:
            self._begun[story_id] = (arrival, text.article.collection)
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


def _alike(body: str, candidates: Sequence[tuple[Candidate, str]]) -> "list[tuple[Candidate, Likeness]]":
    """The candidates that the text is like. Where one plainly is the text, no more of its story are compared."""
    from index.stories import likeness  # late, as in `prepared`

    alike: list[tuple[Candidate, Likeness]] = []
    plain: set[str] = set()
    others = 0
    for candidate, other in candidates:
        if candidate.story_id in plain:
            continue
        others += bool(plain)
        if others > MAX_OTHERS:
            break
        if found := likeness(body, other):
            alike.append((candidate, found))
            if found.share >= _MOST:
                plain.add(candidate.story_id)
    return alike


def _best(alike: "Sequence[tuple[Candidate, Likeness]]") -> "list[tuple[Candidate, Likeness]]":
    """Of each story the article that is most like the text; the most first."""
    best: dict[str, tuple[Candidate, Likeness]] = {}
    for candidate, found in sorted(alike, key=lambda each: (-each[1].share, each[0].arrival)):
        best.setdefault(candidate.story_id, (candidate, found))
    return list(best.values())


def _common(one: "Likeness", other: "Likeness") -> bool:
    """Whether what a text has of two others is the same part of it."""
    return len(one.words & other.words) >= _COMMON * min(len(one.words), len(other.words))


async def forget(connection: AsyncConnection, arrival: int, bodies: Sequence[str]) -> None:
    """Takes the article, which has or had these texts, out of the candidates."""
    from index.stories import bands as bands_of

    held = await asyncio.to_thread(lambda: sorted({band for body in bodies for band in bands_of(body)}))
    await connection.execute(delete(bands).where(bands.c.arrival == arrival, bands.c.band.in_(held)))

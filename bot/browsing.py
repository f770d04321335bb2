"""`Browsing`: looking through the articles without a question: one with what belongs beside it, a list with filters, a timeline."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.citing import Citing
from bot.event import Event
from bot.places import PUBLIC
from bot.quotes import Citation, Frozen
from bot.reading import NEAR, PASSAGES, Reading, about, around, likeness, nearest, one_a_story
from index.articles import Stance, StoredArticle, published_day, published_text
from index.library import Library
from index.retrieval import Filter

#: Articles on one page of the list.
PAGE = 50
#: Words that are looked for; more narrow a list no further.
MOST_WORDS = 10
#: Days before and after the event that the timeline shows, and articles of those days that are looked at, the first.
TIMELINE_DAYS = 30
TIMELINE_ARTICLES = 2_000


class Wanted(Frozen):
    """Which articles are listed; what is empty does not restrict."""

    words: str = ""  #: all of them in title, outlet or agency
    outlet: str = ""
    side: Stance | None = None


class Page(Frozen):
    """A page of the list, newest first. `number` counts from 1."""

    citations: tuple[Citation, ...]
    total: int
    number: int
    pages: int


class Told(Frozen):
    """A story on the timeline: its first article, and how many outlets are known to have it."""

    citation: Citation
    outlets: int


class Day(Frozen):
    """One day of the timeline and its stories."""

    day: date
    side: Stance | None
    stories: tuple[Told, ...]


class Timeline(Frozen):
    """The days that have stories. `looked_at`: how many articles of those days, the first that came, were looked at; None for all."""

    days: tuple[Day, ...]
    looked_at: int | None = None


class Browsing:
    """Made by `adapters.wiring`; for one event loop. Nothing outside `where` is shown or counted; all may raise StoreUnavailable and
    IndexUnavailable."""

    def __init__(self, library: Library, event: Event) -> None:
        self._library = library
        self._event = event
        self._cite = Citing(event)

    async def version(self) -> int:
        """See `Library.version`."""
        return await self._library.version()

    async def reading(self, article_id: str, revision: int, where: Filter = PUBLIC) -> Reading | None:
        """The article with the text of that revision and what belongs beside it; None where there is none, or it was taken down.

        The article itself may be of any collection: whoever asks has seen to it that it may be read. What stands beside it passes `where`.
        """
        current, article = await asyncio.gather(self._library.get([article_id]), self._library.revision(article_id, revision))
        if article is None or article_id not in current:
            return None
        told, terms = await asyncio.gather(self._library.story(article.story_id), asyncio.to_thread(about, article))
        frequencies = await self._library.frequencies(terms, where)
        hits = await self._library.search(likeness(terms, frequencies), PASSAGES, around(article, where))
        others = await self._library.get(list(dict.fromkeys(hit.article_id for hit in hits)))
        found = [others[id_] for id_ in nearest(hits) if id_ in others and where.admits(others[id_])]
        return Reading(
            article=article,
            citation=self._cite(article),
            current=current[article_id].revision,
            carriers=tuple(self._cite(copy) for copy in told if copy.id != article_id and where.admits(copy)),
            near=tuple(self._cite(other) for other in one_a_story(found, article.story_id))[:NEAR],
        )

    async def revision(self, article_id: str, where: Filter = PUBLIC) -> int | None:
        """The number of the article's newest text; None where there is none."""
        article = (await self._library.get([article_id])).get(article_id)
        return article.revision if article is not None and where.admits(article) else None

    async def outlets(self, where: Filter = PUBLIC) -> list[str]:
        """The outlets that articles are of, by name."""
        return sorted(await self._library.outlets(where), key=str.casefold)

    async def page(self, wanted: Wanted, number: int, sided: Filter) -> Page:
        """The page of that number, or the nearest there is. `sided`: what may be seen, and is on the side that is wanted."""
        where = replace(sided, outlets=frozenset({wanted.outlet})) if wanted.outlet else sided
        words = wanted.words.split()[:MOST_WORDS]
        skipped = (max(number, 1) - 1) * PAGE
        headings, total = await self._library.newest(where, words, skipped, PAGE)
        pages = max(-(-total // PAGE), 1)
        if number > pages:
            return await self.page(wanted, pages, sided)
        articles = await self._library.get([heading.id for heading in headings])
        citations = tuple(self._cite(articles[heading.id]) for heading in headings if heading.id in articles)
        return Page(citations=citations, total=total, number=max(number, 1), pages=pages)

    async def timeline(self, where: Filter = PUBLIC) -> Timeline:
        """The days around the event and the stories on it, oldest first."""
        if self._event.day is None:
            return Timeline(days=())
        span = timedelta(days=TIMELINE_DAYS)
        around_it = replace(where, since=self._event.day - span, until=self._event.day + span)
        articles: list[StoredArticle] = []
        async for some in self._library.pages(around_it):
            articles += some
            if len(articles) > TIMELINE_ARTICLES:
                break
        days = await asyncio.to_thread(self._days, articles[:TIMELINE_ARTICLES])
        return Timeline(days=tuple(days), looked_at=TIMELINE_ARTICLES if len(articles) > TIMELINE_ARTICLES else None)

    def _days(self, articles: Sequence[StoredArticle]) -> list[Day]:
        stories: dict[str, list[StoredArticle]] = {}
        for article in sorted(articles, key=lambda each: (published_text(each.published) or "", each.sequence)):
            stories.setdefault(article.story_id, []).append(article)
        days: dict[tuple[date, Stance | None], list[Told]] = {}
        for told in stories.values():
            first = self._cite(told[0])
            day = published_day(first.published)
            if day is None or (first.stance is None and not (day == self._event.day and self._event.is_told_by(told[0]))):
                continue
            outlets = len({article.outlet for article in told if article.outlet})
            days.setdefault((day, first.stance), []).append(Told(citation=first, outlets=outlets))
        order = {"before": 0, None: 1, "after": 2}
        keys = sorted(days, key=lambda key: (order[key[1]], key[0]))
        return [Day(day=day, side=side, stories=tuple(days[day, side])) for day, side in keys]

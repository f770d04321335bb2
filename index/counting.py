"""Statistics of the corpus that are kept: while nothing but new articles come they are carried on, since counting anew reads them all."""

from collections.abc import Iterable
from dataclasses import replace

from index.articles import EVERYONE, published_day
from index.retrieval import Filter
from index.store.queries import Change, Statistics
from index.store.store import Store

#: Filters whose statistics are kept: each place that asks has one of its own.
KEPT = 1_000


class Counts:
    """What the store counts, by filter."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[Filter, Statistics] = {}
        self._noted = 0  # the last change's sequence

    async def of(self, where: Filter) -> Statistics:
        """Counted over the articles that pass."""
        if (kept := self._kept.get(where)) is not None:
            return kept
        counted = await self._store.statistics(where)
        if len(self._kept) >= KEPT:
            self._kept.clear()
        if counted.sequence >= self._noted:  # else it was counted before a change that was noted meanwhile
            self._kept[where] = counted
        return counted

    def forget(self, noted: int = 0) -> None:
        """All of it was of another database, or is long past: what is counted from `noted` on holds."""
        self._kept.clear()
        self._noted = noted

    def note(self, changes: Iterable[Change]) -> None:
        """Changes in the order of their sequences; those that were counted already do nothing."""
        for change in changes:
            self._noted = max(self._noted, change.sequence)
            for where, statistics in list(self._kept.items()):
                if change.sequence <= statistics.sequence:
                    continue
                carried = after(statistics, where, change)
                if carried is None:
                    del self._kept[where]
                else:
                    self._kept[where] = carried


def after(statistics: Statistics, where: Filter, change: Change) -> Statistics | None:
    """The statistics with the change; None where only counting anew tells."""
    article = change.article
    if article is None or not change.arrived:
        return None
    if not where.admits(article):
        return replace(statistics, sequence=change.sequence)
    begins = article.story_id == article.id
    # Who told the story before is in the article's own collection or in everyone's: see `Copies.story_of`.
    if not begins and where != Filter(collections=where.collections):
        return None
    if not begins and where.collections is not None and EVERYONE not in where.collections:
        return None
    day = published_day(article.published)
    return Statistics(
        articles=statistics.articles + 1,
        passages=statistics.passages + change.passages,
        stories=statistics.stories + begins,
        oldest=min(filter(None, (statistics.oldest, day)), default=None),
        newest=max(filter(None, (statistics.newest, day)), default=None),
        sequence=change.sequence,
    )

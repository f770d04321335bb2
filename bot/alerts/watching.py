"""All subscriptions, in memory and in step with the database, and which of them an article fits."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from bot.places import collection
from bot.topics.filing import TopicIndex
from bot.topics.matching import Match
from bot.topics.reading import read
from index.articles import EVERYONE, StoredArticle
from index.errors import BadTopic
from index.store.notebook import Notebook
from index.store.subscription_rows import Change, Subscription

#: Changes that are read at once.
PORTION = 10_000


class Fitting(NamedTuple):
    """An article that a subscription is to be told of, and the sentence by which it fits."""

    subscription: Subscription
    article: StoredArticle
    match: Match


class Watch:
    """One for each process. Subscriptions to the same topic are matched once."""

    def __init__(self) -> None:
        self._number = 0
        self._index = TopicIndex()
        self._subscriptions: dict[str, Subscription] = {}
        self._by_topic: dict[str, dict[str, Subscription]] = {}

    def __len__(self) -> int:
        return len(self._subscriptions)

    async def follow(self, notebook: Notebook) -> None:
        """Takes in what has changed since the last time; within a transaction, as that sees it."""
        last = await notebook.last_change()
        with _much(last - self._number):
            while self._number < last:
                some = await notebook.changes(self._number, PORTION)
                for change in some:
                    self.take(change)
                self._number = some[-1].number if len(some) == PORTION else last

    def take(self, change: Change) -> None:
        """One change."""
        self._forget(change.id)
        if (subscription := change.subscription) is None:
            return
        canonical = subscription.canonical
        if canonical not in self._by_topic:
            try:
                self._index.add(canonical)
            except BadTopic:  # the language of topics has become narrower since it was stored
                return
        self._by_topic.setdefault(canonical, {})[subscription.id] = subscription
        self._subscriptions[subscription.id] = subscription

    def fitting(self, article: StoredArticle) -> list[Fitting]:
        """The subscriptions that the article fits and whose place sees it. Takes some milliseconds: call it in a thread."""
        return [
            Fitting(subscription, article, match)
            for canonical, match in self._index.fitting(read(article))
            for subscription in self._by_topic[canonical].values()
            if article.collection in collections(subscription)
        ]

    def subscription(self, id_: str) -> Subscription | None:
        """The subscription of that id, as it was at the last look."""
        return self._subscriptions.get(id_)

    def _forget(self, id_: str) -> None:
        known = self._subscriptions.pop(id_, None)
        if known is not None:
            alike = self._by_topic[known.canonical]
            del alike[id_]
            if not alike:
                del self._by_topic[known.canonical]
                self._index.remove(known.canonical)


@contextmanager
def _much(changes: int) -> Iterator[None]:
    """Python does not look for garbage among many that are only added: that takes a third of the time, and as long at each later look."""
    paused = changes > PORTION and gc.isenabled()
    if paused:
        gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.freeze()
            gc.enable()


def collections(subscription: Subscription) -> Collection[str]:
    """What its place may see."""
    own = (collection(subscription.platform, subscription.workspace),) if subscription.workspace else ()
    return (EVERYONE, *own)

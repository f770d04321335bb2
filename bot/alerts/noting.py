"""Writes alerts down in the transaction that stores the articles which they are of: neither is ever there without the other."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from bot.alerts.deciding import Pair, decide
from bot.alerts.news import is_news
from bot.alerts.watching import Fitting, Watch
from index.articles import StoredArticle
from index.library import Library
from index.passages import is_searched
from index.store.alert_rows import Alert
from index.store.notebook import Notebook
from index.store.subscription_rows import Subscription


class Noting:
    """Called by the store, with articles whose text is new and which are not committed yet."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    async def __call__(self, notebook: Notebook, stored: Sequence[StoredArticle], now: datetime) -> None:
        """Writes what is due of them."""
        news = [article for article in stored if is_news(article.published, now) and is_searched(article.language)]
        if not news:
            return
        await self._watch.follow(notebook)
        if not len(self._watch):
            return
        fitting = await asyncio.to_thread(lambda: [each for article in news for each in self._watch.fitting(article)])
        pairs = {(each.subscription.id, each.article.story_id) for each in fitting}
        told = await notebook.told_already(pairs | {("", article.story_id) for article in news})
        if not fitting and not any(told.values()):
            return
        carried = await notebook.carriers({story for _, story in (*pairs, *told)})
        decision = decide(fitting, told, carried, self._watch.subscription, now)
        await self._write(notebook, decision.made, decision.woken, now)

    async def _write(self, notebook: Notebook, made: Sequence[tuple[Fitting, bool]], woken: Sequence[Pair], now: datetime) -> None:
        messages: dict[tuple[tuple[str, ...], str], str] = {}  # by place and story: two topics that it fits are one message

        async def message(subscription: Subscription, story: str) -> str | None:
            if subscription.rhythm != "now":
                return None
            key = subscription.place, story
            if key not in messages:
                messages[key] = await notebook.put(subscription.platform, place_of(subscription), "alert", now)
            return messages[key]

        rows = []
        for (subscription, article, match), waits in made:
            delivery = None if waits else await message(subscription, article.story_id)
            alert = Alert(token_hex(8), subscription.id, article.story_id, article.id, article.revision, match.sentence, match.marks, now)
            rows.append((alert, waits, delivery))
        await notebook.write(rows)
        for id_, story in woken:
            if (found := self._watch.subscription(id_)) is not None:
                await notebook.wake(id_, story, await message(found, story))


def watch(library: Library) -> None:
    """Has alerts written down with the articles that they are of, whichever way those come in."""
    library.database.noting = Noting(Watch())


def place_of(subscription: Subscription) -> Mapping[str, str]:
    """What a `bot.places.Place` is made of."""
    names = ("platform", "workspace", "channel", "kind", "thread")
    return {name: getattr(subscription, name) for name in names}

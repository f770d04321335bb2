"""Deliveries as replies: the stories, each with the sentence by which it fits."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import alert_replies
from bot.answering import Said, actions
from bot.blocks import ActionName
from bot.citing import Citing
from bot.excerpts import of_sentence
from bot.places import Place
from bot.quotes import Quote, carriers_of
from index.articles import Heading, StoredArticle
from index.library import Library
from index.store.alert_rows import Alert
from index.store.exchanges import Exchange
from index.store.outbox import Delivery
from index.store.subscription_rows import Subscription
from index.store.subscriptions import Subscriptions

#: Roles that one message pings: each takes room of it.
MOST_PINGED = 5

_BUTTONS: tuple[ActionName, ...] = ("summarize", "alike", "mute", "unsubscribe")


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a delivery: a quotation of it, by which topics it fits, and how many outlets carry it."""

    quote: Quote
    topics: tuple[str, ...]
    outlets: int


class Telling:
    """Reads what a delivery is of. Raises StoreUnavailable."""

    def __init__(self, library: Library, subscriptions: Subscriptions, cite: Citing, kept: timedelta) -> None:
        self._library = library
        self._subscriptions = subscriptions
        self._cite = cite
        self._kept = kept

    async def said(self, delivery: Delivery, now: datetime) -> Said | None:
        """The message; None where nothing is left to tell, since all of it was unsubscribed from or taken down.

        The exchange has the delivery's id, so that the same message has the same buttons, however often it is sent.
        """
        place = Place.model_validate(dict(delivery.place))
        subscribed = {id_: found for id_ in _ids(delivery) if (found := await self._subscriptions.get(id_)) is not None}
        stories = await self._stories(delivery, place, subscribed)
        if not stories:
            return None
        if delivery.kind == "digest":
            stories.sort(key=lambda story: -story.outlets)
        weekly = any(subscription.rhythm == "weekly" for subscription in subscribed.values())
        head = ("weekly" if weekly else "daily") if delivery.kind == "digest" else None
        reply = alert_replies.alert([(story.quote, story.topics) for story in stories], _topics(subscribed.values()), head)
        first = stories[0].quote.citation.article_id
        owner = next(iter(subscribed.values())).owner
        exchange = Exchange(
            delivery.id, "alert", place.platform, place.workspace, place.channel, owner, delivery.id, now, now + self._kept, cited=first
        )
        roles = dict.fromkeys(subscription.role for subscription in subscribed.values() if subscription.role)
        return Said(reply.model_copy(update={"actions": actions(_BUTTONS)}), exchange, tuple(roles)[:MOST_PINGED])

    async def _stories(self, delivery: Delivery, place: Place, subscribed: dict[str, Subscription]) -> list[Story]:
        by_story: defaultdict[str, list[Alert]] = defaultdict(list)
        for alert in delivery.alerts:
            if alert.subscription in subscribed:
                by_story[alert.story].append(alert)
        copies = await self._library.copies([alert.article for alerts in by_story.values() for alert in alerts])
        found: list[Story] = []
        for alerts in by_story.values():
            article = await self._library.revision(alerts[0].article, alerts[0].revision)
            if article is not None:
                seen = [each for each in copies.get(article.story_id, ()) if each.collection in (place.where.collections or ())]
                found.append(self._story(article, alerts, seen, _topics(subscribed[alert.subscription] for alert in alerts)))
        return found

    def _story(self, article: StoredArticle, alerts: Sequence[Alert], copies: Sequence[Heading], topics: tuple[str, ...]) -> Story:
        alert = next((each for each in alerts if each.sentence is not None), alerts[0])
        marks = alert.marks if alert.sentence is not None else ()  # a title is not quoted: the text begins with what it is on
        quote = of_sentence(article, alert.sentence or 0, marks, self._cite(article), carriers_of(article, copies))
        outlets = {(each.outlet or "").casefold() for each in copies} | {(article.outlet or "").casefold()}
        return Story(quote, topics, len(outlets))


def _ids(delivery: Delivery) -> list[str]:
    return list(dict.fromkeys(alert.subscription for alert in delivery.alerts))


def _topics(subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subscription.topic for subscription in subscriptions))

"""Alerts on the seed articles, and on copies of two of them at other outlets."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from adapters.discord.messenger import CLOSED
from adapters.wiring import House
from bench.asking import event
from bench.gallery.sections import PERSON, PLACE, Section, Shown
from bot import alert_replies
from bot.alerts.noting import place_of
from bot.alerts.subscribing import Wish
from bot.alerts.telling import Telling
from bot.blocks import Reply
from bot.citing import Citing
from bot.topics.grammar import parse
from bot.topics.matching import match
from bot.topics.reading import read
from index.articles import Article, StoredArticle
from index.store.alert_rows import Alert, Kind
from index.store.outbox import Delivery
from index.store.subscription_rows import Subscription

#: Outlets that carry an agency's story word for word, besides the one among the seeds.
FEW, MANY = ("CNA", "The Sun"), ("CNA", "The Sun", "The Straits Post", "Northern Herald", "Daily Ledger")
#: How long what was told is kept.
KEPT = timedelta(days=30)


class Alerting:
    """What a place is told of the articles that a house has."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._telling = Telling(house.library, house.alerts.subscriptions, Citing(event()), KEPT)

    async def wants(self, wish: Wish) -> Reply:
        """What is said to the wish."""
        return await self._house.alerts.subscribing.subscribe(wish)

    async def told(self, *topics: str, articles: Sequence[str] = (), kind: Kind = "alert") -> Reply:
        """What is told of the articles, or of all, on topics that are subscribed to."""
        subscriptions = [each for each in await self._house.alerts.subscribing.of(PLACE) if each.topic in topics]
        stored = [article for article in await self._house.library.sources(PLACE.where) if not articles or article.id in articles]
        alerts = {  # of a story one alert for each topic, as they are written when articles come in
            (each.id, article.story_id): alert for article in stored for each in subscriptions if (alert := _alert(each, article))
        }
        delivery = Delivery(token_hex(8), PLACE.platform, place_of(subscriptions[0]), kind, 1, False, tuple(alerts.values()))
        said = await self._telling.said(delivery, datetime.now(UTC))
        assert said is not None
        return said.reply


def _alert(subscription: Subscription, article: StoredArticle) -> Alert | None:
    found = match(parse(subscription.canonical), read(article))
    if found is None:
        return None
    made = datetime.now(UTC)
    return Alert(token_hex(8), subscription.id, article.story_id, article.id, article.revision, found.sentence, found.marks, made)


async def alerts(house: House) -> Section:
    """What is told unasked, and who wants that."""
    telling, subscribing = Alerting(house), house.alerts.subscribing

    def wish(topic: str, **given: object) -> Wish:
        return Wish(topic, PLACE, PERSON, manages=True, **given)  # type: ignore[arg-type]  # fields of a wish

    empty = await subscribing.listed(PLACE)
    new = await telling.wants(wish("ceasefire OR truce"))
    again = await telling.wants(wish("ceasefire OR truce", rhythm="weekly"))
    daily = await telling.wants(wish('"security guarantees"', rhythm="daily", outlets=2))
    for other in (wish("oil"), wish("NATO", rhythm="weekly"), wish("Melania"), wish("Aswan barrage")):
        await telling.wants(other)
    one = await telling.told("Melania")
    await _carry(house, "seed-2.3", FEW)
    few = await telling.told("oil", articles=["seed-2.3"])
    burst = await telling.told("oil", "NATO")
    digest = await telling.told("ceasefire OR truce", '"security guarantees"', "NATO", kind="digest")
    await _carry(house, "seed-0.2", MANY)
    many = await telling.told("ceasefire OR truce", articles=["seed-0.2"])
    of = {each.topic: each.id for each in await subscribing.of(PLACE)}
    alike = alert_replies.alike([await house.service.preview("Melania", PLACE.where)])
    none = alert_replies.alike([await house.service.preview("Aswan barrage", PLACE.where)])
    muted = await subscribing.mute([of["Melania"]])
    listed = await subscribing.listed(PLACE)
    return Section(
        "Alerts",
        (
            Shown("A story on a topic", one),
            Shown("One that other outlets carry", few),
            Shown("One that many outlets carry", many),
            Shown("Several at once", burst),
            Shown("A weekly digest", digest),
            Shown("More like this", alike),
            Shown("More like this, where there is no more", none),
            Shown("Subscribed", new),
            Shown("Subscribed again", again),
            Shown("Subscribed, once a day", daily),
            Shown("Muted", muted),
            Shown("What is subscribed to", listed),
            Shown("Nothing is subscribed to", empty),
            Shown("Unsubscribed", await subscribing.unsubscribe("Melania", PLACE, manages=True)),
            Shown("A channel that can be told no more", alert_replies.paused(["NATO"], CLOSED)),
        ),
    )


async def _carry(house: House, id_: str, outlets: Sequence[str]) -> None:
    """Has other outlets carry the article, word for word."""
    article = (await house.service.get([id_]))[id_]
    fields = {"title", "body", "agency", "published", "date_derived"}
    copies = [{**article.model_dump(include=fields), "outlet": outlet, "id": f"{id_}-{n}"} for n, outlet in enumerate(outlets)]
    await house.service.add([Article.model_validate(copy) for copy in copies])

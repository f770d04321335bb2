"""What the buttons below an alert do, on any platform."""

from collections.abc import Sequence

from bot import alert_replies
from bot.alerts.subscribing import GONE, NOT_MANAGER, Subscribing
from bot.blocks import Reply
from bot.places import Place
from bot.service import Service
from index.errors import NotAllowed, NotThere
from index.store.exchanges import Exchange
from index.store.outbox import Outbox
from index.store.subscription_rows import Subscription
from index.store.subscriptions import Subscriptions

#: Topics of a message with many that "More like this" looks up.
ALIKE = 3


class Pressing:
    """Everything here starts from the exchange of an alert, which `Onward.find` has looked up. Raises NotThere where that is none, or what
    it was of is gone; and NotAllowed, for the one person who pressed.
    """

    def __init__(self, subscribing: Subscribing, subscriptions: Subscriptions, outbox: Outbox, service: Service) -> None:
        self._subscribing = subscribing
        self._subscriptions = subscriptions
        self._outbox = outbox
        self._service = service

    async def alike(self, exchange: Exchange, place: Place) -> Reply:
        """What else is stored on the topics, for whoever pressed alone."""
        topics = dict.fromkeys(each.topic for each in await self._told(exchange))
        return alert_replies.alike([await self._service.preview(topic, place.where) for topic in list(topics)[:ALIKE]])

    async def mute(self, exchange: Exchange, *, manages: bool) -> Reply:
        """Has the place told nothing on the topics for a day."""
        return await self._subscribing.mute(await self._own(exchange, manages=manages))

    async def unsubscribe(self, exchange: Exchange, *, manages: bool) -> Reply:
        """Ends the subscriptions to the topics."""
        return await self._subscribing.end(await self._own(exchange, manages=manages))

    async def _own(self, exchange: Exchange, *, manages: bool) -> Sequence[str]:
        told = await self._told(exchange)
        if not manages:
            raise NotAllowed(NOT_MANAGER)
        return [each.id for each in told]

    async def _told(self, exchange: Exchange) -> list[Subscription]:
        delivery = await self._outbox.get(exchange.text) if exchange.kind == "alert" else None
        ids = dict.fromkeys(alert.subscription for alert in delivery.alerts) if delivery else ()
        found = [each for id_ in ids if (each := await self._subscriptions.get(id_)) is not None]
        if not found:
            raise NotThere(GONE)
        return found

"""What people do about their alerts, on any platform: subscribe, see what there is, mute, unsubscribe."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from bot import alert_replies
from bot.alerts.digests import is_zone, next_digest
from bot.blocks import Line, Reply
from bot.places import Place
from bot.results import Subscribed
from bot.service import Service
from bot.topics.grammar import Topic, format_topic, parse
from bot.wording import topics_words
from index.errors import BadTopic, NotAllowed, NotThere
from index.store.subscription_rows import Rhythm, Subscription
from index.store.subscriptions import Subscriptions

#: Outlets that somebody can wait for at the most: no story is carried by more than a few dozen.
MOST_OUTLETS = 50
#: How long "Mute for a day" lasts.
MUTED = timedelta(days=1)

NOT_MANAGER = "In a channel, only those who may manage it can change what is told there; subscribe in a direct message to me instead."
FULL = "There are {most} topics here already, which is as many as may be; unsubscribe from one first."
NO_SUCH = "Nothing is subscribed to here as “{topic}”; /subscriptions shows what is."
GONE = "That subscription is gone already."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told of, where they ask for it."""

    topic: str
    place: Place
    person: str
    manages: bool  #: they may change what is told in the place, or it is theirs alone
    rhythm: Rhythm = "now"
    outlets: int = 1
    zone: str | None = None  #: the person's own; None where the platform does not say
    role: str = ""  #: of the platform's, that is pinged; only one that the person may ping


class Subscribing:
    """`most`: subscriptions that a place may have; `hour`: of the day at which digests come; `zone`: where nobody says another."""

    def __init__(
        self, subscriptions: Subscriptions, service: Service, clock: Callable[[], datetime], *, most: int, hour: int, zone: str
    ) -> None:
        self._subscriptions = subscriptions
        self._service = service
        self._clock = clock
        self._most = most
        self._hour = hour
        self._zone = zone

    async def subscribe(self, wish: Wish) -> Reply:
        """Has the place told. The same topic twice, however it is typed, is one subscription. Raises BadTopic and NotAllowed."""
        topic = self.check(wish)
        zone = wish.zone if wish.zone and is_zone(wish.zone) else self._zone
        now = self._clock()
        given = Subscription(
            id=token_hex(8),
            platform=wish.place.platform,
            workspace=wish.place.workspace,
            channel=wish.place.channel,
            kind=wish.place.kind,
            thread="",  # what is told is told in the open, not below somebody's message
            topic=" ".join(wish.topic.split()),
            canonical=format_topic(topic),
            rhythm=wish.rhythm,
            outlets=wish.outlets,
            owner=wish.person,
            zone=zone,
            made=now,
            role=wish.role,
            next_digest=next_digest(wish.rhythm, now, zone, self._hour),
        )
        kept, new = await self._subscriptions.add(given, self._most)
        if kept is None:
            raise NotAllowed(FULL.format(most=self._most))
        tried = await self._service.preview(wish.topic, wish.place.where)
        return alert_replies.subscribed(self._shown(kept), tried, new=new)

    @staticmethod
    def check(wish: Wish) -> Topic:
        """The topic, where nothing speaks against the wish before it is tried. Raises BadTopic and NotAllowed."""
        topic = parse(wish.topic)
        if not wish.manages:
            raise NotAllowed(NOT_MANAGER)
        if not 1 <= wish.outlets <= MOST_OUTLETS:
            raise BadTopic(f"The number of outlets must be from 1 to {MOST_OUTLETS}; leave it out to be told at once.")
        return topic

    async def unsubscribe(self, topic: str, place: Place, *, manages: bool) -> Reply:
        """Ends the place's subscription to the topic, as typed then or now, or of that id. Raises NotThere and NotAllowed."""
        found = await self._meant(topic, place)
        if not manages:
            raise NotAllowed(NOT_MANAGER)
        return await self.end([found.id])

    async def listed(self, place: Place) -> Reply:
        """What the place is told of."""
        return alert_replies.subscriptions([self._shown(each) for each in await self.of(place)])

    async def offers(self, typed: str, place: Place) -> list[tuple[str, str]]:
        """Topics of the place that have what is typed so far in them, each with the id that stands for it."""
        wanted = typed.casefold().strip()
        return [(each.topic, each.id) for each in await self.of(place) if wanted in each.topic.casefold()]

    async def end(self, ids: Sequence[str]) -> Reply:
        """Ends subscriptions, and says of which topics."""
        topics = [found.topic for id_ in ids if (found := await self._subscriptions.get(id_)) is not None]
        if not topics or not await self._subscriptions.remove(ids):
            raise NotThere(GONE)
        return Reply(blocks=(Line(text=f"Unsubscribed from {topics_words(topics)}."),), private=True)

    async def mute(self, ids: Collection[str]) -> Reply:
        """Has these subscriptions told nothing for a day."""
        until = self._clock() + MUTED
        muted = [found.topic for id_ in ids if (found := await self._subscriptions.get(id_)) and await self._muted(id_, until)]
        if not muted:
            raise NotThere(GONE)
        sentence = f"Muted {topics_words(muted)} for a day; what is published meanwhile is not told later."
        return Reply(blocks=(Line(text=sentence),), private=True)

    async def _muted(self, id_: str, until: datetime) -> bool:
        return await self._subscriptions.change(id_, muted=until)

    async def of(self, place: Place) -> list[Subscription]:
        """The place's subscriptions, in the order in which they were made."""
        return await self._subscriptions.of_place(place.platform, place.workspace, place.channel)

    async def _meant(self, topic: str, place: Place) -> Subscription:
        for each in await self.of(place):
            if means(topic, each):
                return each
        raise NotThere(NO_SUCH.format(topic=topic.strip()))

    def _shown(self, each: Subscription) -> Subscribed:
        muted = each.muted if each.muted is not None and each.muted > self._clock() else None
        return Subscribed(
            topic=each.topic,
            here="to you" if each.kind == "direct" else "here",
            rhythm=each.rhythm,
            outlets=each.outlets,
            hour=self._hour,
            zone=each.zone,
            paused=each.paused,
            muted=muted,
            pings=bool(each.role),
        )


def means(topic: str, subscription: Subscription) -> bool:
    """Whether that is the subscription's topic, however typed, or its id."""
    try:
        canonical = format_topic(parse(topic))
    except BadTopic:
        canonical = ""
    return topic.strip() in (subscription.id, subscription.topic) or canonical == subscription.canonical

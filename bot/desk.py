"""`Desk`: where people on chat platforms are served. What they ask is answered by the service, and kept as far as something may go on from
it. Adapters bring events and show what comes back; what goes on from an answer is `onward`'s."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import privacy, replies
from bot.alerts.alerts import Alerts
from bot.answering import Answering, Said
from bot.blocks import Reply
from bot.commands import switched_off
from bot.cooldown import Cooldown
from bot.feeds.keeping import WorkspaceFeeds
from bot.observing import UNOBSERVED, Observer
from bot.onward import Onward, questions
from bot.places import Place, collection
from bot.questions import asks, has_nothing_to_search
from bot.service import Service
from bot.sources import Offer
from bot.summaries import Length
from bot.wording import wait_words
from index.articles import Stance
from index.errors import BadQuestion
from index.store.events import Events
from index.store.exchanges import Exchange, Exchanges
from index.store.inbox import Inbox

_log = logging.getLogger(__name__)

#: Sources that are listed at the most: more than any platform's message holds.
LISTED = 100
#: Articles that are shown as taken in lately.
LATEST = 8

#: How long work that is not done is kept: who asked something yesterday no longer waits for it.
WORTH_DOING = timedelta(days=1)

NO_WORDS = "There are no words in this message to look for."


class Desk:
    """For one event loop. Everything here may raise what the service raises, StoreUnavailable above all.

    `clock` gives the time in UTC. Exchanges are kept for `kept`, unless their place leaves before.
    """

    def __init__(
        self,
        service: Service,
        events: Events,
        exchanges: Exchanges,
        inbox: Inbox,
        feeds: WorkspaceFeeds,
        *,
        clock: Callable[[], datetime],
        kept: timedelta,
        per_person: Cooldown,
        per_channel: Cooldown,
        alerts: Alerts,
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._events = events
        self._inbox = inbox
        self._answering = Answering(service, exchanges, clock, kept, observer)
        self._per_person = per_person
        self._per_channel = per_channel
        self.onward = Onward(self._answering)
        self.alerts = alerts
        self.feeds = feeds

    @property
    def switched_off(self) -> frozenset[str]:
        """Commands of the table that whoever runs Sherpa does not allow, so that they are better not offered."""
        return switched_off(feeds=self.feeds.are_allowed)

    async def take(self, event: str) -> bool:
        """Whether the event, named as no other of any platform, is new; it is then the caller's, and no other process's."""
        return await self._events.take(event, self._answering.clock())

    def hold(self, asker: str, place: Place) -> Reply | None:
        """What to say to someone who asks too often, or where too much is asked; None where there is nothing against a question."""
        person, channel = f"{place.platform}:{asker}", f"{place.platform}:{place.workspace}:{place.channel}"
        if seconds := self._per_person.take(person):
            return replies.error(wait_words(seconds, "You have asked a lot at once"))
        if seconds := self._per_channel.take(channel):
            self._per_person.give_back(person)
            return replies.error(wait_words(seconds, "Much is being asked here"))
        return None

    @staticmethod
    def is_private(text: str, before: Sequence[str] = ()) -> bool:
        """Whether what is said to this question, asked after those before it, is for the asker alone, as far as the question tells."""
        return has_nothing_to_search(text, before)

    @staticmethod
    def is_question(text: str, before: Sequence[str] = ()) -> bool:
        """Whether what was said after those questions, to nobody in particular, asks something on."""
        return asks(text, before)

    async def find_source(self, source: str, place: Place) -> str:
        """The id of the article that `source` means. Raises BadSource, with suggestions, for none of the place's, or several."""
        return await self._answering.service.find(source, place.where)

    async def ask(
        self,
        text: str,
        asker: str,
        place: Place,
        *,
        before: Sequence[str] = (),
        side: Stance | None = None,
        source: str | None = None,
        private: bool = False,
    ) -> Said:
        """Quotations that answer, or why there are none; with `private` for the asker alone.

        `before`: the questions that this may lean on, oldest first. `source`: the id of the one article that is asked. Raises BadSource
        where that is gone.
        """
        draft = self._answering.draft("question", text, asker, place, private=private)
        return await self._answering.answer(replace(draft, before=tuple(before), side=side, source=source), place)

    async def find_sources(self, claim: str, asker: str, place: Place) -> Said:
        """What the articles say on somebody's words, for the asker alone. Raises BadQuestion where there are none."""
        if has_nothing_to_search(claim):
            raise BadQuestion(NO_WORDS)
        return await self._answering.answer(self._answering.draft("claim", claim, asker, place, private=True), place)

    async def summarize(self, source: str, length: Length, asker: str, place: Place, *, private: bool = False) -> Said:
        """The article that `source` means, in its own sentences; with `private` for the asker alone. Raises BadSource."""
        return await self._answering.summarize(source, length, asker, place, private=private)

    async def sources(self, place: Place) -> Said:
        """The list of what is searched there."""
        listed = await self._answering.service.sources(place.where, most=LISTED)
        return Said(replies.sources(listed, (await self._answering.service.searched(place.where)).articles))

    async def front(self, place: Place, help_: str) -> tuple[Reply, ...]:
        """What somebody sees who comes in: what Sherpa is, what was taken in lately, their alerts. `help_` is how help is asked for."""
        service = self._answering.service
        searched, latest = await service.searched(place.where), await service.latest(LATEST, place.where)
        return replies.greeting(searched, help_), replies.lately(latest), await self.alerts.subscribing.listed(place)

    async def offers(self, typed: str, place: Place) -> list[Offer]:
        """The sources that may be meant by what is typed so far, best first."""
        return await self._answering.service.offers(typed, place.where)

    async def before(self, place: Place, message: str | None) -> tuple[str, ...]:
        """The questions that one asked now may lean on, oldest first: those that led to the answer `message`; in a thread or a direct
        conversation, where that is None, those asked there before, or that led to the answer which the thread is of."""
        now, there = self._answering.clock(), (place.platform, place.workspace)
        found = await self._answering.exchanges.by_message(*there, message, now) if message else None
        if found is None and place.thread:
            found = await self._in_thread(place)
        if found is None and place.kind != "channel":
            found = await self._answering.exchanges.latest(*there, place.channel, now)
        if found is None and place.kind == "thread":
            found = await self._answering.exchanges.by_message(*there, place.channel, now)
        return questions(found) if found else ()

    async def has_answered(self, place: Place) -> bool:
        """Whether something was answered in the thread, or it is one under an answer."""
        return await self._in_thread(place) is not None

    async def _in_thread(self, place: Place) -> Exchange | None:
        """What was last answered in the thread, else the answer that it is under."""
        exchanges, now = self._answering.exchanges, self._answering.clock()
        last = await exchanges.latest(place.platform, place.workspace, place.channel, now, thread=place.thread)
        return last or await exchanges.by_message(place.platform, place.workspace, place.thread, now)

    async def shows(self, exchange: Exchange, message: str) -> None:
        """Remembers which message shows the exchange, so that a reply to it goes on from it."""
        await self._answering.exchanges.showing(exchange, message)

    async def ratings(self) -> dict[bool, int]:
        """How many found an answer helpful, and how many did not."""
        return await self._answering.exchanges.ratings()

    def privacy(self) -> Reply:
        """What is stored of people, for whoever asks alone."""
        return privacy.stored(self._answering.kept)

    async def forget(self, platform: str, person: str, *, workspace: str | None = None) -> Reply:
        """Deletes what somebody asked and had told to themself; with `workspace`, in that alone."""
        return await privacy.forget(platform, person, self._answering.exchanges, self.alerts.subscriptions, workspace=workspace)

    async def leave(self, platform: str, workspace: str, *, keep: str = "") -> None:
        """Forgets all that was asked in a workspace which Sherpa is no longer part of, and what is to be done for it but the task `keep`,
        which may be the one that does this."""
        removed = await self._answering.exchanges.remove_workspace(platform, workspace)
        if workspace:
            await self.feeds.leave(platform, workspace)  # first, so that no poll brings an article
            await self._answering.service.remove_collection(collection(platform, workspace))
            await self.alerts.leave(platform, workspace)
        await self._inbox.remove_workspace(platform, workspace, keep=keep)
        _log.info("workspace left", extra={"platform": platform, "exchanges": removed})

    async def expire(self) -> None:
        """Forgets what has been kept long enough."""
        now = self._answering.clock()
        removed, events = await self._answering.exchanges.expire(now), await self._events.expire(now)
        undone = await self._inbox.expire(now - WORTH_DOING)
        await self.alerts.expire()
        _log.info("expired", extra={"exchanges": removed, "events": events, "undone": undone})

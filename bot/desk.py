"""`Desk`: where people on chat platforms are served. What they ask is answered by the service, and kept as far as something may go on from
it: the buttons below an answer, and the questions after it. Adapters bring events and show what comes back."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from bot import replies
from bot.blocks import Action, ActionName, Line, Reply
from bot.conversation import KEPT_QUESTIONS, Conversation
from bot.cooldown import Cooldown
from bot.places import Place
from bot.questions import has_nothing_to_search, topic_of
from bot.quotes import Quote
from bot.results import Answer, Refusal
from bot.service import Service
from bot.sources import Offer
from bot.summaries import Length
from bot.wording import wait_words
from index.articles import Stance
from index.errors import BadQuestion, NotAllowed, NotThere
from index.store.events import Events
from index.store.exchanges import Exchange, Exchanges, Kind, ShownSpan

_log = logging.getLogger(__name__)

#: Bytes of an exchange's id: too many to be guessed, few enough for the narrowest platform's buttons.
ID_BYTES = 8

#: Sources that are listed at the most: more than any platform's message holds.
LISTED = 100

GONE = "This answer is too old to go on from, or was deleted; ask again."
ELSEWHERE = "This button belongs to an answer in another place; ask here."
NOT_YOURS = "Only whoever asked, or someone who may manage messages here, can delete this answer."
NO_WORDS = "There are no words in this message to look for."
THANKS = "Thank you."


@dataclass(frozen=True, slots=True)
class Said:
    """What to show, and the exchange that it belongs to: its id goes into the reply's buttons. None where nothing can go on from it."""

    reply: Reply
    exchange: Exchange | None = None


class Desk:
    """For one event loop. Everything here may raise what the service raises, StoreUnavailable above all; NotThere and NotAllowed are for
    the one person who pressed something.

    `clock` gives the time in UTC. Exchanges are kept for `kept`, unless their place leaves before.
    """

    def __init__(
        self,
        service: Service,
        events: Events,
        exchanges: Exchanges,
        *,
        clock: Callable[[], datetime],
        kept: timedelta,
        per_person: Cooldown,
        per_channel: Cooldown,
    ) -> None:
        self._service = service
        self._events = events
        self._exchanges = exchanges
        self._clock = clock
        self._kept = kept
        self._per_person = per_person
        self._per_channel = per_channel

    async def take(self, event: str) -> bool:
        """Whether the event, named as no other of any platform, is new; it is then the caller's, and no other process's."""
        return await self._events.take(event, self._clock())

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

    async def find_source(self, source: str, place: Place) -> str:
        """The id of the article that `source` means. Raises BadSource, with suggestions, for none of the place's, or several."""
        return await self._service.find(source, place.where)

    async def ask(
        self, text: str, asker: str, place: Place, *, before: Sequence[str] = (), side: Stance | None = None, source: str | None = None
    ) -> Said:
        """Quotations that answer, or why there are none.

        `before`: the questions that this may lean on, oldest first. `source`: the id of the one article that is asked. Raises BadSource
        where that is gone.
        """
        draft = self._draft("question", text, asker, place)
        return await self._answer(replace(draft, before=tuple(before), side=side, source=source), place)

    async def find_sources(self, claim: str, asker: str, place: Place) -> Said:
        """What the articles say on somebody's words, for the asker alone. Raises BadQuestion where there are none."""
        if has_nothing_to_search(claim):
            raise BadQuestion(NO_WORDS)
        return await self._answer(self._draft("claim", claim, asker, place, private=True), place)

    async def summarize(self, source: str, length: Length, asker: str, place: Place, *, private: bool = False) -> Said:
        """The article that `source` means, in its own sentences. Raises BadSource."""
        summary = await self._service.summarize(source, length=length, where=place.where)
        draft = self._draft("summary", summary.citation.article_id, asker, place, private=private)
        return await self._keep(draft, replies.summary(summary), ("delete",))

    async def sources(self, place: Place) -> Said:
        """The list of what is searched there."""
        listed = await self._service.sources(place.where, most=LISTED)
        return Said(replies.sources(listed, (await self._service.searched(place.where)).articles))

    async def offers(self, typed: str, place: Place) -> list[Offer]:
        """The sources that may be meant by what is typed so far, best first."""
        return await self._service.offers(typed, place.where)

    async def before(self, place: Place, message: str | None) -> tuple[str, ...]:
        """The questions that one asked now may lean on, oldest first: those that led to the answer `message`; in a thread or a direct
        conversation, where that is None, those asked there before, or that led to the answer which the thread is named after."""
        now, there = self._clock(), (place.platform, place.workspace)
        found = await self._exchanges.by_message(*there, message, now) if message else None
        if found is None and place.kind != "channel":
            found = await self._exchanges.latest(*there, place.channel, now)
        if found is None and place.kind == "thread":
            found = await self._exchanges.by_message(*there, place.channel, now)
        return _questions(found) if found else ()

    async def shows(self, exchange: Exchange, message: str) -> None:
        """Remembers which message shows the exchange, so that a reply to it goes on from it."""
        await self._exchanges.showing(exchange, message)

    async def exchange(self, id_: str, place: Place) -> Exchange:
        """The exchange that a button there belongs to. Raises NotThere for an expired, removed or made-up one, and for one of elsewhere."""
        found = await self._exchanges.get(id_, self._clock())
        if found is None:
            raise NotThere(GONE)
        same_person = place.workspace or found.channel == place.channel
        if (found.platform, found.workspace) != (place.platform, place.workspace) or not same_person:
            raise NotThere(ELSEWHERE)
        return found

    async def more(self, exchange: Exchange, asker: str, place: Place) -> Said:
        """The quotations that were not shown yet. Whoever asked sees them where the answer is; anyone else alone, beside it."""
        unseen = await self._unseen(exchange, place)
        if exchange.asker == asker:
            while (kept := await self._exchanges.show(exchange, _spans(unseen[: replies.MORE]))) is None:
                exchange = await self.exchange(exchange.id, place)  # somebody was faster
                unseen = await self._unseen(exchange, place)
        else:
            kept = replace(exchange, shown=(*exchange.shown, *_spans(unseen[: replies.MORE])))
            kept = self._copy(kept, asker, place, private=True)
            await self._exchanges.add(kept)
        reply = replies.more(exchange.text, unseen, len(exchange.shown))
        more: list[ActionName] = ["more"] if reply.actions else []
        return Said(_with(reply, _actions(more), private=kept.private), kept)

    async def why(self, exchange: Exchange, place: Place) -> Reply:
        """How the answer was ranked, for whoever wants to know."""
        return replies.why(await self._ask_again(exchange, place))

    async def summary_of(self, exchange: Exchange, asker: str, place: Place) -> Said:
        """A summary of the article that the answer's first quotation is from: in the open for whoever asked, else for that person alone."""
        if exchange.cited is None:
            raise NotThere(GONE)
        return await self.summarize(exchange.cited, "medium", asker, place, private=exchange.private or exchange.asker != asker)

    async def share(self, exchange: Exchange, asker: str, name: str, place: Place) -> Said:
        """What one person saw, for all; `name` is who shares it."""
        said = await self._again(self._copy(exchange, asker, place, private=False), place)
        by = Line(text=f"Shared by {name}", tone="quiet")
        return replace(said, reply=said.reply.model_copy(update={"blocks": (*said.reply.blocks, by), "private": False}))

    async def rate(self, exchange: Exchange, person: str, *, helpful: bool) -> Reply:
        """Keeps what the person thinks of the answer; a second opinion replaces the first."""
        await self._exchanges.rate(exchange, person, helpful=helpful, now=self._clock())
        return Reply(blocks=(Line(text=THANKS),), private=True)

    async def ratings(self) -> dict[bool, int]:
        """How many found an answer helpful, and how many did not."""
        return await self._exchanges.ratings()

    @staticmethod
    def check_may_delete(exchange: Exchange, person: str, *, manages_messages: bool) -> None:
        """Raises NotAllowed for anyone but the asker and moderators."""
        if exchange.asker != person and not manages_messages:
            raise NotAllowed(NOT_YOURS)

    async def hide(self, exchange: Exchange, message: str) -> None:
        """Forgets the message, which is gone, and the exchange if no other message shows it."""
        await self._exchanges.hide(exchange, message)

    async def continue_in(self, exchange: Exchange, thread: Place) -> None:
        """What is asked in the thread goes on from the exchange."""
        await self._exchanges.add(self._copy(exchange, exchange.asker, thread, private=False))

    @staticmethod
    def topic(exchange: Exchange) -> str:
        """The words of what was asked that a topic could be made of."""
        return topic_of(" ".join(_questions(exchange)[-1:]))

    async def try_topic(self, topic: str, place: Place) -> Reply:
        """Which stored articles the topic would have fired on, for the asker alone. Raises BadTopic."""
        reply = replies.preview(await self._service.preview(topic, place.where))
        return reply.model_copy(update={"blocks": (*reply.blocks, Line(text=replies.NO_ALERTS_YET)), "private": True})

    async def leave(self, platform: str, workspace: str) -> None:
        """Forgets all that was asked in a workspace which Sherpa is no longer part of."""
        removed = await self._exchanges.remove_workspace(platform, workspace)
        _log.info("workspace left", extra={"platform": platform, "exchanges": removed})

    async def expire(self) -> None:
        """Forgets what has been kept long enough."""
        now = self._clock()
        removed, events = await self._exchanges.expire(now), await self._events.expire(now)
        _log.info("expired", extra={"exchanges": removed, "events": events})

    def _draft(self, kind: Kind, text: str, asker: str, place: Place, *, private: bool = False) -> Exchange:
        now = self._clock()
        id_, expires = token_hex(ID_BYTES), now + self._kept
        return Exchange(id_, kind, place.platform, place.workspace, place.channel, asker, text, now, expires, private=private)

    def _copy(self, exchange: Exchange, asker: str, place: Place, *, private: bool) -> Exchange:
        """The same asked by someone else, or elsewhere."""
        made = self._draft(exchange.kind, exchange.text, asker, place, private=private)
        return replace(
            exchange,
            id=made.id,
            workspace=made.workspace,
            channel=made.channel,
            asker=asker,
            made=made.made,
            expires=made.expires,
            private=private,
            revision=1,
        )

    async def _answer(self, draft: Exchange, place: Place) -> Said:
        result = await self._ask_again(draft, place)
        if isinstance(result, Answer):
            draft = replace(draft, shown=_spans(result.quotes), cited=result.quotes[0].citation.article_id)
            more: tuple[ActionName, ...] = ("more",) if result.more else ()
            return await self._keep(draft, replies.answer(result), (*more, "summarize", "alert", "why", *_ON_ANY_ANSWER))
        reply = replies.refusal(result)
        if result.kind != "unanswered" or not result.searched.articles:
            return Said(_with(reply, (), private=reply.private or draft.private))
        why: tuple[ActionName, ...] = ("why",) if result.explanation else ()
        return await self._keep(draft, reply, ("alert", *why, *_ON_ANY_ANSWER))

    async def _ask_again(self, exchange: Exchange, place: Place) -> Answer | Refusal:
        where = await self._service.narrowed(place.where, side=exchange.side, source=exchange.source)
        return await self._service.ask(exchange.text, where=where, context=Conversation(questions=exchange.before))

    async def _again(self, exchange: Exchange, place: Place) -> Said:
        if exchange.kind == "summary":
            return await self.summarize(exchange.text, "medium", exchange.asker, place)
        return await self._answer(exchange, place)

    async def _unseen(self, exchange: Exchange, place: Place) -> tuple[Quote, ...]:
        if exchange.kind == "summary":
            raise NotThere(GONE)
        result = await self._ask_again(exchange, place)
        quotes = (*result.quotes, *result.more) if isinstance(result, Answer) else ()
        return tuple(quote for quote, span in zip(quotes, _spans(quotes), strict=True) if span not in exchange.shown)

    async def _keep(self, draft: Exchange, reply: Reply, names: Sequence[ActionName]) -> Said:
        """Stores the exchange before it is shown, so that no button is without its record."""
        await self._exchanges.add(draft)
        if draft.private:
            return Said(_with(reply, _actions((*(name for name in names if name not in _PUBLIC), "share")), private=True), draft)
        return Said(_with(reply, _actions(names), private=False), draft)


_ON_ANY_ANSWER: tuple[ActionName, ...] = ("helpful", "unhelpful", "thread", "delete")
#: What is only of use where others see the answer too.
_PUBLIC: frozenset[ActionName] = frozenset({"thread", "delete"})


def _actions(names: Sequence[ActionName]) -> tuple[Action, ...]:
    return tuple(replies.action(name) for name in names)


def _with(reply: Reply, actions: tuple[Action, ...], *, private: bool) -> Reply:
    return reply.model_copy(update={"actions": actions, "private": private})


def _spans(quotes: Sequence[Quote]) -> tuple[ShownSpan, ...]:
    return tuple(ShownSpan(quote.citation.article_id, quote.start, quote.end) for quote in quotes)


def _questions(exchange: Exchange) -> tuple[str, ...]:
    asked = () if exchange.kind == "summary" else (exchange.text,)
    return (*exchange.before, *asked)[-KEPT_QUESTIONS:]

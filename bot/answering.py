"""Answering what is asked in a place, and keeping it as far as something may go on from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from bot import replies
from bot.blocks import Action, ActionName, Reply
from bot.conversation import Conversation
from bot.observing import UNOBSERVED, Observer, asking, outcome_of
from bot.places import Place
from bot.quotes import Quote
from bot.results import Answer, Refusal
from bot.service import Service
from bot.summaries import Length
from index.store.exchanges import Exchange, Exchanges, Kind, ShownSpan

#: Bytes of an exchange's id: too many to be guessed, few enough for the narrowest platform's buttons.
ID_BYTES = 8

_ON_ANY_ANSWER: tuple[ActionName, ...] = ("helpful", "unhelpful", "thread", "delete")
#: What is only of use where others see the answer too.
_PUBLIC: frozenset[ActionName] = frozenset({"thread", "delete"})


@dataclass(frozen=True, slots=True)
class Said:
    """What to show, and the exchange that it belongs to: its id goes into the reply's buttons. None where nothing can go on from it.

    `pings`: roles, by the platform's own names, that somebody who may ping them chose for it; nobody else is ever pinged.
    """

    reply: Reply
    exchange: Exchange | None = None
    pings: tuple[str, ...] = ()


class Answering:
    """For `Desk` and what goes on from it. `clock` gives the time in UTC; exchanges expire after `kept`."""

    def __init__(
        self, service: Service, exchanges: Exchanges, clock: Callable[[], datetime], kept: timedelta, observer: Observer = UNOBSERVED
    ) -> None:
        self._observer = observer
        self.service = service
        self.exchanges = exchanges
        self.clock = clock
        self.kept = kept

    def draft(self, kind: Kind, text: str, asker: str, place: Place, *, private: bool = False) -> Exchange:
        """An exchange that begins now."""
        now = self.clock()
        id_, expires = token_hex(ID_BYTES), now + self.kept
        return Exchange(
            id_, kind, place.platform, place.workspace, place.channel, asker, text, now, expires, private=private, thread=place.thread
        )

    def copy(self, exchange: Exchange, asker: str, place: Place, *, private: bool) -> Exchange:
        """The same asked by someone else, or elsewhere."""
        made = self.draft(exchange.kind, exchange.text, asker, place, private=private)
        return replace(
            exchange,
            id=made.id,
            workspace=made.workspace,
            channel=made.channel,
            thread=made.thread,
            asker=asker,
            made=made.made,
            expires=made.expires,
            private=private,
            revision=1,
        )

    async def answer(self, draft: Exchange, place: Place) -> Said:
        """Quotations that answer what the draft asks, or why there are none."""
        with asking(self._observer, place.platform) as asked:
            result = await self.ask_again(draft, place)
            asked.outcome = outcome_of(result)
        reply, names = _said(result), _offered(result)
        if isinstance(result, Answer):
            draft = replace(draft, shown=spans(result.quotes), cited=result.quotes[0].citation.article_id)
        elif not names:
            return Said(with_actions(reply, (), private=reply.private or draft.private))
        return await self.keep(draft, reply, names)

    async def ask_again(self, exchange: Exchange, place: Place) -> Answer | Refusal:
        """What the articles, as they are now, say on what was asked. Raises BadSource where the one article that was asked is gone."""
        where = await self.service.narrowed(place.where, side=exchange.side, source=exchange.source)
        return await self.service.ask(exchange.text, where=where, context=Conversation(questions=exchange.before))

    async def summarize(self, source: str, length: Length, asker: str, place: Place, *, private: bool = False) -> Said:
        """The article that `source` means, in its own sentences. Raises BadSource."""
        summary = await self.service.summarize(source, length=length, where=place.where)
        self._observer.summary(place.platform)
        draft = self.draft("summary", summary.citation.article_id, asker, place, private=private)
        return await self.keep(draft, replies.summary(summary), ("delete",))

    async def keep(self, draft: Exchange, reply: Reply, names: Sequence[ActionName]) -> Said:
        """Stores the exchange before it is shown, so that no button is without its record."""
        await self.exchanges.add(draft)
        if draft.private:
            return Said(with_actions(reply, actions((*(name for name in names if name not in _PUBLIC), "share")), private=True), draft)
        return Said(with_actions(reply, actions(names), private=False), draft)


def in_chat(result: Answer | Refusal) -> Reply:
    """What is shown of it in a channel, with what can be pressed below."""
    reply = _said(result)
    return with_actions(reply, actions(_offered(result)), private=reply.private)


def _said(result: Answer | Refusal) -> Reply:
    return replies.answer(result) if isinstance(result, Answer) else replies.refusal(result)


def _offered(result: Answer | Refusal) -> tuple[ActionName, ...]:
    """What can be done next; nothing where nothing can go on from it."""
    if isinstance(result, Answer):
        more: tuple[ActionName, ...] = ("more",) if result.more else ()
        return (*more, "summarize", "alert", "why", *_ON_ANY_ANSWER)
    if result.kind != "unanswered" or not result.searched.articles:
        return ()
    why: tuple[ActionName, ...] = ("why",) if result.explanation else ()
    return ("alert", *why, *_ON_ANY_ANSWER)


def actions(names: Sequence[ActionName]) -> tuple[Action, ...]:
    """The actions of these names."""
    return tuple(replies.action(name) for name in names)


def with_actions(reply: Reply, offered: tuple[Action, ...], *, private: bool) -> Reply:
    """The reply with other actions, for all or for the asker alone."""
    return reply.model_copy(update={"actions": offered, "private": private})


def spans(quotes: Sequence[Quote]) -> tuple[ShownSpan, ...]:
    """The quotations, as an exchange remembers them."""
    return tuple(ShownSpan(quote.citation.article_id, quote.start, quote.end) for quote in quotes)

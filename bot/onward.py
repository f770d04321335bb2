"""`Onward`: what can be done with an answer once it stands there: its buttons, on any platform."""

from dataclasses import replace

from bot import replies
from bot.answering import Answering, Said, actions, spans, with_actions
from bot.blocks import ActionName, Line, Reply
from bot.conversation import KEPT_QUESTIONS
from bot.places import Place
from bot.questions import topic_of
from bot.quotes import Quote
from bot.results import Answer
from index.errors import NotAllowed, NotThere
from index.store.exchanges import Exchange

GONE = "This answer is too old to go on from, or was deleted; ask again."
ELSEWHERE = "This button belongs to an answer in another place; ask here."
NOT_YOURS_ALONE = "Only whoever asked can delete this answer."
NOT_YOURS = "Only whoever asked, or someone who may manage messages here, can delete this answer."
THANKS = "Thank you."


class Onward:
    """Everything here starts from an exchange, which `find` has looked up; NotThere and NotAllowed are for the one person who pressed."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def find(self, id_: str, place: Place) -> Exchange:
        """The exchange that a button there belongs to. Raises NotThere for an expired, removed or made-up one, and for one of elsewhere."""
        found = await self._answering.exchanges.get(id_, self._answering.clock())
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
            while (kept := await self._answering.exchanges.show(exchange, spans(unseen[: replies.MORE]))) is None:
                exchange = await self.find(exchange.id, place)  # somebody was faster
                unseen = await self._unseen(exchange, place)
        else:
            kept = replace(exchange, shown=(*exchange.shown, *spans(unseen[: replies.MORE])))
            kept = self._answering.copy(kept, asker, place, private=True)
            await self._answering.exchanges.add(kept)
        reply = replies.more(exchange.text, unseen, len(exchange.shown))
        more: list[ActionName] = ["more"] if reply.actions else []
        return Said(with_actions(reply, actions(more), private=kept.private), kept)

    async def why(self, exchange: Exchange, place: Place) -> Reply:
        """How the answer was ranked, for whoever wants to know."""
        return replies.why(await self._answering.ask_again(exchange, place))

    async def summary_of(self, exchange: Exchange, asker: str, place: Place) -> Said:
        """A summary of the article that the answer's first quotation is from: in the open for whoever asked, else for that person alone."""
        if exchange.cited is None:
            raise NotThere(GONE)
        return await self._answering.summarize(exchange.cited, "medium", asker, place, private=exchange.private or exchange.asker != asker)

    async def share(self, exchange: Exchange, asker: str, name: str, place: Place) -> Said:
        """What one person saw, for all; `name` is who shares it."""
        said = await self._again(self._answering.copy(exchange, asker, place, private=False), place)
        by = Line(text=f"Shared by {name}", tone="quiet")
        return replace(said, reply=said.reply.model_copy(update={"blocks": (*said.reply.blocks, by), "private": False}))

    async def rate(self, exchange: Exchange, person: str, *, helpful: bool) -> Reply:
        """Keeps what the person thinks of the answer; a second opinion replaces the first."""
        await self._answering.exchanges.rate(exchange, person, helpful=helpful, now=self._answering.clock())
        return Reply(blocks=(Line(text=THANKS),), private=True)

    @staticmethod
    def check_may_delete(exchange: Exchange, person: str, *, manages_messages: bool | None) -> None:
        """Raises NotAllowed for anyone but the asker and moderators; `manages_messages` is None where there are none."""
        if exchange.asker != person and not manages_messages:
            raise NotAllowed(NOT_YOURS_ALONE if manages_messages is None else NOT_YOURS)

    async def hide(self, exchange: Exchange, message: str = "") -> None:
        """Forgets the message, which is gone or never was, and the exchange if no other message shows it."""
        await self._answering.exchanges.hide(exchange, message)

    async def continue_in(self, exchange: Exchange, thread: Place) -> None:
        """What is asked in the thread goes on from the exchange."""
        await self._answering.exchanges.add(self._answering.copy(exchange, exchange.asker, thread, private=False))

    @staticmethod
    def topic(exchange: Exchange) -> str:
        """The words of what was asked that a topic could be made of."""
        return topic_of(" ".join(questions(exchange)[-1:]))

    async def _again(self, exchange: Exchange, place: Place) -> Said:
        if exchange.kind == "summary":
            return await self._answering.summarize(exchange.text, "medium", exchange.asker, place)
        return await self._answering.answer(exchange, place)

    async def _unseen(self, exchange: Exchange, place: Place) -> tuple[Quote, ...]:
        if exchange.kind == "summary":
            raise NotThere(GONE)
        result = await self._answering.ask_again(exchange, place)
        quotes = (*result.quotes, *result.more) if isinstance(result, Answer) else ()
        return tuple(quote for quote, span in zip(quotes, spans(quotes), strict=True) if span not in exchange.shown)


def questions(exchange: Exchange) -> tuple[str, ...]:
    """What one asked after this may lean on, oldest first."""
    asked = () if exchange.kind in ("summary", "alert") else (exchange.text,)
    return (*exchange.before, *asked)[-KEPT_QUESTIONS:]

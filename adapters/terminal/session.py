"""A conversation in a terminal: each line that is typed, and what is said to it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, get_args

from adapters.terminal.messenger import TERMINAL
from bot import replies
from bot.alerts.alerts import Alerts
from bot.alerts.subscribing import Subscribing, Wish
from bot.blocks import Reply
from bot.commands import commands
from bot.conversation import Conversation
from bot.results import Answer
from bot.service import Service
from bot.summaries import Length
from index.errors import BadSource, SherpaError
from index.store.subscription_rows import Rhythm

_LENGTHS: dict[str, Length] = {length: length for length in get_args(Length)}
NAMES = frozenset(command.name for command in commands("session"))


class Turn(NamedTuple):
    """What is said, None for nothing, and the conversation as it then stands; None when it is over."""

    reply: Reply | None
    conversation: Conversation | None


async def respond(line: str, conversation: Conversation, service: Service, alerts: Alerts) -> Turn:
    """Does what a line says: a command after a slash, else a question. What cannot be done is a reply too, and changes nothing."""
    name, _, rest = line.strip().partition(" ")
    if not name:
        return Turn(None, conversation)
    if not name.startswith("/"):
        name, rest = "/ask", line
    if name.removeprefix("/") not in NAMES:
        return Turn(replies.error(f"There is no command {name}; /help lists them."), conversation)
    try:
        word = name.removeprefix("/")
        if word in _ON_ALERTS:
            return Turn(await _ON_ALERTS[word](rest.strip(), alerts.subscribing), conversation)
        return await _RESPONSES[word](rest.strip(), conversation, service)
    except SherpaError as error:
        suggestions = error.suggestions if isinstance(error, BadSource) else ()
        return Turn(replies.error(str(error), suggestions), conversation)


async def _ask(rest: str, conversation: Conversation, service: Service) -> Turn:
    result = await service.ask(rest, context=conversation)
    reply = replies.answer(result) if isinstance(result, Answer) else replies.refusal(result)
    return Turn(reply, conversation.after(result))


async def _summarize(rest: str, conversation: Conversation, service: Service) -> Turn:
    if not rest:
        return Turn(replies.error("Name a source, as in /summarize 1; /sources lists them."), conversation)
    source, _, last = rest.rpartition(" ")
    if source and (length := _LENGTHS.get(last)):
        return Turn(replies.summary(await service.summarize(source.strip(), length=length)), conversation)
    return Turn(replies.summary(await service.summarize(rest)), conversation)


async def _sources(_rest: str, conversation: Conversation, service: Service) -> Turn:
    return Turn(replies.sources(await service.sources()), conversation)


async def _preview(rest: str, conversation: Conversation, service: Service) -> Turn:
    if not rest:
        return Turn(replies.error("Name a topic, as in /preview security guarantees."), conversation)
    return Turn(replies.preview(await service.preview(rest)), conversation)


async def _more(_rest: str, conversation: Conversation, _service: Service) -> Turn:
    if not isinstance(conversation.last, Answer):
        return Turn(replies.error("There is no answer to show more of; ask a question first."), conversation)
    unseen = conversation.unseen()
    reply = replies.more(conversation.last.question, unseen, conversation.shown)
    return Turn(reply, conversation.after_more(min(replies.MORE, len(unseen))))


async def _why(_rest: str, conversation: Conversation, _service: Service) -> Turn:
    if conversation.last is None:
        return Turn(replies.error("There is no answer to explain; ask a question first."), conversation)
    return Turn(replies.why(conversation.last), conversation)


async def _help(_rest: str, conversation: Conversation, _service: Service) -> Turn:
    return Turn(replies.help_("session"), conversation)


async def _quit(_rest: str, _conversation: Conversation, _service: Service) -> Turn:
    return Turn(None, None)


async def _subscribe(rest: str, subscribing: Subscribing) -> Reply:
    if not rest:
        return replies.error("Name a topic, as in /subscribe security guarantees.")
    topic, _, last = rest.rpartition(" ")
    rhythm = next((each for each in get_args(Rhythm) if topic and each == last.casefold()), None)
    wish = Wish(topic if rhythm else rest, TERMINAL, "", manages=True, rhythm=rhythm or "now")
    return await subscribing.subscribe(wish)


async def _unsubscribe(rest: str, subscribing: Subscribing) -> Reply:
    if not rest:
        return replies.error("Name a topic, as in /unsubscribe security guarantees; /subscriptions lists them.")
    return await subscribing.unsubscribe(rest, TERMINAL, manages=True)


async def _subscriptions(_rest: str, subscribing: Subscribing) -> Reply:
    return await subscribing.listed(TERMINAL)


_ON_ALERTS: dict[str, Callable[[str, Subscribing], Awaitable[Reply]]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "subscriptions": _subscriptions,
}
_RESPONSES: dict[str, Callable[[str, Conversation, Service], Awaitable[Turn]]] = {
    "ask": _ask,
    "summarize": _summarize,
    "sources": _sources,
    "more": _more,
    "why": _why,
    "preview": _preview,
    "help": _help,
    "quit": _quit,
}

"""Messages to Sherpa: mentions, direct messages, and replies to what it said."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable

import discord

from adapters.discord import places
from adapters.discord.layout import NO_MENTIONS, plain
from adapters.discord.responding import FAULTS, log_refused, patiently, remember, settled
from adapters.failing import explained
from bot import replies
from bot.answering import Said
from bot.blocks import Reply
from bot.cooldown import Cooldown
from bot.desk import Desk
from bot.messenger import Messenger
from bot.places import Place
from index.errors import PlaceClosed, Undelivered

_log = logging.getLogger(__name__)

#: People write these two kinds of messages; Discord makes the others.
_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)
_USER = re.compile(r"<@!?(\d+)>")

HIDDEN = (
    "Discord shows me only messages that mention me. Reply with the ping on (the @ at the right end of the reply box), "
    "or mention me in the text."
)


class Messages:
    """Answers messages, each once. `grace`: seconds after which Sherpa is shown to be typing."""

    def __init__(self, desk: Desk, messenger: Messenger, grace: float) -> None:
        self._desk = desk
        self._messenger = messenger
        self._grace = grace
        self._notices = Cooldown(1, time.monotonic)  # how often somebody is written to on how to ask

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answers a message that is for Sherpa, and leaves all others alone."""
        if message.author.bot or message.webhook_id is not None or message.type not in _WRITTEN:
            return
        place, mentioned = places.of_message(message), me in message.mentions
        if not (mentioned or place.kind == "direct" or _replies_to(message, me)):
            return
        try:
            if not await self._desk.take(f"discord message {message.id}"):
                return
        except Exception as error:  # noqa: BLE001 - whoever wrote is told, and the log
            await self._tell(message, explained(error))
            return
        text, asker = question(message, me), str(message.author.id)
        if not text and not mentioned and place.kind != "direct":
            if not self._notices.take(asker):
                await self._tell(message, replies.error(HIDDEN))
            return
        if held := self._desk.hold(asker, place):
            if not self._notices.take(asker):
                await self._tell(message, held)
            return
        said = await self._while_typing(message, settled(self._answer(text, asker, place, message)))
        if said.reply.private:
            await self._tell(message, said.reply)
        else:
            await self._answer_in_place(message, place, said)

    async def _answer(self, text: str, asker: str, place: Place, message: discord.Message) -> Said:
        replied_to = message.reference.message_id if message.reference else None
        before = await self._desk.before(place, str(replied_to) if replied_to else None)
        return await self._desk.ask(text, asker, place, before=before)

    async def _while_typing(self, message: discord.Message, work: Awaitable[Said]) -> Said:
        """What comes of the work; where it takes longer, its author sees that it is under way."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=self._grace)
        if not done:
            try:
                await message.channel.typing()
            except FAULTS as error:
                log_refused(error)
        return await task

    async def _answer_in_place(self, message: discord.Message, place: Place, said: Said) -> None:
        try:
            sent = await self._messenger.send(place, said, key=f"message {message.id}", under=str(message.id))
        except PlaceClosed:
            await self._tell_directly(message, replies.error(_not_allowed_words(message)))
        except Undelivered:
            _log.warning("not answered")
        else:
            await remember(said, sent, self._desk.shows)

    async def _reply(self, message: discord.Message, view: discord.ui.LayoutView) -> discord.Message:
        """Answers the message, or beside where it stood if it was deleted meanwhile."""
        reference = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(
            view=view,
            reference=reference,
            mention_author=False,
            allowed_mentions=NO_MENTIONS,
            suppress_embeds=True,
            nonce=message.id,  # sent again, it is shown once
        )

    async def _tell(self, message: discord.Message, reply: Reply) -> None:
        """Says it to the author alone, in a direct message; where they take none, in the channel."""
        if message.guild is not None and await self._tell_directly(message, reply):
            return
        try:
            await patiently(lambda: self._reply(message, plain(reply)))
        except FAULTS as error:
            log_refused(error)

    async def _tell_directly(self, message: discord.Message, reply: Reply) -> bool:
        try:
            await patiently(
                lambda: message.author.send(view=plain(reply), allowed_mentions=NO_MENTIONS, suppress_embeds=True, nonce=message.id)
            )
        except FAULTS as error:
            log_refused(error)
            return False
        return True


def question(message: discord.Message, me: discord.ClientUser) -> str:
    """What the message says, without the mention of Sherpa, and others' names for the mentions of them."""
    names = {str(user.id): f"@{user.display_name}" for user in message.mentions}
    names[str(me.id)] = " "
    return _USER.sub(lambda found: names.get(found[1], ""), message.content).strip()


def _replies_to(message: discord.Message, me: discord.ClientUser) -> bool:
    if message.type is not discord.MessageType.reply:  # something that is passed on refers to its source too
        return False
    resolved = message.reference.resolved if message.reference else None
    return isinstance(resolved, discord.Message) and resolved.author.id == me.id


def _not_allowed_words(message: discord.Message) -> str:
    name = getattr(message.channel, "name", "that channel")
    return f"I may not answer in #{name}; ask someone who manages the server to let me send messages there and read its history."

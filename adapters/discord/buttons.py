"""What people do with what Sherpa said: the buttons below it, and the form that one of them opens."""

from collections.abc import Awaitable, Mapping
from typing import Any, cast

import discord

from adapters.discord import places
from adapters.discord.alerts import AlertCommands
from adapters.discord.layout import NO_MENTIONS, Pressed, custom_id, plain, pressed
from adapters.discord.responding import FAULTS, Work, event, log_refused, patiently, respond
from adapters.failing import explained
from bot import replies
from bot.alerts.subscribing import Wish
from bot.answering import Said
from bot.blocks import Line, Reply
from bot.desk import Desk
from bot.fitting import shorten
from bot.onward import GONE
from bot.topics.grammar import MAX_TOPIC
from index.cleaning import clean_line
from index.errors import NotAllowed, NotThere
from index.store.exchanges import Exchange

#: Characters of a thread's name.
MAX_THREAD_NAME = 100
#: Discord's JSON error code for a message that has a thread already.
HAS_A_THREAD = 160004

#: Buttons whose answer is for whoever pressed alone.
_FOR_ONE = frozenset({"why", "helpful", "unhelpful", "alike", "mute", "unsubscribe"})

THREAD_HINT = (
    "Ask on here: mention me, or reply to one of my answers with the ping on. Other messages in this thread reach me without their text, "
    "so I cannot read them."
)
NO_THREAD = "I may not make threads here; ask someone who manages this channel to allow me to, or go on by replying to the answer."
NOT_YOUR_THREAD = "Only someone who may make threads here can start one; go on by replying to the answer."
THREAD_IS_THERE = "This answer has a thread already; go on there."


class Buttons:
    """Answers what is pressed. Nothing is kept in memory: a button says which exchange it belongs to, whichever process drew it."""

    def __init__(self, desk: Desk, alerts: AlertCommands, grace: float) -> None:
        self._desk = desk
        self._alerts = alerts
        self._grace = grace

    async def press(self, interaction: discord.Interaction) -> None:
        """Does what the button is for, unless another process does; whoever may not, or comes too late, is told so alone."""
        what = pressed(_custom_id(interaction))
        if what is not None and what.name in ("alert", "thread", "delete"):
            await self._act(interaction, what)
            return

        async def decide() -> Work | None:
            if not await self._desk.take(event(interaction)):
                return None
            if what is None:
                raise NotThere(GONE)
            return self._work(what, await self._desk.onward.find(what.exchange, places.of_interaction(interaction)), interaction)

        private = what is None or what.name in _FOR_ONE
        await respond(interaction, decide(), self._desk.shows, private=private, grace=self._grace)

    async def submit(self, interaction: discord.Interaction) -> None:
        """Takes the form that the button for alerts opened: whoever filled it in is told directly."""
        what, place = pressed(_custom_id(interaction)), places.of_interaction(interaction)

        async def decide() -> Work | None:
            if not await self._desk.take(event(interaction)):
                return None
            if what is None:
                raise NotThere(GONE)
            await self._desk.onward.find(what.exchange, place)
            topic = _typed(cast("Mapping[str, Any]", interaction.data))
            wish = Wish(topic, place, str(interaction.user.id), manages=True)
            return Work(_said(self._alerts.subscribe_person(wish, interaction)), private=True)

        await respond(interaction, decide(), self._desk.shows, private=True, grace=self._grace)

    def _work(self, what: Pressed, exchange: Exchange, interaction: discord.Interaction) -> Work:
        person, place = str(interaction.user.id), places.of_interaction(interaction)
        beside = exchange.private or exchange.asker != person  # what is not in the open, or not theirs, others do not see
        match what.name:
            case "more":
                return Work(self._desk.onward.more(exchange, person, place), beside)
            case "summarize":
                return Work(self._desk.onward.summary_of(exchange, person, place), beside)
            case "share":
                return Work(self._desk.onward.share(exchange, person, clean_line(interaction.user.display_name), place), private=False)
            case _:
                return Work(_said(self._for_one(what, exchange, interaction)), private=True)

    def _for_one(self, what: Pressed, exchange: Exchange, interaction: discord.Interaction) -> Awaitable[Reply]:
        """What is said to whoever pressed alone."""
        place = places.of_interaction(interaction)
        match what.name:
            case "why":
                return self._desk.onward.why(exchange, place)
            case "alike":
                return self._desk.alerts.pressing.alike(exchange, place)
            case "mute":
                return self._desk.alerts.pressing.mute(exchange, manages=places.manages(interaction))
            case "unsubscribe":
                return self._desk.alerts.pressing.unsubscribe(exchange, manages=places.manages(interaction))
            case _:
                return self._desk.onward.rate(exchange, str(interaction.user.id), helpful=what.name == "helpful")

    async def _act(self, interaction: discord.Interaction, what: Pressed) -> None:
        """What is no answer but something done."""
        try:
            if not await self._desk.take(event(interaction)):
                return
            exchange = await self._desk.onward.find(what.exchange, places.of_interaction(interaction))
            match what.name:
                case "alert":
                    await _open_form(interaction, what, self._desk.onward.topic(exchange))
                case "thread":
                    await self._continue_in_thread(interaction, exchange)
                case _:
                    await self._delete(interaction, exchange)
        except FAULTS as error:
            log_refused(error)
        except Exception as error:  # noqa: BLE001 - whoever pressed is told, and the log
            await self._tell(interaction, explained(error))

    async def _delete(self, interaction: discord.Interaction, exchange: Exchange) -> None:
        manages = interaction.permissions.manage_messages and interaction.guild_id is not None
        self._desk.onward.check_may_delete(exchange, str(interaction.user.id), manages_messages=manages)
        await patiently(interaction.response.defer)
        await patiently(interaction.delete_original_response)
        await self._desk.onward.hide(exchange, str(interaction.message.id) if interaction.message else "")

    async def _continue_in_thread(self, interaction: discord.Interaction, exchange: Exchange) -> None:
        message, theirs = interaction.message, interaction.permissions
        if message is None or not (theirs.create_public_threads or theirs.administrator):
            raise NotAllowed(NOT_YOUR_THREAD)
        await patiently(interaction.response.defer)
        name = shorten(clean_line(exchange.text), lambda text: len(text) <= MAX_THREAD_NAME) or "Sherpa"
        try:
            thread = await patiently(lambda: message.create_thread(name=name))
        except discord.HTTPException as error:
            raise NotAllowed(THREAD_IS_THERE if error.code == HAS_A_THREAD else NO_THREAD) from error
        await self._desk.onward.continue_in(exchange, places.of_thread(thread))
        hint = plain(Reply(blocks=(Line(text=THREAD_HINT),)))
        await patiently(lambda: thread.send(view=hint, allowed_mentions=NO_MENTIONS, suppress_embeds=True, nonce=interaction.id))

    async def _tell(self, interaction: discord.Interaction, reply: Reply) -> None:
        """Says it to this person alone, whether or not something was answered before."""
        try:
            send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
            await patiently(lambda: send(view=plain(reply), ephemeral=True, suppress_embeds=True, allowed_mentions=NO_MENTIONS))
        except FAULTS as error:
            log_refused(error)


async def _said(reply: Awaitable[Reply]) -> Said:
    return Said(await reply)


async def _open_form(interaction: discord.Interaction, what: Pressed, topic: str) -> None:
    form = discord.ui.Modal(title=replies.action("alert").label, custom_id=custom_id(what.name, what.exchange), timeout=None)
    box: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(custom_id="topic", default=topic or None, max_length=MAX_TOPIC)
    form.add_item(discord.ui.Label(text="Topic", description='Words, "a phrase", OR between alternatives, -without', component=box))
    form.stop()
    await patiently(lambda: interaction.response.send_modal(form))


def _custom_id(interaction: discord.Interaction) -> str:
    return str(cast("Mapping[str, Any]", interaction.data or {}).get("custom_id", ""))


def _typed(data: Mapping[str, Any]) -> str:
    """The text of the form's one box, wherever Discord puts it."""
    for part in data.get("components", ()):
        inner = [part["component"]] if "component" in part else part.get("components", ())
        for component in inner:
            if component.get("custom_id") == "topic":
                return str(component.get("value", ""))
    return ""

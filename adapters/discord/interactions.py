"""What people do with Sherpa's commands: give them, complete them, choose one on a message."""

import logging
from collections.abc import Awaitable, Mapping
from typing import Any, cast, get_args

import discord
from discord.app_commands import Choice

from adapters.discord import places
from adapters.discord.alerts import AlertCommands
from adapters.discord.commands import Given, given
from adapters.discord.feeds import giver
from adapters.discord.layout import offered, offered_feed
from adapters.discord.responding import FAULTS, Work, event, only, respond
from bot import replies
from bot.answering import Said
from bot.blocks import Reply
from bot.commands import commands
from bot.desk import Desk
from bot.feeds.keeping import Giver
from bot.places import Place
from bot.summaries import Length
from index.articles import Stance
from index.errors import SherpaError

_log = logging.getLogger(__name__)

#: What Discord shows on a message, and the command that it is.
_ON_MESSAGE = {command.label: command.name for command in commands("message")}
_LENGTHS: dict[str, Length] = {length: length for length in get_args(Length)}
_SIDES: dict[str, Stance] = {side: side for side in get_args(Stance)}

#: What is for whoever asked, whatever comes of it.
_PRIVATE = frozenset({"find", "help", "feed", "subscribe", "unsubscribe", "subscriptions", "privacy", "forget"})

#: How the names of the commands begin that keep feeds.
FEED = "feed "

GONE = "Sherpa has no such command any more; type / to see those that it has."


class Commands:
    """Answers commands, each once. `grace`: see `respond`."""

    def __init__(self, desk: Desk, alerts: AlertCommands, grace: float) -> None:
        self._desk = desk
        self._alerts = alerts
        self._grace = grace

    async def complete(self, interaction: discord.Interaction) -> None:
        """Offers what fits the option that is being typed; nothing where the store does not answer."""
        command = given(cast("Mapping[str, Any]", interaction.data))
        try:
            choices = await self._choices(command, interaction)
        except SherpaError as error:
            _log.warning("nothing to offer", extra={"error": type(error).__name__})
            choices = []
        try:
            await interaction.response.autocomplete([Choice(name=name, value=value) for name, value in choices])
        except FAULTS as error:  # the next letter was typed meanwhile
            _log.debug("completion not taken", extra={"error": type(error).__name__})

    async def _choices(self, command: Given, interaction: discord.Interaction) -> list[tuple[str, str]]:
        """Sources, feeds or topics: how each is shown, and what stands for it."""
        typed = command.options.get(command.focused or "", "")
        if command.name.startswith(FEED):
            return [offered_feed(offer) for offer in await self._desk.feeds.offers(typed, giver(interaction))]
        if command.focused == "topic":
            return await self._alerts.choices(typed, interaction)
        return [offered(offer) for offer in await self._desk.offers(typed, places.of_interaction(interaction))]

    async def run(self, interaction: discord.Interaction) -> None:
        """Does what the command says, unless another process does."""
        command, place = given(cast("Mapping[str, Any]", interaction.data)), places.of_interaction(interaction)

        async def decide() -> Work | None:
            if not await self._desk.take(event(interaction)):
                return None
            if command.name.startswith(FEED):
                return self._feed(command, giver(interaction))
            if (reply := self._alerts.reply(command, interaction)) is not None:
                return Work(_said(reply), private=True)
            return await self._work(command, str(interaction.user.id), place)

        private = _ON_MESSAGE.get(command.name, command.name).partition(" ")[0] in _PRIVATE
        await respond(interaction, decide(), self._desk.shows, private=private, grace=self._grace)

    async def _work(self, command: Given, asker: str, place: Place) -> Work:
        """Decides what there is to do, and for whom, before anything takes long."""
        match _ON_MESSAGE.get(command.name, command.name):
            case "ask":
                return await self._ask(command.options, asker, place)
            case "find":
                held = self._desk.hold(asker, place)
                claim = str((command.message or {}).get("content", ""))
                return only(held) if held else Work(self._desk.find_sources(claim, asker, place), private=True)
            case "summarize":
                source, length = command.options.get("source", ""), _LENGTHS.get(command.options.get("length", ""), "medium")
                found = await self._desk.find_source(source, place)
                return Work(self._desk.summarize(found, length, asker, place), private=False)
            case "sources":
                return Work(self._desk.sources(place), private=False)
            case "help":
                return only(replies.help_("platform", without=self._desk.switched_off))
            case _:
                return only(replies.error(GONE))

    def _feed(self, command: Given, by: Giver) -> Work:
        part, address = command.name.removeprefix(FEED), command.options.get("address", "")
        held = self._desk.hold(by.person, by.place) if part == "add" else None
        return only(held) if held else Work(_said(self._desk.feeds.keep(part, address, by)), private=True)

    async def _ask(self, options: Mapping[str, str], asker: str, place: Place) -> Work:
        if held := self._desk.hold(asker, place):
            return only(held)
        text, source, side = options.get("question", ""), options.get("source"), _SIDES.get(options.get("when", ""))
        if source is not None:
            source = await self._desk.find_source(source, place)
        before = await self._desk.before(place, None)
        private = self._desk.is_private(text, before)
        return Work(self._desk.ask(text, asker, place, before=before, side=side, source=source), private)


async def _said(reply: Awaitable[Reply]) -> Said:
    return Said(await reply)

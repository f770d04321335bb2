"""What people do with Sherpa's commands: give them, complete them, choose one on a message."""

import logging
from collections.abc import Awaitable, Mapping
from typing import Any, NamedTuple, cast, get_args

import discord
from discord.app_commands import Choice

from adapters.discord import places
from adapters.discord.commands import Given, given
from adapters.discord.failing import explained
from adapters.discord.layout import offered
from adapters.discord.responding import FAULTS, respond
from bot import replies
from bot.blocks import Reply
from bot.commands import commands
from bot.desk import Desk, Said
from bot.places import Place
from bot.summaries import Length
from index.articles import Stance
from index.errors import SherpaError

_log = logging.getLogger(__name__)

#: What Discord shows on a message, and the command that it is.
_ON_MESSAGE = {command.label: command.name for command in commands("message")}
_LENGTHS: dict[str, Length] = {length: length for length in get_args(Length)}
_SIDES: dict[str, Stance] = {side: side for side in get_args(Stance)}

GONE = "Sherpa has no such command any more; type / to see those that it has."


class Work(NamedTuple):
    """What is to be done, and whether its outcome is for the asker alone, as far as can be told before."""

    said: Awaitable[Said]
    private: bool


class Commands:
    """Answers commands, each once. `grace`: see `respond`."""

    def __init__(self, desk: Desk, grace: float) -> None:
        self._desk = desk
        self._grace = grace

    async def complete(self, interaction: discord.Interaction) -> None:
        """Offers sources for the option that is being typed; none where the store does not answer."""
        command = given(cast("Mapping[str, Any]", interaction.data))
        try:
            offers = await self._desk.offers(command.options.get(command.focused or "", ""), places.of_interaction(interaction))
        except SherpaError as error:
            _log.warning("nothing to offer", extra={"error": type(error).__name__})
            offers = []
        try:
            await interaction.response.autocomplete([Choice(name=name, value=value) for name, value in map(offered, offers)])
        except FAULTS as error:  # the next letter was typed meanwhile
            _log.debug("completion not taken", extra={"error": type(error).__name__})

    async def run(self, interaction: discord.Interaction) -> None:
        """Does what the command says."""
        command, place = given(cast("Mapping[str, Any]", interaction.data)), places.of_interaction(interaction)
        try:
            work = await self._work(command, str(interaction.user.id), place)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and the log
            work = _only(explained(error))
        await respond(interaction, work.said, self._desk.shows, private=work.private, grace=self._grace)

    async def _work(self, command: Given, asker: str, place: Place) -> Work:
        """Decides what there is to do, and for whom, before anything takes long."""
        match _ON_MESSAGE.get(command.name, command.name):
            case "ask":
                return await self._ask(command.options, asker, place)
            case "find":
                held = self._desk.hold(asker, place)
                claim = str((command.message or {}).get("content", ""))
                return _only(held) if held else Work(self._desk.find_sources(claim, asker, place), private=True)
            case "summarize":
                source, length = command.options.get("source", ""), _LENGTHS.get(command.options.get("length", ""), "medium")
                await self._desk.check_source(source, place)
                return Work(self._desk.summarize(source, length, asker, place), private=False)
            case "sources":
                return Work(self._desk.sources(place), private=False)
            case "help":
                return _only(replies.help_("platform"))
            case _:
                return _only(replies.error(GONE))

    async def _ask(self, options: Mapping[str, str], asker: str, place: Place) -> Work:
        if held := self._desk.hold(asker, place):
            return _only(held)
        text, source, side = options.get("question", ""), options.get("source"), _SIDES.get(options.get("when", ""))
        if source is not None:
            await self._desk.check_source(source, place)
        before = await self._desk.before(place, None)
        private = self._desk.is_private(text, before)
        return Work(self._desk.ask(text, asker, place, before=before, side=side, source=source), private)


def _only(reply: Reply) -> Work:
    async def said() -> Said:
        return Said(reply)

    return Work(said(), reply.private)

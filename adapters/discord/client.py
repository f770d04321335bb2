"""Sherpa on Discord's gateway."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from adapters.discord.alerts import AlertCommands
from adapters.discord.buttons import Buttons
from adapters.discord.commands import payloads
from adapters.discord.interactions import Commands
from adapters.discord.layout import NO_MENTIONS
from adapters.discord.messages import Messages
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import PLATFORM
from adapters.discord.responding import FAULTS, GRACE, log_refused
from adapters.discord.servers import Servers, gone
from adapters.discord.syncing import sync
from adapters.wiring import House

_log = logging.getLogger(__name__)

#: Seconds that what is being answered may take after Sherpa was told to stop: with all else that comes then, under ten.
LAST_ANSWERS = 4.0
#: Seconds of silence after which a connection is given up and made anew.
SILENCE = 60.0


def intents() -> discord.Intents:
    """What Sherpa wants to hear of: servers, and messages without their text, which Discord adds where it is mentioned or written to."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    return wanted


class SherpaClient(discord.AutoShardedClient):
    """As many shards as Discord asks for. Keeps no messages and no members, so its memory does not grow with what is said."""

    def __init__(self, house: House, *, guild: int | None = None, grace: float = GRACE, silence: float = SILENCE) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=NO_MENTIONS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            heartbeat_timeout=silence,
        )
        self._desk = desk = house.desk
        self._store = house.store
        self._guild = guild
        self.messenger = DiscordMessenger(self, house.metrics)
        self.alerts = house.alerts.sender(PLATFORM, self.messenger)
        about_alerts = AlertCommands(desk, self.messenger)
        self._commands = Commands(desk, about_alerts, grace)
        self._buttons = Buttons(desk, about_alerts, grace)
        self._messages = Messages(desk, self.messenger, grace)
        self._answering: set[asyncio.Task[object]] = set()
        self._stopping = False

    async def setup_hook(self) -> None:
        """After the login, before the first connection."""
        try:
            await sync(self.http, self.application_id or 0, self._guild, payloads(self._desk.switched_off), self._store)
        except discord.HTTPException as error:  # what was registered before still works
            log_refused(error)

    async def on_ready(self) -> None:
        """Forgets the servers that Sherpa was removed from while it was not there to hear of it."""
        _log.info("on Discord", extra={"servers": len(self.guilds), "shards": self.shard_count})
        async with self._answers():
            try:
                listed = {guild.id async for guild in self.fetch_guilds(limit=None, with_counts=False)}
            except FAULTS as error:
                log_refused(error)
                return
            servers, connected = self._servers(), {guild.id for guild in self.guilds}
            left = gone(await servers.known() | connected, connected, listed)
            for guild in left:
                await self._desk.leave(PLATFORM, str(guild))
            await servers.remember(connected - left)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Sherpa was added to a server."""
        async with self._answers():
            servers = self._servers()
            await servers.remember(await servers.known() | {guild.id})

    async def on_message(self, message: discord.Message) -> None:
        """A message came in."""
        async with self._answers():
            if not self._stopping and self.user is not None:
                await self._messages.hear(message, self.user)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command was given or is being typed, a button was pressed, a form was sent."""
        async with self._answers():
            if self._stopping:
                return
            match interaction.type:
                case discord.InteractionType.autocomplete:
                    await self._commands.complete(interaction)
                case discord.InteractionType.application_command:
                    await self._commands.run(interaction)
                case discord.InteractionType.component:
                    await self._buttons.press(interaction)
                case discord.InteractionType.modal_submit:
                    await self._buttons.submit(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Sherpa was removed from a server (discord.py says nothing of one that is only unavailable)."""
        async with self._answers():
            await self._desk.leave(PLATFORM, str(guild.id))
            servers = self._servers()
            await servers.remember(await servers.known() - {guild.id})

    def _servers(self) -> Servers:
        return Servers(self._store, self.application_id or 0)

    async def on_error(self, event_method: str, /, *_arguments: object, **_more: object) -> None:
        """Something that nobody foresaw: its kind and place, without what was written."""
        _log.exception("failed", extra={"on": event_method})

    def is_connected(self) -> bool:
        """Whether all shards are connected, and Discord has told what Sherpa is in."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def stop(self) -> None:
        """Takes no more events, finishes what is being answered, and leaves. What takes too long is given up."""
        self._stopping = True
        if self._answering:
            _, late = await asyncio.wait(set(self._answering), timeout=LAST_ANSWERS)
            for task in late:
                task.cancel()
            if late:
                _log.warning("not answered in time", extra={"left": len(late)})
        await self.close()

    @asynccontextmanager
    async def _answers(self) -> AsyncIterator[None]:
        if task := asyncio.current_task():
            self._answering.add(task)
        try:
            yield
        finally:
            self._answering.discard(task)

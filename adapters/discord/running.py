"""Being on Discord: from the login to the last answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import yarl
from pydantic import SecretStr

from adapters.discord.client import SherpaClient
from adapters.discord.failing import DiscordUnavailable
from adapters.discord.places import PLATFORM
from adapters.jobs.output import say
from adapters.settings import DiscordSettings
from adapters.wiring import House, telling_of_feeds

#: The gateway's close code for a token that is none (Discord's "Gateway close event codes").
BAD_TOKEN = 4004

#: Seconds for the connection to end by itself once it is closed.
FAREWELL = 1.0

NO_TOKEN = "Discord does not take the token in DISCORD_TOKEN; copy it anew from the page Bot of your application."  # noqa: S105 - a sentence


async def run(house: House, settings: DiscordSettings, stop: asyncio.Event) -> None:
    """Serves until `stop` is set, then finishes what is being answered. Raises DiscordUnavailable where Discord cannot be reached or does
    not take the token; once on, discord.py connects again by itself, as often as it takes."""
    if settings.token is None:
        raise DiscordUnavailable("Sherpa has no token for Discord; set DISCORD_TOKEN, or DISCORD_TOKEN_FILE.")
    use_addresses(settings)
    client = SherpaClient(house, guild=settings.guild_id)
    async with client:
        session, stopped = asyncio.create_task(_session(client, house, settings, settings.token)), asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({session, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not stopped.done():
                await session  # it ended by itself, so this says why
                return
            await client.stop()
            await asyncio.wait({session}, timeout=FAREWELL)  # discord.py goes on trying where it never got through
        finally:
            stopped.cancel()
            session.cancel()
            await asyncio.wait({session})


async def _session(client: SherpaClient, house: House, settings: DiscordSettings, token: SecretStr) -> None:
    try:
        await client.login(token.get_secret_value().strip())
        await _use_gateway(client, settings)
        say(f"Sherpa is on Discord as {client.user}; Ctrl-C stops it.")
        async with _telling(client, house):
            with house.standing.connection(PLATFORM, client.is_connected):
                await client.connect()
    except discord.LoginFailure:
        raise DiscordUnavailable(NO_TOKEN) from None
    except discord.ConnectionClosed as error:
        reason = NO_TOKEN if error.code == BAD_TOKEN else f"Discord ended the connection with code {error.code}; try again later."
        raise DiscordUnavailable(reason) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordUnavailable("Discord does not let Sherpa hear of messages; see the intents on the page Bot.") from None
    except (discord.HTTPException, discord.GatewayNotFound):
        raise DiscordUnavailable("Discord does not answer as it should; see discordstatus.com and try again later.") from None
    except (aiohttp.ClientError, OSError):
        raise DiscordUnavailable(f"Discord cannot be reached at {settings.api_url}; check the network.") from None


@asynccontextmanager
async def _telling(client: SherpaClient, house: House) -> AsyncIterator[None]:
    """Sends alerts and tells of feeds for as long as the block lasts."""
    ended = asyncio.Event()
    telling = asyncio.gather(telling_of_feeds(house, PLATFORM, client.messenger).run(ended), client.alerts.run(ended))
    try:
        yield
    finally:
        ended.set()
        await telling


async def _use_gateway(client: SherpaClient, settings: DiscordSettings) -> None:
    """Takes the gateway that is set, else the one that the API names; for later connections too, where discord.py has one of its own."""
    try:
        client.shard_count, address, _ = await client.http.get_bot_gateway()
    except discord.GatewayNotFound:
        if settings.gateway_url is None:
            raise
        client.shard_count, address = 1, settings.gateway_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url or address)


def use_addresses(settings: DiscordSettings) -> None:
    """Discord.py keeps the addresses in its classes, so they hold for the whole process."""
    discord.http.Route.BASE = settings.api_url
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Sherpa does not speak

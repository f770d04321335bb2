"""Whether Sherpa could be on Discord: one finding for each thing that it needs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import discord

from adapters.discord import invite
from adapters.discord.asking import Api, api
from adapters.discord.commands import payloads
from adapters.discord.failing import DiscordUnavailable
from adapters.findings import Finding
from adapters.settings import DiscordSettings
from bot.wording import series

#: Seconds that this machine's clock may be wrong by: Discord's answers to commands are timed, and an answer's date is whole seconds.
CLOCK_SECONDS = 5.0
#: Servers that are named when something is missing there.
NAMED = 3


#: An application's flags for intents, of large and of small bots (Discord's documentation, "Application flags").
_PRIVILEGED = {"presence": 1 << 12 | 1 << 13, "server members": 1 << 14 | 1 << 15, "message content": 1 << 18 | 1 << 19}


async def findings(settings: DiscordSettings, without: frozenset[str]) -> AsyncIterator[Finding]:
    """Token, clock, intents, gateway, commands but those `without`, permissions. What rests on something that is missing is left out."""
    if settings.token is None:
        yield Finding("Discord", None, "not set up; to be there, set DISCORD_TOKEN")
        return
    async with api(settings.api_url, settings.token) as discord_api:
        try:
            me = await discord_api.get("/users/@me")
            clock = _clock(me.date)
            application = (await discord_api.get("/oauth2/applications/@me")).value
            yield Finding("Discord token", True, f"taken, for {me.value.get('username')}")
            yield clock
            yield _intents(int(application.get("flags", 0)))
            yield await _gateway(discord_api)
            yield await _commands(discord_api, int(application["id"]), settings.guild_id, without)
            yield await _permissions(discord_api, int(application["id"]))
        except DiscordUnavailable as error:
            yield Finding("Discord", False, str(error))
        except (KeyError, TypeError, ValueError, AttributeError):
            yield Finding("Discord", False, f"what answers at {settings.api_url} is not Discord; check DISCORD_API_URL")


def _clock(date: str | None) -> Finding:
    if date is None:
        return Finding("Discord's clock", None, "Discord did not say what time it is")
    off = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
    good = off <= CLOCK_SECONDS
    return Finding(
        "Discord's clock", good, f"{off:.0f} s from this machine's" + ("" if good else "; set this machine's, by NTP for example")
    )


def _intents(flags: int) -> Finding:
    """`flags`: the application's, which say which privileged intents are switched on."""
    needless = [name for name, bits in _PRIVILEGED.items() if flags & bits]
    if needless:
        return Finding("Intents", None, f"Sherpa has no use for {series(tuple(needless))}; switch it off on the page Bot")
    return Finding("Intents", True, "no privileged one is switched on, and none is needed")


async def _gateway(discord_api: Api) -> Finding:
    gateway: dict[str, Any] = (await discord_api.get("/gateway/bot")).value
    left = gateway.get("session_start_limit", {}).get("remaining", 1)
    good = left > 0
    shards = f"{gateway.get('shards', 1)} shard{'' if gateway.get('shards', 1) == 1 else 's'}"
    return Finding("Gateway", good, f"{shards}, {left} logins left today" + ("" if good else "; wait until tomorrow"))


async def _commands(discord_api: Api, application: int, guild: int | None, without: frozenset[str]) -> Finding:
    where = f"/guilds/{guild}" if guild else ""
    registered = {command["name"] for command in (await discord_api.get(f"/applications/{application}{where}/commands")).value}
    wanted = [command["name"] for command in payloads(without)]
    missing = [name for name in wanted if name not in registered]
    words = f"{', '.join(missing)} missing; `sherpa run discord` registers them" if missing else f"all {len(wanted)} registered"
    return Finding("Commands", not missing, words)


async def _permissions(discord_api: Api, application: int) -> Finding:
    guilds = (await discord_api.get("/users/@me/guilds")).value
    if not guilds:
        return Finding("Permissions", False, f"Sherpa is in no server; open {invite.address(application)}")
    lacking = [guild for guild in guilds if not _has_enough(int(guild.get("permissions", 0)))]
    if not lacking:
        return Finding("Permissions", True, f"enough in {len(guilds)} server{'' if len(guilds) == 1 else 's'}")
    named = ", ".join(str(guild.get("name")) for guild in lacking[:NAMED]) + (" …" if len(lacking) > NAMED else "")
    return Finding("Permissions", False, f"too few in {named}; open {invite.address(application)}")


def _has_enough(granted: int) -> bool:
    has = discord.Permissions(granted)
    return has.administrator or invite.permissions().is_subset(has)

"""Telling Discord which commands there are: only when they are others than it was told the last time."""

import hashlib
import json
import logging
from contextlib import suppress
from typing import Any

import discord

from index.store.store import Store

_log = logging.getLogger(__name__)


async def sync(http: discord.http.HTTPClient, application: int, guild: int | None, wanted: list[dict[str, Any]], store: Store) -> bool:
    """Registers `wanted` for everyone, or for one server; whether anything had to be sent. Raises discord.HTTPException.

    What is registered for one server shows there beside what is for everyone, so it is taken back when it is for everyone again.
    """
    told, lone = f"discord commands {application}", f"discord commands of one server {application}"
    digest = hashlib.blake2b(json.dumps([wanted, guild], sort_keys=True).encode(), digest_size=16).hexdigest()
    if await store.fact(told) == digest:
        return False
    if guild is None:
        await http.bulk_upsert_global_commands(application, wanted)
    else:
        await http.bulk_upsert_guild_commands(application, guild, wanted)
    before = await store.fact(lone)
    if before and before != str(guild or ""):
        with suppress(discord.Forbidden, discord.NotFound):  # Sherpa was removed from it, and its commands with it
            await http.bulk_upsert_guild_commands(application, int(before), [])
    await store.set_fact(lone, str(guild or ""))
    await store.set_fact(told, digest)
    _log.info("commands registered", extra={"commands": len(wanted), "everywhere": guild is None})
    return True

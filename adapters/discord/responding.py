"""Answers to interactions: acknowledged in time, shown to all or to one person, and sent once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

from adapters.discord import places
from adapters.discord.failing import explained
from adapters.discord.layout import NO_MENTIONS, layout
from bot.blocks import Line, Reply
from bot.desk import Said
from index.errors import SherpaError
from index.store.exchanges import Exchange

_log = logging.getLogger(__name__)

#: Seconds in which most answers are ready, so that they need no "is thinking…" first. Discord itself waits three; what is under way for
#: longer than this is acknowledged, so that a busy process is not late with the next.
GRACE = 0.15

#: Discord no longer takes an answer to this, or has one (its "JSON error codes").
UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED = 10062, 40060

#: What sending may raise: Discord refuses it, or cannot be reached. (discord.py passes the second on as it comes.)
FAULTS = (discord.HTTPException, aiohttp.ClientConnectionError, OSError)
#: What is sent again: discord.py does so by itself after most passing faults, but not where one is in front of Discord.
PASSING = frozenset({429, 503})
#: How often something is sent in all, and how many seconds are waited between at the most.
TRIES = 3
LONGEST_WAIT = 10.0

T = TypeVar("T")

#: Hears of an exchange and the id of the message that shows it.
Shown = Callable[[Exchange, str], Awaitable[None]]


async def respond(interaction: discord.Interaction, work: Awaitable[Said], shown: Shown, *, private: bool, grace: float = GRACE) -> None:
    """Shows what comes of `work`, and tells `shown` which message does, where Discord took it and something can go on from it.

    `private`: where the work takes longer than `grace` seconds, what is said meanwhile, and so the answer, is for the asker alone. An
    answer that turns out to be private though it was not expected to be is given privately all the same.
    """
    task = asyncio.ensure_future(settled(work))
    try:
        done, _ = await asyncio.wait({task}, timeout=grace)
        if not done:
            await patiently(lambda: interaction.response.defer(ephemeral=private, thinking=True))
        said = await task
        message = await _show(interaction, said, private=private)
    except FAULTS as error:
        task.cancel()
        log_refused(error)
        return
    await remember(said, message, shown)


async def remember(said: Said, message: int | None, shown: Shown) -> None:
    """Tells `shown` which message shows what was said; where that fails, a reply to the message leans on nothing, and no more is lost."""
    if said.exchange is None or message is None:
        return
    try:
        await shown(said.exchange, str(message))
    except SherpaError as error:
        _log.warning("not remembered", extra={"error": type(error).__name__})


async def settled(work: Awaitable[Said]) -> Said:
    """What comes of the work; where that is an error, its explanation."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - whoever asked is told, and the log
        return Said(explained(error))


async def _show(interaction: discord.Interaction, said: Said, *, private: bool) -> int | None:
    view, alone = layout(said, threads=can_make_threads(interaction)), said.reply.private
    if not interaction.response.is_done():
        sent = await patiently(
            lambda: interaction.response.send_message(view=view, ephemeral=alone, suppress_embeds=True, allowed_mentions=NO_MENTIONS)
        )
        return sent.message_id
    if private or not alone:
        edited = await patiently(lambda: interaction.edit_original_response(view=view, allowed_mentions=NO_MENTIONS))
        return edited.id
    # Discord shows the first thing that follows an announcement to all whom that was made to; so that is taken up, and then taken back.
    await patiently(lambda: interaction.edit_original_response(view=layout(Said(_TAKEN_UP), threads=False), allowed_mentions=NO_MENTIONS))
    followed = await patiently(
        lambda: interaction.followup.send(view=view, ephemeral=True, suppress_embeds=True, allowed_mentions=NO_MENTIONS, wait=True)
    )
    await patiently(interaction.delete_original_response)
    return followed.id


_TAKEN_UP = Reply(blocks=(Line(text="This was answered to whoever asked it."),))


def can_make_threads(interaction: discord.Interaction) -> bool:
    """Whether Sherpa may make a thread from a message there."""
    return isinstance(places.channel_of(interaction), discord.TextChannel) and interaction.app_permissions.create_public_threads


async def patiently(send: Callable[[], Awaitable[T]]) -> T:
    """Sends, and after a passing fault again, when Discord says if it does. Raises one of `FAULTS` for all else, and that in the end."""
    for _ in range(TRIES - 1):
        try:
            return await send()
        except FAULTS as error:
            if isinstance(error, discord.HTTPException) and error.status not in PASSING:
                raise
            await asyncio.sleep(min(_retry_after(error), LONGEST_WAIT))
    return await send()


def _retry_after(error: Exception) -> float:
    """Seconds."""
    said = error.response.headers.get("Retry-After", "") if isinstance(error, discord.HTTPException) else ""
    try:
        return float(said)
    except ValueError:
        return 1.0


def log_refused(error: Exception) -> None:
    """Logs that Discord did not take something; an error's text, which may quote what was sent, is left out."""
    if not isinstance(error, discord.HTTPException):
        _log.warning("not taken by Discord", extra={"reason": "out of reach", "error": type(error).__name__})
        return
    reason = {UNKNOWN_INTERACTION: "too late", ALREADY_ACKNOWLEDGED: "answered already"}.get(error.code, "refused")
    _log.warning("not taken by Discord", extra={"reason": reason, "status": error.status, "code": error.code})

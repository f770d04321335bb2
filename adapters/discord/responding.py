"""Answers to interactions: acknowledged in time, shown to all or to one person, and sent once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import aiohttp
import discord

from adapters.discord import places
from adapters.discord.layout import NO_MENTIONS, layout
from adapters.failing import explained
from bot.answering import Said
from bot.blocks import Line, Reply
from index.errors import SherpaError
from index.store.exchanges import Exchange

_log = logging.getLogger(__name__)

#: Seconds in which most answers are ready, so that they need no "is thinking…" first. Discord itself waits three; what is under way for
#: longer than this is acknowledged, so that a busy process is not late with the next.
GRACE = 0.15

#: Seconds for deciding what there is to do. It takes some milliseconds, unless the database is held up. Not fewer: what is announced before
#: it is decided may be announced to all, though the answer is for one.
UNDECIDED = 1.5

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


def event(interaction: discord.Interaction) -> str:
    """The name by which it is known among all events."""
    return f"discord interaction {interaction.id}"


class Work(NamedTuple):
    """What is to be done, and whether its outcome is for the asker alone, as far as can be told before."""

    said: Awaitable[Said]
    private: bool


async def respond(
    interaction: discord.Interaction, deciding: Awaitable[Work | None], shown: Shown, *, private: bool, grace: float = GRACE
) -> None:
    """Decides what there is to do, does it and shows what comes of it; tells `shown` which message does, if something can go on from it.

    `deciding` gives None for what is someone else's to answer. Where it takes long, `private` says for whom the announcement is; where the
    work itself takes longer than `grace` seconds, what was decided does. An answer that turns out to be private though it was not expected
    to be is given privately all the same.
    """
    decision: asyncio.Future[Work | None] = asyncio.ensure_future(_decided(deciding))
    answer: asyncio.Future[Said] | None = None
    try:
        announced = await _announced(interaction, decision, UNDECIDED, private=private)
        if (work := await decision) is None:
            return
        answer = asyncio.ensure_future(settled(work.said))
        if not announced:
            private = work.private
            announced = await _announced(interaction, answer, grace, private=private)
        said = await answer
        message = await (_show_after(interaction, said, private=private) if announced else _show(interaction, said))
    except FAULTS as error:
        log_refused(error)
        # What was begun is finished, though nobody sees it: a write that is broken off leaves the database's connection in doubt.
        if (work := await decision) is not None:
            await (answer or settled(work.said))
        return
    await remember(said, message, shown)


async def _decided(deciding: Awaitable[Work | None]) -> Work | None:
    """What is decided; where that is an error, its explanation."""
    try:
        return await deciding
    except Exception as error:  # noqa: BLE001 - whoever asked is told, and the log
        return only(explained(error))


def only(reply: Reply) -> Work:
    """Nothing but to say this."""

    async def said() -> Said:
        return Said(reply)

    return Work(said(), reply.private)


async def _announced(interaction: discord.Interaction, task: asyncio.Future[Any], seconds: float, *, private: bool) -> bool:
    """Whether the task was not done after so many seconds, and so was announced as under way."""
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if done:
        return False
    try:
        await patiently(lambda: interaction.response.defer(ephemeral=private, thinking=True))
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:  # it got through before, and only the answer to that was lost
            raise
    return True


async def remember(said: Said, message: int | str | None, shown: Shown) -> None:
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


async def _show(interaction: discord.Interaction, said: Said) -> int | None:
    """The first thing that is said to it."""
    view, alone = _view(interaction, said), said.reply.private
    try:
        sent = await patiently(
            lambda: interaction.response.send_message(view=view, ephemeral=alone, suppress_embeds=True, allowed_mentions=NO_MENTIONS)
        )
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise
        return (await patiently(lambda: interaction.edit_original_response(view=view, allowed_mentions=NO_MENTIONS))).id
    return sent.message_id


async def _show_after(interaction: discord.Interaction, said: Said, *, private: bool) -> int:
    """What was announced, to the asker alone or to all."""
    view = _view(interaction, said)
    if private or not said.reply.private:
        return (await patiently(lambda: interaction.edit_original_response(view=view, allowed_mentions=NO_MENTIONS))).id
    # Discord shows the first thing that follows an announcement to all whom that was made to; so that is taken up, and then taken back.
    await patiently(lambda: interaction.edit_original_response(view=layout(Said(_TAKEN_UP), threads=False), allowed_mentions=NO_MENTIONS))
    followed = await patiently(
        lambda: interaction.followup.send(view=view, ephemeral=True, suppress_embeds=True, allowed_mentions=NO_MENTIONS, wait=True),
        again=(discord.HTTPException,),
    )
    await patiently(interaction.delete_original_response)
    return followed.id


def _view(interaction: discord.Interaction, said: Said) -> discord.ui.LayoutView:
    return layout(said, threads=isinstance(places.channel_of(interaction), discord.TextChannel))


_TAKEN_UP = Reply(blocks=(Line(text="This was answered to whoever asked it."),))


async def patiently(send: Callable[[], Awaitable[T]], again: tuple[type[Exception], ...] = FAULTS) -> T:
    """Sends, and after a passing fault again, when Discord says if it does. Raises one of `FAULTS` for all else, and that in the end.

    `again`: the faults after which it is; without a broken connection for what Discord would show twice if it got through before.
    """
    for _ in range(TRIES - 1):
        try:
            return await send()
        except again as error:
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

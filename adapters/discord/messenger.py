"""Discord's `Messenger`."""

import hashlib

import discord

from adapters.discord.layout import layout, mentions
from adapters.discord.places import PLATFORM
from adapters.discord.responding import FAULTS, log_refused, patiently
from adapters.metrics import Metrics
from bot.answering import Said
from bot.places import Place
from index.errors import PlaceClosed, Undelivered

CLOSED = "Sherpa may not write there, or the channel is gone; let it send messages and read their history there."
NOBODY = "Sherpa cannot write to that person directly."
FAILED = "Discord did not take the message; try again later."


class DiscordMessenger:
    """See `bot.messenger.Messenger`. Discord knows what is sent by its nonce, for some minutes, so that `again` changes nothing."""

    def __init__(self, client: discord.Client, metrics: Metrics) -> None:
        self._client = client
        self._metrics = metrics

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        """Shows it, as a reply to `under` where that is given, or beside where that stood if it is gone."""
        id_ = int(place.channel)
        there = self._client.get_partial_messageable(id_)
        view = layout(said, threads=isinstance(self._client.get_channel(id_), discord.TextChannel))
        try:
            sent = await patiently(lambda: self._send(there, view, mentions(said), key, int(under) if under else None))
        except (discord.Forbidden, discord.NotFound) as error:
            log_refused(error)
            self._metrics.message(PLATFORM, "closed")
            raise PlaceClosed(CLOSED) from error
        except FAULTS as error:
            log_refused(error)
            self._metrics.message(PLATFORM, "given up")
            raise Undelivered(FAILED) from error
        self._metrics.message(PLATFORM, "sent")
        return str(sent.id)

    async def direct(self, place: Place, person: str) -> Place:
        """The conversation with them; it is only when something is sent there that Discord says whether they take it."""
        try:
            channel = await patiently(lambda: self._client.create_dm(discord.Object(int(person))))
        except FAULTS as error:
            log_refused(error)
            if isinstance(error, discord.HTTPException) and 400 <= error.status < 500 and error.status not in (401, 429):
                raise PlaceClosed(NOBODY) from error
            raise Undelivered(FAILED) from error
        return Place(platform=PLATFORM, workspace="", channel=str(channel.id), kind="direct")

    @staticmethod
    async def _send(
        there: discord.PartialMessageable, view: discord.ui.LayoutView, pinged: discord.AllowedMentions, key: str, under: int | None
    ) -> discord.Message:
        once = nonce(key)  # sent again, it is shown once
        if under is None:
            return await there.send(view=view, allowed_mentions=pinged, suppress_embeds=True, nonce=once)
        reference = discord.MessageReference(message_id=under, channel_id=there.id, fail_if_not_exists=False)
        return await there.send(
            view=view, reference=reference, mention_author=False, allowed_mentions=pinged, suppress_embeds=True, nonce=once
        )


def nonce(key: str) -> str:
    """What Discord knows a message by: at most 25 characters."""
    return hashlib.blake2b(key.encode(), digest_size=12).hexdigest()

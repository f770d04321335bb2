"""Discord's channels as places."""

import discord

from bot.places import Place

PLATFORM = "discord"


def of_message(message: discord.Message) -> Place:
    """Where the message stands."""
    return _place(message.guild.id if message.guild else None, message.channel)


def of_interaction(interaction: discord.Interaction) -> Place:
    """Where the command was given or the button pressed."""
    return _place(interaction.guild_id, channel_of(interaction), interaction.channel_id)


def channel_of(interaction: discord.Interaction) -> object:
    """The channel as the interaction describes it, else as it is known from the server."""
    if interaction.channel is not None or interaction.guild is None or interaction.channel_id is None:
        return interaction.channel
    return interaction.guild.get_channel_or_thread(interaction.channel_id)


def of_thread(thread: discord.Thread) -> Place:
    """The thread."""
    return _place(thread.guild.id, thread)


def manages(interaction: discord.Interaction) -> bool:
    """Whether this person may change what is told there: it is theirs alone, or they manage the channel or the server."""
    theirs = interaction.permissions
    return interaction.guild_id is None or theirs.manage_channels or theirs.manage_guild or theirs.administrator


def is_guest(interaction: discord.Interaction) -> bool:
    """Whether Sherpa only came along with somebody who added it to themself, and is no member of the server."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def _place(guild: int | None, channel: object, channel_id: int | None = None) -> Place:
    id_ = str(getattr(channel, "id", None) or channel_id or "")
    if guild is None:
        return Place(platform=PLATFORM, workspace="", channel=id_, kind="direct")
    return Place(platform=PLATFORM, workspace=str(guild), channel=id_, kind="thread" if isinstance(channel, discord.Thread) else "channel")

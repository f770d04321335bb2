"""Who may keep a server's feeds."""

import discord

from adapters.discord import places
from bot.feeds.keeping import Giver, Home

#: Discord's own name for the permission.
HOME = Home(name="server", managers="Only people with the permission Manage Server can keep its feeds.")


def giver(interaction: discord.Interaction) -> Giver:
    """Who gave the command. Discord shows it to nobody else, but whoever looks after a server may change that."""
    permissions = interaction.permissions
    manages = interaction.guild_id is not None and (permissions.manage_guild or permissions.administrator)

    async def may() -> bool:
        return manages

    return Giver(person=str(interaction.user.id), place=places.of_interaction(interaction), home=HOME, manages=may)

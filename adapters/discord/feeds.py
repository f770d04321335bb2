"""Who may keep a server's feeds."""

import discord

from adapters.discord import places
from bot.feeds.keeping import Giver, Home

#: Discord's own name for the permission.
HOME = Home(name="server", managers="Only people with the permission Manage Server can keep its feeds.")
AS_GUEST = Home(name="server", managers="Sherpa is only a guest in this server; add it to the server first.")


def giver(interaction: discord.Interaction) -> Giver:
    """Who gave the command. Discord shows it to nobody else, but whoever looks after a server may change that.

    Where Sherpa only came along with somebody, nobody would tell it of the end of the server, and the feeds would outlive that.
    """
    permissions, guest = interaction.permissions, places.is_guest(interaction)
    manages = interaction.guild_id is not None and not guest and (permissions.manage_guild or permissions.administrator)

    async def may() -> bool:
        return manages

    return Giver(person=str(interaction.user.id), place=places.of_interaction(interaction), home=AS_GUEST if guest else HOME, manages=may)

"""What people do about what is told to a channel or to themselves, and about what is kept of them: with commands, and with a form."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any, get_args

import discord

from adapters.discord import places
from adapters.discord.commands import Given
from adapters.discord.layout import offered_topic
from adapters.discord.places import PLATFORM
from bot.alerts.subscribing import Wish
from bot.answering import Said
from bot.blocks import Line, Reply
from bot.desk import Desk
from bot.messenger import Messenger
from bot.places import Place
from bot.sources import OFFERED
from index.errors import NotAllowed, PlaceClosed
from index.store.subscription_rows import Rhythm

_RHYTHMS: dict[str, Rhythm] = {rhythm: rhythm for rhythm in get_args(Rhythm)}

MAY_NOT_WRITE = "I may not write in this channel; let me view it and send messages in it, then subscribe again, or subscribe with to:me."
GUEST = "I am only a guest here and cannot write by myself; add me to the server first, or subscribe with to:me."
GROUP = "I am no part of this conversation and cannot write in it by myself; subscribe with to:me."
NO_DIRECT = "I cannot write to you directly, so nothing was subscribed; allow direct messages from members of this server, and try again."
NO_ROLE_HERE = "A role can be pinged only in a channel of its server; leave it out."
NOT_EVERYONE = "I never ping everyone; choose another role."
NOT_YOUR_ROLE = "You may not ping that role here, so I do not do it for you; choose another, or leave it out."
NOT_MY_ROLE = "I may not ping that role; let anyone mention it in its settings, or leave it out."
HELLO = "What you are subscribed to is told here. /subscriptions shows it, and /unsubscribe ends it, when they are typed here."


class AlertCommands:
    """Everything here may raise SherpaError, for whoever asked alone. `messenger` opens conversations with people."""

    def __init__(self, desk: Desk, messenger: Messenger) -> None:
        self._desk = desk
        self._subscribing = desk.alerts.subscribing
        self._messenger = messenger

    def reply(self, command: Given, interaction: discord.Interaction) -> Awaitable[Reply] | None:
        """What is said to the command; None for one about something else."""
        match command.name:
            case "subscribe":
                return self._subscribe(command, interaction)
            case "unsubscribe":
                return self._unsubscribe(command, interaction)
            case "subscriptions":
                return self._subscribing.listed(places.of_interaction(interaction))
            case "privacy":
                return self._privacy()
            case "forget":
                return self._desk.forget(PLATFORM, str(interaction.user.id))
            case _:
                return None

    async def subscribe_person(self, wish: Wish, interaction: discord.Interaction) -> Reply:
        """Has whoever asks told directly, wherever they ask. Raises NotAllowed where they take no messages."""
        wish = replace(wish, manages=True)
        self._subscribing.check(wish)
        try:
            place = await self._conversation(wish, key=f"alerts {interaction.id}")
        except PlaceClosed:
            raise NotAllowed(NO_DIRECT) from None
        return await self._subscribing.subscribe(replace(wish, place=place))

    async def choices(self, typed: str, interaction: discord.Interaction) -> list[tuple[str, str]]:
        """The place's topics that fit what is typed: how each is shown, and what stands for it."""
        offers = await self._subscribing.offers(typed, places.of_interaction(interaction))
        return [offered_topic(topic, id_) for topic, id_ in offers[:OFFERED]]

    async def _subscribe(self, command: Given, interaction: discord.Interaction) -> Reply:
        wish = Wish(
            command.options.get("topic", ""),
            places.of_interaction(interaction),
            str(interaction.user.id),
            manages=places.manages(interaction),
            rhythm=_RHYTHMS.get(command.options.get("rhythm", ""), "now"),
            outlets=int(command.options.get("outlets", "1")),
        )
        for_them = command.options.get("to") == "me"
        if "role" in command.options and (for_them or interaction.guild_id is None):
            raise NotAllowed(NO_ROLE_HERE)
        if for_them:
            return await self.subscribe_person(wish, interaction)
        self._subscribing.check(wish)
        check_may_write(interaction)
        role = chosen_role(command.role, interaction) if command.role else ""
        return await self._subscribing.subscribe(replace(wish, role=role))

    async def _unsubscribe(self, command: Given, interaction: discord.Interaction) -> Reply:
        topic, place = command.options.get("topic", ""), places.of_interaction(interaction)
        return await self._subscribing.unsubscribe(topic, place, manages=places.manages(interaction))

    async def _privacy(self) -> Reply:
        return self._desk.privacy()

    async def _conversation(self, wish: Wish, key: str) -> Place:
        """The conversation with the person, where they take messages: Discord says so only when something is sent, so where nothing is
        told there yet, something is."""
        place = await self._messenger.direct(wish.place, wish.person)
        if place != wish.place and all(each.paused for each in await self._subscribing.of(place)):
            await self._messenger.send(place, Said(Reply(blocks=(Line(text=HELLO),))), key=key)
        return place


def check_may_write(interaction: discord.Interaction) -> None:
    """Raises NotAllowed where Sherpa could not tell anything by itself."""
    if interaction.guild_id is None:
        if interaction.context.private_channel:
            raise NotAllowed(GROUP)
        return
    if places.is_guest(interaction):
        raise NotAllowed(GUEST)
    mine = interaction.app_permissions
    in_thread = isinstance(places.channel_of(interaction), discord.Thread)
    writes = mine.send_messages_in_threads if in_thread else mine.send_messages
    if not (mine.administrator or (mine.view_channel and writes)):
        raise NotAllowed(MAY_NOT_WRITE)


def chosen_role(role: Mapping[str, Any], interaction: discord.Interaction) -> str:
    """The id of a role, as Discord describes it. Raises NotAllowed for one that the chooser or Sherpa itself may not ping."""
    if str(role["id"]) == str(interaction.guild_id):  # the id of @everyone is its server's
        raise NotAllowed(NOT_EVERYONE)
    theirs, mine = interaction.permissions, interaction.app_permissions
    if not (role.get("mentionable") or theirs.mention_everyone or theirs.administrator):
        raise NotAllowed(NOT_YOUR_ROLE)
    if not (role.get("mentionable") or mine.mention_everyone or mine.administrator):
        raise NotAllowed(NOT_MY_ROLE)
    return str(role["id"])

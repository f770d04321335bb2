"""Replies as messages of components: texts, and below them rows of buttons that carry the id of what they go on from."""

import re
from typing import NamedTuple, cast, get_args

import discord

from adapters.discord.parts import Room, Words, buttons, texts
from bot.answering import Said
from bot.blocks import Action, ActionName, Reply
from bot.feeds.keeping import FeedOffer
from bot.fitting import shorten, utf16
from bot.sources import Offer
from index.cleaning import clean_line

#: Characters of something offered while someone types: Discord takes a hundred.
MAX_CHOICE = 99

#: Nobody is pinged by what Sherpa says, whoever wrote it.
NO_MENTIONS = discord.AllowedMentions.none()

_NAMES = get_args(ActionName)
_CUSTOM_ID = re.compile(rf"sherpa:(?P<name>{'|'.join(_NAMES)}):(?P<exchange>[0-9A-Za-z_-]{{1,64}})")


class Pressed(NamedTuple):
    """What a button is for, and the exchange that it belongs to."""

    name: ActionName
    exchange: str


def custom_id(name: ActionName, exchange: str) -> str:
    """What Discord sends back when a button is pressed: at most 100 characters."""
    return f"sherpa:{name}:{exchange}"


def pressed(id_: str) -> Pressed | None:
    """The inverse of `custom_id`; None for an id that is none of ours."""
    found = _CUSTOM_ID.fullmatch(id_)
    return Pressed(cast("ActionName", found["name"]), found["exchange"]) if found else None


def layout(said: Said, *, threads: bool) -> discord.ui.LayoutView:
    """The message. `threads`: whether one may be made from it. Discord.py keeps nothing of it, since what is pressed is known by its id.

    Where it pings, the mentions stand first, and it is `mentions` that lets them.
    """
    view = discord.ui.LayoutView(timeout=None)
    pinged = " ".join(f"<@&{role}>" for role in said.pings)
    parts: list[Words | Room] = [*([Words(pinged)] if pinged else []), *texts(said.reply, taken=len(pinged))]
    for part in parts:
        view.add_item(discord.ui.Separator(visible=False) if isinstance(part, Room) else discord.ui.TextDisplay(part.markdown))
    if said.exchange is not None:
        for row in buttons(said.reply, threads=threads):
            view.add_item(discord.ui.ActionRow(*(_button(action, said.exchange.id) for action in row.actions)))
    view.stop()
    return view


def mentions(said: Said) -> discord.AllowedMentions:
    """Whom the message may ping: the roles that were chosen for it, and nobody else."""
    if not said.pings:
        return NO_MENTIONS
    roles = [discord.Object(int(role)) for role in said.pings]
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def plain(reply: Reply) -> discord.ui.LayoutView:
    """A message without buttons."""
    return layout(Said(reply), threads=False)


def offered(offer: Offer) -> tuple[str, str]:
    """How a source is offered while someone types, and what stands for it then: each under 100 characters, the title cut first."""
    outlet = shorten(clean_line(offer.outlet or "outlet unknown"), lambda text: utf16(text) <= MAX_CHOICE // 2)
    ends = f"{offer.number}. ", f", {outlet}"
    title = shorten(clean_line(offer.title), lambda text: utf16(text) + utf16("".join(ends)) <= MAX_CHOICE)
    return title.join(ends), offer.article_id if utf16(offer.article_id) <= MAX_CHOICE else str(offer.number)


def offered_feed(offer: FeedOffer) -> tuple[str, str]:
    """As `offered`, of a feed: its title, and as much of its address as there is room for."""
    title = shorten(offer.title, lambda text: utf16(text) <= MAX_CHOICE // 2) or offer.title[: MAX_CHOICE // 2]
    address = shorten(offer.address, lambda text: utf16(f"{title}, {text}") <= MAX_CHOICE)
    return f"{title}, {address}" if address else title, offer.address if utf16(offer.address) <= MAX_CHOICE else offer.id


def offered_topic(topic: str, id_: str) -> tuple[str, str]:
    """As `offered`, of a topic that a place is told of, by the subscription's id."""
    shown = clean_line(topic)
    return shorten(shown, lambda text: utf16(text) <= MAX_CHOICE) or shown[: MAX_CHOICE // 2], id_


def _button(action: Action, exchange: str) -> discord.ui.Button[discord.ui.LayoutView]:
    return discord.ui.Button(label=action.label, custom_id=custom_id(action.name, exchange), style=discord.ButtonStyle.secondary)

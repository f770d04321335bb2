"""What a Discord message is made of, from top to bottom. Pure; `layout` makes discord.py's components of it."""

from collections.abc import Iterator
from typing import NamedTuple

from adapters.discord.render import paragraphs
from bot.blocks import Action, Reply, action_rows

#: Buttons in a row, of which Discord shows five at the most.
IN_ROW = 5


class Words(NamedTuple):
    """A text in Discord's markdown."""

    markdown: str


class Room:
    """Nothing, between texts."""


class Buttons(NamedTuple):
    """A row of them."""

    actions: tuple[Action, ...]


def texts(reply: Reply, *, taken: int = 0) -> Iterator[Words | Room]:
    """The reply's words, within the limits; of those so many characters are taken by something else."""
    for text, apart in paragraphs(reply, taken=taken):
        if apart:
            yield Room()
        yield Words(text)


def buttons(reply: Reply, *, threads: bool) -> Iterator[Buttons]:
    """What can be pressed below. `threads`: whether one may be made from the message."""
    offered = [action for action in reply.actions if threads or action.name != "thread"]
    for row in action_rows(offered, IN_ROW):
        yield Buttons(tuple(row))

"""What the gallery is made of."""

from dataclasses import dataclass

from bot.blocks import Reply
from bot.places import Place

#: Where all of it is said.
PLACE = Place(platform="gallery", workspace="w", channel="summit")
PERSON = "ann"


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply, and when it is given."""

    when: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Section:
    """Replies that belong together."""

    title: str
    shown: tuple[Shown, ...]

"""Who added a feed, and where: as it is kept with the feed."""

from bot.places import Place
from bot.quotes import Frozen


class Adder(Frozen):
    """The names are a platform's own, and none has a space in it."""

    platform: str
    workspace: str
    channel: str  #: where the command was given
    person: str

    @property
    def place(self) -> Place:
        """Where it was added."""
        return Place(platform=self.platform, workspace=self.workspace, channel=self.channel)

    def __str__(self) -> str:
        """For `StoredFeed.added_by`."""
        return " ".join((self.platform, self.workspace, self.channel, self.person))


def beginning(platform: str) -> str:
    """How `str` of everyone begins who is there."""
    return f"{platform} "


def read(added_by: str) -> Adder | None:
    """The inverse of `str`; None for whoever runs Sherpa."""
    parts = added_by.split(" ")
    return Adder(platform=parts[0], workspace=parts[1], channel=parts[2], person=parts[3]) if len(parts) == 4 else None

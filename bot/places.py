"""Where people talk to Sherpa on a chat platform, and what may be looked at there."""

from typing import Literal

from bot.quotes import Frozen
from index.articles import EVERYONE
from index.retrieval import Filter

#: "direct": a conversation with one person. In a thread or a direct conversation what is asked goes on from what was asked before.
PlaceKind = Literal["channel", "thread", "direct"]


#: For whoever is in no workspace: at a terminal, say.
PUBLIC = Filter(collections=frozenset({EVERYONE}))


class Place(Frozen):
    """The names are the platform's own, and opaque here. `workspace` is empty outside of any: in a conversation with one person."""

    platform: str
    workspace: str
    channel: str
    kind: PlaceKind = "channel"
    thread: str = ""  #: the message that is written under, where a platform tells its threads by those

    @property
    def where(self) -> Filter:
        """What may be searched for this place: everyone's collection and its workspace's own."""
        own = {collection(self.platform, self.workspace)} if self.workspace else set()
        return Filter(collections=frozenset({EVERYONE, *own}))


def collection(platform: str, workspace: str) -> str:
    """The name of a workspace's own collection."""
    return f"{platform}:{workspace}"

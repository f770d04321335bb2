"""`Messenger`: the port through which replies reach places."""

from typing import Protocol

from bot.answering import Said
from bot.places import Place


class Messenger(Protocol):
    """Sends replies to the places of one platform. Called for answers to messages, and for what Sherpa has to tell a place by itself."""

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        """Shows it in the place, to all who are there; the id of the message, as `Desk.shows` takes it.

        Nobody is pinged but the roles that `said` names. `under`: the message that it answers. `key` says what this is among all that is
        ever sent: a send whose outcome is not known is tried again so that it is shown once, as far as the platform lets Sherpa tell.
        `again`: it may have been sent before, by a process that is gone. Waits as long as the platform asks for. Raises PlaceClosed, or
        Undelivered after the last try.
        """
        ...

    async def direct(self, place: Place, person: str) -> Place:
        """The conversation with a person of the place's workspace. Raises PlaceClosed where there cannot be one, or Undelivered."""
        ...

"""The terminal as a place, and its `Messenger`."""

from collections.abc import Awaitable, Callable

from bot.answering import Said
from bot.blocks import Reply
from bot.places import Place

PLATFORM = "terminal"
#: Whoever is at the terminal of this home.
TERMINAL = Place(platform=PLATFORM, workspace="", channel="terminal", kind="direct")


class TerminalMessenger:
    """See `bot.messenger.Messenger`. `show` prints a reply."""

    def __init__(self, show: Callable[[Reply], Awaitable[None]]) -> None:
        self._show = show

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        """Prints it; buttons are commands here."""
        await self._show(said.reply.model_copy(update={"actions": ()}))
        return key

    async def direct(self, place: Place, person: str) -> Place:
        """There is one person at a terminal."""
        return TERMINAL

"""A Discord that a process of Sherpa is on, for journeys."""

import re
from typing import Any

from aiohttp import WSMsgType

from bench.standins import payloads
from bench.standins.discord import TOKEN, Session, StandIn


class Gateway(StandIn):
    """A stand-in whose gateway also makes demands."""

    async def demand(self, op: int, data: Any = None) -> None:
        """Sends what is no event: 7 asks to reconnect, 9 says that the session is worth nothing (True: but may be resumed)."""
        await self._push({"op": op, "d": data})

    async def end(self, code: int) -> None:
        """Ends the connection with the close code, as a gateway does that will hear no more."""
        sockets, self._sockets = self._sockets, []
        for socket in sockets:  # a frame: what `close` sends may be overtaken by that of the connection's own task, with another code
            await socket.send_frame(code.to_bytes(2, "big"), WSMsgType.CLOSE)

    def forget(self) -> None:
        """Knows the session no more, so that it cannot be resumed."""
        self._session = Session(payloads.new_id())


def settings_for(standin: StandIn) -> dict[str, str]:
    """What a process needs to be on it."""
    return {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": standin.api}


def written(message: dict[str, Any]) -> str:
    """A message's texts, a line each."""
    return "\n".join(part["content"] for part in message["components"] if part["type"] == 10)


def quoted(message: dict[str, Any]) -> list[str]:
    """What stands between its quotation marks, as a reader sees it."""
    seen = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", written(message).replace("**", ""))
    return re.findall(r"❝(.*?)❞", seen, re.DOTALL)


def button(message: dict[str, Any], label: str) -> str:
    """The id of its one button with the label."""
    (found,) = [
        part["custom_id"] for row in message["components"] if row["type"] == 1 for part in row["components"] if label in part["label"]
    ]
    return str(found)

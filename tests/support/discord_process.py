"""Sherpa as a process that is on a Discord of this machine, for journeys."""

import asyncio
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType

from bench.standins import payloads
from bench.standins.discord import TOKEN, Session, StandIn

SHERPA = str(Path(sys.executable).with_name("sherpa"))

#: Seconds that the process may take to end.
PATIENCE = 30


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


class Running:
    """A process that is on Discord, and what it wrote on standard error."""

    def __init__(self, process: asyncio.subprocess.Process, errors: Path) -> None:
        self.process = process
        self._errors = errors

    @property
    def said(self) -> str:
        """All of it so far."""
        return self._errors.read_text(encoding="utf-8")

    async def printed(self) -> str:
        """All that it prints on standard output."""
        assert self.process.stdout is not None
        return (await self.process.stdout.read()).decode()

    async def status(self) -> int:
        """Its exit status, once it has ended by itself."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to stop; its exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.status()


Run = Callable[..., Awaitable[Running]]


@asynccontextmanager
async def processes(standin: StandIn, environment: dict[str, str], folder: Path) -> AsyncIterator[tuple[Run, list[Running]]]:
    """What starts `sherpa run discord`, or with other arguments, and all that were started; in the end none is left, whatever happened."""
    started: list[Running] = []
    kept = {name: value for name, value in environment.items() if name != "PYTHONWARNINGS"}  # discord.py warns of its own
    addresses = {
        "SHERPA_HOME": str(folder / "home"),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": standin.api,
    }

    async def start(*arguments: str, **settings: str) -> Running:
        errors = folder / f"errors{len(started)}"
        with errors.open("wb") as opened:
            process = await asyncio.create_subprocess_exec(
                SHERPA,
                *(arguments or ("run", "discord")),
                env={**kept, **addresses, "SHERPA_LOG_LEVEL": "debug", **settings},
                cwd=folder,
                stderr=opened,
                stdout=asyncio.subprocess.PIPE,
            )
        started.append(Running(process, errors))
        return started[-1]

    try:
        yield start, started
    finally:
        for each in started:
            if each.process.returncode is None:
                each.process.kill()
                await each.process.wait()


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


def kept(folder: Path, what: str = "exchanges") -> int:
    """How many rows the database has of a table, or of what is said of one."""
    with closing(sqlite3.connect(folder / "home" / "sherpa.db")) as database:
        return int(database.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608 - a table of ours


async def until(condition: Callable[[], bool]) -> None:
    """Waits until the condition holds, which nobody tells of."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - of what another process does there is no event
            await asyncio.sleep(0.02)

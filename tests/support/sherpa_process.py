"""Sherpa as a process that is on platforms of this machine, for journeys."""

import asyncio
import re
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

SHERPA = str(Path(sys.executable).with_name("sherpa"))

#: Seconds that the process may take to end.
PATIENCE = 30


class Running:
    """A process, and what it wrote on standard error."""

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

    async def kill(self) -> None:
        """Ends it in the middle of whatever it does."""
        self.process.kill()
        await self.process.wait()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to stop; its exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.status()


Run = Callable[..., Awaitable[Running]]


@asynccontextmanager
async def processes(
    environment: Mapping[str, str], folder: Path, command: Sequence[str], settings: Mapping[str, str]
) -> AsyncIterator[tuple[Run, list[Running]]]:
    """What starts `sherpa` with the command, or with other arguments, and all that were started; in the end none is left, whatever
    happened."""
    started: list[Running] = []
    kept = {name: value for name, value in environment.items() if name != "PYTHONWARNINGS"}  # libraries warn of their own

    async def start(*arguments: str, **more: str) -> Running:
        errors = folder / f"errors{len(started)}"
        with errors.open("wb") as opened:
            process = await asyncio.create_subprocess_exec(
                SHERPA,
                *(arguments or command),
                env={**kept, "SHERPA_HOME": str(folder / "home"), "SHERPA_LOG_LEVEL": "debug", **settings, **more},
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


def kept(folder: Path, what: str = "exchanges") -> int:
    """How many rows the database has of a table, or of what is said of one."""
    with closing(sqlite3.connect(folder / "home" / "sherpa.db")) as database:
        return int(database.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608 - a table of ours


async def until(condition: Callable[[], bool]) -> None:
    """Waits until the condition holds, which nobody tells of."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - of what another process does there is no event
            await asyncio.sleep(0.02)


async def site(running: Running) -> str:
    """Where its web is, once it is there."""
    await until(lambda: "on the web" in running.said or running.process.returncode is not None)
    found = re.search(r"on the web at (http://\S+)\.", running.said)
    assert found, running.said
    return found[1]

"""Processes of Sherpa that poll feeds on one SQLite home, and what is seen of them from outside."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

#: Seconds between two looks.
LOOK = 0.2

_SHERPA = (sys.executable, "-c", "from adapters.cli import main; main()")


class Processes:
    """All have the same settings, and private addresses allowed."""

    def __init__(self, home: Path, settings: dict[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SHERPA_")}
        ours = {"SHERPA_HOME": str(home), "SHERPA_ALLOW_PRIVATE_ADDRESSES": "1", "SHERPA_LOG_LEVEL": "error"}
        self._home = home
        self._environment = kept | ours | settings
        self._running: list[asyncio.subprocess.Process] = []
        self.memory = 0.0  #: MB that one of them has held at most

    @property
    def count(self) -> int:
        return len(self._running)

    async def start(self) -> None:
        """One more, which polls."""
        self._running.append(await self._made("run", "discord", stdout=asyncio.subprocess.DEVNULL))

    async def kill(self) -> None:
        """One of them, in the middle of whatever it does."""
        killed = self._running.pop(0)
        killed.kill()
        await killed.wait()

    async def stop(self) -> None:
        """All of them, as they are told to end."""
        for each in self._running:
            if each.returncode is None:
                each.send_signal(signal.SIGTERM)
            await each.wait()
        self._running.clear()

    async def printed(self, *arguments: str) -> str:
        """By a command."""
        process = await self._made(*arguments, stdout=asyncio.subprocess.PIPE)
        printed, _ = await process.communicate()
        return printed.decode()

    def look(self) -> None:
        """At the memory they hold; none may have ended by itself."""
        for each in self._running:
            assert each.returncode is None, "a process has ended by itself"
            held = Path(f"/proc/{each.pid}/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()
            self.memory = max(self.memory, int(held[0]) * 1_024 / 1e6)

    async def _made(self, *arguments: str, stdout: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(*_SHERPA, *arguments, env=self._environment, cwd=self._home, stdout=stdout)


class Watch:
    """What the database of the home shows: articles by their titles, and feeds that fail. Seconds are since `began`."""

    def __init__(self, home: Path, processes: Processes) -> None:
        self._path = home / "sherpa.db"
        self._processes = processes
        self.began = time.monotonic()
        self.failed: dict[str, float] = {}  #: for each feed's address, when its reason was first seen

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Looks until it holds, or so many seconds have passed; whether it held."""
        end = time.monotonic() + seconds
        while not (held := holds()) and time.monotonic() < end:
            await asyncio.sleep(LOOK)
            self._processes.look()
            for (address,) in await asyncio.to_thread(self._rows, "SELECT address FROM feeds WHERE reason <> ''"):
                self.failed.setdefault(address, time.monotonic() - self.began)
        return held

    def end_leases(self) -> None:
        """As if the time were over for which a process that died has its feeds."""
        with closing(sqlite3.connect(self._path, timeout=30)) as database, database:
            database.execute("UPDATE feeds SET until = ''")

    def stored(self) -> int:
        """Articles from feeds and pages."""
        return int(self._rows("SELECT count(*) FROM articles WHERE id LIKE 'w-%'")[0][0])

    def titles(self) -> Counter[str]:
        """How many articles, and texts of articles, have each title."""
        rows = self._rows("SELECT title FROM revisions JOIN articles USING (arrival) WHERE articles.id LIKE 'w-%'")
        return Counter(title for (title,) in rows)

    def _rows(self, query: str) -> list[tuple[str]]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=30)) as database:
            return database.execute(query).fetchall()

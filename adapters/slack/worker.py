"""Doing what was taken up: now, and what a process that is gone left undone."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from adapters.logs import log_unexpected
from adapters.slack.failing import NotOurs
from index.errors import SherpaError
from index.store.inbox import LEASE, Inbox, Task

_log = logging.getLogger(__name__)

#: How often it is tried to note that something is done.
NOTES = 3


class Pace(NamedTuple):
    """How a worker's time goes, in seconds."""

    beat: float = LEASE.total_seconds() / 5  #: between looks for what others left undone, which also say that what is under way is not
    last: float = 5.0  #: that what is under way may take after Sherpa was told to stop; what takes longer is left to the next process
    note: float = 1.0  #: between two tries to note that something is done


PACE = Pace()

#: Does a piece of work; raises only what nobody foresaw, or StoreUnavailable, and then it is done again.
Perform = Callable[[Task], Awaitable[None]]


class Worker:
    """For one platform and one event loop.

    `clock` gives the time in UTC. `forgotten` hears of work that somebody else forgot while it was done.
    """

    def __init__(
        self, inbox: Inbox, platform: str, perform: Perform, *, forgotten: Perform, clock: Callable[[], datetime], pace: Pace = PACE
    ) -> None:
        self._pace = pace
        self._inbox = inbox
        self._platform = platform
        self._perform = perform
        self._forgotten = forgotten
        self._clock = clock
        self._under_way: dict[str, tuple[Task, asyncio.Task[None]]] = {}
        self._sure: dict[str, datetime] = {}  #: when it was last sure that a task is this process's
        self._settling: set[asyncio.Task[Any]] = set()
        self._stopping = False

    def start(self, task: Task) -> None:
        """Does the task, which is this process's."""
        if not self._stopping and task.id not in self._under_way:
            self._sure[task.id] = self._clock()
            self._under_way[task.id] = (task, asyncio.create_task(self._do(task)))

    def has(self, id_: str) -> bool:
        """Whether the task is this process's: it was so at the last look, and that is not longer ago than anybody else has to wait."""
        sure = self._sure.get(id_)
        return sure is not None and self._clock() - sure < LEASE

    async def run(self, stop: asyncio.Event) -> None:
        """Until it is told to stop; then finishes what is under way, and gives the rest back."""
        while not stop.is_set():
            try:
                await self._beat()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next beat comes
                _log.warning("inbox not read", extra={"error": type(error).__name__})
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.beat):
                    await stop.wait()
        self._stopping = True
        await self._finish()

    async def settle(self, workspace: str) -> None:
        """Waits until nothing is under way here for a workspace but what asks this, too."""
        if (own := asyncio.current_task()) is not None:
            self._settling.add(own)
            own.add_done_callback(self._settling.discard)
        there = {running for task, running in self._under_way.values() if task.workspace == workspace}
        if others := there - self._settling:
            await asyncio.wait(others, timeout=self._pace.last)

    async def _beat(self) -> None:
        if mine := set(self._under_way):
            now = self._clock()
            kept = await self._inbox.renew(mine, now)
            self._sure = {id_: self._sure[id_] for id_ in self._sure.keys() - (mine - kept)} | dict.fromkeys(kept & self._sure.keys(), now)
        for task in await self._inbox.claim(self._platform, self._clock()):
            _log.info("taken up again", extra={"attempt": task.attempt})
            self.start(task)

    async def _finish(self) -> None:
        running = {each for _, each in self._under_way.values()}
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=self._pace.last)
        if late:
            left = list(self._under_way)
            for each in late:
                each.cancel()
            await asyncio.wait(late)
            with suppress(SherpaError):
                await self._inbox.release(left, self._clock())

    async def _note_done(self, task: Task) -> bool:
        """As `Inbox.done`, and again where the database does not take it: what is not noted is done twice."""
        for _ in range(NOTES - 1):
            with suppress(SherpaError):
                return await self._inbox.done(task.id)
            await asyncio.sleep(self._pace.note)
        return await self._inbox.done(task.id)

    async def _do(self, task: Task) -> None:
        try:
            await self._perform(task)
            if not await self._note_done(task):
                await self._forgotten(task)
        except NotOurs:
            _log.warning("left to another process")
        except SherpaError as error:  # the database: whoever has it next finds what is undone
            _log.warning("left undone", extra={"error": type(error).__name__})
        except Exception as error:  # noqa: BLE001 - nobody waits for this task, so the log is told
            log_unexpected(error, task.id[:8])
        finally:
            del self._under_way[task.id]
            self._sure.pop(task.id, None)

"""Whose turn it is: at each host a few requests at once and some time between them, and hosts never wait for each other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

#: Hosts that nobody waits for are forgotten when there are more than this.
_MOST_IDLE = 1_000


@dataclass(slots=True)
class _Lane:
    slots: asyncio.Semaphore
    next_start: float
    users: int = 0


class Pacer:
    """Gives turns, in the order they were asked for at each host."""

    def __init__(self, *, at_once: int, interval: float, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        """`at_once` requests at a host; `interval` seconds from one start to the next."""
        self._at_once = at_once
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, interval: float = 0.0, free: bool = False) -> AsyncIterator[None]:
        """Waits for a turn at `host` (name and port), which lasts as long as the block.

        `interval` is what the host itself asks for, in seconds, and only ever raises the Pacer's own. A `free` turn, for what a
        host wants to be read before anything else, is one of those at once but waits for no interval and counts for none.
        """
        lane = self._lane(host)
        lane.users += 1
        try:
            async with lane.slots:
                if not free:
                    await self._until_start(lane, max(interval, self._interval))
                yield
        finally:
            lane.users -= 1

    async def _until_start(self, lane: _Lane, interval: float) -> None:
        now = self._clock()
        start = max(now, lane.next_start)
        lane.next_start = start + interval
        if start > now:
            await self._sleep(start - now)

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            if len(self._lanes) >= _MOST_IDLE:
                self._forget_idle()
            lane = self._lanes[host] = _Lane(asyncio.Semaphore(self._at_once), self._clock())
        return lane

    def _forget_idle(self) -> None:
        now = self._clock()
        self._lanes = {host: lane for host, lane in self._lanes.items() if lane.users or lane.next_start > now}

"""Pages that many read at once are made once."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

#: Pages that are kept: at some 30 KB each, 8 MB.
MOST = 256


class Kept(Generic[T]):
    """What was made within the last `seconds`, by key. Who asks while it is being made waits for that."""

    def __init__(self, seconds: float, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._made: OrderedDict[Hashable, tuple[float, asyncio.Task[T]]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` gives, or gave. Whatever it raises, those who wait for it get, and nothing is kept."""
        then, task = self._made.get(key, (0.0, None))
        if task is None or (task.done() and (self._clock() - then > self._seconds or task.cancelled() or task.exception())):
            task = asyncio.ensure_future(_run(make))
            self._made[key] = (self._clock(), task)
            self._made.move_to_end(key)
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return await asyncio.shield(task)  # whoever leaves does not take it from the others


async def _run(make: Callable[[], Awaitable[T]]) -> T:
    return await make()

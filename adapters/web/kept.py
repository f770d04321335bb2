"""Pages that many read at once are made once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

#: Pages that are kept, those asked for last: at some 30 KB each, 8 MB.
MOST = 256


class Kept(Generic[T]):
    """What was made last, by key. Who asks while it is being made waits for that."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` gives, or gave. Whatever it raises, those who wait for it get, and it is not kept."""
        task = self._made.get(key)
        if task is None or (task.done() and (task.cancelled() or task.exception())):
            task = asyncio.ensure_future(_run(make))
            self._made[key] = task
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return await asyncio.shield(task)  # whoever leaves does not take it from the others


async def _run(make: Callable[[], Awaitable[T]]) -> T:
    return await make()

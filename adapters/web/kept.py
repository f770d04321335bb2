"""Pages that many read at once are made once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

#: What pages and answers that are kept may take together, in bytes each: some hundred of them.
ROOM = 8_000_000


class Kept(Generic[T]):
    """What was made last, by key, as much as there is room for. Who asks while it is being made waits for that."""

    def __init__(self, room: int, size: Callable[[T], int] = lambda _: 1) -> None:
        """`size`: how much of the room something takes."""
        self._room = room
        self._size = size
        self._made: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What `make` gives, or gave. Whatever it raises, those who wait for it get, and it is not kept."""
        task = self._made.get(key)
        if task is None:
            task = self._made[key] = asyncio.ensure_future(_run(make))
            task.add_done_callback(lambda done: self._keep(key, done))
        self._made.move_to_end(key)
        return await asyncio.shield(task)  # whoever leaves does not take it from the others

    def _keep(self, key: Hashable, done: asyncio.Task[T]) -> None:
        if done.cancelled() or done.exception() is not None:
            del self._made[key]
            return
        self._sizes[key] = self._size(done.result())
        room = self._room - sum(self._sizes.values())
        for oldest in [each for each in self._made if each in self._sizes]:
            if room >= 0:
                return
            del self._made[oldest]
            room += self._sizes.pop(oldest)


async def _run(make: Callable[[], Awaitable[T]]) -> T:
    return await make()

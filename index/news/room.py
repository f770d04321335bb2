"""Room for answers: however many are read at once, few large ones are held, and one of those is parsed at a time.

So memory has a bound whatever servers send: parsing takes many times what is parsed. Small ones wait for nobody.
`python -m bench.feeds` measures it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

T = TypeVar("T")

#: From so many bytes on an answer is large; most pages and feeds are smaller.
LARGE = 500_000
#: Large ones that are held at once.
AT_ONCE = 4


class Visit:
    """One answer's, while it is read and parsed."""

    def __init__(self, slots: asyncio.Semaphore, parser: ThreadPoolExecutor) -> None:
        self._slots = slots
        self._parser = parser
        self.is_large = False

    def needs_room(self, size: int) -> bool:
        """Whether an answer of so many bytes is large, and has no room yet."""
        return size > LARGE and not self.is_large

    async def enter(self) -> None:
        """Returns when there is room for a large one."""
        await self._slots.acquire()
        self.is_large = True

    async def parse(self, task: Callable[[], T]) -> T:
        """What `task` makes of it, in a thread: a large one's is the one for those, also where its caller gave up meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._parser if self.is_large else None, task)


class Room:
    """For one event loop."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._parser = ThreadPoolExecutor(1, thread_name_prefix="large")

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[Visit]:
        """For one answer; what it holds is to be forgotten by the end of the block."""
        visit = Visit(self._slots, self._parser)
        try:
            yield visit
        finally:
            if visit.is_large:
                self._slots.release()

    def close(self) -> None:
        """Waits for nothing that is being parsed."""
        self._parser.shutdown(wait=False, cancel_futures=True)

"""Whether anybody is being answered just now: what can wait goes on when nobody is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Quiet:
    """For one event loop."""

    def __init__(self) -> None:
        self._answered = 0
        self._event = asyncio.Event()
        self._event.set()

    @contextmanager
    def broken(self) -> Iterator[None]:
        """While the block lasts somebody is being answered."""
        self._answered += 1
        self._event.clear()
        try:
            yield
        finally:
            self._answered -= 1
            if not self._answered:
                self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until nobody is, or so many seconds."""
        if self._event.is_set():
            return
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return

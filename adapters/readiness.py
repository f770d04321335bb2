"""Whether the process can answer questions now: its store, its index, and the chat platforms that it is to be on.

Feeds that fail are no reason to be unready: what is there can be asked all the same.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from adapters.standing import Standing
from index.library import Library

_log = logging.getLogger(__name__)

#: Seconds that all parts together may take to answer, at once: whoever asks gives up after one or a few.
QUICK = 0.8
#: Changes that the index may be behind the store by: as many are taken in at once, so an import under way is no reason to be unready.
MOST_BEHIND = 1_000
#: A word that the index is asked for: any will do.
PROBE = "summit"

OK = "ok"


class Readiness:
    """For one event loop."""

    def __init__(self, standing: Standing, library: Library, *, quick: float = QUICK, most_behind: int = MOST_BEHIND) -> None:
        self._standing = standing
        self._library = library
        self._quick = quick
        self._most_behind = most_behind
        self._asked: dict[str, asyncio.Task[str]] = {}

    async def report(self) -> dict[str, str]:
        """By part "ok", or in a few words what is wrong. Holds no address, name or text of anything."""
        store, index = await asyncio.gather(self._part("store", self._store), self._part("index", self._index))
        platforms = {name: OK if is_up else "not connected" for name, is_up in self._standing.connected().items()}
        return {"store": store, "index": index, **platforms}

    async def _store(self) -> str:
        await self._library.database.sequence()
        return OK

    async def _index(self) -> str:
        await self._library.frequencies([PROBE])
        behind = await self._library.behind()
        return OK if behind <= self._most_behind else f"{behind} changes behind the store"

    async def _part(self, name: str, ask: Callable[[], Awaitable[str]]) -> str:
        """A part that does not answer is not asked again until it does, or fails: whoever asks often is not to make it worse."""
        if name not in self._asked or self._asked[name].done():
            self._asked[name] = asyncio.ensure_future(_answer(name, ask))
        await asyncio.wait({self._asked[name]}, timeout=self._quick)
        return self._asked[name].result() if self._asked[name].done() else f"no answer in {self._quick:g} s"


async def _answer(name: str, ask: Callable[[], Awaitable[str]]) -> str:
    try:
        return await ask()
    except Exception as error:  # noqa: BLE001 - whatever it is, the part does not work
        _log.warning("not ready", extra={"part": name, "error": type(error).__name__})
        return "does not work"

"""Which servers Sherpa is in, kept so that it can tell after an absence which it is no longer in."""

import json
from collections.abc import Set as AbstractSet

from index.store.store import Store


class Servers:
    """Of one application."""

    def __init__(self, store: Store, application: int) -> None:
        self._store = store
        self._name = f"discord servers {application}"

    async def known(self) -> set[int]:
        """Those that were last remembered."""
        kept = await self._store.fact(self._name)
        return set(json.loads(kept)) if kept else set()

    async def remember(self, now: AbstractSet[int]) -> None:
        """These and no others; done after what follows from a change, so that a failure before it is made good the next time."""
        if await self.known() != now:
            await self._store.set_fact(self._name, json.dumps(sorted(now)))


def gone(known: AbstractSet[int], connected: AbstractSet[int], listed: AbstractSet[int]) -> set[int]:
    """Those known of which Sherpa is no longer part.

    `connected` are those of the gateway: discord.py keeps those of a session that was lost, also where Sherpa was removed meanwhile.
    `listed` are those that the API names. An answer that names none is no reason to forget all: what is deleted does not come back.
    """
    return set(known - (connected & listed if listed else connected))

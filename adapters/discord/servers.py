"""Which servers Sherpa was in, so that it can tell which it is no longer in."""

import json

from index.store.store import Store


async def left(store: Store, application: int, now: set[int]) -> set[int]:
    """The servers that it was in when it was last asked and is not in `now`; remembers these."""
    name = f"discord servers {application}"
    known = await store.fact(name)
    before = set(json.loads(known)) if known else set()
    if before != now:
        await store.set_fact(name, json.dumps(sorted(now)))
    return before - now

"""Seeds into the store: once, and again when they change."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from index.articles import Article
from index.store.prepared import Prepared
from index.store.store import Store

#: The fact of the store that says which folder of seeds, by its content, it has taken in.
PLANTED = "seeds"


async def plant(store: Store, seeds: Sequence[Article] | Path, now: datetime) -> None:
    """Stores the seeds that are missing or changed, but none that was removed. A folder that is as it was last time is not read again.

    Raises BadFile for a folder that cannot be read or an article in it that cannot be used.
    """
    if not isinstance(seeds, Path):
        return await _take_in(store, seeds, now)
    mark = _mark(seeds)
    if mark is None or await store.fact(PLANTED) != mark:
        from index.seeds import load  # late: most starts need no parser

        await _take_in(store, load(seeds), now)
        await store.set_fact(PLANTED, mark or "")
    return None


async def _take_in(store: Store, seeds: Sequence[Article], now: datetime) -> None:
    given = [Prepared(article) for article in seeds]
    known = await store.known(article.id for article in seeds)
    missing = [
        each
        for each in given
        if (state := known.get(each.article.id)) is None or not (state.removed or state.fingerprint == each.fingerprint)
    ]
    if missing:
        await store.add(missing, now)


def _mark(folder: Path) -> str | None:
    """The same for the same files; None where they cannot be read."""
    content = hashlib.blake2b(digest_size=16)
    try:
        for path in sorted(folder.glob("*.md")):
            content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    except OSError:
        return None
    return content.hexdigest()

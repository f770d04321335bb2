"""What is kept of pages: the last ones, as many as there is room for, and nothing that went wrong."""

import asyncio

import pytest

from adapters.web.kept import Kept


async def test_it_is_made_once_for_all_who_ask_and_kept() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(9)

    async def make() -> str:
        made.append("x")
        await asyncio.sleep(0)
        return "page"

    assert await asyncio.gather(*(kept.get("a", make) for _ in range(5))) == ["page"] * 5
    assert await kept.get("a", make) == "page"
    assert made == ["x"]


async def test_what_was_not_asked_for_longest_leaves_where_there_is_no_room() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(10, len)

    async def get(key: str, size: int = 4) -> None:
        async def make() -> str:
            made.append(key)
            return "x" * size

        await kept.get(key, make)

    for key in ("a", "b", "a", "c", "a", "b"):
        await get(key)
    assert made == ["a", "b", "c", "b"]
    await get("large", 11)
    await get("large", 11)
    assert made[-2:] == ["large", "large"]


async def test_what_fails_is_tried_again_and_who_leaves_takes_it_from_nobody() -> None:
    kept: Kept[str] = Kept(9)
    go = asyncio.Event()

    async def fail() -> str:
        raise ValueError

    async def make() -> str:
        await go.wait()
        return "page"

    with pytest.raises(ValueError):
        await kept.get("a", fail)
    leaving, staying = asyncio.create_task(kept.get("a", make)), asyncio.create_task(kept.get("a", make))
    await asyncio.sleep(0)
    leaving.cancel()
    go.set()
    assert await staying == "page"

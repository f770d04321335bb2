"""Many answers at once: large ones wait for each other, small ones for nobody, and none is given up on for having waited."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bench.standins.news_web import NewsWeb, until
from index.news import room
from index.news.fetching import Fetched, Fetcher, FetchLimits, Parsed

LARGE = "word " * (room.LARGE // 4)


class Parsing:
    """Parses until it is told to end; how many did at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.end = threading.Event()

    def __call__(self, answer: Fetched) -> int:
        self.now += 1
        self.most = max(self.most, self.now)
        self.end.wait(10)
        self.now -= 1
        return len(answer.content)


@pytest.fixture
async def web() -> AsyncIterator[NewsWeb]:
    async with NewsWeb() as web:
        web.page("/large", LARGE)
        web.page("/small", "text")
        yield web


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    limits = FetchLimits(interval=0.0, at_once=20, whole=0.5)
    fetcher = Fetcher(user_agent="Sherpa/0", allow_private=True, limits=limits)
    yield fetcher
    await fetcher.close()


async def test_one_large_answer_is_parsed_at_a_time_and_small_ones_meanwhile(web: NewsWeb, fetcher: Fetcher) -> None:
    parsing = Parsing()
    large = [asyncio.create_task(fetcher.read(web.address("/large"), parsing)) for _ in range(room.AT_ONCE + 2)]
    await until(lambda: parsing.now == 1)
    small = await fetcher.read(web.address("/small"), lambda answer: answer.content)
    assert isinstance(small, Parsed)
    assert (small.made, small.answer.content) == (b"text", b"")
    await asyncio.sleep(0.6)  # longer than an answer may take
    parsing.end.set()
    read = await asyncio.gather(*large)
    assert [each.made for each in read if isinstance(each, Parsed)] == [len(LARGE)] * len(large)
    assert parsing.most == 1


async def test_who_gives_up_leaves_room_for_others(web: NewsWeb, fetcher: Fetcher) -> None:
    parsing = Parsing()
    large = [asyncio.create_task(fetcher.read(web.address("/large"), parsing)) for _ in range(room.AT_ONCE + 2)]
    await until(lambda: parsing.now == 1)
    for task in large:
        task.cancel()
    await asyncio.wait(large)
    parsing.end.set()
    read = await fetcher.read(web.address("/large"), parsing)
    assert isinstance(read, Parsed)
    assert read.made == len(LARGE)

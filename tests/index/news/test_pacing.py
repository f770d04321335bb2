"""A host is asked a few things at once and not too often, and no host waits for another."""

import asyncio

import pytest
from news_names import FakeClock

from bench.standins.news_faults import silent
from bench.standins.news_web import NewsWeb, until
from index.news.errors import Refused
from index.news.fetching import Fetcher, FetchLimits
from index.news.pacing import Pacer


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def pacer(clock: FakeClock, at_once: int = 2, interval: float = 1.0) -> Pacer:
    return Pacer(at_once=at_once, interval=interval, clock=clock, sleep=clock.sleep)


async def test_requests_at_one_host_start_an_interval_apart_in_their_order(clock: FakeClock) -> None:
    turns, starts = pacer(clock), []

    async def take(number: int) -> None:
        async with turns.turn("news.example:443"):
            starts.append((number, clock.now))

    await asyncio.gather(*map(take, range(4)))
    assert starts == [(0, 0.0), (1, 1.0), (2, 2.0), (3, 3.0)]


async def test_a_host_may_ask_for_longer_intervals_and_not_for_shorter(clock: FakeClock) -> None:
    turns, starts = pacer(clock), []
    for interval in (5.0, 0.1, 0.1):
        async with turns.turn("news.example:443", interval=interval):
            starts.append(clock.now)
    assert starts == [0.0, 5.0, 6.0]


async def test_after_a_pause_nobody_waits(clock: FakeClock) -> None:
    turns = pacer(clock)
    async with turns.turn("news.example:443"):
        pass
    clock.now = 50.0
    async with turns.turn("news.example:443"):
        assert clock.now == 50.0


async def test_hosts_do_not_wait_for_each_other(clock: FakeClock) -> None:
    turns = pacer(clock, at_once=1)
    async with turns.turn("slow.example:443"), turns.turn("slow.example:80"), turns.turn("quick.example:443"):
        assert clock.now == 0.0


async def test_a_free_turn_waits_for_a_place_alone(clock: FakeClock) -> None:
    turns = pacer(clock, at_once=1)
    async with turns.turn("news.example:443"):
        waiting = asyncio.ensure_future(turns.turn("news.example:443", free=True).__aenter__())
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting
    assert clock.now == 0.0


async def test_who_gives_up_waiting_leaves_the_place_to_others(clock: FakeClock) -> None:
    turns = pacer(clock, at_once=1)
    async with turns.turn("news.example:443"):
        for _ in range(3):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0), turns.turn("news.example:443"):
                    pass
    async with asyncio.timeout(5), turns.turn("news.example:443"):
        assert clock.now == 1.0


async def test_hosts_that_nobody_asks_are_forgotten(clock: FakeClock) -> None:
    turns = pacer(clock)
    for number in range(3_000):
        clock.now += 1
        async with turns.turn(f"host{number}.example:443"):
            pass
    assert len(turns._lanes) <= 1_000


async def test_two_requests_at_once_reach_a_host(clock: FakeClock) -> None:
    async with NewsWeb() as web:
        for number in range(6):
            web.page(f"/{number}", "text")
        fetcher = Fetcher(user_agent="Sherpa/0.1", allow_private=True, clock=clock, sleep=clock.sleep)
        await asyncio.gather(*(fetcher.get(web.address(f"/{number}")) for number in range(6)))
        await fetcher.close()
        assert clock.now == 5.0
        assert web.most_at_once <= 2


async def test_a_host_that_hangs_holds_up_no_other() -> None:
    async with NewsWeb() as slow, NewsWeb() as quick:
        slow.behave("/a", silent())
        for number in range(20):
            quick.page(f"/{number}", "text")
        fetcher = Fetcher(user_agent="Sherpa/0.1", allow_private=True, limits=FetchLimits(interval=0.0))
        hanging = [asyncio.ensure_future(fetcher.get(slow.address("/a"))) for _ in range(20)]
        await until(lambda: len(slow.asked("/a")) == 2)
        await asyncio.gather(*(fetcher.get(quick.address(f"/{number}")) for number in range(20)))
        assert len(slow.asked("/a")) == 2
        for fetch in hanging:
            fetch.cancel()
        outcomes = await asyncio.gather(*hanging, return_exceptions=True)
        assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
        await fetcher.close()


async def test_time_in_the_queue_is_not_time_of_the_answer(clock: FakeClock) -> None:
    async with NewsWeb() as web:
        web.page("/a", "text")
        limits = FetchLimits(whole=2.0, interval=50.0)
        fetcher = Fetcher(user_agent="Sherpa/0.1", allow_private=True, limits=limits, clock=clock, sleep=clock.sleep)
        for _ in range(3):
            await fetcher.get(web.address("/a"))
        assert clock.now == 100.0
        with pytest.raises(Refused):
            await fetcher.get(web.address("/b"))
        await fetcher.close()

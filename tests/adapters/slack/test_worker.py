"""The worker: what is taken up is done, whatever happens on the way, and by one process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.slack.failing import NotOurs
from adapters.slack.worker import Pace, Worker
from index.errors import StoreUnavailable
from index.store.inbox import LEASE, Inbox, Task
from index.store.store import Store


@dataclass
class Bench:
    """A worker with its clock, and what it did."""

    store: Store
    inbox: Inbox
    worker: Worker
    stop: asyncio.Event
    running: asyncio.Task[None]
    did: list[str] = field(default_factory=list)
    later: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    def task(self, id_: str) -> Task:
        return Task(id_, "p", "w", {}, self.now())

    async def end(self) -> None:
        self.stop.set()
        await self.running


Start = Callable[..., Awaitable[Bench]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts workers whose hearts beat fast, on one database."""
    opened: list[Bench] = []

    async def begin(perform: Callable[[Bench, Task], Awaitable[None]], inbox: Callable[[Store], Inbox] = Inbox, last: float = 10) -> Bench:
        store = await Store.open(f"sqlite:///{tmp_path / 'sherpa.db'}")
        box, stop = inbox(store), asyncio.Event()
        bench: Bench

        async def do(task: Task) -> None:
            await perform(bench, task)
            bench.did.append(task.id)

        async def forgotten(task: Task) -> None:
            bench.did.append(f"forgotten {task.id}")

        worker = Worker(box, "p", do, forgotten=forgotten, clock=lambda: bench.now(), pace=Pace(0.01, last, 0.01))  # noqa: PLW0108 - made below
        bench = Bench(store, box, worker, stop, asyncio.create_task(asyncio.sleep(0)))
        bench.running = asyncio.create_task(worker.run(stop))
        opened.append(bench)
        return bench

    yield begin
    for each in opened:
        await each.end()
        await each.store.close()


async def at_once(_bench: Bench, _task: Task) -> None:
    """Work that is no work."""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0)


async def test_a_failure_that_nobody_foresaw_does_not_stop_it(start: Start) -> None:
    class Failing(Inbox):
        failures = 3

        async def claim(self, platform: str, now: datetime) -> list[Task]:
            if self.failures:
                self.failures -= 1
                raise RuntimeError("unforeseen")
            return await super().claim(platform, now)

    bench = await start(at_once, Failing)
    other = Inbox(bench.store)
    await other.take(["event 1"], bench.task("t1"), bench.now() - LEASE)
    await until(lambda: bench.did == ["t1"])


async def test_work_that_fails_unforeseen_is_begun_again(start: Start) -> None:
    failures = ["once"]

    async def perform(_bench: Bench, _task: Task) -> None:
        if failures:
            failures.pop()
            raise RuntimeError("unforeseen")

    bench = await start(perform)
    await bench.inbox.take(["event 1"], task := bench.task("t1"), bench.now())
    bench.worker.start(task)
    await until(lambda: not bench.worker.has("t1"))
    bench.later = LEASE
    await until(lambda: bench.did == ["t1"])


async def test_what_another_process_took_for_undone_is_left_to_it(start: Start) -> None:
    goes_on = asyncio.Event()

    async def perform(bench: Bench, task: Task) -> None:
        await goes_on.wait()
        if not bench.worker.has(task.id):
            raise NotOurs

    bench = await start(perform)
    await bench.inbox.take(["event 1"], task := bench.task("t1"), bench.now())
    bench.worker.start(task)
    assert bench.worker.has("t1")
    other = Inbox(bench.store)
    assert [each.id for each in await other.claim("p", bench.now() + 2 * LEASE)] == ["t1"]
    await until(lambda: not bench.worker.has("t1"))
    goes_on.set()
    await bench.end()
    assert bench.did == []
    assert await other.done("t1"), "it is still the other's to do"


async def test_what_comes_back_from_another_process_is_its_own_again(start: Start) -> None:
    bench = await start(at_once)
    other = Inbox(bench.store)
    await bench.inbox.take(["event 1"], bench.task("t1"), bench.now())
    assert await other.claim("p", bench.now() + 2 * LEASE)
    await other.release(["t1"], bench.now())
    await until(lambda: bench.did == ["t1"])
    assert not await other.done("t1")


async def test_what_could_not_be_renewed_for_as_long_as_others_wait_is_not_its_own_for_sure(start: Start) -> None:
    class Deaf(Inbox):
        async def renew(self, ids: Collection[str], now: datetime) -> set[str]:
            raise StoreUnavailable("Locked.")

    async def perform(_bench: Bench, _task: Task) -> None:
        await asyncio.Event().wait()

    bench = await start(perform, Deaf, last=0.01)
    await bench.inbox.take(["event 1"], task := bench.task("t1"), bench.now())
    bench.worker.start(task)
    assert bench.worker.has("t1")
    bench.later = LEASE
    assert not bench.worker.has("t1")


async def test_that_work_is_done_is_noted_again_where_the_database_does_not_take_it(start: Start) -> None:
    class Busy(Inbox):
        failures = 2

        async def done(self, id_: str) -> bool:
            if self.failures:
                self.failures -= 1
                raise StoreUnavailable("Busy.")
            return await super().done(id_)

    bench = await start(at_once, Busy)
    await bench.inbox.take(["event 1"], task := bench.task("t1"), bench.now())
    bench.worker.start(task)
    await until(lambda: bench.did == ["t1"] and not bench.worker.has("t1"))
    assert await Inbox(bench.store).claim("p", bench.now() + 2 * LEASE) == []


async def test_work_that_was_forgotten_with_its_workspace_is_told(start: Start) -> None:
    async def perform(bench: Bench, _task: Task) -> None:
        await bench.inbox.remove_workspace("p", "w")

    bench = await start(perform)
    await bench.inbox.take(["event 1"], task := bench.task("t1"), bench.now())
    bench.worker.start(task)
    await until(lambda: bench.did == ["t1", "forgotten t1"])


async def test_what_takes_too_long_when_it_stops_is_ended_and_left_to_the_next(start: Start) -> None:
    ended = []

    async def perform(_bench: Bench, _task: Task) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("ended")
            raise

    bench = await start(perform, last=0.01)
    await bench.inbox.take(["event 1"], task := bench.task("t1"), bench.now())
    bench.worker.start(task)
    await asyncio.sleep(0)
    await bench.end()
    assert ended == ["ended"]
    assert [each.id for each in await Inbox(bench.store).claim("p", bench.now())] == ["t1"]
    bench.worker.start(task)
    assert not bench.worker.has("t1")

"""Many questions at once: how soon each is acknowledged, whether each is answered once, and what it does to the process.

The platform on this machine and those who ask run in a process of their own, on the same processors: what they cost is in the figures.
"""

import argparse
import asyncio
import logging
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.jobs.serving import warm_up
from adapters.settings import Settings
from adapters.wiring import House, open_house
from bench.measure import machine

#: Milliseconds that the event loop may be late.
MOST_BLOCKED = 100.0
#: MiB that the process may grow by from the first round to the last: what is cached for new questions, and no leak.
MOST_GROWTH = 16.0

#: Seconds between two looks of the watchdog: what blocks the loop for longer is seen.
WATCH = 0.005

#: Each is put with a word of its own, so that no two are the same.
QUESTIONS = (
    "Was a ceasefire agreed?",
    "Does the German chancellor trust Putin?",
    "What did Zelenskiy say about giving up land?",
    "How long was the meeting?",
    "What did Putin say about Bratislava?",
    "What was in Melania's letter?",
    "Who met Putin at the airport?",
    "Will Ukraine join NATO?",
    "What happened to oil prices?",
    "Which European leaders went to Washington?",
)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round. Times are milliseconds, from when Sherpa is told to when it has acknowledged."""

    asked: int
    acknowledged: int
    p50: float
    p99: float
    slowest: float
    answered: int
    answered_twice: int
    blocked: float  #: the longest that the event loop was late, in milliseconds
    memory: float  #: the process's resident memory afterwards, in MiB


@dataclass(frozen=True, slots=True)
class Load:
    """So many questions, spread evenly over the seconds and the people, as often as there are rounds."""

    questions: int
    seconds: float
    people: int
    rounds: int
    warm: bool  #: after `adapters.jobs.serving.warm_up`

    def question(self, number: int, start: float) -> str:
        """The words of one, which nobody asked before."""
        return f"{QUESTIONS[number % len(QUESTIONS)]} ({start:.0f}-{number})"

    async def until_due(self, number: int, start: float) -> None:
        """Waits until that question's time; `start` is the round's, by the monotonic clock."""
        await asyncio.sleep(max(start + number * self.seconds / self.questions - time.monotonic(), 0))


#: Asks one round's questions; what came of them, as `Round` has it.
Ask = Callable[[Load], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Platform:
    """`serve` has Sherpa on the platform at an address while its block lasts, and gives the address where it listens, if it does.
    `standin` is the platform, in the other process: gives its address, and then, told Sherpa's, what asks."""

    serve: Callable[[House, str], AbstractAsyncContextManager[str]]
    standin: Callable[[], AbstractAsyncContextManager[tuple[str, Callable[[str], Awaitable[Ask]]]]]
    most_p99: float  #: milliseconds


def run(platform: Platform, load: Load) -> list[Round]:
    """What came of each round."""
    ours, theirs = multiprocessing.Pipe()
    crowd = multiprocessing.get_context("spawn").Process(target=_crowd, args=(theirs, platform, load), daemon=True)
    crowd.start()
    try:
        return asyncio.run(_serve(ours, platform, load))
    finally:
        ours.close()
        crowd.join(10)
        crowd.kill()


async def _serve(crowd: Connection, platform: Platform, load: Load) -> list[Round]:
    api = await asyncio.to_thread(crowd.recv)
    done = []
    with TemporaryDirectory() as home:
        house = await open_house(Settings(home=Path(home), _env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own
        await (warm_up(house) if load.warm else house.service.ask(QUESTIONS[0]))
        async with platform.serve(house, api) as address:
            crowd.send(address)
            await asyncio.to_thread(crowd.recv)
            for _ in range(load.rounds):
                crowd.send("go")
                watchdog = asyncio.create_task(_watch())
                counted = await asyncio.to_thread(crowd.recv)
                watchdog.cancel()
                done.append(Round(**counted, blocked=round(await watchdog, 1), memory=_memory()))
        await house.service.close()
    return done


async def _watch() -> float:
    """Until it is cancelled; the longest that the loop was late, in milliseconds."""
    longest = 0.0
    try:
        while True:
            due = time.perf_counter() + WATCH
            await asyncio.sleep(WATCH)
            longest = max(longest, time.perf_counter() - due)
    except asyncio.CancelledError:
        return longest * 1_000


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 2**20, 1)


def _crowd(bot: Connection, platform: Platform, load: Load) -> None:
    """The other process."""
    logging.disable(logging.CRITICAL)
    asyncio.run(_ask_around(bot, platform, load))


async def _ask_around(bot: Connection, platform: Platform, load: Load) -> None:
    async with platform.standin() as (address, told):
        bot.send(address)
        ask = await told(await asyncio.to_thread(bot.recv))
        bot.send("ready")
        while True:
            try:
                await asyncio.to_thread(bot.recv)
            except EOFError:
                return
            bot.send(await ask(load))


def counted(asked: int, taken: Mapping[str, float], answers: Counter[str]) -> dict[str, Any]:
    """A round's figures. `taken`: for each question acknowledged the milliseconds; `answers`: for each answered how often."""
    times = sorted(taken.values())
    return {
        "asked": asked,
        "acknowledged": len(times),
        "p50": round(times[len(times) // 2], 1),
        "p99": round(times[min(int(len(times) * 0.99), len(times) - 1)], 1),
        "slowest": round(times[-1], 1),
        "answered": len(answers),
        "answered_twice": sum(count > 1 for count in answers.values()),
    }


def main(name: str, platform: Platform) -> int:
    """Prints what came of it; 1 where it is not what this holds itself to."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3, help="the cooldown lets each person ask 15 times a minute")
    parser.add_argument("--no-warm-up", action="store_true", help="to see what `adapters.jobs.serving.warm_up` is for")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rounds = run(platform, Load(given.questions, given.seconds, given.people, given.rounds, warm=not given.no_warm_up))
    print(f"{given.questions} questions in {given.seconds:g} s from {given.people} people, the crowd on the same processors")
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    for number, each in enumerate(rounds, start=1):
        print(f"round {number}: " + ", ".join(f"{name} {value}" for name, value in asdict(each).items()))
    good = all(_is_good(each, platform.most_p99) for each in rounds) and rounds[-1].memory - rounds[0].memory < MOST_GROWTH
    print("as it should be" if good else "not as it should be")
    return 0 if good else 1


def _is_good(each: Round, most_p99: float) -> bool:
    once = each.acknowledged == each.answered == each.asked and not each.answered_twice
    return once and each.p99 < most_p99 and each.blocked < MOST_BLOCKED

"""Many questions on Discord at once: how soon each is acknowledged, whether each is answered once, and what it does to the process.

The Discord on this machine and those who ask run in a process of their own, on the same processors: what they cost is in the figures.
"""

import argparse
import asyncio
import logging
import multiprocessing
import resource
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import machine
from bench.standins import payloads
from bench.standins.discord import TOKEN, StandIn

#: What this holds itself to.
MOST_P99, MOST_BLOCKED = 500.0, 100.0
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
    """What came of one round. Times are milliseconds, from the event's way to the socket to the request that answers it."""

    asked: int
    acknowledged: int
    p50: float
    p99: float
    slowest: float
    answered: int
    answered_twice: int
    blocked: float  #: the longest that the event loop was late, in milliseconds
    memory: float  #: the process's resident memory afterwards, in MiB


def run(questions: int, seconds: float, people: int, rounds: int, *, warm: bool) -> list[Round]:
    """So many questions, spread evenly over the seconds and the people, as often as there are rounds. `warm`: after `warm_up`."""
    ours, theirs = multiprocessing.Pipe()
    crowd = multiprocessing.get_context("spawn").Process(target=_crowd, args=(theirs, questions, seconds, people), daemon=True)
    crowd.start()
    try:
        return asyncio.run(_serve(ours, rounds, warm=warm))
    finally:
        ours.close()
        crowd.join(10)
        crowd.kill()


async def _serve(crowd: Connection, rounds: int, *, warm: bool) -> list[Round]:
    from adapters.discord.client import SherpaClient
    from adapters.discord.running import use_addresses
    from adapters.jobs.serving import warm_up
    from adapters.settings import DiscordSettings, Settings
    from adapters.wiring import open_house

    api = await asyncio.to_thread(crowd.recv)
    use_addresses(DiscordSettings(token=TOKEN, api_url=api, _env_file=None))  # type: ignore[arg-type,call-arg]  # pydantic takes both
    with TemporaryDirectory() as home:
        house = await open_house(Settings(home=Path(home), _env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own
        await (warm_up(house) if warm else house.service.ask(QUESTIONS[0]))
        client, done = SherpaClient(house), []
        async with client:
            await client.login(TOKEN)
            connection = asyncio.create_task(client.connect())
            await asyncio.to_thread(crowd.recv)
            for _ in range(rounds):
                crowd.send("go")
                watchdog = asyncio.create_task(_watch())
                counted = await asyncio.to_thread(crowd.recv)
                watchdog.cancel()
                late = await asyncio.gather(watchdog, return_exceptions=False)
                done.append(Round(**counted, blocked=round(late[0], 1), memory=_memory()))
            await client.stop()
            await connection
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


def _crowd(bot: Connection, questions: int, seconds: float, people: int) -> None:
    """The other process."""
    asyncio.run(_ask_around(bot, questions, seconds, people))


async def _ask_around(bot: Connection, questions: int, seconds: float, people: int) -> None:
    async with StandIn() as discord:
        bot.send(discord.api)
        await discord.until_ready()
        bot.send("ready")
        while True:
            try:
                await asyncio.to_thread(bot.recv)
            except EOFError:
                return
            bot.send(await _round(discord, questions, seconds, people))


async def _round(discord: StandIn, questions: int, seconds: float, people: int) -> dict[str, Any]:
    start, sent = time.monotonic(), {}
    discord.requests.clear()
    for number in range(questions):
        await asyncio.sleep(max(start + number * seconds / questions - time.monotonic(), 0))
        asked = payloads.slash(
            payloads.person(number % people), "ask", question=f"{QUESTIONS[number % len(QUESTIONS)]} ({start:.0f}-{number})"
        )
        sent[asked["id"]] = asked, time.monotonic()
        await discord.interact(asked)
    tokens = {asked["token"] for asked, _ in sent.values()}
    with suppress(TimeoutError):
        await discord.until(lambda: len(discord.answers()) >= questions)
    acknowledged = {request.path.split("/")[2]: request.time for request in discord.requests if request.path.endswith("/callback")}
    taken = sorted((acknowledged[id_] - at) * 1_000 for id_, (_, at) in sent.items() if id_ in acknowledged)
    counts = Counter(token for request in discord.answers() for token in tokens if token in request.path)
    return {
        "asked": questions,
        "acknowledged": len(taken),
        "p50": round(taken[len(taken) // 2], 1),
        "p99": round(taken[min(int(len(taken) * 0.99), len(taken) - 1)], 1),
        "slowest": round(taken[-1], 1),
        "answered": len(counts),
        "answered_twice": sum(count > 1 for count in counts.values()),
    }


def main() -> int:
    """Prints what came of it; 1 where it is not what this holds itself to."""
    parser = argparse.ArgumentParser(prog="python -m bench.discord_load", description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3, help="the cooldown lets each person ask 15 times a minute")
    parser.add_argument("--no-warm-up", action="store_true", help="to see what `adapters.jobs.serving.warm_up` is for")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    rounds = run(given.questions, given.seconds, given.people, given.rounds, warm=not given.no_warm_up)
    print(f"{given.questions} questions in {given.seconds:g} s from {given.people} people, the crowd on the same processors")
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    for number, each in enumerate(rounds, start=1):
        print(f"round {number}: " + ", ".join(f"{name} {value}" for name, value in asdict(each).items()))
    good = (
        all(
            each.acknowledged == each.answered == each.asked
            and not each.answered_twice
            and each.p99 < MOST_P99
            and each.blocked < MOST_BLOCKED
            for each in rounds
        )
        and rounds[-1].memory - rounds[0].memory < MOST_GROWTH
    )
    print("as it should be" if good else "not as it should be")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())

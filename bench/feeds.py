"""Many feeds polled by processes that are killed, among feeds that fail in every way: nothing lost, nothing twice, every failure said.

Real processes of `sherpa run` on one SQLite home; the sites, and a Discord for the processes to be on, are in this one.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import Corpus
from bench.measure import machine
from bench.polling import Processes, Watch
from bench.standins.discord import TOKEN, StandIn
from bench.standins.news_kinds import BOMBS, KINDS, Kind
from bench.standins.news_sites import Feed
from bench.standins.news_web import NewsWeb

#: MB that a process may hold at most, whatever it polls.
MOST_MEMORY = 700.0
#: Seconds after which a failing feed's reason is to be seen.
MOST_SECONDS = 90.0
#: Seconds that a round may take before what is missing counts as lost.
PATIENCE = 600.0
#: Feeds of one site: a site is asked once a second, whoever asks.
OF_A_SITE = 2
#: Articles of a feed, before the first round and in each.
BEFORE, EACH = 2, 1
#: From which round on two processes poll, and with which share of its articles stored a round's process is killed.
SHARED, SHARE = 2, 0.3
#: Passages of a made article, about: so much is made.
PASSAGES = 12


@dataclass(frozen=True, slots=True)
class Load:
    """What is polled."""

    feeds: int
    rounds: int
    failing: float  #: share of the feeds
    bombs: int  #: feeds more that are nothing but large
    kills: int  #: in the first rounds, one in each
    poll_seconds: float
    quick: bool  #: without waiting for what fails only after a time, or for a dead process's leases to end


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a round; articles are all that were published so far."""

    expected: int
    found: int
    twice: int
    seconds: float
    processes: int
    killed: bool


@dataclass(frozen=True, slots=True)
class Failing:
    """A feed that fails, the reason that is shown in the end, and after how many seconds one was seen; None where none was."""

    kind: Kind
    reason: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all of it; `memory` is in MB, of the process that held most."""

    rounds: Sequence[Round]
    failing: Sequence[Failing]
    memory: float


async def run(load: Load) -> Outcome:
    """Polls as `load` says."""
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory()))
        count = round(load.feeds * load.failing)
        kinds = [*islice(cycle(KINDS), count), *islice(cycle(BOMBS), load.bombs)]
        failing = {await kind.opened(stack): kind for kind in kinds}
        working = [feed for size in _sizes(load.feeds - count) for feed in await _site(stack, size)]
        discord = await stack.enter_async_context(StandIn())
        settings = {"SHERPA_POLL_SECONDS": str(load.poll_seconds), "DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.api}
        processes = Processes(home, settings)
        stack.push_async_callback(processes.stop)
        articles = iter(Corpus(PASSAGES * len(working) * (BEFORE + EACH * load.rounds)).articles())
        for feed in working:
            feed.publish(islice(articles, BEFORE), timedelta(hours=1))
        await _import(processes, home, [*failing, *(feed.address for feed in working)])
        await processes.start()
        watch = Watch(home, processes)
        rounds = []
        for number in range(1, load.rounds + 1):
            for feed in working:
                feed.publish(islice(articles, EACH), timedelta())
            if number == SHARED:
                await processes.start()
            rounds.append(await _round(watch, processes, working, killed=number <= load.kills, quick=load.quick))
        waited = {address for address, kind in failing.items() if kind.reason and not (load.quick and kind.slow)}
        await watch.until(lambda: waited <= watch.failed.keys(), MOST_SECONDS)
        await processes.stop()
        listed = map(json.loads, (await processes.printed("feeds", "list", "--json")).splitlines())
        shown = {each["url"]: str(each["reason"]) for each in listed}
        said = [Failing(failing[address], shown[address], watch.failed.get(address)) for address in sorted(waited)]
        return Outcome(rounds, said, processes.memory)


def _sizes(feeds: int) -> list[int]:
    return [min(OF_A_SITE, feeds - start) for start in range(0, feeds, OF_A_SITE)]


async def _site(stack: AsyncExitStack, size: int) -> list[Feed]:
    web = await stack.enter_async_context(NewsWeb())
    return [Feed(web, number) for number in range(size)]


async def _import(processes: Processes, home: Path, addresses: Sequence[str]) -> None:
    outlines = "".join(f'<outline xmlUrl="{address}"/>' for address in addresses)
    (home / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    await processes.printed("feeds", "import", "feeds.opml")


async def _round(watch: Watch, processes: Processes, working: Sequence[Feed], *, killed: bool, quick: bool) -> Round:
    """Until all that was published is stored, or there is no patience left."""
    loop = asyncio.get_running_loop()
    began, count = loop.time(), processes.count
    wanted = [title for feed in working for title in feed.titles]
    before = await asyncio.to_thread(watch.stored)
    if killed:
        await watch.until(lambda: watch.stored() >= before + SHARE * (len(wanted) - before), PATIENCE)
        await processes.kill()
        if quick and not processes.count:
            watch.end_leases()
        await processes.start()
    await watch.until(lambda: watch.stored() >= len(wanted), PATIENCE)
    titles = watch.titles()
    found = sum(title in titles for title in wanted)
    return Round(len(wanted), found, titles.total() - found, round(loop.time() - began, 1), count, killed)


def table(load: Load, outcome: Outcome) -> str:
    """As Markdown."""
    lines = ["| round | processes | killed | articles expected | found | twice | seconds |", "|---|---|---|---|---|---|---|"]
    for number, each in enumerate(outcome.rounds, start=1):
        killed = "one" if each.killed else "none"
        lines.append(f"| {number} | {each.processes} | {killed} | {each.expected:,} | {each.found:,} | {each.twice} | {each.seconds:.0f} |")
    lines += ["", "| a feed that fails by | feeds | shows | after at most, seconds |", "|---|---|---|---|"]
    by_kind: dict[str, list[Failing]] = defaultdict(list)
    for failing in outcome.failing:
        by_kind[failing.kind.name].append(failing)
    for name, those in by_kind.items():
        slowest = max((each.seconds if each.seconds is not None else float("inf")) for each in those)
        lines.append(f"| {name} | {len(those)} | {'; '.join(sorted({each.reason for each in those}))} | {slowest:.0f} |")
    lines += ["", f"The most memory that a process held: {outcome.memory:.0f} MB, with {load.bombs} bombs more."]
    return "\n".join(lines)


def faults_of(outcome: Outcome) -> list[str]:
    """What is not as it should be, a sentence each."""
    said = []
    for number, each in enumerate(outcome.rounds, start=1):
        if each.found < each.expected or each.twice:
            said.append(f"Round {number}: of {each.expected} articles {each.found} were found, and {each.twice} twice.")
    for failing in outcome.failing:
        if failing.reason != failing.kind.reason:
            said.append(f"{failing.kind.name}: shows {failing.reason!r} and not {failing.kind.reason!r}.")
        if failing.seconds is None or failing.seconds > MOST_SECONDS:
            said.append(f"{failing.kind.name}: no reason was shown within {MOST_SECONDS:.0f} seconds.")
    if outcome.memory > MOST_MEMORY:
        said.append(f"A process held {outcome.memory:.0f} MB.")
    return said


def main() -> int:
    """Prints what came of it; 1 where anything is lost, double, unsaid or too large."""
    parser = argparse.ArgumentParser(prog="python -m bench.feeds", description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--failing", type=float, default=0.05, help="the share of the feeds that fail, in each way as many")
    parser.add_argument("--bombs", type=int, default=32, help="feeds more that are nothing but large: so many are polled at once")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--poll-seconds", type=float, default=2.0)
    parser.add_argument("--quick", action="store_true", help="wait for no slow failures, and for no leases")
    given = parser.parse_args()
    load = Load(**vars(given))
    outcome = asyncio.run(run(load))
    print(f"{load.feeds:,} feeds, {load.failing:.0%} failing, polled every {load.poll_seconds:g} s at the soonest")
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print(table(load, outcome))
    wrong = faults_of(outcome)
    print("\n".join(wrong or ["as it should be"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

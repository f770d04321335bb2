"""Alerts while the process that sends them dies again and again, and the platform fails: each arrives, and none twice.

    python -m bench.alert_crashes [discord|slack] [--alerts 1000] [--kills 20] [--database URL]

A real `sherpa run` sends what is due in a hundred channels to a stand-in on this machine. It is killed with -9 at random, while the
platform answers 429 and 500 to a tenth of the messages, and takes a fiftieth without saying so. Then it is let finish. Chance is seeded.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from sqlalchemy import update

from bench.measure import machine
from bench.standins.discord import TOKEN
from bench.standins.discord import StandIn as Discord
from bench.standins.slack import APP_TOKEN, BOT_TOKEN
from bench.standins.slack import StandIn as Slack
from bench.standins.slack_names import TEAM
from bot.alerts.noting import watch
from index.articles import Article
from index.library import open_library
from index.store.outbox import Outbox
from index.store.schema import deliveries
from index.store.store import Store
from index.store.subscription_rows import Subscription
from index.store.subscriptions import Subscriptions

#: Channels that the alerts are spread over.
CHANNELS = 100
#: Of all messages, the share that is refused with 429, with 500, and taken without an answer.
PAUSED, FAILED, LOST = 0.05, 0.05, 0.02
#: Messages after which the process is killed, at most.
MOST_BETWEEN = 60
#: Seconds that the last process may take to send what is left.
PATIENCE = 600.0

_SHERPA = [sys.executable, "-c", "from adapters.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Platform:
    """A stand-in: the settings that lead there, whose channels there are, and what each channel shows."""

    settings: Mapping[str, str]
    workspace: str
    shown: Callable[[], Counter[tuple[str, str]]]  #: by channel and delivery
    posted: Callable[[], int]  #: requests that show a message
    disturb: Callable[[random.Random], None]  #: lets something happen to the next message, or nothing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the alerts."""

    due: int
    arrived: int
    twice: int
    kills: int
    requests: int
    seconds: float


@asynccontextmanager
async def on_discord() -> AsyncIterator[Platform]:
    """Discord."""
    async with Discord() as discord:

        def shown() -> Counter[tuple[str, str]]:
            return Counter((message["channel_id"], str(message["components"])) for message in discord.rest.messages.values())

        def disturb(chance: random.Random) -> None:
            roll, path = chance.random(), "/channels/*/messages"
            if roll < PAUSED:
                discord.fail("POST", path, 429, body={"message": "limited", "retry_after": 0.2, "global": False}, Retry_After="0.2")
            elif roll < PAUSED + FAILED:
                discord.fail("POST", path, 500)
            elif roll < PAUSED + FAILED + LOST:
                discord.lose("POST", path)

        def posted() -> int:
            return sum(request.method == "POST" and request.path.endswith("/messages") for request in discord.requests)

        yield Platform({"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": discord.api}, "1", shown, posted, disturb)


@asynccontextmanager
async def on_slack() -> AsyncIterator[Platform]:
    """Slack."""
    async with Slack() as slack:

        def shown() -> Counter[tuple[str, str]]:
            return Counter(
                (channel, message["metadata"]["event_payload"]["key"])
                for channel, messages in slack.web.messages.items()
                for message in messages.values()
            )

        def disturb(chance: random.Random) -> None:
            roll, method = chance.random(), "chat.postMessage"
            if roll < PAUSED:
                slack.fail(method, 429, "ratelimited", Retry_After="1")
            elif roll < PAUSED + FAILED:
                slack.fail(method, 500)
            elif roll < PAUSED + FAILED + LOST:
                slack.lose(method)

        settings = {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        yield Platform(settings, TEAM, shown, lambda: len(slack.calls("chat.postMessage")), disturb)


PLATFORMS = {"discord": on_discord, "slack": on_slack}


async def run(name: str, alerts: int, kills: int, database: str | None, *, seed: int = 1, quick: bool = False) -> Outcome:
    """Has so many alerts sent, with so many deaths between; where it is to be quick, nobody waits for a dead process's leases to end."""
    chance, start = random.Random(seed), time.monotonic()
    with TemporaryDirectory(prefix="sherpa") as folder:
        home = Path(folder)
        url = database or f"sqlite:///{home / 'sherpa.db'}"
        async with PLATFORMS[name]() as platform:
            due = await _make_due(url, home, name, platform.workspace, alerts)
            disturbing = asyncio.create_task(_disturb(platform, chance))
            try:
                for _ in range(kills):
                    await _live_until(platform, home, url, name, chance.randint(1, MOST_BETWEEN))
                    if quick:
                        await _end_leases(url)
                await _finish(platform, home, url, name)
            finally:
                disturbing.cancel()
            shown = platform.shown()
            arrived, twice = len(shown), sum(count - 1 for count in shown.values())
            return Outcome(due, arrived, twice, kills, platform.posted(), time.monotonic() - start)


async def _make_due(url: str, home: Path, name: str, workspace: str, alerts: int) -> int:
    """Articles that each fit what a hundred channels have subscribed to; how many messages are due of them."""
    library = await open_library(url, home)
    watch(library)
    subscriptions, now = Subscriptions(library.database), datetime.now(UTC)
    channels = min(CHANNELS, alerts)
    for number in range(channels):
        channel = f"{900_000 + number}" if name == "discord" else f"C{900_000 + number}"
        given = Subscription(token_hex(8), name, workspace, channel, "channel", "", "harbour", "harbour", "now", 1, "", "UTC", now)
        await subscriptions.add(given, 1)
    for number in range(-(-alerts // channels)):
        words = " ".join(token_hex(4) for _ in range(40))  # no two are alike
        body = f"The harbour has news of {number}. {words.capitalize()}."
        await library.add([Article(id=f"news{number}", title=f"News {number}", body=body, published=now, outlet="The Port Times")])
    due = (await Outbox(library.database).counts()).due
    await library.close()
    return due


async def _start(platform: Platform, home: Path, url: str, name: str) -> asyncio.subprocess.Process:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SHERPA_", "DISCORD_", "SLACK_"))}
    mine = {"SHERPA_HOME": str(home), "SHERPA_DATABASE_URL": url, "SHERPA_ALERT_BURST": "1000000", "SHERPA_LOG_LEVEL": "error"}
    return await asyncio.create_subprocess_exec(
        *_SHERPA, "run", name, cwd=home, env={**kept, **mine, **platform.settings}, stderr=asyncio.subprocess.DEVNULL
    )


async def _live_until(platform: Platform, home: Path, url: str, name: str, messages: int) -> None:
    """A process that is killed once it has sent so many messages, or has none to send for a while."""
    process = await _start(platform, home, url, name)
    before = platform.posted()
    with suppress(TimeoutError):
        async with asyncio.timeout(30):
            while platform.posted() < before + messages:  # noqa: ASYNC110 - of what another process does there is no event
                await asyncio.sleep(0.005)
    process.kill()
    await process.wait()


async def _end_leases(url: str) -> None:
    """As if the time were over for which a process that died has its alerts."""
    store = await Store.open(url)
    try:
        async with store.writing() as connection:
            await connection.execute(update(deliveries).values(until=""))
    finally:
        await store.close()


async def _finish(platform: Platform, home: Path, url: str, name: str) -> None:
    """A process that is told to stop once nothing is due any more."""
    process = await _start(platform, home, url, name)
    store = await Store.open(url)
    try:
        async with asyncio.timeout(PATIENCE):
            while (await Outbox(store).counts()).due:  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.5)
    finally:
        await store.close()
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _disturb(platform: Platform, chance: random.Random) -> None:
    """For each message that comes, lets something happen to the next or not."""
    seen = 0
    while True:
        while seen < platform.posted():
            seen += 1
            platform.disturb(chance)
        await asyncio.sleep(0.002)


def main() -> int:
    """Prints a line of a table; 1 where an alert is lost, one comes twice on Discord, or over 1% do on Slack."""
    parser = argparse.ArgumentParser(prog="python -m bench.alert_crashes")
    parser.add_argument("platform", choices=PLATFORMS, nargs="?", default="discord")
    parser.add_argument("--alerts", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database")
    given = parser.parse_args()
    outcome = asyncio.run(run(given.platform, given.alerts, given.kills, given.database))
    where = (given.database or "sqlite").split(":")[0]
    print(machine())
    print("| platform | database | due | arrived | twice | kills | requests | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    figures = (outcome.due, outcome.arrived, outcome.twice, outcome.kills, outcome.requests, round(outcome.seconds))
    print(f"| {given.platform} | {where} | " + " | ".join(map(str, figures)) + " |")
    most_twice = 0 if given.platform == "discord" else outcome.due // 100
    return 0 if outcome.arrived == outcome.due and outcome.twice <= most_twice else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Many questions on Discord at once: see `bench.load`. Times run from the event's way to the socket to the request that answers it."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from adapters.discord.client import SherpaClient
from adapters.discord.running import use_addresses
from adapters.settings import DiscordSettings
from adapters.wiring import House
from bench.load import Ask, Load, Platform, counted, main
from bench.standins import payloads
from bench.standins.discord import TOKEN, StandIn

#: What this holds itself to, in milliseconds.
MOST_P99 = 500.0


@asynccontextmanager
async def serve(house: House, api: str) -> AsyncIterator[str]:
    """Sherpa, connected."""
    use_addresses(DiscordSettings(token=TOKEN, api_url=api, _env_file=None))  # type: ignore[arg-type,call-arg]  # pydantic takes both
    async with SherpaClient(house) as client:
        await client.login(TOKEN)
        connection = asyncio.create_task(client.connect())
        yield ""
        await client.stop()
        await connection


@asynccontextmanager
async def standin() -> AsyncIterator[tuple[str, Callable[[str], Awaitable[Ask]]]]:
    """Discord."""
    async with StandIn() as discord:

        async def told(_address: str) -> Ask:
            await discord.until_ready()

            async def ask(load: Load) -> dict[str, Any]:
                return await _round(discord, load)

            return ask

        yield discord.api, told


async def _round(discord: StandIn, load: Load) -> dict[str, Any]:
    start, sent = time.monotonic(), {}
    discord.requests.clear()
    for number in range(load.questions):
        await load.until_due(number, start)
        asked = payloads.slash(payloads.person(number % load.people), "ask", question=load.question(number, start))
        sent[asked["id"]] = asked, time.monotonic()
        await discord.interact(asked)
    tokens = {asked["token"] for asked, _ in sent.values()}
    with suppress(TimeoutError):
        await discord.until(lambda: len(discord.answers()) >= load.questions)
    acknowledged = {request.path.split("/")[2]: request.time for request in discord.requests if request.path.endswith("/callback")}
    taken = {id_: (acknowledged[id_] - at) * 1_000 for id_, (_, at) in sent.items() if id_ in acknowledged}
    return counted(load.questions, taken, Counter(token for request in discord.answers() for token in tokens if token in request.path))


DISCORD = Platform(serve, standin, MOST_P99)

if __name__ == "__main__":
    raise SystemExit(main("bench.discord_load", DISCORD))

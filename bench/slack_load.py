"""Many questions on Slack at once, over HTTP and signed: see `bench.load`. Times run from the request to the answer to it."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp

from adapters.settings import SlackSettings
from adapters.slack.app import open_app
from adapters.slack.http import routes
from adapters.web.site import Site
from adapters.wiring import House
from bench.load import Ask, Load, Platform, counted, main
from bench.standins import slack_payloads as payloads
from bench.standins.slack import BOT_TOKEN, SIGNING_SECRET, StandIn

#: What this holds itself to, in milliseconds.
MOST_P99 = 300.0


@asynccontextmanager
async def serve(house: House, api: str) -> AsyncIterator[str]:
    """Sherpa, listening; its address."""
    given: dict[str, Any] = {"bot_token": BOT_TOKEN, "signing_secret": SIGNING_SECRET, "api_url": api, "_env_file": None}
    settings, stop = SlackSettings(**given), asyncio.Event()
    async with open_app(house, settings, None) as app:
        assert settings.bot_token is not None
        await app.workspaces.log_in(settings.bot_token)
        worker = asyncio.create_task(app.worker.run(stop))
        async with Site("127.0.0.1", 0).pages(routes(app)) as address:
            yield address
        stop.set()
        await worker


@asynccontextmanager
async def standin() -> AsyncIterator[tuple[str, Callable[[str], Awaitable[Ask]]]]:
    """Slack."""
    async with StandIn() as slack, aiohttp.ClientSession() as session:

        async def told(address: str) -> Ask:
            async def ask(load: Load) -> dict[str, Any]:
                return await _round(slack, session, f"{address}/slack/events", load)

            return ask

        yield slack.api, told


async def _round(slack: StandIn, session: aiohttp.ClientSession, address: str, load: Load) -> dict[str, Any]:
    """Half of them are commands, half mentions in channels of their own, since a channel takes one message a second."""
    start = time.monotonic()
    slack.requests.clear()
    taken: dict[str, float] = {}
    marks: set[str] = set()

    async def ask(number: int) -> None:
        by, text, channel = payloads.person(number % load.people), load.question(number, start), f"C0LOAD{start:.0f}N{number}"
        if number % 2:
            body = payloads.form(payloads.slash(by, "/ask", text, channel=channel, response_url=slack.response_url(channel=channel)))
        else:
            body = payloads.document(payloads.event(payloads.mention(by, text, channel=channel)))
        marks.add(text.rpartition(" ")[2])
        headers = {"Content-Type": body.content_type, **payloads.signed(body.content, SIGNING_SECRET)}
        sent = time.perf_counter()
        async with session.post(address, data=body.content, headers=headers) as answer:
            if answer.status == 200:
                await answer.read()
                taken[text] = (time.perf_counter() - sent) * 1_000

    asking = []
    for number in range(load.questions):
        await load.until_due(number, start)
        asking.append(asyncio.create_task(ask(number)))
    await asyncio.gather(*asking)
    with suppress(TimeoutError):
        await slack.until(lambda: len(slack.answers()) >= load.questions)
    said = Counter(mark for request in slack.answers() for mark in marks if mark in request.body["text"])
    return counted(load.questions, taken, said)


SLACK = Platform(serve, standin, MOST_P99)

if __name__ == "__main__":
    raise SystemExit(main("bench.slack_load", SLACK))

"""`sherpa run`: Sherpa on the chat platforms and the web, its feeds polled, until it is told to stop."""

import asyncio
import gc
import logging
import sys
from collections.abc import Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from adapters import logs
from adapters.jobs.ending import Ending
from adapters.jobs.memory import share_pools
from adapters.jobs.output import complain, say, say_error
from adapters.jobs.platforms import PLATFORMS, Part, needs_library
from adapters.logs import log_unexpected
from adapters.readiness import Readiness
from adapters.secret_values import secrets
from adapters.settings import Settings, Setup, read_setup
from adapters.standing import Standing
from adapters.web import health, scraping
from adapters.web.site import Site
from adapters.wiring import House, News, open_house
from bot.replies import EXAMPLES
from index.errors import SherpaError, Unavailable

_log = logging.getLogger(__name__)

#: Seconds between looks for what has been kept long enough.
EXPIRE_SECONDS = 3_600

#: Seconds that what is being opened may take to give up.
LAST_OPENING = 2.0
#: Seconds that what is polled and forgotten may take to end, once told to.
LAST_UPKEEP = 2.0

#: Seconds after which a thread lets another one go on.
SWITCH_SECONDS = 0.0002

NOTHING_SET_UP = "No chat platform is set up; set DISCORD_TOKEN or SLACK_BOT_TOKEN for one, as the README says."


def serve(named: Sequence[Part]) -> int:
    """Serves on what is named, or on all that is set up and the web; the status is 1 where it could be on none."""
    setup = read_setup()
    logs.configure(setup.sherpa.log_level, secrets=secrets(*setup))
    chosen = _chosen(named, setup)
    for platform in PLATFORMS:
        if platform in chosen and (sentence := needs_library(platform)):
            raise Unavailable(sentence)
    share_pools()
    return asyncio.run(_serve(chosen, setup))


def _chosen(named: Sequence[Part], setup: Setup) -> Sequence[Part]:
    """What is named opens no port that it does not need, unless one is set."""
    set_up: dict[Part, bool] = {"discord": setup.discord.token is not None, "slack": setup.slack.is_set_up}
    chosen = [*named] or [platform for platform in PLATFORMS if set_up[platform]]
    if not chosen:
        say(NOTHING_SET_UP)
    with_web = not named or setup.sherpa.web_port is not None
    return [*chosen, "web"] if with_web and "web" not in chosen else chosen


async def _serve(chosen: Sequence[Part], setup: Setup) -> int:
    ending = Ending()
    ending.listen()
    status = await _live(chosen, setup, ending.told)
    ending.finished(status)
    return status


async def _live(chosen: Sequence[Part], setup: Setup, stop: asyncio.Event) -> int:
    sherpa = setup.sherpa
    standing = Standing([part for part in chosen if part in PLATFORMS])
    site = Site(sherpa.web_host, sherpa.port, sherpa.web_proxies)
    async with AsyncExitStack() as watched:
        with suppress(Unavailable):  # whatever needs the port says so
            if "web" in chosen or ("slack" in chosen and setup.slack.app_token is None):
                await watched.enter_async_context(site.pages(health.routes(standing)))
        if (house := await _opened(sherpa, standing, stop)) is None:
            return 0
        try:
            if site.is_open:
                await watched.enter_async_context(_observed(house, site))
            return await _on(chosen, house, setup, site, stop)
        finally:
            await watched.aclose()  # web answers under way need the house
            await house.service.close()


async def _opened(settings: Settings, standing: Standing, stop: asyncio.Event) -> House | None:
    """The house, ready to answer; None where the process is told to stop meanwhile: there is nothing to finish yet."""
    opening, told = asyncio.create_task(_open(settings, standing)), asyncio.create_task(stop.wait())
    await asyncio.wait({opening, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if opening.done():
        return opening.result()
    opening.cancel()
    await asyncio.wait({opening}, timeout=LAST_OPENING)  # an index that is being built goes on in its thread
    if opening.done() and not opening.cancelled() and opening.exception() is None:
        await opening.result().service.close()
    return None


async def _open(settings: Settings, standing: Standing) -> House:
    house = await open_house(settings, standing)
    try:
        await warm_up(house)
    except BaseException:
        await house.service.close()
        raise
    return house


async def _on(chosen: Sequence[Part], house: House, setup: Setup, site: Site, stop: asyncio.Event) -> int:
    """On all that is chosen, until it is told to stop or every part has failed."""
    ended = asyncio.Event()

    def end(_told: object = None) -> None:
        house.standing.phase = "stopping"
        ended.set()

    told = asyncio.create_task(stop.wait())
    told.add_done_callback(end)
    background = [asyncio.create_task(_keep_house(house, setup.sherpa, ended)), asyncio.create_task(_poll(house, setup.sherpa, ended))]
    house.standing.phase = "running"
    _log.info("started", extra={"parts": " ".join(chosen)})
    try:
        return await _until_stopped([_running(part, house, setup, site, stop) for part in chosen])
    finally:
        told.cancel()
        end()
        _, late = await asyncio.wait(background, timeout=LAST_UPKEEP)
        for task in late:
            task.cancel()
        for outcome in await asyncio.gather(*background, return_exceptions=True):
            if isinstance(outcome, Exception):
                log_unexpected(outcome, "upkeep")


def _observed(house: House, site: Site) -> AbstractAsyncContextManager[str]:
    """What whoever watches over a process that runs can ask it."""
    readiness = Readiness(house.standing, house.library)
    return site.pages([*health.readiness(readiness.report), *scraping.routes(house)])


async def _running(part: Part, house: House, setup: Setup, site: Site, stop: asyncio.Event) -> None:
    match part:
        case "discord":
            from adapters.discord.running import run as run_discord

            await run_discord(house, setup.discord, stop)
        case "slack":
            from adapters.slack.running import run as run_slack

            await run_slack(house, setup.slack, site, setup.sherpa.public_url, stop)
        case "web":
            from adapters.web.running import run as run_web

            await run_web(house, site, stop)


async def warm_up(house: House) -> None:
    """Does now what questions would have to wait for later: loads what answering needs, and makes the process fit to answer and listen.

    Answering keeps the interpreter busy in a thread of its own. With Python's 5 ms between its threads, each of the dozen hops between
    the event loop and the database takes as long; and looking for garbage among all that is loaded stops everything for a tenth of a
    second. `python -m bench.discord_load` shows both.
    """
    await house.service.ask(EXAMPLES[0])
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)


async def _until_stopped(parts: Sequence[Coroutine[Any, Any, None]]) -> int:
    """Each goes on by itself: where one fails, that is said, and the others stay. 1 where all have failed."""
    said: set[str] = set()
    outcomes = await asyncio.gather(*(_one(part, said) for part in parts))
    return 0 if any(outcomes) else 1


async def _one(part: Coroutine[Any, Any, None], said: set[str]) -> bool:
    """`said`: what was complained of already, since two parts may lack the same port."""
    try:
        await part
    except SherpaError as error:
        if str(error) not in said:
            complain(error)
        said.add(str(error))
        return False
    except Exception as error:  # noqa: BLE001 - the others go on
        reference = token_hex(4)
        log_unexpected(error, reference)
        say_error(f"Something went wrong that Sherpa did not foresee; the log has it under {reference}.")
        return False
    return True


async def _poll(house: House, settings: Settings, ended: asyncio.Event) -> None:
    """Polls the feeds until it is told to end."""
    news = News(settings, house.library, house.metrics.poll)
    try:
        await news.poller.run(ended)
    finally:
        await news.close()


async def _keep_house(house: House, settings: Settings, ended: asyncio.Event) -> None:
    """Until it is told to end, and not in the middle: a write that is broken off leaves the database's connection in doubt."""
    while not ended.is_set():
        try:
            await house.desk.expire()
            before = datetime.now(UTC) - timedelta(days=settings.keep_article_days) if settings.keep_article_days else None
            if removed := await house.service.expire(before, settings.keep_articles):
                _log.info("articles expired", extra={"articles": removed})
        except Exception as error:  # noqa: BLE001 - whatever it is, the next look comes
            _log.warning("nothing expired", extra={"error": type(error).__name__})
        with suppress(TimeoutError):
            async with asyncio.timeout(EXPIRE_SECONDS):
                await ended.wait()

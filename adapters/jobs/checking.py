"""`sherpa doctor`: what Sherpa needs, a line each."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from adapters import logs
from adapters.findings import Finding
from adapters.jobs.output import Output
from adapters.jobs.platforms import needs_library
from adapters.settings import DiscordSettings, Settings, SlackSettings, read_setup, secrets
from adapters.wiring import open_house
from bot.commands import switched_off
from bot.wording import held_words
from index.errors import SherpaError

_MARKS = {True: "ok", None: "--", False: "!!"}


def doctor(*, as_json: bool) -> int:
    """Prints a line for each finding; the status is 1 where something is not good."""
    return asyncio.run(_doctor(Output(as_json=as_json)))


async def _doctor(out: Output) -> int:
    status = 0
    async with aclosing(_findings()) as findings:
        async for finding in findings:
            if finding.good is False:
                status = 1
            if out.as_json:
                out.json(finding._asdict())
            else:
                out.line(f"{_MARKS[finding.good]}  {finding.name}: {finding.sentence}")
    return status


async def _findings() -> AsyncGenerator[Finding, None]:
    try:
        setup = read_setup()
    except SherpaError as error:
        yield Finding("Settings", good=False, sentence=str(error))
        return
    logs.configure(setup.sherpa.log_level, secrets=secrets(*setup))
    async for finding in _store(setup.sherpa):
        yield finding
    async for finding in _discord(setup.discord, switched_off(feeds=setup.sherpa.chat_feeds)):
        yield finding
    async for finding in _slack(setup.slack, setup.sherpa.public_url):
        yield finding


async def _discord(discord: DiscordSettings, without: frozenset[str]) -> AsyncGenerator[Finding, None]:
    if sentence := needs_library("discord"):
        yield Finding("Discord", good=None if discord.token is None else False, sentence=sentence)
        return
    from adapters.discord.doctor import findings

    async for finding in findings(discord, without):
        yield finding


async def _slack(slack: SlackSettings, public_url: str | None) -> AsyncGenerator[Finding, None]:
    if sentence := needs_library("slack"):
        yield Finding("Slack", good=False if slack.is_set_up else None, sentence=sentence)
        return
    from adapters.slack.doctor import findings

    async for finding in findings(slack, public_url):
        yield finding


async def _store(settings: Settings) -> AsyncGenerator[Finding, None]:
    try:
        house = await open_house(settings)
    except SherpaError as error:
        yield Finding("Articles", good=False, sentence=str(error))
        return
    try:
        searched, ratings = await house.service.searched(), await house.desk.ratings()
    finally:
        await house.service.close()
    yield Finding("Articles", good=True, sentence=f"{held_words(searched)}, in {settings.home}")
    if any(ratings.values()):
        yield Finding("Feedback", good=None, sentence=f"{ratings[True]:,} found an answer helpful, {ratings[False]:,} did not")

"""`sherpa doctor`: what Sherpa needs, a line each."""

import asyncio
from collections.abc import AsyncIterator

from adapters import logs
from adapters.doctor import machine, store, web
from adapters.findings import Finding
from adapters.jobs.output import Output
from adapters.jobs.platforms import needs_library
from adapters.secret_values import secrets
from adapters.settings import DiscordSettings, Setup, SlackSettings, read_setup
from bot.commands import switched_off
from index.errors import SherpaError

_MARKS = {True: "ok", None: "--", False: "!!"}


def doctor(*, as_json: bool) -> int:
    """Prints a line for each finding; the status is 1 where something is not good."""
    out = Output(as_json=as_json)
    try:
        setup = read_setup()
    except SherpaError as error:
        return _print(out, [*machine.findings_on_names(), Finding("Settings", good=False, sentence=str(error))])
    logs.configure(setup.sherpa.log_level, secrets=secrets(*setup))
    return _print(out, asyncio.run(_findings(setup)))


def _print(out: Output, findings: list[Finding]) -> int:
    for finding in findings:
        if out.as_json:
            out.json(finding._asdict())
        else:
            out.line(f"{_MARKS[finding.good]}  {finding.name}: {finding.sentence}")
    return 1 if any(finding.good is False for finding in findings) else 0


async def _findings(setup: Setup) -> list[Finding]:
    """The platforms are looked at side by side: they are far away. This machine comes first, since loading their libraries holds all up."""
    slack_over_http = setup.slack.is_set_up and setup.slack.app_token is None
    found = list(machine.findings(setup.sherpa.home))
    found += await _all(store.findings(setup.sherpa))
    found += await web.findings(setup.sherpa, slack_over_http=slack_over_http)
    without = switched_off(feeds=setup.sherpa.chat_feeds)
    discord, slack = await asyncio.gather(_discord(setup.discord, without), _slack(setup.slack, setup.sherpa.public_url))
    return [*found, *discord, *slack]


async def _discord(discord: DiscordSettings, without: frozenset[str]) -> list[Finding]:
    if sentence := needs_library("discord"):
        return [Finding("Discord", good=None if discord.token is None else False, sentence=sentence)]
    from adapters.discord.doctor import findings

    return await _all(findings(discord, without))


async def _slack(slack: SlackSettings, public_url: str | None) -> list[Finding]:
    if sentence := needs_library("slack"):
        return [Finding("Slack", good=False if slack.is_set_up else None, sentence=sentence)]
    from adapters.slack.doctor import findings

    return await _all(findings(slack, public_url))


async def _all(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]

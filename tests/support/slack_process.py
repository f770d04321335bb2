"""A Slack that a process of Sherpa is on, for journeys."""

import json
import re
from typing import Any

import aiohttp
from sherpa_process import Running, until
from slack_world import encoded

from bench.standins import slack_payloads as payloads
from bench.standins.slack import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, StandIn

#: All that nobody may read in a log.
SECRETS = (BOT_TOKEN, APP_TOKEN, CLIENT_SECRET, SIGNING_SECRET, "xoxb-", "xoxe-", "/response/", "ticket=")


def socket_settings(slack: StandIn) -> dict[str, str]:
    """What a process needs to be on it in Socket Mode."""
    return {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}


def http_settings(slack: StandIn) -> dict[str, str]:
    """The same over HTTP, at any free port."""
    return {"SLACK_API_URL": slack.api, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SHERPA_WEB_PORT": "0"}


def many_settings(slack: StandIn) -> dict[str, str]:
    """The same for many workspaces."""
    return {
        "SLACK_API_URL": slack.api,
        "SLACK_AUTHORIZE_URL": slack.authorize,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SHERPA_PUBLIC_URL": "https://sherpa.test",
        "SHERPA_WEB_PORT": "0",
    }


async def address(running: Running) -> str:
    """Where it listens, once it does."""
    await until(lambda: "Ctrl-C" in running.said or running.process.returncode is not None)
    found = re.search(r"over HTTP at (http://\S+);", running.said)
    assert found, running.said
    return found[1]


async def post(where: str, payload: dict[str, Any], **headers: str) -> tuple[int, Any]:
    """Sends it there as Slack does; the status and the answer's body, as JSON where it is."""
    body = encoded(payload)
    given = {"Content-Type": body.content_type, **payloads.signed(body.content, SIGNING_SECRET), **headers}
    async with aiohttp.ClientSession() as session, session.post(f"{where}/slack/events", data=body.content, headers=given) as answer:
        content = await answer.text()
        return answer.status, json.loads(content) if answer.content_type == "application/json" and content else content

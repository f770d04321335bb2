"""Watching over `sherpa run` from outside: whether it is ready, and its metrics."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio
from discord_process import settings_for
from prometheus_client.parser import text_string_to_metric_families
from sherpa_process import Run, processes, site
from slack_process import address, http_settings, post
from slack_world import ALICE, QUESTION

from bench.standins import slack_payloads as payloads
from bench.standins.discord import StandIn as Discord
from bench.standins.slack import StandIn
from index import seeds


@pytest_asyncio.fixture
async def run(environment: dict[str, str], tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run`."""
    async with processes(environment, tmp_path, ("run",), {}) as (start, _):
        yield start


def numbers(scraped: str) -> dict[str, float]:
    """By name and labels, in the order of the labels' names."""
    samples = (sample for family in text_string_to_metric_families(scraped) for sample in family.samples)
    return {f"{each.name}{''.join(f' {value}' for value in each.labels.values())}": each.value for each in samples}


async def test_metrics_move_with_what_is_asked_and_say_nothing_of_anybody(run: Run) -> None:
    async with StandIn() as slack, httpx.AsyncClient() as browser:
        where = await address(await run("run", "slack", **http_settings(slack)))
        before = numbers((await browser.get(f"{where}/metrics")).text)
        for question in (QUESTION, "Who won the chess tournament in Reykjavik?"):
            await post(where, payloads.slash(ALICE, "/ask", question, response_url=slack.response_url()))
        await post(where, payloads.slash(ALICE, "/summarize", "3", response_url=slack.response_url()))
        await slack.answered(3)
        ready = await browser.get(f"{where}/readyz")
        answer = await browser.get(f"{where}/metrics")
    after = numbers(answer.text)
    assert (ready.status_code, ready.json()["slack"]) == (200, "ok")
    assert "sherpa_questions_total answered slack" not in before
    assert {name: after[f"sherpa_{name}"] for name in ("articles", "store_up", "index_lag_changes", "platform_connected slack")} == {
        "articles": 14,
        "store_up": 1,
        "index_lag_changes": 0,
        "platform_connected slack": 1,
    }
    assert after["sherpa_questions_total answered slack"] == after["sherpa_questions_total declined slack"] == 1
    assert after["sherpa_question_duration_seconds_count slack"] == 2
    assert 0 < after["sherpa_question_duration_seconds_sum slack"] < 10
    assert after["sherpa_summaries_total slack"] == 1
    assert after["sherpa_messages_total sent slack"] == 3
    assert after["process_resident_memory_bytes"] > 0
    of_people = (QUESTION, "chancellor", "Reykjavik", ALICE["id"], payloads.TEAM, payloads.CHANNEL, *(one.title for one in seeds.load()))
    assert [word for word in of_people if word in answer.text + ready.text] == []


async def test_it_is_not_ready_while_a_platform_is_not_there(run: Run) -> None:
    async with Discord() as discord, httpx.AsyncClient() as browser:
        lost = await run(SHERPA_WEB_PORT="0", **settings_for(discord), DISCORD_GATEWAY_URL="ws://127.0.0.1:9/gateway")
        answer = await browser.get(f"{await site(lost)}/readyz")
        assert (answer.status_code, answer.json()) == (
            503,
            {"ready": False, "sherpa": "running", "store": "ok", "index": "ok", "discord": "not connected"},
        )
        assert (await browser.get(f"{await site(lost)}/healthz")).status_code == 200
        there = await run(SHERPA_WEB_PORT="0", **settings_for(discord))
        await discord.until_ready()
        where = await site(there)
        while (await browser.get(f"{where}/readyz")).status_code != 200:
            assert there.process.returncode is None
        assert await lost.stop() == await there.stop() == 0

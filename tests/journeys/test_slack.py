"""`sherpa run slack` as a process of its own, with a Slack over real HTTP and websockets on this machine."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import yaml
from discord_process import settings_for
from sherpa_process import Run, kept, processes, until
from slack_check import button, check_message, quotations, visible
from slack_process import SECRETS, address, http_settings, many_settings, post, socket_settings
from slack_world import ALICE, BOB, QUESTION, SHOWING, is_verbatim
from sown import sow

from adapters.slack.running import HALF_A_CLIENT, NO_BOT_TOKEN, NO_PUBLIC_URL, NO_SECRET, NO_TOKENS
from adapters.slack.socket_mode import NO_APP_TOKEN
from adapters.slack.workspaces import NO_TOKEN
from bench.standins import payloads as discord_payloads
from bench.standins import slack_payloads as payloads
from bench.standins.discord import StandIn as Discord
from bench.standins.slack import StandIn

CEASEFIRE = "Was a ceasefire agreed?"


@pytest.fixture
async def slack() -> AsyncIterator[StandIn]:
    async with StandIn() as opened:
        yield opened
        for request in opened.requests:
            if request.method in SHOWING and not request.body.get("delete_original"):
                shown = request.body.get("view", request.body)
                check_message(shown)
                assert all(map(is_verbatim, quotations(shown)))


@pytest.fixture
async def run(environment: dict[str, str], slack: StandIn, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run slack`, and looks at all that it wrote in the end."""
    sow(tmp_path / "home")
    async with processes(environment, tmp_path, ("run", "slack"), {}) as (start, started):
        yield start
        for each in started:
            await each.stop()
            for secret in (*SECRETS, QUESTION, "chancellor", "Traceback"):
                assert secret not in each.said, each.said[-2_000:]


async def test_in_socket_mode_it_answers_and_listens_nowhere(slack: StandIn, run: Run) -> None:
    running = await run(**socket_settings(slack))
    await slack.until_connected()
    for payload, kind in (
        (payloads.slash(ALICE, "/ask", QUESTION, response_url=slack.response_url()), "slash_commands"),
        (payloads.event(payloads.mention(ALICE, QUESTION)), "events_api"),
        (payloads.event(payloads.direct(BOB, QUESTION)), "events_api"),
    ):
        await slack.acknowledgement(await slack.push(kind, payload))
    await slack.answered(3)
    assert all(quotations(each.body) for each in slack.answers())
    assert await running.stop() == 0
    assert "Sherpa is on Slack as" in running.said
    assert "in Socket Mode" in running.said
    assert "over HTTP" not in running.said


async def test_over_http_it_answers_and_finishes_what_it_was_asked_before_it_stops(slack: StandIn, run: Run, tmp_path: Path) -> None:
    running = await run(**http_settings(slack))
    where = await address(running)
    with slack.hold("chat.postMessage") as held:
        assert (await post(where, payloads.event(payloads.mention(ALICE, QUESTION))))[0] == 200
        await slack.until(lambda: held.requests)
        running.process.terminate()
        await until(lambda: "stopping" in running.said)
        assert (await post(where, payloads.event(payloads.mention(ALICE, QUESTION))))[0] == 503
        held.release()
    assert await running.status() == 0
    assert len(slack.messages()) == 1
    assert kept(tmp_path, "inbox") == 0
    assert kept(tmp_path, "showings") == 1


@pytest.mark.parametrize("stage", ["recorded", "posted"])
async def test_killed_in_the_middle_it_answers_when_it_is_back_and_once(slack: StandIn, run: Run, tmp_path: Path, stage: str) -> None:
    first = await run(**http_settings(slack))
    where = await address(first)
    question = payloads.event(payloads.mention(ALICE, QUESTION))
    slack.remember(question["event"])
    with slack.hold("users.info" if stage == "recorded" else "chat.postMessage", done=stage == "posted") as held:
        if stage == "recorded":
            question["event"]["text"] += " <@U0SOMEBODY>"
        assert (await post(where, question))[0] == 200
        await slack.until(lambda: held.requests)
        await first.kill()
        held.drop()
    assert kept(tmp_path, "inbox") == 1
    if stage == "posted":  # in the other stage, it waits for the seconds for which the process that is gone had it to itself
        with closing(sqlite3.connect(tmp_path / "home" / "sherpa.db")) as database, database:
            database.execute("UPDATE inbox SET until = ''")
    again = await run(**http_settings(slack))
    where = await address(again)
    assert (await post(where, question, **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}))[0] == 200
    await until(lambda: kept(tmp_path, "inbox") == 0)
    mine = [message for message in slack.messages() if message.get("bot_id")]
    assert len(mine) == 1


async def test_after_a_restart_buttons_and_threads_go_on(slack: StandIn, run: Run) -> None:
    first = await run(**socket_settings(slack))
    await slack.until_connected()
    question = payloads.event(payloads.mention(ALICE, CEASEFIRE))
    await slack.push("events_api", question)
    (answer,) = await slack.answered(1)
    assert await first.stop() == 0
    await run(**socket_settings(slack))
    await slack.until_connected(2)
    message = slack.messages()[-1]
    pressed = payloads.press(ALICE, message, button(answer.body, "More"), response_url=slack.response_url())
    await slack.push("interactive", pressed)
    await slack.answered(2)
    await slack.push("events_api", payloads.event(payloads.message(BOB, "and what did Putin say?", thread=question["event"]["ts"])))
    await slack.answered(3)
    assert "[4]" in visible(slack.answers()[1].body)
    assert "Taken with the question before it" in visible(slack.answers()[2].body)
    assert quotations(slack.answers()[2].body)


async def test_an_event_that_two_processes_hear_is_answered_by_one(slack: StandIn, run: Run) -> None:
    both = [await address(await run(**http_settings(slack))) for _ in range(2)]
    for n in range(5):
        payload = payloads.event(payloads.mention(ALICE, QUESTION, channel=f"C0BOTH{n}"))
        for where in both:
            assert (await post(where, payload))[0] == 200
    await slack.answered(5)
    await post(both[1], payloads.slash(BOB, "/sherpa", "help", response_url=slack.response_url()))
    await slack.answered(6)
    assert len(slack.answers()) == 6


async def test_a_lost_socket_is_opened_again(slack: StandIn, run: Run) -> None:
    await run(**socket_settings(slack))
    await slack.until_connected()
    await slack.disconnect()
    await slack.until_connected(2)
    await slack.acknowledgement(
        await slack.push("slash_commands", payloads.slash(ALICE, "/ask", QUESTION, response_url=slack.response_url()))
    )
    assert quotations((await slack.answered(1))[0].body)


async def test_a_socket_that_is_refused_is_tried_with_another_ticket(slack: StandIn, run: Run) -> None:
    slack.sockets.refusing = 2
    running = await run(**socket_settings(slack))
    await slack.until_connected()
    assert len(slack.calls("apps.connections.open")) == 3
    assert "no connection to Slack" in running.said


async def test_while_slack_refuses_every_socket_it_can_be_stopped(slack: StandIn, run: Run) -> None:
    slack.sockets.refusing = 10_000
    running = await run(**socket_settings(slack))
    await slack.called("apps.connections.open", 2)
    assert await running.stop() == 0


async def test_from_installing_to_the_first_answer_to_leaving(slack: StandIn, run: Run, tmp_path: Path) -> None:
    where = await address(await run(**many_settings(slack)))
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{where}/slack/install") as page:
            (link,) = re.findall(r'href="([^"]+/oauth/v2/authorize[^"]*)"', (await page.text()).replace("&amp;", "&"))
            cookie = page.headers["Set-Cookie"].partition(";")[0]
        given = {"code": slack.grant(payloads.TEAM), "state": parse_qs(urlsplit(link).query)["state"][0]}
        async with session.get(f"{where}/slack/oauth_redirect", params=given, headers={"Cookie": cookie}) as page:
            assert page.status == 200
    assert (await post(where, payloads.event(payloads.mention(ALICE, QUESTION))))[0] == 200
    assert quotations((await slack.answered(1))[0].body)
    await until(lambda: kept(tmp_path, "inbox") == 0)
    assert (await post(where, payloads.event(payloads.uninstalled())))[0] == 200
    await until(lambda: not any(kept(tmp_path, table) for table in ("inbox", "exchanges", "showings", "slack_bots")))


async def test_articles_that_are_added_while_it_runs_are_found(slack: StandIn, run: Run, tmp_path: Path) -> None:
    where = await address(await run(**http_settings(slack)))
    await post(where, payloads.slash(ALICE, "/ask", "What was the herring quota set at?", response_url=slack.response_url()))
    await slack.answered(1)
    (tmp_path / "news.txt").write_text("Herring quota\n\nThe herring quota was set at 90 tonnes by Vess.\n", encoding="utf-8")
    adding = await run("add", "news.txt", SHERPA_LOG_LEVEL="warning")
    assert await adding.status() == 0
    await post(where, payloads.slash(BOB, "/ask", "What was the herring quota set at?", response_url=slack.response_url()))
    await slack.answered(2)
    assert "90 tonnes" in visible(slack.answers()[1].body)
    slack.requests.clear()  # the herring is in none of the seeds


async def test_both_platforms_in_one_process_and_one_that_fails_does_not_take_the_other_down(slack: StandIn, run: Run) -> None:
    async with Discord() as discord:
        both = await run("run", **http_settings(slack), **settings_for(discord))
        where = await address(both)
        await discord.until_ready()
        await post(where, payloads.slash(ALICE, "/ask", QUESTION, response_url=slack.response_url()))
        await slack.answered(1)
        await discord.answered(discord_payloads.slash(discord_payloads.person(1), "ask", question=CEASEFIRE))
        assert await both.stop() == 0
        for wrong in ({"DISCORD_TOKEN": "wrong"}, {"SLACK_BOT_TOKEN": "xoxb-wrong".replace("xoxb-", "wrong-")}):
            one = await run("run", **{**http_settings(slack), **settings_for(discord), **wrong})
            if "DISCORD_TOKEN" in wrong:
                where = await address(one)
                await until(lambda one=one: "Discord does not take the token" in one.said)  # type: ignore[misc]  # bound now
                known = len(slack.answers())
                await post(where, payloads.slash(BOB, "/ask", QUESTION, response_url=slack.response_url()))
                await slack.answered(known + 1)
            else:
                await discord.until_ready(2)
                await until(lambda one=one: NO_TOKEN in one.said)  # type: ignore[misc]  # bound now
                await discord.answered(discord_payloads.slash(discord_payloads.person(2), "help"))
            assert await one.stop() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "wrong"}, NO_TOKEN),
        ({"SLACK_APP_TOKEN": "wrong"}, NO_APP_TOKEN),
        ({"SLACK_BOT_TOKEN": ""}, NO_BOT_TOKEN),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, NO_TOKENS),
        ({"SLACK_APP_TOKEN": ""}, NO_SECRET),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "x", "SLACK_CLIENT_ID": "1"}, HALF_A_CLIENT),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "x", "SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "y"}, NO_PUBLIC_URL),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api"}, "Slack cannot be reached at http://127.0.0.1:9/api/; check the network."),
        ({"SLACK_API_URL": "slack"}, "SLACK_API_URL must be the address of Slack's API; change it or leave it out."),
        ({"SHERPA_WEB_PORT": "many"}, "SHERPA_WEB_PORT must be a port, 1 to 65535, or 0 for any that is free; change it or leave it out."),
    ],
)
async def test_what_is_missing_or_wrong_is_one_sentence_and_status_1(
    slack: StandIn, run: Run, changed: dict[str, str], sentence: str
) -> None:
    running = await run(**{**socket_settings(slack), "SHERPA_LOG_LEVEL": "warning", **changed})
    assert await running.status() == 1
    assert running.said == sentence + "\n"


async def test_a_port_that_is_taken_is_one_sentence_and_status_1(slack: StandIn, run: Run) -> None:
    settings = {**http_settings(slack), "SHERPA_WEB_PORT": str(slack.port), "SHERPA_LOG_LEVEL": "warning"}
    running = await run(**settings)
    assert await running.status() == 1
    assert running.said == f"Sherpa cannot listen at 127.0.0.1:{slack.port} (Address already in use); set SHERPA_WEB_PORT to a free port.\n"


async def test_secrets_may_lie_in_files(slack: StandIn, run: Run, tmp_path: Path) -> None:
    settings = {}
    for name, value in socket_settings(slack).items():
        if name.endswith("TOKEN"):
            (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
            settings[f"{name}_FILE"] = str(tmp_path / name)
        else:
            settings[name] = value
    await run(**settings)
    await slack.until_connected()


async def test_doctor_says_what_is_there_and_how_to_mend_what_is_not(slack: StandIn, run: Run) -> None:
    good = await run("doctor", "--json", **socket_settings(slack))
    found = {finding["name"]: finding for finding in map(json.loads, (await good.printed()).splitlines())}
    assert await good.status() == 0
    assert all(found[name]["good"] for name in ("Slack", "Slack token", "Slack's clock", "Slack scopes", "Slack socket"))
    bad = await run("doctor", "--json", **{**socket_settings(slack), "SLACK_BOT_TOKEN": "wrong"})
    found = {finding["name"]: finding for finding in map(json.loads, (await bad.printed()).splitlines())}
    assert await bad.status() == 1
    assert found["Slack token"]["sentence"] == NO_TOKEN
    half = await run("doctor", "--json", SLACK_APP_TOKEN="x")  # noqa: S106 - of nothing
    assert NO_BOT_TOKEN in await half.printed()


async def test_the_manifest_is_printed_in_one_format_at_a_time(run: Run) -> None:
    as_yaml = yaml.safe_load(await (await run("slack-manifest", "--http", "https://sherpa.test/")).printed())
    as_json = json.loads(await (await run("slack-manifest", "--http", "https://sherpa.test", "--json")).printed())
    assert as_yaml == as_json
    assert as_json["settings"]["event_subscriptions"]["request_url"] == "https://sherpa.test/slack/events"
    in_socket = yaml.safe_load(await (await run("slack-manifest", "--socket")).printed())
    assert in_socket == yaml.safe_load(await (await run("slack-manifest")).printed())
    assert in_socket["settings"]["socket_mode_enabled"]
    for arguments, status in ((("--socket", "--http", "https://a.example"), 2), (("--http", "http://a.example"), 1), (("--http", "x"), 1)):
        wrong = await run("slack-manifest", *arguments, SHERPA_LOG_LEVEL="warning")
        assert await wrong.status() == status
        assert len(wrong.said.splitlines()) == 1


async def test_a_database_that_another_process_writes_does_not_keep_slack_waiting(slack: StandIn, run: Run, tmp_path: Path) -> None:
    where = await address(await run(**http_settings(slack)))
    with closing(sqlite3.connect(tmp_path / "home" / "sherpa.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(3):
            status, _ = await post(where, payloads.slash(ALICE, "/ask", QUESTION, response_url=slack.response_url()))
        assert status == 200
        other.execute("ROLLBACK")
    assert quotations((await slack.answered(1))[0].body)

"""`sherpa run discord` as a process of its own, with a Discord over real sockets on this machine."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from discord_process import button, quoted, settings_for, written
from sherpa_process import Run, kept, processes, until
from sown import sow

from adapters.discord.client import SherpaClient
from adapters.discord.running import use_addresses
from adapters.settings import DiscordSettings, Settings
from adapters.wiring import open_house
from bench.standins import payloads
from bench.standins.discord import DROPPED, TOKEN, Request, StandIn
from index import seeds

BODIES = [article.body for article in seeds.load()]
COMMANDS = ["ask", "summarize", "sources", "subscribe", "unsubscribe", "subscriptions", "privacy", "forget", "help", "Find sources"]
QUESTION = "Does the German chancellor trust Putin?"
WRONG = {"DISCORD_TOKEN": "wrong"}
ALICE, BOB = payloads.person(1), payloads.person(2)


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as opened:
        yield opened


@pytest.fixture
async def run(environment: dict[str, str], standin: StandIn, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run discord`, and looks at all that it wrote in the end."""
    sow(tmp_path / "home")
    async with processes(environment, tmp_path, ("run", "discord"), settings_for(standin)) as (start, started):
        yield start
        for each in started:
            await each.stop()
            for secret in (TOKEN, "interaction-token-", QUESTION, "chancellor", "Traceback"):
                assert secret not in each.said, each.said[-2_000:]


def assert_quotes(message: dict[str, Any]) -> None:
    found = quoted(message)
    assert found
    assert all(any(quotation in body for body in BODIES) for quotation in found)


def puts(standin: StandIn) -> list[Request]:
    return [request for request in standin.requests if request.method == "PUT"]


async def test_it_logs_in_registers_its_commands_and_answers(standin: StandIn, run: Run) -> None:
    running = await run()
    await standin.until_ready()
    (registered,) = puts(standin)
    assert registered.path == f"/applications/{payloads.APPLICATION}/commands"
    assert [command["name"] for command in registered.body] == COMMANDS
    assert_quotes(await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION)))
    question = await standin.send("MESSAGE_CREATE", payloads.mention(ALICE, QUESTION))
    await standin.until(lambda: len(standin.answers()) == 2)
    answer = standin.answers()[-1]
    assert answer.body["message_reference"]["message_id"] in (question["id"], int(question["id"]))
    assert_quotes(answer.said)
    assert all(request.said["allowed_mentions"]["parse"] == [] for request in standin.answers())
    assert await running.stop() == 0
    assert "Sherpa is on Discord as Sherpa" in running.said


async def test_after_a_restart_buttons_work_nothing_is_registered_again_and_nothing_answered_again(standin: StandIn, run: Run) -> None:
    first = await run()
    await standin.until_ready()
    answer = await standin.answered(payloads.slash(ALICE, "ask", question="Was a ceasefire agreed?"))
    asked = await standin.send("MESSAGE_CREATE", payloads.mention(BOB, QUESTION))
    await standin.until(lambda: len(standin.answers()) == 2)
    assert await first.stop() == 0
    await run()
    await standin.until_ready(2)
    assert len(puts(standin)) == 1
    await standin.send("MESSAGE_CREATE", asked)
    more = await standin.answered(payloads.press(ALICE, answer, button(answer, "More")))
    assert_quotes(more)
    assert not set(quoted(more)) & set(quoted(answer))
    to_more = await standin.send("MESSAGE_CREATE", payloads.reply(ALICE, "and what did Putin say?", more))
    await standin.until(lambda: len(standin.answers()) == 4)
    assert standin.answers()[-1].body["message_reference"]["message_id"] in (to_more["id"], int(to_more["id"]))
    assert "Taken with the question before it" in written(standin.answers()[-1].said)


async def test_an_event_that_two_processes_hear_is_answered_by_one(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    await run()
    await standin.until_ready(2)
    for _ in range(5):
        await standin.interact(payloads.slash(ALICE, "sources"))
        await standin.send("MESSAGE_CREATE", payloads.mention(ALICE, QUESTION))
    await standin.until(lambda: len(standin.answers()) >= 10)
    await standin.answered(payloads.slash(BOB, "help"))
    assert len(standin.answers()) == 11


async def test_a_lost_connection_is_resumed_and_nothing_answered_twice(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.disconnect()
    missed = payloads.slash(BOB, "ask", question=QUESTION)
    await standin.interact(missed)
    await standin.until(lambda: standin.resumed == 1)
    await standin.until(lambda: standin.answers_to(missed))
    await standin.answered(payloads.slash(BOB, "help"))
    assert len(standin.answers()) == 3
    assert standin.identified == 1


@pytest.mark.parametrize("headers", [{"Via": "1.1 stand-in"}, {}], ids=["of Discord", "of what is before it"])
async def test_after_429_it_is_sent_again_when_discord_says(standin: StandIn, run: Run, headers: dict[str, str]) -> None:
    await run()
    await standin.until_ready()
    limited = {"message": "You are being rate limited.", "retry_after": 0.2, "global": False}
    standin.fail("POST", "/interactions/*/callback", 429, body=limited, Retry_After="0.2", **headers)
    assert_quotes(await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION)))
    standin.fail("POST", "/channels/*/messages", 429, body=limited, Retry_After="0.2", **headers)
    await standin.send("MESSAGE_CREATE", payloads.mention(ALICE, QUESTION))
    await standin.until(lambda: sum(request.path.endswith("/messages") for request in standin.requests) == 2)
    first, second = [request for request in standin.requests if request.path.endswith("/messages")]
    assert second.time - first.time >= 0.2
    await standin.answered(payloads.slash(BOB, "help"))
    assert sum(request.path.endswith("/messages") for request in standin.requests) == 2


async def test_a_passing_fault_of_discord_is_survived(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    standin.fail("POST", "/channels/*/messages", 503)
    await standin.send("MESSAGE_CREATE", payloads.mention(ALICE, QUESTION))
    await standin.until(lambda: sum(request.path.endswith("/messages") for request in standin.requests) == 2)
    standin.fail("POST", "/interactions/*/callback", 400, body={"message": "no", "code": 50035})
    refused = await standin.interact(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.until(lambda: any(refused["id"] in request.path for request in standin.requests))
    await standin.answered(payloads.slash(BOB, "ask", question=QUESTION))
    assert sum(refused["id"] in request.path for request in standin.requests) == 1, "what Discord refuses is not sent again"


async def test_what_is_sent_while_the_connection_breaks_is_sent_again(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    standin.fail("POST", "/channels/*/messages", DROPPED)
    await standin.send("MESSAGE_CREATE", payloads.mention(ALICE, QUESTION))
    await standin.until(lambda: sum(request.path.endswith("/messages") for request in standin.requests) == 2)
    first, second = [request for request in standin.requests if request.path.endswith("/messages")]
    assert first.body == second.body
    assert first.body["enforce_nonce"], "where the first got through, Discord shows it once"
    standin.fail("POST", "/interactions/*/callback", DROPPED)
    assert_quotes(await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION)))


@pytest.mark.parametrize("given", [payloads.among_friends, payloads.as_guest], ids=["among friends", "as a guest"])
async def test_it_answers_whoever_added_it_to_themself(standin: StandIn, run: Run, given: Callable[..., dict[str, Any]]) -> None:
    await run()
    await standin.until_ready()
    asked = given(ALICE, "ask", question="Was a ceasefire agreed?")
    answer = await standin.answered(asked)
    assert_quotes(answer)
    more = {**given(ALICE, "ask"), "type": 3, "data": {"custom_id": button(answer, "More"), "component_type": 2}, "message": answer}
    assert_quotes(await standin.answered(more))


async def test_while_another_process_writes_it_is_acknowledged_in_time(standin: StandIn, run: Run, tmp_path: Path) -> None:
    await run()
    await standin.until_ready()
    await standin.answered(payloads.slash(BOB, "help"))
    with closing(sqlite3.connect(tmp_path / "home" / "sherpa.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sent = asyncio.get_running_loop().time()
        asked = await standin.interact(payloads.slash(ALICE, "ask", question=QUESTION))
        announced = await standin.until(lambda: next((each for each in standin.requests if asked["id"] in each.path), None))
        assert announced.body == {"type": 5}
        assert asyncio.get_running_loop().time() - sent < 3
        other.execute("ROLLBACK")
    await standin.until(lambda: standin.answers_to(asked))
    assert_quotes(standin.answers_to(asked)[0].said)


async def test_an_acknowledgement_whose_answer_is_lost_is_gone_on_from(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    standin.lose("POST", "/interactions/*/callback")
    asked = await standin.interact(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.until(lambda: any(request.path.endswith("@original") for request in standin.answers_to(asked)))
    assert_quotes(standin.answers_to(asked)[-1].said)


async def test_a_server_that_it_was_removed_from_while_it_was_away_is_forgotten(standin: StandIn, run: Run, tmp_path: Path) -> None:
    first = await run()
    await standin.until_ready()
    await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await until(lambda: kept(tmp_path, "meta WHERE name LIKE 'discord servers%'") == 1)  # ready, some seconds after the last was announced
    assert await first.stop() == 0
    standin.rest.guilds = {payloads.OTHER_GUILD: payloads.OTHER_CHANNEL}
    assert kept(tmp_path) == 1
    await run()
    await until(lambda: kept(tmp_path) == 0)


async def test_a_server_that_sherpa_leaves_is_forgotten_and_one_that_is_away_is_not(standin: StandIn, run: Run, tmp_path: Path) -> None:
    running = await run()
    await standin.until_ready()
    await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.send("GUILD_DELETE", {"id": payloads.GUILD, "unavailable": True})
    await standin.answered(payloads.slash(BOB, "help"))
    assert kept(tmp_path) == 1
    await standin.send("GUILD_CREATE", payloads.guild(payloads.GUILD, payloads.CHANNEL))
    await standin.send("GUILD_DELETE", {"id": payloads.GUILD})
    assert await running.stop() == 0
    assert kept(tmp_path) == 0


async def test_of_many_questions_at_once_some_wait(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    asked = [await standin.interact(payloads.slash(ALICE, "ask", question=QUESTION)) for _ in range(25)]
    await standin.until(lambda: all(standin.answers_to(each) for each in asked))
    held = [each for each in asked if "You have asked a lot at once" in written(standin.answers_to(each)[0].said)]
    assert 5 <= len(held) <= 10
    assert all(standin.answers_to(each)[0].said["flags"] & 64 for each in held)
    assert len(standin.answers()) == 25


async def test_a_wrong_token_is_one_sentence_and_status_1(run: Run) -> None:
    running = await run(SHERPA_LOG_LEVEL="warning", **WRONG)
    assert await running.status() == 1
    assert running.said == "Discord does not take the token in DISCORD_TOKEN; copy it anew from the page Bot of your application.\n"


async def test_no_discord_is_one_sentence_and_status_1(run: Run) -> None:
    running = await run(DISCORD_API_URL="http://127.0.0.1:9/api", SHERPA_LOG_LEVEL="warning")
    assert await running.status() == 1
    assert running.said == "Discord cannot be reached at http://127.0.0.1:9/api; check the network.\n"


async def test_what_is_being_answered_when_it_is_told_to_stop_is_finished(standin: StandIn, run: Run) -> None:
    running = await run()
    await standin.until_ready()
    asked = [await standin.interact(payloads.slash(payloads.person(n), "ask", question=QUESTION)) for n in range(5)]
    await standin.until(standin.answers)
    assert await running.stop() == 0
    taken = [each for each in asked if any(each["id"] in request.path for request in standin.requests)]
    assert taken
    assert all(len(standin.answers_to(each)) == 1 for each in taken)


async def test_one_server_gets_the_commands_while_developing(standin: StandIn, run: Run) -> None:
    running = await run(DISCORD_GUILD_ID=payloads.GUILD)
    await standin.until_ready()
    assert [request.path for request in puts(standin)] == [f"/applications/{payloads.APPLICATION}/guilds/{payloads.GUILD}/commands"]
    await running.stop()
    await run()
    await standin.until_ready(2)
    everyones, own = puts(standin)[1:]
    assert own.body == []
    assert everyones.path == f"/applications/{payloads.APPLICATION}/commands"


async def test_the_gateway_that_is_set_is_used(standin: StandIn, run: Run) -> None:
    await run(DISCORD_GATEWAY_URL=f"ws://127.0.0.1:{standin.port}/gateway")
    await standin.until_ready()


async def test_it_stops_also_where_the_gateway_never_answers(standin: StandIn, run: Run) -> None:
    running = await run(DISCORD_GATEWAY_URL="ws://127.0.0.1:9/gateway")
    await standin.until(lambda: any(request.path == "/gateway/bot" for request in standin.requests))
    assert await running.stop() == 0
    assert running.process.returncode == 0


async def test_doctor_looks_at_all_that_discord_needs(standin: StandIn, run: Run) -> None:
    before = await run("doctor")
    lines = (await before.printed()).splitlines()
    assert await before.status() == 1
    discord = lines[[line[3:].partition(":")[0] for line in lines].index("Discord token") :]
    assert [line[:2] for line in discord] == ["ok", "ok", "ok", "ok", "!!", "ok", "--"]
    assert discord[4] == f"!! Commands: {', '.join(COMMANDS)} missing; `sherpa run discord` registers them"
    await run()
    await standin.until_ready()
    after = await run("doctor", "--json")
    found = [json.loads(line) for line in (await after.printed()).splitlines()]
    assert await after.status() == 0
    names = [each["name"] for each in found]
    first = names.index("Discord token")
    assert names[first:] == ["Discord token", "Discord's clock", "Intents", "Gateway", "Commands", "Permissions", "Slack"]
    assert all(each["good"] for each in found[first:-1])
    assert found[-1]["good"] is None


async def test_doctor_says_which_intents_are_needless_and_what_was_thought_of_answers(standin: StandIn, run: Run) -> None:
    await run()
    await standin.until_ready()
    answer = await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.answered(payloads.press(BOB, answer, button(answer, "👍")))
    standin.rest.flags = 1 << 19
    running = await run("doctor")
    said = await running.printed()
    assert await running.status() == 0
    assert "-- Intents: Sherpa has no use for message content; switch it off on the page Bot" in said
    assert "-- Feedback: 1 found an answer helpful, 0 did not" in said


async def test_doctor_says_what_is_wrong_with_the_token(run: Run) -> None:
    running = await run("doctor", **WRONG)
    said = await running.printed()
    assert await running.status() == 1
    assert "!! Discord: Discord does not take the token in DISCORD_TOKEN" in said


@pytest.mark.parametrize("settings", [{}, {"DISCORD_API_URL": "http://127.0.0.1:9/api"}], ids=["asked", "offline"])
async def test_the_invitation_asks_for_the_fewest_permissions(run: Run, settings: dict[str, str]) -> None:
    running = await run("discord-invite", **settings)
    said = await running.printed()
    assert await running.status() == 0
    asked = f"client_id={payloads.APPLICATION}&scope=bot+applications.commands&permissions={payloads.PERMISSIONS}"
    assert said == f"https://discord.com/oauth2/authorize?{asked}\n"


async def test_a_gateway_that_goes_silent_is_left_for_a_new_connection(tmp_path: Path) -> None:
    async with StandIn(heartbeat=0.2) as standin:
        settings = DiscordSettings(token=TOKEN, api_url=standin.api, _env_file=None)  # type: ignore[arg-type,call-arg]  # pydantic takes both
        use_addresses(settings)
        house = await open_house(Settings(home=sow(tmp_path / "home"), engine="memory", _env_file=None))  # type: ignore[call-arg]  # as above
        client = SherpaClient(house, silence=0.5)
        try:
            async with client:
                await client.login(TOKEN)
                connection = asyncio.create_task(client.connect())
                await standin.until_ready()
                standin.is_silent = True
                await standin.until(lambda: standin.connections >= 2)
                standin.is_silent = False
                await standin.disconnect(code=4000)
                await standin.until(lambda: standin.resumed + standin.identified >= 2)
                assert await standin.answered(payloads.slash(ALICE, "help"))
                await client.stop()
                await connection
        finally:
            await house.service.close()

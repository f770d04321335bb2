"""`sherpa run discord` as a process, where Discord does what it seldom does, and with all that people can send."""

import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from discord_process import Gateway, button, quoted, settings_for, written
from sherpa_process import Run, Running, kept, processes, until
from sown import sow

from bench.standins import payloads
from bench.standins.discord import TOKEN, Request
from index import seeds

BODIES = [article.body for article in seeds.load()]
QUESTION = "Does the German chancellor trust Putin?"
ALICE, BOB = payloads.person(1), payloads.person(2)
#: Stands in whatever people write here, and so may stand in no log.
CANARY = "Xylocarp"


RECONNECT, INVALID_SESSION = 7, 9


@pytest.fixture
async def standin() -> AsyncIterator[Gateway]:
    async with Gateway() as opened:
        yield opened


@pytest.fixture
async def run(environment: dict[str, str], standin: Gateway, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run discord`; in the end each ends with status 0 or has ended before, and its log holds nothing that it may not."""
    sow(tmp_path / "home")
    async with processes(environment, tmp_path, ("run", "discord"), settings_for(standin)) as (start, started):
        yield start
        for each in started:
            await each.stop()
            for secret in (TOKEN, "interaction-token-", QUESTION, "chancellor", CANARY, "Traceback"):
                assert secret not in each.said, each.said[-2_000:]


async def on_discord(standin: Gateway, run: Run, **settings: str) -> Running:
    running = await run(**settings)
    await standin.until_ready()
    return running


def assert_quotes(message: dict[str, Any]) -> None:
    found = quoted(message)
    assert found
    assert all(any(quotation in body for body in BODIES) for quotation in found)


async def assert_nothing_follows(standin: Gateway, answers: int) -> None:
    """No more than these answers: a question waits for all that were asked before it, as `help` would not."""
    await standin.answered(payloads.slash(BOB, "ask", question="Was a ceasefire agreed?"))
    assert len(standin.answers()) == answers + 1


def puts(standin: Gateway) -> list[Request]:
    return [request for request in standin.requests if request.method == "PUT"]


def callbacks(standin: Gateway, interaction: dict[str, Any]) -> list[Request]:
    return [request for request in standin.requests if request.path.endswith("/callback") and interaction["id"] in request.path]


async def test_an_event_that_comes_twice_is_answered_once(standin: Gateway, run: Run) -> None:
    await on_discord(standin, run)
    asked, mentioned = payloads.slash(ALICE, "ask", question=QUESTION), payloads.mention(ALICE, QUESTION)
    for _ in range(2):
        await standin.interact(asked)
        await standin.send("MESSAGE_CREATE", mentioned)
    await standin.until(lambda: len(standin.answers()) >= 2)
    await assert_nothing_follows(standin, 2)
    assert len(callbacks(standin, asked)) == 1


async def test_where_the_gateway_asks_to_reconnect_it_resumes(standin: Gateway, run: Run) -> None:
    await on_discord(standin, run)
    await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.demand(RECONNECT)
    await standin.until(lambda: standin.resumed == 1)
    assert_quotes(await standin.answered(payloads.slash(BOB, "ask", question=QUESTION)))
    await assert_nothing_follows(standin, 2)
    assert standin.identified == 1


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_is_begun_anew_and_nothing_registered_or_answered_again(
    standin: Gateway, run: Run, *, resumable: bool
) -> None:
    await on_discord(standin, run)
    await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.demand(INVALID_SESSION, resumable)
    await standin.until(lambda: standin.resumed + standin.identified == 2)
    assert standin.resumed == int(resumable)
    assert_quotes(await standin.answered(payloads.slash(BOB, "ask", question=QUESTION)))
    await assert_nothing_follows(standin, 2)
    assert len(puts(standin)) == 1


async def test_a_session_that_is_forgotten_while_the_connection_was_lost_is_begun_anew(standin: Gateway, run: Run) -> None:
    await on_discord(standin, run)
    standin.forget()
    await standin.disconnect()
    await standin.until_ready(2)
    assert_quotes(await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION)))
    assert standin.resumed == 0


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (4004, "Discord does not take the token in DISCORD_TOKEN; copy it anew from the page Bot of your application.\n"),
        (4013, "Discord ended the connection with code 4013; try again later.\n"),
    ],
)
async def test_where_discord_ends_it_for_good_it_says_so_once(standin: Gateway, run: Run, code: int, sentence: str) -> None:
    running = await on_discord(standin, run, SHERPA_LOG_LEVEL="error")
    await standin.end(code)
    assert await running.status() == 1
    assert running.said.splitlines(keepends=True)[1:] == [sentence], "after the line that it is there"


async def test_ctrl_c_ends_it_too(standin: Gateway, run: Run) -> None:
    running = await on_discord(standin, run)
    assert await running.stop(signal.SIGINT) == 0


async def test_it_stops_also_while_discord_holds_the_login_back(standin: Gateway, run: Run) -> None:
    limited = {"message": "You are being rate limited.", "retry_after": 600, "global": False}
    standin.fail("GET", "/users/@me", 429, body=limited, Via="1.1 stand-in", Retry_After="600")
    running = await run()
    await standin.until(lambda: standin.requests)
    assert await running.stop() == 0
    assert standin.connections == 0


async def test_what_came_too_late_is_let_go(standin: Gateway, run: Run) -> None:
    running = await on_discord(standin, run)
    standin.fail("POST", "/interactions/*/callback", 404, body={"message": "Unknown interaction", "code": 10062})
    late = await standin.interact(payloads.slash(ALICE, "ask", question=QUESTION))
    await standin.until(lambda: callbacks(standin, late))
    assert_quotes(await standin.answered(payloads.slash(BOB, "ask", question=QUESTION)))
    assert len([request for request in standin.requests if late["id"] in request.path or late["token"] in request.path]) == 1
    assert '"reason": "too late"' in running.said


@pytest.mark.parametrize(
    ("status", "headers"), [(429, {"Via": "1.1 stand-in"}), (429, {}), (502, {})], ids=["429", "429 of what is before Discord", "502"]
)
async def test_an_answer_that_follows_an_announcement_is_sent_again(
    standin: Gateway, run: Run, tmp_path: Path, status: int, headers: dict[str, str]
) -> None:
    await on_discord(standin, run)
    await standin.answered(payloads.slash(BOB, "help"))
    body = {"message": "You are being rate limited.", "retry_after": 0.2, "global": False}
    standin.fail("PATCH", "/webhooks/*/messages/@original", status, body=body, Retry_After="0.2", **headers)
    with closing(sqlite3.connect(tmp_path / "home" / "sherpa.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # the database is held up, so that it takes long
        asked = await standin.interact(payloads.slash(ALICE, "ask", question=QUESTION))
        await standin.until(lambda: callbacks(standin, asked))
        other.execute("ROLLBACK")
    await standin.until(lambda: len(standin.answers_to(asked)) == 2)
    failed, again = standin.answers_to(asked)
    assert failed.body == again.body
    assert again.time - failed.time >= 0.2
    assert_quotes(again.said)


async def test_all_that_people_can_send_is_answered_in_kind_and_logged_nowhere(standin: Gateway, run: Run) -> None:
    await on_discord(standin, run)

    typed = {"id": "1", "name": "summarize", "type": 1, "options": [{"name": "source", "type": 3, "value": CANARY, "focused": True}]}
    for written_so_far, offers in (("mint", True), (CANARY, False)):
        option = {**typed["options"][0], "value": written_so_far}  # type: ignore[index]  # a list
        completed = await standin.interact(payloads.interaction(4, ALICE, {**typed, "options": [option]}))
        await standin.until(lambda completed=completed: callbacks(standin, completed))
        (offered,) = callbacks(standin, completed)
        assert offered.body["type"] == 8
        assert len(offered.body["data"]["choices"]) <= 25
        assert not offers or "Mint" in offered.body["data"]["choices"][0]["name"]

    direct = payloads.message(ALICE, payloads.direct_channel(ALICE)["id"], f"{QUESTION} {CANARY}")
    await standin.send("MESSAGE_CREATE", direct)
    await standin.until(standin.answers)
    (answer,) = standin.answers()
    assert answer.path == f"/channels/{direct['channel_id']}/messages"
    assert CANARY in written(answer.said)

    claim = payloads.message(BOB, payloads.CHANNEL, f"Merz, the German chancellor, doubts Putin. {CANARY}", guild_id=payloads.GUILD)
    chosen = {"id": "2", "name": "Find sources", "type": 3, "target_id": claim["id"], "resolved": {"messages": {claim["id"]: claim}}}
    found = await standin.answered(payloads.interaction(2, ALICE, chosen))
    assert found["flags"] & 64
    assert_quotes(found)
    shared = await standin.answered(payloads.press(ALICE, found, button(found, "Share")))
    assert not shared["flags"] & 64
    assert quoted(shared) == quoted(found)

    asked = await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    pressed = await standin.interact(payloads.press(ALICE, asked, button(asked, "Alert")))
    await standin.until(lambda: callbacks(standin, pressed))
    (form,) = [request.body for request in callbacks(standin, pressed)]
    assert form["type"] == 9
    box = {"type": 4, "id": 2, "custom_id": "topic", "value": f"ceasefire OR {CANARY}"}
    sent = {"custom_id": form["data"]["custom_id"], "components": [{"type": 18, "id": 1, "component": box}]}
    preview = await standin.answered(payloads.interaction(5, ALICE, sent, message=asked))
    assert preview["flags"] & 64
    assert "ceasefire" in written(preview)

    assert all(request.said["allowed_mentions"]["parse"] == [] for request in standin.answers())


async def test_a_server_that_it_was_removed_from_during_an_outage_is_forgotten(standin: Gateway, run: Run, tmp_path: Path) -> None:
    await on_discord(standin, run)
    await standin.answered(payloads.slash(ALICE, "ask", question=QUESTION))
    await until(lambda: kept(tmp_path, "meta WHERE name LIKE 'discord servers%'") == 1)
    assert kept(tmp_path) == 1
    standin.rest.guilds = {payloads.OTHER_GUILD: payloads.OTHER_CHANNEL}
    standin.forget()
    await standin.disconnect()
    await standin.until_ready(2)
    await until(lambda: kept(tmp_path) == 0)

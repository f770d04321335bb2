"""Each question once: also where Slack repeats itself, answers get lost, or a process dies in the middle."""

import asyncio
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_check import quotations, visible
from slack_world import ALICE, BOB, QUESTION, World, encoded

from adapters.slack.failing import NotOurs
from adapters.slack.layout import only
from adapters.slack.performing import Performer
from adapters.slack.places import PLATFORM
from adapters.slack.reading import read
from bench.standins import slack_payloads as payloads
from bench.standins.slack import BOT_TOKEN
from bot import replies
from index.store.inbox import Inbox, Task


async def test_an_event_that_two_processes_hear_at_the_same_moment_is_answered_by_one(http: World) -> None:
    async with http.another() as other:
        events = [payloads.event(payloads.mention(ALICE, QUESTION, channel=f"C0CHANNEL{n}")) for n in range(5)]
        slashes = [payloads.slash(BOB, "/ask", QUESTION, response_url=http.slack.response_url()) for _ in range(5)]
        bodies = [encoded(each) for each in (*events, *slashes)]
        taken = await asyncio.gather(*(sherpa.post(body) for body in bodies for sherpa in (http.sherpa, other)))
        assert {status for status, _ in taken} == {200}
        await http.shown(10)
        await http.quiet()
        await other.app.receiver.settle()
    assert len(http.slack.answers()) == 10


async def test_a_mention_and_its_message_at_the_same_moment_in_two_processes_are_one_question(http: World) -> None:
    mention = payloads.mention(ALICE, QUESTION)
    message = {**payloads.message(ALICE, "", ts=mention["ts"]), "text": mention["text"]}
    async with http.another() as other:
        await asyncio.gather(
            *(sherpa.post(encoded(payloads.event(each))) for each in (mention, message) for sherpa in (http.sherpa, other))
        )
        await http.shown()
        await http.ask("Was a ceasefire agreed?")
        await http.quiet()
    assert len(http.slack.calls("chat.postMessage")) == 1


async def test_an_envelope_that_was_not_acknowledged_comes_again_and_is_answered_once(socket: World) -> None:
    question = payloads.event(payloads.mention(ALICE, QUESTION))
    await socket.slack.until_connected()
    await socket.slack.disconnect()
    pushed = asyncio.create_task(socket.slack.push("events_api", question))
    await socket.slack.until_connected(2)
    await socket.slack.acknowledgement(await pushed)
    await socket.shown()
    await socket.send(question)
    await socket.ask("Was a ceasefire agreed?")
    await socket.quiet()
    assert len(socket.slack.calls("chat.postMessage")) == 1


async def test_when_slack_asks_to_reconnect_nothing_is_lost(socket: World) -> None:
    await socket.ask(QUESTION)
    await socket.slack.ask_to_reconnect()
    await socket.slack.until_connected(2)
    assert quotations((await socket.ask("Was a ceasefire agreed?")).body)
    assert len(socket.slack.answers()) == 2


def task_of(world: World, payload: dict[str, object]) -> Task:
    received = read(payload, payloads.BOT_USER)
    assert received is not None
    return Task(uuid4().hex, PLATFORM, payloads.TEAM, received.work.model_dump(mode="json"), datetime.now(UTC))


async def test_what_a_process_that_died_had_taken_up_is_answered_by_the_next(http: World) -> None:
    dead = Inbox(http.sherpa.house.store)
    long_ago = datetime.fromtimestamp(time.time() - 60, tz=UTC)
    assert await dead.take(["slack event Ev1"], task_of(http, payloads.event(payloads.mention(ALICE, QUESTION))), long_ago)
    (answer,) = await http.shown()
    assert quotations(answer.body)
    await http.quiet()
    assert await http.rows("inbox") == []


async def test_what_a_process_that_died_had_said_is_not_said_again(http: World) -> None:
    question = payloads.event(payloads.mention(ALICE, QUESTION))
    task = task_of(http, question)
    metadata = {"event_type": "sherpa_message", "event_payload": {"key": task.id}}
    there = {
        "channel": payloads.CHANNEL,
        "thread_ts": question["event"]["ts"],
        "text": "said before",
        "metadata": metadata,
        **only(replies.error("Said before.")),
    }
    http.slack.remember(question["event"])

    await http.sherpa.app.connect(BOT_TOKEN).api_call("chat.postMessage", json=there)
    long_ago = datetime.fromtimestamp(time.time() - 60, tz=UTC)
    assert await Inbox(http.sherpa.house.store).take(["slack event Ev1"], task, long_ago)
    await http.slack.until(lambda: http.slack.calls("conversations.replies"))
    await http.quiet()
    assert len(http.slack.calls("chat.postMessage")) == 1
    await http.event(payloads.message(BOB, "and what did he say?", thread=question["event"]["ts"]))
    await http.slack.until(lambda: len(http.slack.calls("chat.postMessage")) == 2)
    assert "Taken with the question before it" in visible(http.slack.calls("chat.postMessage")[1].body)


async def test_nothing_is_shown_of_work_that_is_another_processs_now(http: World) -> None:
    desk, workspaces, sender = http.sherpa.house.desk, http.sherpa.app.workspaces, http.sherpa.app.sender
    performer = Performer(desk, workspaces, sender, lambda _id: False)
    button = {"type": "button", "action_id": "sherpa:more", "value": "0" * 16, "text": {"type": "plain_text", "text": "More"}}
    url = http.slack.response_url()
    for payload in (
        payloads.event(payloads.mention(ALICE, QUESTION)),
        payloads.event(payloads.direct(ALICE, QUESTION)),
        payloads.event(payloads.home_opened(ALICE)),
        payloads.slash(ALICE, "/ask", QUESTION, response_url=url),
        payloads.slash(ALICE, "/summarize", response_url=url),
        payloads.press(ALICE, None, button, response_url=url),
        payloads.shortcut(ALICE, "find", payloads.message(BOB, QUESTION), response_url=url),
    ):
        with pytest.raises(NotOurs):
            await performer.perform(task_of(http, payload))
    assert http.slack.answers() == []
    assert http.slack.calls("views.publish") == []


async def test_an_envelope_is_known_by_its_own_id_too(socket: World) -> None:
    command = payloads.slash(ALICE, "/ask", QUESTION, response_url=socket.slack.response_url())
    del command["trigger_id"]
    for _ in range(2):
        request = AsyncBoltRequest(mode="socket_mode", body=command, headers={})
        request.context["envelope_id"] = "the same"
        assert (await socket.sherpa.app.bolt.async_dispatch(request)).status == 200
    await socket.shown()
    await socket.quiet()
    assert len(socket.slack.answers()) == 1


async def test_an_answer_that_got_through_though_slack_did_not_say_so_is_looked_up(http: World) -> None:
    http.slack.lose("chat.postMessage")
    question = await http.event(payloads.mention(ALICE, QUESTION))
    await http.slack.until(lambda: http.slack.calls("conversations.replies"))
    await http.quiet()
    mine = [each for each in http.slack.messages() if each.get("bot_id")]
    assert len(mine) == 1
    assert mine[0]["thread_ts"] == question["event"]["ts"]


async def test_an_answer_that_slack_could_not_take_is_sent_again(http: World) -> None:
    http.slack.fail("chat.postMessage", status=503)
    http.slack.fail("response", status=500)
    await http.event(payloads.mention(ALICE, QUESTION))
    await http.ask("Was a ceasefire agreed?")
    await http.slack.until(lambda: len(http.slack.calls("chat.postMessage")) == 2)
    await http.quiet()
    assert len([each for each in http.slack.messages() if each.get("bot_id")]) == 1
    assert len(http.slack.answers()) == 2


async def test_an_answer_to_a_command_whose_address_has_ended_is_shown_in_the_channel_to_its_asker(http: World) -> None:
    http.slack.fail("response", status=404, error="expired_url")
    await http.send(payloads.slash(ALICE, "/ask", QUESTION, response_url=http.slack.response_url()))
    (answer,) = await http.shown()
    assert answer.method == "chat.postEphemeral"
    assert answer.body["user"] == ALICE["id"]


async def test_where_sherpa_cannot_answer_its_asker_is_told_directly(http: World) -> None:
    http.slack.fail("chat.postMessage", error="is_archived")
    await http.event(payloads.mention(ALICE, QUESTION))
    (told,) = await http.shown()
    assert told.body["channel"] == ALICE["id"]
    assert "archived" in visible(told.body)
    assert http.sherpa.house.metrics.messages(PLATFORM, "closed") == 1


async def test_who_asks_too_much_is_told_to_wait_and_an_asker_elsewhere_is_not(http: World) -> None:
    for _ in range(16):
        await http.send(payloads.slash(ALICE, "/ask", QUESTION, response_url=http.slack.response_url()))
    await http.shown(16)
    held = [each for each in http.slack.answers() if "You have asked a lot at once" in visible(each.body)]
    assert len(held) == 1
    assert quotations((await http.ask(QUESTION, by=BOB)).body)

"""Slack's requests over HTTP: signatures, age, repetition, and what is none of Slack's."""

import time
from typing import Any

import pytest
from slack_check import quotations, visible
from slack_world import ALICE, QUESTION, World, encoded

from adapters.slack.http import MAX_BODY
from adapters.slack.layout import TOPIC, topic_form
from bench.standins import slack_payloads as payloads
from bench.standins.slack import SIGNING_SECRET


def asked(world: World, text: str = QUESTION) -> payloads.Body:
    return encoded(payloads.slash(ALICE, "/ask", text, response_url=world.slack.response_url()))


async def nothing_happened(world: World) -> None:
    await world.quiet()
    assert world.slack.answers() == []
    assert await world.rows("events") == []


async def test_a_signed_request_is_acknowledged_with_nothing_and_then_answered(http: World) -> None:
    assert await http.sherpa.post(asked(http)) == (200, "")
    assert quotations((await http.shown())[0].body)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "rubbish"},
        {"X-Slack-Request-Timestamp": "0"},
        {"X-Slack-Request-Timestamp": "tomorrow"},
    ],
)
async def test_a_badly_signed_request_is_refused(http: World, headers: dict[str, str]) -> None:
    status, _ = await http.sherpa.post(asked(http), **headers)
    assert status == 401
    await nothing_happened(http)


async def test_a_request_signed_with_another_secret_or_for_another_body_is_refused(http: World) -> None:
    body, other = asked(http), asked(http, "Was a ceasefire agreed?")
    for headers in (payloads.signed(body.content, "another secret"), payloads.signed(other.content, SIGNING_SECRET)):
        status, _ = await http.sherpa.post(body, **headers)
        assert status == 401
    await nothing_happened(http)


@pytest.mark.parametrize("seconds", [-301, -86_400, 301])
async def test_a_request_older_than_five_minutes_is_refused(http: World, seconds: int) -> None:
    body = asked(http)
    status, _ = await http.sherpa.post(body, **payloads.signed(body.content, SIGNING_SECRET, at=int(time.time()) + seconds))
    assert status == 401
    await nothing_happened(http)


async def test_a_replayed_request_is_acknowledged_and_not_answered_again(http: World) -> None:
    body = asked(http)
    headers = payloads.signed(body.content, SIGNING_SECRET)
    for _ in range(3):
        assert (await http.sherpa.post(body, **headers))[0] == 200
    await http.ask("Was a ceasefire agreed?")
    await http.quiet()
    assert len(http.slack.answers()) == 2


@pytest.mark.parametrize("kind", ["event", "command", "button", "form", "shortcut"])
async def test_what_slack_sends_again_is_answered_once(http: World, kind: str) -> None:
    answer = await http.ask(QUESTION)
    known = len(http.slack.requests)
    body = encoded(again(http, kind, answer.body))
    for number in range(3):
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
        assert (await http.sherpa.post(body, **retry))[0] == 200
    await http.quiet()
    await http.slack.until(lambda: len(http.slack.requests) > known)
    assert len({each.method for each in http.slack.requests[known:]}) == len(http.slack.requests[known:]) == 1


def again(world: World, kind: str, answer: dict[str, Any]) -> dict[str, Any]:
    url = world.slack.response_url()
    button = next(each for block in answer["blocks"] if block["type"] == "actions" for each in block["elements"])
    view = payloads.view(topic_form("ceasefire", {"exchange": "", "channel": payloads.CHANNEL}))
    typed = {TOPIC: {TOPIC: {"type": "plain_text_input", "value": "ceasefire"}}}
    return {
        "event": payloads.event(payloads.mention(ALICE, QUESTION)),
        "command": payloads.slash(ALICE, "/ask", QUESTION, response_url=url),
        "button": payloads.press(ALICE, None, button, response_url=url),
        "form": payloads.submission(ALICE, view, typed),
        "shortcut": payloads.shortcut(ALICE, "find", payloads.message(ALICE, QUESTION), response_url=url),
    }[kind]


async def test_what_comes_without_an_id_is_something_else_each_time(http: World) -> None:
    url = http.slack.response_url()
    for _ in range(2):
        command = payloads.slash(ALICE, "/ask", QUESTION, response_url=url)
        del command["trigger_id"]
        await http.send(command)
        event = payloads.event(payloads.mention(ALICE, QUESTION))
        del event["event_id"]
        await http.send(event)
    assert len(await http.shown(4)) == 4


async def test_slack_may_check_the_address(http: World) -> None:
    challenge = payloads.document({"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV", "type": "url_verification"})
    assert await http.sherpa.post(challenge) == (200, {"challenge": "3eZbrw1aBm2rZgRNFdxV"})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"type": "event_callback"}',
        b"payload=%7B",
        b"payload=1",
        b'{"type": "event_callback", "event": {"type": "message"}}',
    ],
)
async def test_rubbish_that_is_signed_does_no_harm(http: World, content: bytes) -> None:
    kind = "application/x-www-form-urlencoded" if content.startswith(b"payload") else "application/json"
    status, _ = await http.sherpa.post(payloads.Body(content, kind))
    assert status in (200, 400, 401, 404, 500)
    assert quotations((await http.ask(QUESTION)).body)


async def test_what_is_no_text_is_refused(http: World) -> None:
    async with http.session.post(f"{http.sherpa.address}/slack/events", data=b"\xff\xfe") as answer:
        assert answer.status == 400


async def test_a_request_larger_than_slacks_is_refused(http: World) -> None:
    status, _ = await http.sherpa.post(payloads.Body(b"x" * (MAX_BODY + 1), "application/json"))
    assert status == 413


async def test_other_methods_and_paths_are_not_there(http: World) -> None:
    async with http.session.get(f"{http.sherpa.address}/slack/events") as answer:
        assert answer.status == 405
    for path in ("/slack/install", "/slack/oauth_redirect", "/"):
        async with http.session.get(f"{http.sherpa.address}{path}") as answer:
            assert answer.status == 404


async def test_the_acknowledgement_waits_for_no_call_to_slack(http: World) -> None:
    with http.slack.hold("*"):
        assert (await http.sherpa.post(encoded(payloads.event(payloads.direct(ALICE, QUESTION)))))[0] == 200
        assert (await http.sherpa.post(asked(http)))[0] == 200


async def test_where_the_database_fails_a_command_says_so_and_an_event_is_sent_again(http: World) -> None:
    async with http.sherpa.house.store.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO outbox")
    status, told = await http.sherpa.post(asked(http))
    assert status == 200
    assert told["response_type"] == "ephemeral"
    assert visible(told)
    status, _ = await http.sherpa.post(encoded(payloads.event(payloads.mention(ALICE, QUESTION))))
    assert status >= 500
    async with http.sherpa.house.store.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE outbox RENAME TO inbox")

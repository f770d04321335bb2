"""The sender: its pace, its patience, and what it makes of Slack's refusals. Time passes when it is told to."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.metrics import Metrics
from adapters.slack.layout import only
from adapters.slack.places import PLATFORM
from adapters.slack.sending import BACKOFF, CLOSED, GONE_ACCOUNT, PACE, PATIENCE, TRIES, Sender
from bench.standins import slack_payloads as payloads
from bench.standins.slack import BOT_TOKEN, StandIn
from bot import replies
from index.errors import PlaceClosed, Undelivered

HELLO = only(replies.error("Hello."))


@dataclass
class Time:
    """Seconds, which pass while somebody sleeps."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> float:
        return self.seconds


@dataclass
class Desk:
    """A sender, and what it sends to."""

    slack: StandIn
    client: AsyncWebClient
    sender: Sender
    time: Time
    metrics: Metrics

    async def post(self, key: str = "k", channel: str = payloads.CHANNEL, *, thread: str | None = None, again: bool = False) -> str:
        return await self.sender.post(self.client, channel, HELLO, key=key, team=payloads.TEAM, thread=thread, again=again)

    @property
    def posted(self) -> int:
        """Messages that people see."""
        return sum(len(messages) for messages in self.slack.web.messages.values())


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with StandIn() as slack, aiohttp.ClientSession() as session:
        time, metrics = Time(), Metrics()
        sender = Sender(metrics, session, sleep=time.sleep, now=time.now, chance=lambda: 0.5)
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api, session=session, retry_handlers=[])
        yield Desk(slack, client, sender, time, metrics)


async def test_one_message_a_second_goes_to_a_channel_and_others_do_not_wait_for_it(desk: Desk) -> None:
    for n in range(4):
        await desk.post(f"k{n}")
    assert desk.time.seconds == pytest.approx(3 * PACE)
    await desk.post("other", "C0ANOTHER")
    assert desk.time.seconds == pytest.approx(3 * PACE)


@pytest.mark.parametrize(("status", "error"), [(429, "ratelimited"), (200, "ratelimited")])
async def test_where_slack_asks_for_a_pause_it_waits_as_long_and_sends_once(desk: Desk, status: int, error: str) -> None:
    desk.slack.fail("chat.postMessage", status=status, error=error, times=2, Retry_After="7")
    await desk.post()
    assert [each for each in desk.time.slept if each > PACE] == [7, 7]
    assert desk.posted == 1
    assert desk.slack.calls("conversations.history") == [], "what was refused did not get through"


async def test_pauses_are_no_failures_however_many(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", status=429, times=TRIES + 3, Retry_After="1")
    await desk.post()
    assert desk.posted == 1


@pytest.mark.parametrize("after", ["nan", "inf", "-5", ""])
async def test_a_pause_that_is_no_number_is_one_of_its_own(desk: Desk, after: str) -> None:
    desk.slack.fail("chat.postMessage", status=429, Retry_After=after)
    await desk.post()
    assert desk.posted == 1
    assert desk.time.seconds < 10


async def test_pauses_without_a_length_grow_and_end(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", error="message_limit_exceeded", times=1_000)
    with pytest.raises(Undelivered):
        await desk.post()
    assert len(desk.slack.calls("chat.postMessage")) < 30
    assert desk.time.seconds <= PATIENCE + 60


async def test_a_look_up_that_fails_for_a_moment_is_tried_again_before_anything_is_sent(desk: Desk) -> None:
    first = await desk.post("k", thread="1700000000.000100")
    desk.slack.fail("conversations.replies", status=429, Retry_After="1")
    desk.slack.fail("conversations.replies", status=503)
    assert await desk.post("k", thread="1700000000.000100", again=True) == first
    assert desk.posted == 1


async def test_what_is_asked_of_slack_beside_messages_is_not_counted_as_one(desk: Desk) -> None:
    await desk.sender.call(desk.client, "auth.test")
    assert desk.metrics.messages(PLATFORM, "sent") == 0


async def test_a_pause_is_the_whole_channels(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", status=429, Retry_After="9")
    await asyncio.gather(desk.post("a"), desk.post("b"))
    assert desk.posted == 2
    assert desk.time.seconds >= 9


async def test_what_gets_through_during_the_pause_is_found(desk: Desk) -> None:
    desk.slack.lose("chat.postMessage")
    desk.slack.fail("conversations.history", status=500, times=2)
    await desk.post()
    assert desk.posted == 1
    assert len(desk.slack.calls("chat.postMessage")) == 1


async def test_a_pause_without_a_length_is_one_of_its_own(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", status=429, Retry_After="soon")
    await desk.post()
    assert BACKOFF * 1.25 in desk.time.slept


async def test_a_pause_that_nobody_would_wait_for_is_not_waited_for(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", status=429, Retry_After=str(PATIENCE + 1))
    with pytest.raises(Undelivered):
        await desk.post()
    assert max(desk.time.slept, default=0) <= PACE


@pytest.mark.parametrize(("status", "error"), [(500, "internal_error"), (503, "x"), (200, "service_unavailable"), (200, "fatal_error")])
async def test_what_passes_is_tried_again_after_longer_and_longer(desk: Desk, status: int, error: str) -> None:
    desk.slack.fail("chat.postMessage", status=status, error=error, times=3)
    await desk.post()
    backoffs = [each for each in desk.time.slept if each != PACE and each > 0.1]
    assert [each for each in backoffs if each in {BACKOFF * 2**n * 1.25 for n in range(3)}] == [0.625, 1.25, 2.5]
    assert desk.posted == 1
    assert desk.metrics.messages(PLATFORM, "sent") == 1


async def test_after_the_last_try_it_is_given_up_and_counted_and_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.slack.fail("chat.postMessage", status=500, times=TRIES)
    with pytest.raises(Undelivered):
        await desk.post()
    assert len(desk.slack.calls("chat.postMessage")) == TRIES
    assert desk.metrics.messages(PLATFORM, "given up") == 1
    assert "given up" in caplog.text
    assert "Hello" not in caplog.text


@pytest.mark.parametrize("error", sorted(CLOSED))
async def test_a_place_that_takes_nothing_is_told_at_once_for_what_it_is(desk: Desk, error: str) -> None:
    desk.slack.fail("chat.postMessage", error=error)
    with pytest.raises(PlaceClosed, match=CLOSED[error].partition(";")[0]):
        await desk.post()
    assert len(desk.slack.calls("chat.postMessage")) == 1
    assert desk.metrics.messages(PLATFORM, "closed") == 1


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_a_workspace_that_no_longer_takes_the_token_is_told_for_what_it_is(desk: Desk, error: str) -> None:
    desk.slack.fail("chat.postMessage", error=error)
    with pytest.raises(PlaceClosed) as raised:
        await desk.post()
    assert str(raised.value) == GONE_ACCOUNT


async def test_what_slack_will_never_take_is_sent_once(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", error="invalid_blocks")
    with pytest.raises(Undelivered):
        await desk.post()
    assert len(desk.slack.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("thread", [None, "1700000000.000100"])
async def test_what_got_through_though_nobody_said_so_is_found_and_not_sent_again(desk: Desk, thread: str | None) -> None:
    desk.slack.lose("chat.postMessage")
    ts = await desk.post(thread=thread)
    assert desk.posted == 1
    assert ts in desk.slack.web.messages[payloads.CHANNEL]
    assert len(desk.slack.calls("chat.postMessage")) == 1


async def test_what_did_not_get_through_is_sent_again(desk: Desk) -> None:
    await desk.post("another")
    desk.slack.fail("chat.postMessage", status=502)
    await desk.post("k")
    assert desk.posted == 2


async def test_where_nobody_can_look_it_up_it_is_sent_again(desk: Desk) -> None:
    desk.slack.fail("chat.postMessage", status=502)
    desk.slack.fail("conversations.history", error="missing_scope")
    await desk.post()
    assert desk.posted == 1


async def test_what_a_process_that_is_gone_may_have_sent_is_looked_for_first(desk: Desk) -> None:
    first = await desk.post("k", thread="1700000000.000100")
    for n in range(150):
        await desk.post(f"later {n}", thread="1700000000.000100")
    assert await desk.post("k", thread="1700000000.000100", again=True) == first
    assert desk.posted == 151
    assert await desk.post("new", thread="1700000000.000100", again=True) != first
    assert desk.posted == 152


async def test_an_address_for_answers_is_treated_like_the_rest(desk: Desk) -> None:
    desk.slack.fail("response", status=429, Retry_After="3")
    await desk.sender.respond(desk.slack.response_url(), {**HELLO, "response_type": "ephemeral"})
    assert desk.time.slept == [3]
    with pytest.raises(Undelivered):
        await desk.sender.respond(f"http://127.0.0.1:{desk.slack.port}/response/none", HELLO)


async def test_no_slack_at_all_is_given_up_in_the_end(desk: Desk) -> None:
    client = AsyncWebClient(token=BOT_TOKEN, base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    with pytest.raises(Undelivered):
        await desk.sender.post(client, "C1", HELLO, key="k")
    assert len([each for each in desk.time.slept if each != PACE]) >= TRIES - 1

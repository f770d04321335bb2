"""What holds for the messengers of all platforms, over real sockets."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import aiohttp
import pytest
from discord_process import written
from slack_check import visible

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.running import use_addresses
from adapters.metrics import Metrics
from adapters.settings import DiscordSettings
from adapters.slack.messenger import SlackMessenger
from adapters.slack.sending import Sender
from adapters.slack.workspaces import Workspaces
from bench.standins import discord as discord_standin
from bench.standins import payloads, slack, slack_payloads
from bot import replies
from bot.answering import Said
from bot.blocks import Line, Quotation, Reference, Reply
from bot.messenger import Messenger
from bot.places import Place
from index.errors import PlaceClosed, Undelivered
from index.store.exchanges import Exchange

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUOTED = "Ping @everyone and <!channel>, said **Vess** of <@80351110224678912>: it is over."


def said(platform: str, text: str = QUOTED) -> Said:
    exchange = Exchange("0123456789abcdef", "question", platform, "w", "c", "alice", "Is it?", NOW, NOW + timedelta(days=1))
    reference = Reference(source="The Outlet", date="16 Aug 2025", title="Over")
    blocks = (Quotation(text=text, number=1, reference=reference), Line(text="That is all.", tone="quiet"))
    return Said(Reply(heading="Is it over?", blocks=blocks, actions=(replies.action("more"),)), exchange)


class Platform(Protocol):
    """A platform on this machine, and a messenger of it."""

    person: str

    messenger: Messenger
    metrics: Metrics
    place: Place
    question: str  #: a message there

    def seen(self) -> list[str]:
        """What people see of each message, those of a place oldest first."""

    def asked(self) -> list[dict[str, Any]]:
        """What was sent to show messages, whatever became of it."""

    def may_ping(self, request: dict[str, Any]) -> bool:
        """Whether anybody could be called by it."""

    def is_under(self, request: dict[str, Any]) -> bool:
        """Whether it answers `question`."""

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        """The next messages are refused."""

    def close(self) -> None:
        """The place takes nothing from Sherpa."""

    def lose(self) -> None:
        """The next message is shown, and nobody says so."""

    def shut(self, *, for_good: bool) -> None:
        """No conversation can be opened."""


class OnDiscord:
    def __init__(self, standin: discord_standin.StandIn, messenger: Messenger, metrics: Metrics) -> None:
        self.messenger, self.metrics, self._standin = messenger, metrics, standin
        self.place = Place(platform="discord", workspace=payloads.GUILD, channel=payloads.CHANNEL)
        self.question = "1456074443980800010"
        self.person = payloads.person(1)["id"]

    def seen(self) -> list[str]:
        shown = (written(message).replace("**", "") for message in self._standin.rest.messages.values())
        return [re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text) for text in shown]

    def asked(self) -> list[dict[str, Any]]:
        return [request.body for request in self._standin.requests if request.path.endswith("/messages")]

    def may_ping(self, request: dict[str, Any]) -> bool:
        return bool(request["allowed_mentions"]["parse"] or request["allowed_mentions"].get("replied_user"))

    def is_under(self, request: dict[str, Any]) -> bool:
        return str(request["message_reference"]["message_id"]) == self.question

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        body = {"message": "You are being rate limited.", "retry_after": 0.1, "global": False} if status == 429 else None
        self._standin.fail("POST", "/channels/*/messages", status, times=times, body=body, **headers)

    def close(self) -> None:
        self._standin.fail("POST", "/channels/*/messages", 403, body={"message": "Missing Permissions", "code": 50013})

    def lose(self) -> None:
        self._standin.lose("POST", "/channels/*/messages")

    def shut(self, *, for_good: bool) -> None:
        status = 403 if for_good else 401  # discord.py itself waits out what passes, for half a minute
        self._standin.fail("POST", "/users/@me/channels", status, body={"message": "No.", "code": 0})


class OnSlack:
    def __init__(self, standin: slack.StandIn, messenger: Messenger, metrics: Metrics) -> None:
        self.messenger, self.metrics, self._standin = messenger, metrics, standin
        self.place = Place(platform="slack", workspace=slack_payloads.TEAM, channel=slack_payloads.CHANNEL)
        self.question = f"{slack_payloads.CHANNEL}/1700000000.000100"
        self.person = slack_payloads.person(1)["id"]

    def seen(self) -> list[str]:
        return [visible(message) for messages in self._standin.web.messages.values() for message in messages.values()]

    def asked(self) -> list[dict[str, Any]]:
        return [request.body for request in self._standin.calls("chat.postMessage")]

    def may_ping(self, request: dict[str, Any]) -> bool:
        return "<" in request["text"] or any(kind in str(request["blocks"]) for kind in ("'mrkdwn'", "'user'", "'broadcast'"))

    def is_under(self, request: dict[str, Any]) -> bool:
        return f"{request['channel']}/{request['thread_ts']}" == self.question

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        error = "invalid_blocks" if status < 429 else "internal_error"
        self._standin.fail("chat.postMessage", status=status, error=error, times=times, **headers)

    def close(self) -> None:
        self._standin.fail("chat.postMessage", error="not_in_channel")

    def lose(self) -> None:
        self._standin.lose("chat.postMessage")

    def shut(self, *, for_good: bool) -> None:
        self._standin.fail("conversations.open", error="user_disabled" if for_good else "internal_error")


@pytest.fixture(params=["discord", "slack"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    """Each that there is."""
    metrics = Metrics()
    if request.param == "slack":
        async with slack.StandIn() as on_slack, aiohttp.ClientSession() as session:
            from pydantic import SecretStr
            from slack_sdk.web.async_client import AsyncWebClient

            def connect(token: str | None) -> AsyncWebClient:
                return AsyncWebClient(token=token, base_url=on_slack.api, session=session, retry_handlers=[])

            workspaces = Workspaces(connect, None, None)
            await workspaces.log_in(SecretStr(slack.BOT_TOKEN))
            yield OnSlack(on_slack, SlackMessenger(workspaces, Sender(metrics, session)), metrics)
        return
    import discord

    async with discord_standin.StandIn() as on_discord:
        base = discord.http.Route.BASE
        use_addresses(DiscordSettings(api_url=on_discord.api, _env_file=None))  # type: ignore[call-arg]  # pydantic-settings' own
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(discord_standin.TOKEN)
            yield OnDiscord(on_discord, DiscordMessenger(client, metrics), metrics)
        discord.http.Route.BASE = base


async def test_what_is_said_is_seen_word_for_word_and_calls_nobody(platform: Platform) -> None:
    sent = await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert sent
    (seen,) = platform.seen()
    assert f"❝{QUOTED}❞" in seen
    assert "Is it over?" in seen
    assert "The Outlet" in seen
    assert not any(map(platform.may_ping, platform.asked()))
    assert platform.metrics.messages(platform.place.platform, "sent") == 1


async def test_its_buttons_carry_the_exchange(platform: Platform) -> None:
    await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert "0123456789abcdef" in str(platform.asked()[0])


async def test_an_answer_stands_with_what_it_answers(platform: Platform) -> None:
    await platform.messenger.send(platform.place, said(platform.place.platform), key="k", under=platform.question)
    assert platform.is_under(platform.asked()[0])


async def test_different_things_are_different_messages(platform: Platform) -> None:
    names = [
        await platform.messenger.send(platform.place, said(platform.place.platform, f"Thing {n} is over."), key=f"k{n}") for n in range(2)
    ]
    assert len(set(names)) == len(platform.seen()) == 2


async def test_a_pause_that_is_asked_for_is_kept_and_it_is_shown_once(platform: Platform) -> None:
    platform.fail(429, Retry_After="0.1")
    await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert len(platform.seen()) == 1
    assert len(platform.asked()) == 2


async def test_what_passes_is_waited_out_and_it_is_shown_once(platform: Platform) -> None:
    platform.fail(503)
    await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert len(platform.seen()) == 1


async def test_what_was_shown_though_nobody_said_so_is_shown_once(platform: Platform) -> None:
    platform.lose()
    sent = await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert sent
    assert len(platform.seen()) == 1


async def test_what_a_process_that_is_gone_showed_is_not_shown_again(platform: Platform) -> None:
    first = await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert await platform.messenger.send(platform.place, said(platform.place.platform), key="k", again=True) == first
    assert len(platform.seen()) == 1


async def test_a_place_that_takes_nothing_is_told_from_one_that_may_later(platform: Platform) -> None:
    platform.close()
    with pytest.raises(PlaceClosed):
        await platform.messenger.send(platform.place, said(platform.place.platform), key="k")
    assert platform.metrics.messages(platform.place.platform, "closed") == 1
    platform.fail(400)
    with pytest.raises(Undelivered):
        await platform.messenger.send(platform.place, said(platform.place.platform), key="k2")
    assert platform.metrics.messages(platform.place.platform, "given up") == 1
    assert platform.seen() == []


async def test_one_person_is_written_to_directly_and_what_may_have_been_shown_is_shown_once(platform: Platform) -> None:
    place = await platform.messenger.direct(platform.place, platform.person)
    assert place.channel != platform.place.channel
    first = await platform.messenger.send(place, said(place.platform), key="k")
    again = await platform.messenger.direct(platform.place, platform.person)
    assert again == place
    assert await platform.messenger.send(again, said(place.platform), key="k", again=True) == first
    assert len(platform.seen()) == 1


@pytest.mark.parametrize(("for_good", "raised"), [(True, PlaceClosed), (False, Undelivered)])
async def test_a_person_who_cannot_be_written_to_is_told_from_one_who_may_be_later(
    platform: Platform, for_good: bool, raised: type[Exception]
) -> None:
    platform.shut(for_good=for_good)
    with pytest.raises(raised):
        await platform.messenger.direct(platform.place, platform.person)

"""Sending to Slack: at its pace, again after what passes, and not twice."""

import asyncio
import logging
import math
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.metrics import Metrics
from adapters.slack.failing import FAULTS
from adapters.slack.places import PLATFORM
from adapters.slack.render import Json
from adapters.slack.workspaces import BAD_TOKEN, reason
from index.errors import PlaceClosed, Undelivered

_log = logging.getLogger(__name__)

#: Seconds from one message in a channel to the next (Slack's documentation, "Rate limits": one a second for each channel).
PACE = 1.0
#: Channels from which on those are forgotten that have been quiet.
MANY_CHANNELS = 10_000
#: How often something is sent in all.
TRIES = 5
#: Seconds before the second try; twice as long before each further one, and up to half of that more by chance.
BACKOFF = 0.5
#: Seconds of such a wait at the most, before chance.
LONGEST_BACKOFF = 60.0
#: Seconds that are waited in all, whatever Slack asks for.
PATIENCE = 600.0

#: Slack's errors that pass.
PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
#: Slack's errors that say it asks for a pause.
PAUSE = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
#: Slack's errors that say nothing can be shown there, and what is to be said of it.
CLOSED = {
    "channel_not_found": "The channel is gone, or Sherpa cannot see it; invite Sherpa there.",
    "is_archived": "The channel is archived; unarchive it, or ask elsewhere.",
    "not_in_channel": "Sherpa is not in the channel; invite it with /invite.",
    "restricted_action": "Only some people may post in the channel; ask elsewhere.",
    "user_not_in_channel": "Sherpa cannot write to that person there.",
    "cannot_dm_bot": "Sherpa cannot write to another program.",
    "thread_not_found": "The thread is gone.",
}
GONE_ACCOUNT = "The workspace no longer takes Sherpa's token; install Sherpa again."
FAILED = "Slack did not take the message; try again later."

#: The name under which a message carries what it is known by.
EVENT_TYPE = "sherpa_message"
#: Messages of a channel, or of a page of a thread, that are looked through for one that may have got through; and so many pages.
LOOKED_THROUGH = 100
PAGES = 10

T = TypeVar("T")


class _Answer(NamedTuple):
    """What became of a try: seconds that Slack asks to wait, if it says so; whether it may have got through all the same; whether Slack
    only asks for a pause."""

    wait: float | None = None
    may_be_through: bool = False
    is_pause: bool = False


class Sender:
    """For all workspaces, in one event loop. `sleep`, `now` (seconds from any start) and `chance` (0..1) may be others in tests."""

    def __init__(
        self,
        metrics: Metrics,
        session: aiohttp.ClientSession,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._metrics = metrics
        self._session = session
        self._sleep = sleep
        self._now = now
        self._chance = chance
        self._free_at: dict[tuple[str, str], float] = {}

    async def post(
        self,
        client: AsyncWebClient,
        channel: str,
        message: Json,
        *,
        key: str,
        team: str = "",
        thread: str | None = None,
        again: bool = False,
    ) -> str:
        """Shows the message in the channel, or in the thread; its time, which names it.

        `key` says what this is among all that is ever sent: where it may have got through, it is looked for before it is sent again, as it
        is from the start with `again`. Raises PlaceClosed, or Undelivered in the end.
        """
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        content = {**message, "channel": channel, "metadata": metadata, **({"thread_ts": thread} if thread else {})}

        async def find() -> str | None:
            return await _found(client, channel, thread, key)

        async def send() -> str:
            await self._take_turn(team, channel)
            return str((await client.api_call("chat.postMessage", json=content))["ts"])

        return await self._patiently(send, find, (team, channel), doubtful=again)

    async def whisper(self, client: AsyncWebClient, channel: str, user: str, message: Json, *, thread: str | None = None) -> None:
        """Shows the message in the channel to one person. Raises as `post` does."""
        content = {**message, "channel": channel, "user": user, **({"thread_ts": thread} if thread else {})}

        async def send() -> None:
            await client.api_call("chat.postEphemeral", json=content)

        await self._patiently(send)

    async def respond(self, url: str, message: Json) -> None:
        """Answers a command or a press at the address that came with it, which serves for half an hour. Raises as `post` does."""
        webhook = AsyncWebhookClient(url, session=self._session, retry_handlers=[], logger=quiet_logger())

        async def send() -> None:
            answer = await webhook.send_dict(message)
            if answer.status_code != 200:
                raise _Refused(answer.status_code, answer.body, answer.headers)

        await self._patiently(send)

    async def call(self, client: AsyncWebClient, method: str, **arguments: Any) -> Json:
        """What Slack answers to anything else; asked again where it is not known what came of it. Raises as `post` does."""

        async def send() -> Json:
            told = await client.api_call(method, json=arguments)
            return told.data if isinstance(told.data, dict) else {}

        return await self._patiently(send, counted=False)

    async def _take_turn(self, team: str, channel: str) -> None:
        now, there = self._now(), (team, channel)
        mine = max(self._free_at.get(there, now), now)
        if len(self._free_at) >= MANY_CHANNELS:
            self._free_at = {other: free for other, free in self._free_at.items() if free > now}
        self._free_at[there] = mine + PACE
        if mine > now:
            await self._sleep(mine - now)

    async def _patiently(
        self,
        send: Callable[[], Awaitable[T]],
        find: Callable[[], Awaitable[T | None]] | None = None,
        there: tuple[str, str] | None = None,
        *,
        doubtful: bool = False,
        counted: bool = True,
    ) -> T:
        """Sends, and again after what passes.

        `find` gives what may have got through, and is asked from the start where that is `doubtful`. `there` is what a pause that Slack
        asks for is of. `counted`: it shows people something.
        """
        waited, tried, pauses = 0.0, 0, 0
        while tried < TRIES:
            try:
                if doubtful and find is not None and (found := await find()) is not None:
                    return self._counted(found, counted=counted)
                doubtful = False
                return self._counted(await send(), counted=counted)
            except (SlackApiError, _Refused, *FAULTS) as error:
                answer = self._read(error)
            doubtful = doubtful or answer.may_be_through
            tried, pauses = (tried, pauses + 1) if answer.is_pause else (tried + 1, pauses)  # a pause is no failure
            own = min(BACKOFF * 2 ** (tried + pauses - 1), LONGEST_BACKOFF) * (1 + self._chance() / 2)
            wait = own if answer.wait is None else max(answer.wait, BACKOFF)
            if tried == TRIES or waited + wait > PATIENCE:
                break
            waited += wait
            if there is not None and answer.is_pause:
                self._free_at[there] = max(self._free_at.get(there, 0.0), self._now() + wait)
            await self._sleep(wait)
        self._metrics.message(PLATFORM, "given up")
        _log.error("given up", extra={"tries": tried, "waited": round(waited, 1)})
        raise Undelivered(FAILED)

    def _counted(self, what: T, *, counted: bool) -> T:
        if counted:
            self._metrics.message(PLATFORM, "sent")
        return what

    def _read(self, error: Exception) -> _Answer:
        """Whether to try again. Raises PlaceClosed or Undelivered where that would change nothing."""
        if isinstance(error, SlackApiError):
            response: Any = error.response
            status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
            said, headers = reason(error), dict(getattr(response, "headers", None) or {})
        elif isinstance(error, _Refused):
            status, said, headers = error.status, error.said, error.headers
        else:
            return _Answer(may_be_through=True)
        if status == 429 or said in PAUSE:
            return _Answer(_seconds(headers), is_pause=True)
        if status >= 500 or said in PASSING:
            return _Answer(may_be_through=True)
        _log.warning("not taken by Slack", extra={"status": status, "reason": said if said.replace("_", "").isalnum() else ""})
        if said in CLOSED or said in BAD_TOKEN:
            self._metrics.message(PLATFORM, "closed")
            raise PlaceClosed(CLOSED.get(said, GONE_ACCOUNT))
        self._metrics.message(PLATFORM, "given up")
        raise Undelivered(FAILED)


class _Refused(Exception):
    """An address for answers did not take one."""

    def __init__(self, status: int, said: str, headers: dict[str, str]) -> None:
        super().__init__(status)
        self.status = status
        self.said = said
        self.headers = headers


async def _found(client: AsyncWebClient, channel: str, thread: str | None, key: str) -> str | None:
    """The time of the message that is known by `key`, if it is there. None too where Slack will never tell; raises what passes."""
    asked: Json = {"channel": channel, "include_all_metadata": True, "limit": LOOKED_THROUGH}
    cursor = ""
    for _ in range(PAGES):
        page = asked | ({"cursor": cursor} if cursor else {})
        try:
            told = await (client.conversations_history(**page) if thread is None else client.conversations_replies(ts=thread, **page))
        except SlackApiError as error:
            if reason(error) in PASSING | PAUSE or not reason(error):
                raise
            _log.warning("not looked up", extra={"reason": reason(error)})
            return None
        messages: list[Json] = told.get("messages") or []
        if found := next((message for message in messages if _is_known_by(message, key)), None):
            return str(found["ts"])
        cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
        if thread is None or not cursor:  # a channel's newest messages come first, a thread's oldest
            return None
    return None


def _is_known_by(message: Json, key: str) -> bool:
    metadata = message.get("metadata") or {}
    return metadata.get("event_type") == EVENT_TYPE and (metadata.get("event_payload") or {}).get("key") == key


def _seconds(headers: dict[str, str]) -> float | None:
    """What Slack asks to wait for (RFC 9110, section 10.2.3, in seconds)."""
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        seconds = float(lower["retry-after"])
    except (KeyError, ValueError):
        return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def quiet_logger() -> logging.Logger:
    """The logger of slack-sdk and slack-bolt: of what they write, much quotes what was sent, so only that something failed is kept."""
    logger = logging.getLogger("slack_sdk")
    logger.setLevel(logging.ERROR)
    return logger

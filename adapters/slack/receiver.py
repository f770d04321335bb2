"""What Slack sends, taken up: recorded, acknowledged, and only then done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.layout import SOURCE, only, options
from adapters.slack.places import PLATFORM, place
from adapters.slack.reading import Received, origin_of, read
from adapters.slack.work import Left, Message
from adapters.slack.worker import Worker
from adapters.slack.workspaces import NOT_THERE
from bot import replies
from bot.desk import Desk
from index.errors import SherpaError
from index.store.inbox import Inbox, Task

_log = logging.getLogger(__name__)

#: Seconds for the record. Slack waits three for the acknowledgement; what is later than this is acknowledged before it is recorded, unless
#: it is an event, which Slack sends again.
RECORD_SECONDS = 2.0

#: The marks on requests from where Sherpa is not installed, and where that could not be told: an error.
NOT_INSTALLED, FAILED = "not_installed", "failed"
#: For an event that could not be recorded: Slack sends it again.
NOT_TAKEN = 503


class Receiver(AsyncMiddleware):
    """The last of Bolt's middleware, so that signature and installation have been looked at.

    It answers by itself: Bolt acknowledges an event before its listeners run, and one that is lost then is lost for good.
    """

    def __init__(self, desk: Desk, inbox: Inbox, worker: Worker) -> None:
        self._desk = desk
        self._inbox = inbox
        self._worker = worker
        self._late: set[asyncio.Task[None]] = set()

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name for it
    ) -> BoltResponse:
        """The acknowledgement."""
        body = req.body
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body=await self._options(body))
        received = _read(body, req.context.bot_user_id or "")
        if received is not None and (failure := req.context.get(FAILED)):
            return _not_taken(failure, body)
        if received is not None and req.context.get(NOT_INSTALLED) and not isinstance(received.work, Left):
            return _told(NOT_THERE, body)
        if received is None or received.work is None:
            return BoltResponse(status=200, body=dict(received.response or {}) if received else "")
        return await self._taken(received, body, req.context.get("envelope_id"))

    async def _taken(self, received: Received, body: dict[str, Any], envelope: str | None) -> BoltResponse:
        """The acknowledgement of something to do, once it is recorded."""
        names = (*received.names, *((f"slack envelope {envelope}",) if envelope else ()))
        taking = asyncio.ensure_future(self._take(received, names))
        done, _ = await asyncio.wait({taking}, timeout=None if body.get("type") == "event_callback" else RECORD_SECONDS)
        if not done:
            late = asyncio.create_task(_finish(taking))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
        elif failure := taking.exception():
            return _not_taken(failure, body)
        return BoltResponse(status=200, body=dict(received.response or {}) or "")

    async def settle(self) -> None:
        """Waits for what is being recorded."""
        if self._late:
            await asyncio.wait(set(self._late))

    async def _take(self, received: Received, names: tuple[str, ...]) -> None:
        work = received.work
        if work is None or (received.is_follow_up and not (isinstance(work, Message) and await self._leads_on(work))):
            return
        now = datetime.now(UTC)
        body = work.model_dump(mode="json")
        task = Task(uuid4().hex, PLATFORM, work.origin.team, body, now)
        if await self._inbox.take(names, task, now):
            self._worker.start(task)

    async def _leads_on(self, work: Message) -> bool:
        """Whether it stands in a thread where Sherpa answered: what is said in others is none of its business, and is not kept."""
        return await self._desk.has_answered(place(work.origin.team, work.channel, work.root))

    async def _options(self, body: dict[str, Any]) -> dict[str, Any]:
        """What the list of sources offers; nothing where the store does not answer."""
        if body.get("action_id") != SOURCE:
            return options([])
        channel = (body.get("channel") or {}).get("id", "")
        try:
            return options(await self._desk.offers(str(body.get("value") or ""), place(origin_of(body).team, channel)))
        except SherpaError as error:
            _log.warning("nothing to offer", extra={"error": type(error).__name__})
            return options([])


def _read(body: dict[str, Any], me: str) -> Received | None:
    """What there is to do; nothing about what has not the shape that Slack gives it."""
    try:
        return read(body, me)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        _log.warning("not read", extra={"error": type(error).__name__})
        return None


async def _finish(taking: asyncio.Future[None]) -> None:
    try:
        await taking
    except Exception as error:  # noqa: BLE001 - it was acknowledged, so nobody sends it again
        _log.error("not recorded", extra={"error": type(error).__name__})


def _not_taken(error: BaseException, body: dict[str, Any]) -> BoltResponse:
    _log.error("not recorded", extra={"error": type(error).__name__})
    if "command" not in body:
        return BoltResponse(status=NOT_TAKEN)
    return _told(str(error) if isinstance(error, SherpaError) else "Sherpa could not take this up; try again.", body)


def _told(sentence: str, body: dict[str, Any]) -> BoltResponse:
    """The sentence for whoever gave a command; what else there is has nobody to be told."""
    said = {**only(replies.error(sentence)), "response_type": "ephemeral"} if "command" in body else ""
    return BoltResponse(status=200, body=said)

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
from adapters.slack.places import PLATFORM, message_id, place
from adapters.slack.reading import Received, origin_of, read
from adapters.slack.work import Message
from adapters.slack.worker import Worker
from bot import replies
from bot.desk import Desk
from index.errors import SherpaError
from index.store.inbox import Inbox, Task

_log = logging.getLogger(__name__)

#: Seconds for the record. Slack waits three for the acknowledgement; what is later than this is acknowledged before it is recorded, unless
#: it is an event, which Slack sends again.
RECORD_SECONDS = 2.0

#: What somebody is told whose command could not be recorded; events are sent again.
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
        received = read(body, req.context.bot_user_id or "")
        if received is None:
            return BoltResponse(status=200)
        envelope = req.context.get("envelope_id")
        names = (*received.names, *((f"slack envelope {envelope}",) if envelope else ()))
        taking = asyncio.ensure_future(self._take(received, names))
        done, _ = await asyncio.wait({taking}, timeout=None if body.get("type") == "event_callback" else RECORD_SECONDS)
        if not done:
            late = asyncio.create_task(_finish(taking))
            self._late.add(late)
            late.add_done_callback(self._late.discard)
        elif error := taking.exception():
            return _not_taken(error, body)
        return BoltResponse(status=200, body=dict(received.response or {}) or "")

    async def settle(self) -> None:
        """Waits for what is being recorded."""
        if self._late:
            await asyncio.wait(set(self._late))

    async def _take(self, received: Received, names: tuple[str, ...]) -> None:
        work = received.work
        if received.is_follow_up and not (isinstance(work, Message) and await self._leads_on(work)):
            return
        now = datetime.now(UTC)
        body = work.model_dump(mode="json", exclude_defaults=False)
        task = Task(uuid4().hex, PLATFORM, work.origin.team, body, now)
        if await self._inbox.take(names, task, now):
            self._worker.start(task)

    async def _leads_on(self, work: Message) -> bool:
        """Whether it stands in a thread where Sherpa answered: what is said in others is none of its business, and is not kept."""
        there = place(work.origin.team, work.channel)
        return await self._desk.has_answered(there, message_id(work.channel, work.root))

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


async def _finish(taking: asyncio.Future[None]) -> None:
    try:
        await taking
    except SherpaError as error:  # it was acknowledged, so nobody sends it again
        _log.error("not recorded", extra={"error": type(error).__name__})


def _not_taken(error: BaseException, body: dict[str, Any]) -> BoltResponse:
    _log.error("not recorded", extra={"error": type(error).__name__})
    if "command" not in body:
        return BoltResponse(status=NOT_TAKEN)
    sentence = str(error) if isinstance(error, SherpaError) else "Sherpa could not take this up; try again."
    return BoltResponse(status=200, body={**only(replies.error(sentence)), "response_type": "ephemeral"})

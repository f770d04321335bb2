"""Where a piece of work is done, and how what comes of it is shown there."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.failing import explained
from adapters.slack.failing import NotOurs
from adapters.slack.layout import message
from adapters.slack.messenger import SlackMessenger
from adapters.slack.render import Json
from adapters.slack.sending import Sender
from bot.answering import Said
from bot.blocks import Reply
from bot.desk import Desk
from bot.places import Place
from index.errors import PlaceClosed, SherpaError, Undelivered

_log = logging.getLogger(__name__)

#: What may be left unsaid: nobody waits for it any more, or Slack has been told often enough.
UNSAID = (PlaceClosed, Undelivered)


@dataclass(frozen=True, slots=True)
class Scene:
    """For one piece of work. `again`: it was begun before, by a process that is gone. `key` names it among all work. `is_ours`: whether no
    other process has taken it for undone meanwhile; where one has, everything here raises NotOurs."""

    client: AsyncWebClient
    sender: Sender
    messenger: SlackMessenger
    desk: Desk
    place: Place
    key: str
    again: bool
    is_ours: Callable[[], bool]

    async def show(self, said: Said) -> None:
        """Shows it to all, in the place's thread, and remembers where. Raises PlaceClosed or Undelivered."""
        self._check_ours()
        under = self.place.thread or None
        sent = await self.messenger.send_with(self.client, self.place, said, key=self.key, under=under, again=self.again)
        if said.exchange is None:
            return
        try:
            await self.desk.shows(said.exchange, sent)
        except SherpaError as error:  # a reply to it leans on nothing, and no more is lost
            _log.warning("not remembered", extra={"error": type(error).__name__})

    async def whisper(self, said: Said, user: str, *, url: str = "", thread: str | None = None) -> bool:
        """Shows it to one person: at the address that came with what they did, else in the channel. Whether that could be done.

        Slack tells nobody whether one person was shown something, so that what a process was ended in the middle of is shown again.
        """
        return await self.whisper_raw(message(said), user, url=url, thread=thread)

    async def whisper_raw(self, content: Json, user: str, *, url: str = "", thread: str | None = None) -> bool:
        """As `whisper`, of a message that is no reply."""
        self._check_ours()
        shown = {**content, **({"thread_ts": thread} if thread else {})}
        try:
            if url and await self._responded(url, {**shown, "response_type": "ephemeral", "replace_original": False}):
                return True
            await self.sender.whisper(self.client, self.place.channel, user, content, thread=thread)
        except UNSAID as error:
            log_unsaid(error)
            return False
        return True

    async def replace(self, said: Said, user: str, url: str) -> None:
        """Shows it to one person in place of what they saw."""
        self._check_ours()
        if not await self._responded(url, {**message(said), "response_type": "ephemeral", "replace_original": True}):
            await self.whisper(said, user)

    async def write_to(self, user: str, reply: Reply) -> None:
        """Tells one person directly. Slack gives no history by a person's name, so that what was lost may be told again."""
        self._check_ours()
        try:
            await self.sender.post(self.client, user, message(Said(reply)), key=f"{self.key} {user}", again=self.again)
        except UNSAID as error:
            log_unsaid(error)

    async def call(self, method: str, **arguments: Any) -> None:
        """Asks Slack to do something else. Raises PlaceClosed or Undelivered."""
        self._check_ours()
        await self.sender.call(self.client, method, **arguments)

    async def respond(self, url: str, content: Json) -> None:
        """Answers at the address that came with what somebody did. Raises PlaceClosed or Undelivered."""
        self._check_ours()
        await self.sender.respond(url, content)

    def _check_ours(self) -> None:
        """Raises NotOurs."""
        if not self.is_ours():
            raise NotOurs

    async def _responded(self, url: str, content: Json) -> bool:
        try:
            await self.sender.respond(url, content)
        except UNSAID:  # the address serves for half an hour
            return False
        return True


async def settled(work: Awaitable[Said]) -> Said:
    """What comes of the work; where that is an error, its explanation."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - whoever asked is told, and the log
        return Said(explained(error))


async def said(reply: Awaitable[Reply]) -> Said:
    """The reply, as something said that nothing goes on from."""
    return Said(await reply)


def log_unsaid(error: SherpaError) -> None:
    """Logs that something could not be shown."""
    _log.warning("not shown", extra={"error": type(error).__name__})

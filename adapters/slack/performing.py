"""Does what is in the inbox."""

import logging

from adapters.slack.buttons import Buttons
from adapters.slack.conversations import Conversations
from adapters.slack.failing import NotInstalled
from adapters.slack.messenger import SlackMessenger
from adapters.slack.places import PLATFORM, place
from adapters.slack.scene import Scene
from adapters.slack.sending import Sender
from adapters.slack.work import WORK, Began, Chosen, Command, Find, Form, Left, Message, Opened, Press
from adapters.slack.workspaces import Workspaces
from bot.desk import Desk
from index.store.inbox import Task

_log = logging.getLogger(__name__)


class Performer:
    """For one event loop."""

    def __init__(self, desk: Desk, workspaces: Workspaces, sender: Sender) -> None:
        self._desk = desk
        self._workspaces = workspaces
        self._sender = sender
        self._messenger = SlackMessenger(workspaces, sender)
        self._conversations = Conversations()
        self._buttons = Buttons()

    async def perform(self, task: Task) -> set[str]:
        """Does the task; the workspaces that Sherpa is no longer in since."""
        work = WORK.validate_python(dict(task.body))
        if isinstance(work, Left):
            return await self._leave(work)
        try:
            client = await self._workspaces.client(work.origin)
        except NotInstalled:
            _log.warning("not installed there")
            return {work.origin.team}
        channel = getattr(work, "channel", "") or getattr(work, "user", "")
        there = place(work.origin.team, channel, direct=channel.startswith("D"))
        scene = Scene(client, self._sender, self._messenger, self._desk, there, task.id, task.attempt > 1)
        match work:
            case Message():
                await self._conversations.message(scene, work)
            case Command():
                await self._conversations.command(scene, work)
            case Find():
                await self._conversations.find(scene, work)
            case Opened():
                await self._conversations.opened(scene, work)
            case Began():
                await self._conversations.began(scene, work)
            case Press():
                await self._buttons.press(scene, work)
            case Chosen():
                await self._buttons.chosen(scene, work)
            case Form():
                await self._buttons.form(scene, work)
        return set()

    async def _leave(self, work: Left) -> set[str]:
        teams = await self._workspaces.leave(work.origin)
        await self.forget(teams)
        return teams

    async def forget(self, teams: set[str]) -> None:
        """Forgets all that is known of the workspaces."""
        for team in teams - {""}:
            await self._desk.leave(PLATFORM, team)

    async def is_gone(self, task: Task) -> bool:
        """Whether Sherpa is no longer where the task is from."""
        work = WORK.validate_python(dict(task.body))
        return not isinstance(work, Left) and await self._workspaces.find(work.origin) is None

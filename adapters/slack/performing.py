"""Does what is in the inbox."""

import logging
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import partial

from adapters.slack.alerts import ended
from adapters.slack.buttons import Buttons
from adapters.slack.conversations import Conversations
from adapters.slack.failing import NotInstalled
from adapters.slack.messenger import SlackMessenger
from adapters.slack.places import PLATFORM, place
from adapters.slack.scene import Scene
from adapters.slack.sending import Sender
from adapters.slack.work import WORK, Began, Chosen, Command, Ending, Find, Form, Left, Message, Opened, Press
from adapters.slack.workspaces import Workspaces
from bot.desk import Desk
from index.store.inbox import Task

_log = logging.getLogger(__name__)


class Performer:
    """For one event loop. `is_ours` says whether a task is still this process's."""

    def __init__(self, desk: Desk, workspaces: Workspaces, sender: Sender, is_ours: Callable[[str], bool]) -> None:
        self._is_ours = is_ours
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
            return await self._leave(work, task)
        try:
            client = await self._workspaces.client(work.origin)
        except NotInstalled:
            _log.warning("not installed there")
            return set()
        direct = isinstance(work, Message) and work.direct and work.thread is None
        channel, root = getattr(work, "channel", "") or getattr(work, "user", ""), getattr(work, "root", "")
        there = place(work.origin.team, channel, root, direct=direct)
        is_ours = partial(self._is_ours, task.id)
        scene = Scene(client, self._sender, self._messenger, self._desk, there, task.id, task.attempt > 1, is_ours)
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
            case Ending():
                await ended(scene, work)
            case Form():
                await self._buttons.form(scene, work)
        return set()

    async def _leave(self, work: Left, task: Task) -> set[str]:
        """Forgets first, and which workspaces those were last, so that this can be begun again in the middle."""
        if await self._workspaces.is_newer(work.origin, work.at):
            return set()  # it was installed again since
        teams = set(work.teams) or await self._workspaces.teams(work.origin)
        await self.forget(teams, keep=task.id)
        await self._workspaces.leave(work.origin, work.teams)
        return teams

    async def forget(self, teams: AbstractSet[str], *, keep: str = "") -> None:
        """Forgets all that is known of the workspaces but the task `keep`."""
        for team in teams - {""}:
            await self._desk.leave(PLATFORM, team, keep=keep)

    async def is_gone(self, task: Task) -> bool:
        """Whether Sherpa is no longer where the task is from."""
        work = WORK.validate_python(dict(task.body))
        return not isinstance(work, Left) and await self._workspaces.is_gone(work.origin)

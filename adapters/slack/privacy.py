"""`/privacy` and `/forget me` on Slack."""

from adapters.slack.places import PLATFORM
from adapters.slack.scene import Scene
from adapters.slack.work import Command
from bot import replies
from bot.blocks import Reply
from bot.privacy import FORGET_HINT


async def answer(scene: Scene, work: Command) -> Reply:
    """What is stored; or that what was asked in this workspace is deleted. People of others may have the same id."""
    if work.name == "privacy":
        return scene.desk.privacy()
    if work.text.casefold() != "me":
        return replies.error(FORGET_HINT)
    return await scene.desk.forget(PLATFORM, work.user, workspace=scene.place.workspace)

"""`/feed` on Slack."""

from slack_sdk.errors import SlackApiError

from adapters.slack.failing import FAULTS
from adapters.slack.scene import Scene
from adapters.slack.text import address
from adapters.slack.work import Command
from bot.answering import Said
from bot.feeds.keeping import Giver, Home
from index.errors import Unavailable

HOME = Home(name="workspace", managers="Only the workspace's owners and admins can keep its feeds.")
UNKNOWN = "Slack does not say who manages this workspace; try again later."


async def keep(scene: Scene, work: Command) -> Said:
    """Does what the command says. Raises as `WorkspaceFeeds` does, and Unavailable."""
    part, _, argument = work.text.partition(" ")
    held = scene.desk.hold(work.user, scene.place) if part.lower() == "add" else None
    if held:
        return Said(held)

    async def manages() -> bool:
        return await _manages(scene, work.user)

    giver = Giver(person=work.user, place=scene.place, home=HOME, manages=manages)
    return Said(await scene.desk.feeds.keep(part.lower(), address(argument), giver))


async def _manages(scene: Scene, user: str) -> bool:
    """Asked each time: who is no longer an admin is none at once. Who is of another workspace is a stranger here."""
    try:
        told = (await scene.client.users_info(user=user)).get("user") or {}
    except (SlackApiError, *FAULTS):
        raise Unavailable(UNKNOWN) from None
    return not told.get("is_stranger") and any(told.get(role) is True for role in ("is_admin", "is_owner", "is_primary_owner"))

"""`/feed` on Slack."""

from adapters.slack.rights import person
from adapters.slack.scene import Scene
from adapters.slack.text import address
from adapters.slack.work import Command
from bot.answering import Said
from bot.feeds.keeping import Giver, Home

HOME = Home(name="workspace", managers="Only the workspace's owners and admins can keep its feeds.")


async def keep(scene: Scene, work: Command) -> Said:
    """Does what the command says. Raises as `WorkspaceFeeds` does, and Unavailable."""
    part, _, argument = work.text.partition(" ")
    held = scene.desk.hold(work.user, scene.place) if part.lower() == "add" else None
    if held:
        return Said(held)

    async def manages() -> bool:
        return (await person(scene.client, work.user)).is_admin

    giver = Giver(person=work.user, place=scene.place, home=HOME, manages=manages)
    return Said(await scene.desk.feeds.keep(part.lower(), address(argument), giver))

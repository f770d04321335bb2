"""Sherpa's own tab."""

from adapters.failing import explained
from adapters.slack.layout import home, only
from adapters.slack.scene import UNSAID, Scene, log_unsaid
from adapters.slack.usage import HELP
from index.errors import SherpaError


async def draw(scene: Scene, user: str) -> None:
    """Shows the tab to its owner as it is now; the scene's place is their own conversation with Sherpa."""
    try:
        front = await scene.desk.front(scene.place, HELP)
        view = home(front, await scene.desk.alerts.subscribing.offers("", scene.place))
    except SherpaError as error:
        view = {"type": "home", "blocks": only(explained(error))["blocks"]}
    try:
        await scene.call("views.publish", user_id=user, view=view)
    except UNSAID as error:
        log_unsaid(error)

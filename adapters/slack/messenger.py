"""Slack's `Messenger`."""

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.failing import NotInstalled
from adapters.slack.layout import message
from adapters.slack.places import message_id, ts_of
from adapters.slack.sending import Sender
from adapters.slack.work import Origin
from adapters.slack.workspaces import Workspaces
from bot.answering import Said
from bot.places import Place
from index.errors import PlaceClosed


class SlackMessenger:
    """See `bot.messenger.Messenger`. Slack has no key for what is sent, so that what may have got through is looked for."""

    def __init__(self, workspaces: Workspaces, sender: Sender) -> None:
        self._workspaces = workspaces
        self._sender = sender

    async def send(self, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False) -> str:
        """Shows it, in the thread of `under` where that is given."""
        try:
            client = await self._workspaces.client(Origin(team=place.workspace))
        except NotInstalled as error:
            raise PlaceClosed(str(error)) from error
        return await self.send_with(client, place, said, key=key, under=under, again=again)

    async def send_with(
        self, client: AsyncWebClient, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False
    ) -> str:
        """As `send`, by a client of the place's workspace."""
        thread = ts_of(under) if under else None
        ts = await self._sender.post(client, place.channel, message(said), key=key, team=place.workspace, thread=thread, again=again)
        return message_id(place.channel, ts)

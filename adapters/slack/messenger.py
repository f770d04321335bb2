"""Slack's `Messenger`."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.failing import FAULTS, NotInstalled
from adapters.slack.layout import message
from adapters.slack.places import message_id, ts_of
from adapters.slack.places import place as place_of
from adapters.slack.rights import NO_SCOPE
from adapters.slack.sending import FAILED, PASSING, PAUSE, Sender
from adapters.slack.work import Origin
from adapters.slack.workspaces import Workspaces, reason
from bot.answering import Said
from bot.places import Place
from index.errors import PlaceClosed, Undelivered

NOBODY = "Sherpa cannot write to that person directly."


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

    async def direct(self, place: Place, person: str) -> Place:
        """The conversation with them. Where Sherpa may not open it, Slack still takes messages to the person, but cannot look for them."""
        try:
            client = await self._workspaces.client(Origin(team=place.workspace))
            told = await client.conversations_open(users=person)
        except NotInstalled as error:
            raise PlaceClosed(str(error)) from error
        except SlackApiError as error:
            word = reason(error)
            if word == NO_SCOPE:
                return place_of(place.workspace, person, direct=True)
            if not word or word in PASSING | PAUSE:
                raise Undelivered(FAILED) from error
            raise PlaceClosed(NOBODY) from error
        except FAULTS as error:
            raise Undelivered(FAILED) from error
        return place_of(place.workspace, str((told.get("channel") or {}).get("id") or person), direct=True)

    async def send_with(
        self, client: AsyncWebClient, place: Place, said: Said, *, key: str, under: str | None = None, again: bool = False
    ) -> str:
        """As `send`, by a client of the place's workspace."""
        thread = ts_of(under) if under else None
        ts = await self._sender.post(client, place.channel, message(said), key=key, team=place.workspace, thread=thread, again=again)
        return message_id(place.channel, ts)

"""Who may do what in a workspace and its channels, and what Sherpa may: asked each time, so that who may no longer may not at once."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.failing import FAULTS
from adapters.slack.sending import CLOSED
from adapters.slack.workspaces import reason
from index.errors import Unavailable

UNKNOWN = "Slack does not say who manages this workspace; try again later."
UNSEEN = "Slack does not say anything of this channel; try again later."
UNREAD = "Sherpa was installed here before it could see who manages a channel; whoever installed it can do so again, as its README says."

#: Slack's word for what Sherpa was not installed with.
NO_SCOPE = "missing_scope"
#: What lets it post in public channels that it is not in. Sherpa does not ask for it, but whoever makes the app may.
POSTS_ANYWHERE = "chat:write.public"

_ROLES = ("is_admin", "is_owner", "is_primary_owner")


class Person(NamedTuple):
    """Somebody, as the workspace knows them. Who is of another one is a stranger here, and manages nothing."""

    is_stranger: bool
    is_admin: bool
    zone: str | None  #: their time zone, by its IANA name


class Channel(NamedTuple):
    """A channel, as far as Slack shows it. `closed`: why Sherpa cannot post there; "" where it can."""

    creator: str
    closed: str


async def person(client: AsyncWebClient, user: str) -> Person:
    """Who that is. Raises Unavailable."""
    try:
        told = (await client.users_info(user=user)).get("user") or {}
    except (SlackApiError, *FAULTS):
        raise Unavailable(UNKNOWN) from None
    is_stranger = bool(told.get("is_stranger"))
    return Person(is_stranger, not is_stranger and any(told.get(role) is True for role in _ROLES), told.get("tz") or None)


async def zone(client: AsyncWebClient, user: str) -> str | None:
    """Their time zone; None where Slack does not say."""
    try:
        return (await person(client, user)).zone
    except Unavailable:
        return None


async def channel(client: AsyncWebClient, id_: str) -> Channel:
    """What Slack shows of it. Raises Unavailable."""
    try:
        told = await client.conversations_info(channel=id_)
    except SlackApiError as error:
        word = reason(error)
        if word in CLOSED:
            return Channel("", CLOSED[word])
        raise Unavailable(UNREAD if word == NO_SCOPE else UNSEEN) from None
    except FAULTS:
        raise Unavailable(UNSEEN) from None
    about: Mapping[str, Any] = told.get("channel") or {}
    granted = next((str(value) for name, value in told.headers.items() if name.lower() == "x-oauth-scopes"), "")
    return Channel(str(about.get("creator") or ""), _closed(about, {scope.strip() for scope in granted.split(",")}))


async def manages(client: AsyncWebClient, user: str, there: Channel) -> bool:
    """Whether they manage the channel: as an admin or owner of the workspace, or as whoever made it. Raises Unavailable."""
    who = await person(client, user)
    return who.is_admin or (not who.is_stranger and there.creator == user)


def _closed(about: Mapping[str, Any], scopes: set[str]) -> str:
    if about.get("is_archived"):
        return CLOSED["is_archived"]
    if about.get("is_member") or (POSTS_ANYWHERE in scopes and not about.get("is_private")):
        return ""
    return CLOSED["not_in_channel"]

"""Slack's channels as places, and its messages by name."""

from bot.places import Place

PLATFORM = "slack"


def place(team: str, channel: str, root: str = "") -> Place:
    """A channel, or a conversation with one person, where that is; the thread under the message of the time `root`, if it is given."""
    thread = message_id(channel, root) if root else ""
    return Place(platform=PLATFORM, workspace=team, channel=channel, kind="direct" if channel.startswith("D") else "channel", thread=thread)


def message_id(channel: str, ts: str) -> str:
    """The name of a message in its workspace: its time is its own only in its channel."""
    return f"{channel}/{ts}"


def ts_of(message: str) -> str:
    """The time of a message so named."""
    return message.rpartition("/")[2]

"""Slack's channels as places, and its messages by name."""

from bot.places import Place

PLATFORM = "slack"


def place(team: str, channel: str, *, direct: bool = False) -> Place:
    """A channel, or a conversation with one person. What is said in a thread is told apart by the message that it is under."""
    return Place(platform=PLATFORM, workspace=team, channel=channel, kind="direct" if direct else "channel")


def message_id(channel: str, ts: str) -> str:
    """The name of a message in its workspace: its time is its own only in its channel."""
    return f"{channel}/{ts}"


def ts_of(message: str) -> str:
    """The time of a message so named."""
    return message.rpartition("/")[2]

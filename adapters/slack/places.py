"""Slack's channels as places, and its messages by name."""

from bot.places import Place

PLATFORM = "slack"


def place(team: str, channel: str, root: str = "", *, direct: bool = False) -> Place:
    """A channel; the thread under the message of the time `root`, if it is given.

    `direct`: what is asked there goes on from what one person asked before, as in a conversation with them that is in no thread yet.
    """
    thread = message_id(channel, root) if root else ""
    return Place(platform=PLATFORM, workspace=team, channel=channel, kind="direct" if direct else "channel", thread=thread)


def is_direct(channel: str) -> bool:
    """Whether it is a conversation of two, by its name."""
    return channel.startswith("D")


def message_id(channel: str, ts: str) -> str:
    """The name of a message in its workspace: its time is its own only in its channel."""
    return f"{channel}/{ts}"


def ts_of(message: str) -> str:
    """The time of a message so named."""
    return message.rpartition("/")[2]

"""Who and what there is on the Slack of this machine, and what Slack calls it."""

import time
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

Payload = dict[str, Any]

APP = "A0SHERPA001"
TEAM, OTHER_TEAM = "T0SUMMIT001", "T0VALLEY001"
CHANNEL, OTHER_CHANNEL = "C0SUMMIT001", "C0VALLEY001"
#: Sherpa in `TEAM`. A bot has another user and another id in each workspace: see `bot_user` and `bot_id`.
BOT_USER, BOT_ID = "U0SHERPA001", "B0SHERPA001"
#: Another app's bot, in `TEAM`.
OTHER_BOT_ID = "B0OTHERS001"
#: A channel's name, which no one should need.
CHANNEL_NAME = "summit"
#: Who made the channels, if nothing else is said.
CREATOR = "U0CREATOR01"
#: What every payload carries, and nothing should trust: the signature counts.
VERIFICATION_TOKEN = "stand-in-verification-token"  # noqa: S105 - of nothing

#: What is typed can only be told from markup because Slack writes these three so.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _rising() -> Iterator[int]:
    """Microseconds since 1970, no two the same."""
    last = 0
    while True:
        last = max(last + 1, time.time_ns() // 1_000)
        yield last


_numbers = count(1)
_times = _rising()


def new_id(prefix: str) -> str:
    """An id that no other thing has."""
    return f"{prefix}{next(_numbers):010d}"


def new_ts() -> str:
    """A message's time and id: seconds since 1970 to the microsecond, by the clock, later than all before it."""
    at = next(_times)
    return f"{at // 1_000_000}.{at % 1_000_000:06d}"


def new_trigger() -> str:
    """What lets an app open a window, once, within three seconds."""
    return f"{new_id('')}.{new_id('')}.{uuid4().hex}"


def escaped(text: str) -> str:
    """Typed text, as Slack gives it."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def domain(team: str) -> str:
    """What a workspace's address begins with."""
    return f"team-{team[2:].lower()}"


def bot_user(team: str) -> str:
    """The user that Sherpa is in a workspace."""
    return BOT_USER if team == TEAM else f"U0SHERPA{team[1:]}"


def bot_id(team: str) -> str:
    """The bot that Sherpa is in a workspace."""
    return BOT_ID if team == TEAM else f"B0SHERPA{team[1:]}"


def bot_profile(team: str = TEAM) -> Payload:
    """What a message of Sherpa's says of it."""
    icons = {f"image_{size}": f"https://avatars.example/{size}.png" for size in (36, 48, 72)}
    return {
        "id": bot_id(team),
        "deleted": False,
        "name": "Sherpa",
        "updated": 1_700_000_000,
        "app_id": APP,
        "icons": icons,
        "team_id": team,
    }


def person(number: int, *, team: str = TEAM) -> Payload:
    """One of many."""
    return {"id": f"U0PERSON{number:03d}", "username": f"person{number}", "name": f"person{number}", "team_id": team}


def profile(of: Payload, *, zone: str = "Europe/Berlin", offset: int = 3_600, admin: bool = False) -> Payload:
    """What `users.info` says of a person; `offset` in seconds east of UTC; `admin`: of the workspace."""
    names = {"real_name": of["name"], "display_name": of["name"]}
    return {
        "id": of["id"],
        "team_id": of["team_id"],
        "name": of["name"],
        "deleted": False,
        "real_name": of["name"],
        "tz": zone,
        "tz_label": zone,
        "tz_offset": offset,
        "profile": {**names, "team": of["team_id"]},
        "is_admin": admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }


def direct_channel(user: str) -> str:
    """The conversation with one person; its id is made of theirs."""
    return f"D{user[1:]}"


def rich(text: str, *, to: str | None = None) -> list[Payload]:
    """The blocks that Slack makes of what a person types, after a mention of the user `to`."""
    mentioned: list[Payload] = [{"type": "user", "user_id": to}] if to else []
    typed = [*mentioned, {"type": "text", "text": f" {text}" if to else text}]
    return [{"type": "rich_text", "block_id": uuid4().hex[:5], "elements": [{"type": "rich_text_section", "elements": typed}]}]

"""The address that adds Sherpa to a server."""

import base64
import binascii
from urllib.parse import urlencode

import discord

AUTHORIZE = "https://discord.com/oauth2/authorize"


def permissions() -> discord.Permissions:
    """The fewest that Sherpa can do with: see a channel, write in it and in its threads, answer a message there, make a thread."""
    return discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True, create_public_threads=True
    )


def address(application: int) -> str:
    """Where whoever manages a server adds the application to it."""
    asked = {"client_id": str(application), "scope": "bot applications.commands", "permissions": str(permissions().value)}
    return f"{AUTHORIZE}?{urlencode(asked)}"


def application_of(token: str) -> int | None:
    """The id that a token's first part says; it is the application's too, but for the oldest applications. None where it says none."""
    first = token.partition(".")[0]
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return int(text) if text.isdecimal() and len(text) >= 15 else None

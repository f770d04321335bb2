"""What Discord's API says of the application, for the commands that look at it without being on Discord."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp
from pydantic import SecretStr

from adapters.discord.failing import DiscordUnavailable
from adapters.discord.running import NO_TOKEN

#: Seconds that an answer may take.
PATIENCE = 10


class Told(NamedTuple):
    """An answer: what it says, and when Discord says it was given (RFC 9110, section 6.6.1), where it does."""

    value: Any
    date: str | None


class Api:
    """Reads, with the bot's token."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def get(self, path: str) -> Told:
        """What stands at the path. Raises DiscordUnavailable."""
        try:
            async with self._session.get(self._address + path) as response:
                if response.status == 401:
                    raise DiscordUnavailable(NO_TOKEN)
                if response.status != 200:
                    raise DiscordUnavailable(f"Discord answers {path} with status {response.status}; try again later.")
                return Told(await response.json(content_type=None), response.headers.get("Date"))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
            raise DiscordUnavailable(f"Discord cannot be reached at {self._address}; check the network.") from None


@asynccontextmanager
async def api(address: str, token: SecretStr) -> AsyncIterator[Api]:
    """The API for as long as the block lasts."""
    headers = {"Authorization": f"Bot {token.get_secret_value().strip()}"}
    async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
        yield Api(session, address)

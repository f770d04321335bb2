"""The workspaces that Sherpa serves, and a client of Slack's API for each."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

from pydantic import SecretStr
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.failing import FAULTS, NONSENSE, OUT_OF_REACH, NotInstalled, SlackUnavailable
from adapters.slack.installations import ROTATE_MINUTES, Installations
from adapters.slack.work import Origin

_log = logging.getLogger(__name__)

NO_TOKEN = "Slack does not take the token in SLACK_BOT_TOKEN; copy it anew from the page OAuth & Permissions of your app."  # noqa: S105 - a sentence
SLACK_FAILS = "Slack does not answer as it should; see slack-status.com and try again later."
NOT_THERE = "Sherpa is not installed in this workspace, or no longer; whoever manages it can install it again."

#: Slack's own errors that say the token is none, or no longer one.
BAD_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"})

#: Makes a client that has a token.
Connect = Callable[[str | None], AsyncWebClient]


class Workspaces:
    """One workspace whose token is in the settings, those that installed Sherpa, or both. For one event loop."""

    def __init__(self, connect: Connect, installations: Installations | None, rotator: AsyncTokenRotator | None) -> None:
        self._connect = connect
        self._installations = installations
        self._rotator = rotator
        self._own: Bot | None = None
        self._rotating = asyncio.Lock()

    async def log_in(self, token: SecretStr) -> str:
        """Asks Slack whose token this is, and serves that workspace from now on; Sherpa's name there. Raises SlackUnavailable."""
        client = self._connect(token.get_secret_value().strip())
        try:
            told = await client.auth_test()
        except SlackApiError as error:
            raise SlackUnavailable(NO_TOKEN if reason(error) in BAD_TOKEN else SLACK_FAILS) from None
        except NONSENSE:
            raise SlackUnavailable(SLACK_FAILS) from None
        except OUT_OF_REACH:
            raise SlackUnavailable(f"Slack cannot be reached at {client.base_url}; check the network.") from None
        self._own = Bot(
            enterprise_id=told.get("enterprise_id"),
            team_id=told.get("team_id"),
            bot_token=str(client.token),
            bot_id=str(told.get("bot_id") or ""),
            bot_user_id=str(told.get("user_id") or ""),
            is_enterprise_install=bool(told.get("is_enterprise_install")),
            installed_at=0.0,
        )
        return str(told.get("user") or "Sherpa")

    async def find(self, origin: Origin) -> Bot | None:
        """Who Sherpa is there; None where it is not. Asks nobody but the database."""
        if self._installations is not None and (found := await self._installations.find(origin)):
            return found
        own = self._own
        if own is None or self._installations is None:
            return own
        in_organisation = own.is_enterprise_install and origin.enterprise == own.enterprise_id
        return own if in_organisation or origin.team in ("", own.team_id) else None

    async def client(self, origin: Origin) -> AsyncWebClient:
        """A client for the workspace, whose token is changed for the next one where it ends soon. Raises NotInstalled."""
        found = await self.find(origin)
        if found is None:
            raise NotInstalled(NOT_THERE)
        if self._installations is not None:
            await self._installations.join(found, origin.team)
        if _ends_soon(found) and self._rotator is not None:
            found = await self._rotated(origin)
        return self._connect(found.bot_token)

    async def _rotated(self, origin: Origin) -> Bot:
        async with self._rotating:  # who waited finds it done
            found = await self.find(origin)
            if found is None:
                raise NotInstalled(NOT_THERE)
            if not _ends_soon(found) or self._rotator is None or self._installations is None:
                return found
            try:
                rotated = await self._rotator.perform_bot_token_rotation(bot=found, minutes_before_expiration=ROTATE_MINUTES)
            except (SlackTokenRotationError, *FAULTS) as error:
                # Another process may have been faster, and each refresh token serves once.
                _log.warning("token not changed", extra={"error": type(error).__name__})
                return await self.find(origin) or found
            if rotated is None:
                return found
            await self._installations.renew(rotated)
            return rotated

    async def teams(self, origin: Origin) -> set[str]:
        """The workspaces that an installation is of."""
        return await self._installations.teams(origin) if self._installations is not None else {origin.team}

    async def is_newer(self, origin: Origin, at: float) -> bool:
        """Whether the installation that is there was made after that time (Unix, whole seconds)."""
        found = await self._installations.find(origin) if self._installations is not None else None
        return found is not None and found.installed_at > at + 1

    async def leave(self, origin: Origin, teams: Sequence[str] = ()) -> None:
        """Forgets the tokens; with `teams` only that these came with their organisation's."""
        if self._installations is not None and teams:
            await self._installations.part(teams)
            return
        if self._installations is not None:
            await self._installations.remove(origin)
        if self._own is not None and (self._installations is None or origin.team in (self._own.team_id, "")):
            self._own = None

    async def is_gone(self, origin: Origin) -> bool:
        """Whether Sherpa is no longer there, which Slack is asked where the database cannot tell."""
        if self._installations is not None or self._own is None:
            return await self.find(origin) is None
        try:
            await self._connect(self._own.bot_token).auth_test()
        except SlackApiError as error:
            return reason(error) in BAD_TOKEN
        except FAULTS:
            return False
        return False


def reason(error: SlackApiError) -> str:
    """Slack's own word for what is wrong; "" where its answer has none."""
    get = getattr(error.response, "get", None)
    try:
        return str(get("error") or "") if get is not None else ""
    except (AttributeError, TypeError, ValueError):  # an answer that is no JSON
        return ""


def _ends_soon(bot: Bot) -> bool:
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= time.time() + ROTATE_MINUTES * 60

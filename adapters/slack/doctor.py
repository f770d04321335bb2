"""Whether Sherpa could be on Slack: one finding for each thing that it needs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.findings import Finding
from adapters.settings import SlackSettings
from adapters.slack.failing import FAULTS
from adapters.slack.manifest import SCOPES
from adapters.slack.running import check
from adapters.slack.sending import quiet_logger
from adapters.slack.socket_mode import NO_APP_TOKEN
from adapters.slack.workspaces import BAD_TOKEN, NO_TOKEN, SLACK_FAILS, reason
from index.errors import BadSetting

#: Seconds that this machine's clock may be wrong by: requests older than five minutes are refused, and dates are whole seconds.
CLOCK_SECONDS = 60.0
#: Seconds that an answer may take.
PATIENCE = 10


async def findings(settings: SlackSettings, public_url: str | None) -> AsyncIterator[Finding]:
    """Settings, token, clock, scopes, socket. What rests on something that is missing is left out."""
    if not settings.is_set_up:
        yield Finding("Slack", None, "not set up; to be there, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN")
        return
    try:
        check(settings, public_url)
    except BadSetting as error:
        yield Finding("Slack", False, str(error))
        return
    yield _way(settings, public_url)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
        client = AsyncWebClient(base_url=f"{settings.api_url}/", session=session, retry_handlers=[], logger=quiet_logger())
        if settings.bot_token is not None:
            async for finding in _bot(client, settings.bot_token):
                yield finding
        if settings.app_token is not None:
            yield await _socket(client, settings.app_token)


def _way(settings: SlackSettings, public_url: str | None) -> Finding:
    if settings.app_token:
        return Finding("Slack", True, "Socket Mode")
    if public_url is None:
        return Finding("Slack", True, "HTTP, for one workspace")
    good = public_url.startswith("https://")
    return Finding("Slack", good, f"HTTP, reached at {public_url}" + ("" if good else "; Slack takes only https addresses"))


async def _bot(client: AsyncWebClient, token: SecretStr) -> AsyncIterator[Finding]:
    try:
        told = await client.auth_test(token=token.get_secret_value().strip())
    except SlackApiError as error:
        yield Finding("Slack token", False, NO_TOKEN if reason(error) in BAD_TOKEN else SLACK_FAILS)
    except FAULTS:
        yield Finding("Slack token", False, f"Slack cannot be reached at {client.base_url}; check the network.")
    else:
        yield Finding("Slack token", True, f"taken, for {told.get('user')} in {told.get('team')}")
        yield _clock(told)
        yield _scopes(told)


def _clock(told: AsyncSlackResponse) -> Finding:
    date = _header(told, "date")
    if not date:
        return Finding("Slack's clock", None, "Slack did not say what time it is")
    off = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
    good = off <= CLOCK_SECONDS
    return Finding("Slack's clock", good, f"{off:.0f} s from this machine's" + ("" if good else "; set this machine's, by NTP for example"))


def _scopes(told: AsyncSlackResponse) -> Finding:
    granted = {scope.strip() for scope in _header(told, "x-oauth-scopes").split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    if not missing:
        return Finding("Slack scopes", True, f"all {len(SCOPES)} granted")
    return Finding("Slack scopes", False, f"{', '.join(missing)} missing; update the app from `sherpa slack-manifest` and install it again")


def _header(told: AsyncSlackResponse, wanted: str) -> str:
    return next((str(value) for name, value in told.headers.items() if name.lower() == wanted), "")


async def _socket(client: AsyncWebClient, token: SecretStr) -> Finding:
    try:
        await client.apps_connections_open(app_token=token.get_secret_value().strip())
    except SlackApiError as error:
        return Finding("Slack socket", False, NO_APP_TOKEN if reason(error) in BAD_TOKEN else SLACK_FAILS)
    except FAULTS:
        return Finding("Slack socket", False, f"Slack cannot be reached at {client.base_url}; check the network.")
    return Finding("Slack socket", True, "the token for Socket Mode is taken")

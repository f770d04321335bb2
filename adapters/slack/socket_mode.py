"""Slack over a socket that Sherpa opens, so that it needs no public address."""

from time import time

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.app import SlackApp
from adapters.slack.failing import SlackUnavailable
from adapters.slack.sending import quiet_logger
from adapters.slack.workspaces import BAD_TOKEN, SLACK_FAILS, reason

#: Seconds between signs of life; after four without an answer the connection is made anew.
PING_SECONDS = 5.0

NO_APP_TOKEN = (
    "Slack does not take the token in SLACK_APP_TOKEN; make one with the scope connections:write on the page Basic Information of your app."  # noqa: S105 - a sentence
)


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, which also tells the envelope's id. slack-sdk connects again by itself."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's own does
        """Takes an envelope up, and acknowledges it."""
        begun = time()
        request = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        request.context["envelope_id"] = req.envelope_id
        await send_async_response(client, req, await self.app.async_dispatch(request), begun)


async def connect(app: SlackApp, token: str) -> Socket:
    """Connected. Raises SlackUnavailable where Slack does not take the token or cannot be reached."""
    client = app.connect(None)
    socket = Socket(app.bolt, app_token=token, logger=quiet_logger(), web_client=client, ping_interval=PING_SECONDS)
    try:
        socket.client.wss_uri = (await client.apps_connections_open(app_token=token))["url"]
    except SlackApiError as error:
        await socket.close_async()
        raise SlackUnavailable(NO_APP_TOKEN if reason(error) in BAD_TOKEN else SLACK_FAILS) from None
    except (aiohttp.ClientError, OSError, TimeoutError):
        await socket.close_async()
        raise SlackUnavailable(f"Slack cannot be reached at {client.base_url}; check the network.") from None
    await socket.connect_async()
    return socket

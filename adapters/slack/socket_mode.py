"""Slack over a socket that Sherpa opens, so that it needs no public address."""

import asyncio
import logging
from time import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.app import SlackApp
from adapters.slack.failing import FAULTS, NONSENSE, OUT_OF_REACH, SlackUnavailable
from adapters.slack.sending import quiet_logger
from adapters.slack.workspaces import BAD_TOKEN, SLACK_FAILS, reason

_log = logging.getLogger(__name__)

#: Seconds between signs of life; after four without an answer the connection is made anew.
PING_SECONDS = 5.0
#: Seconds between two tries to connect: the first pause, and the longest, between which they double.
PAUSE, LONGEST_PAUSE = 1.0, 60.0

NO_APP_TOKEN = (
    "Slack does not take the token in SLACK_APP_TOKEN; make one with the scope connections:write on the page Basic Information of your app."  # noqa: S105 - a sentence
)


class Client(SocketModeClient):
    """Slack-sdk's, but for how it connects: that tries again with an address that served before, and Slack takes each once."""

    async def connect(self) -> None:
        """Connected, however often it takes, unless it is closed meanwhile."""
        pause = PAUSE
        while not self.closed:
            try:
                await self._open()
            except (SlackApiError, *FAULTS) as error:
                _log.warning("no connection to Slack", extra={"error": type(error).__name__, "pause": pause})
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _open(self) -> None:
        if self.current_session is not None:
            await self.current_session.close()
        address = self.wss_uri or await self.issue_new_wss_url()
        self.wss_uri = None
        self.current_session = await self.aiohttp_client_session.ws_connect(address, autoping=False, heartbeat=self.ping_interval)
        self.auto_reconnect_enabled, self.stale, self.last_ping_pong_time = True, False, None
        await self.current_session.ping(f"sdk-ping-pong:{time()}".encode())
        for task in (self.current_session_monitor, self.message_receiver):
            if task is not None:
                task.cancel()
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, which also tells the envelope's id."""

    def __init__(self, app: SlackApp, token: str) -> None:  # the one of slack-bolt makes a client that this has no use for
        self.app, self.app_token = app.bolt, token
        self.client = Client(token, logger=quiet_logger(), web_client=app.connect(None), ping_interval=PING_SECONDS)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt's own does

    def is_up(self) -> bool:
        """Whether it is connected, as far as is known without asking."""
        client = self.client
        return not (client.closed or client.stale or client.current_session is None or client.current_session.closed)

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's own does
        """Takes an envelope up, and acknowledges it."""
        begun = time()
        request = AsyncBoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        request.context["envelope_id"] = req.envelope_id
        await send_async_response(client, req, await self.app.async_dispatch(request), begun)


async def connect(app: SlackApp, token: str) -> Socket:
    """Connected. Raises SlackUnavailable where Slack does not take the token or cannot be reached; what comes after is tried for ever."""
    client = app.connect(None)
    try:
        address = (await client.apps_connections_open(app_token=token))["url"]
    except SlackApiError as error:
        raise SlackUnavailable(NO_APP_TOKEN if reason(error) in BAD_TOKEN else SLACK_FAILS) from None
    except NONSENSE:
        raise SlackUnavailable(SLACK_FAILS) from None
    except OUT_OF_REACH:
        raise SlackUnavailable(f"Slack cannot be reached at {client.base_url}; check the network.") from None
    socket = Socket(app, token)
    socket.client.wss_uri = address
    try:
        await socket.connect_async()
    except BaseException:
        await socket.close_async()
        raise
    return socket

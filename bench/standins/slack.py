"""Slack on this machine: its Web API, its response addresses and Socket Mode."""

import json
import time
from base64 import b64decode

from aiohttp import web

from bench.standins.slack_api import Api
from bench.standins.slack_installs import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, SCOPES, SIGNING_SECRET, Installs, Workspace
from bench.standins.slack_names import CHANNEL, TEAM, Payload
from bench.standins.slack_socket import Sockets
from bench.standins.slack_traffic import DROPPED, RESPONSE, Answer, Hold, Request, Traffic

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "DROPPED",
    "RESPONSE",
    "SCOPES",
    "SIGNING_SECRET",
    "Hold",
    "Request",
    "StandIn",
    "Workspace",
]

#: Arguments that are JSON also where the rest is a form.
NESTED = ("blocks", "attachments", "metadata", "view", "prompts", "payload", "authed_teams")


class StandIn(Traffic):
    """`async with StandIn() as slack`: listens on 127.0.0.1. All waits are for a condition and end after `PATIENCE`."""

    def __init__(self) -> None:
        super().__init__()
        self.port = 0
        self.installs = Installs()
        self.web = Api(self.installs, lambda: f"ws://127.0.0.1:{self.port}/link?ticket={self.sockets.ticket()}")
        self.sockets = Sockets(self._note)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> "StandIn":
        app = web.Application()
        app.router.add_get("/link", self.sockets.connect)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        for held in self._holds:
            held.drop()
        await self.sockets.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        """The address of the Web API; it ends in a slash, as slack_sdk wants it."""
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def authorize(self) -> str:
        """Where a browser is sent to install Sherpa. Nobody is there: `grant` gives what it would come back with."""
        return f"http://127.0.0.1:{self.port}/oauth/v2/authorize"

    @property
    def tokens(self) -> dict[str, Workspace]:
        """What each token is good for."""
        return self.installs.tokens

    @property
    def users(self) -> dict[str, Payload]:
        """What `users.info` says, by id."""
        return self.web.users

    @property
    def rooms(self) -> dict[str, Payload]:
        """What `conversations.info` says of a channel otherwise than of any, by id."""
        return self.web.rooms

    @property
    def connections(self) -> int:
        """How many Socket Mode connections there ever were."""
        return self.sockets.connections

    @property
    def acknowledged(self) -> dict[str, Payload | None]:
        """By envelope, what came with its acknowledgement."""
        return self.sockets.acknowledged

    @property
    def times(self) -> dict[str, float]:
        """By envelope, when it was acknowledged, by the monotonic clock; `sockets.pushed` has when it was first sent."""
        return self.sockets.times

    def grant(self, team: str, *, enterprise: str | None = None, org: bool = False, rotating: bool = False) -> str:
        """The code that the browser brings when a person of the workspace has agreed. `org`: for all of the organization
        `enterprise`. `rotating`: for a token that must be renewed."""
        return self.installs.grant(Workspace(team, enterprise, org, rotating))

    def revoke(self, token: str) -> None:
        """The token is worth nothing now."""
        self.installs.lose(token, "token_revoked")

    def expire(self, token: str) -> None:
        """The token has come to its end, and another is to be had with its refresh token."""
        self.installs.lose(token, "token_expired")

    def messages(self, channel: str = CHANNEL) -> list[Payload]:
        """What the channel has, in the order it came: Sherpa's, and what was remembered."""
        return list(self.web.messages.get(channel, {}).values())

    def remember(self, event: Payload) -> None:
        """A message, as an event, which the channel has from now on. What is pushed is remembered by itself."""
        if event["type"] not in ("message", "app_mention") or event.get("subtype", "bot_message") != "bot_message":
            return
        kept = {key: value for key, value in event.items() if key not in ("channel", "channel_type", "event_ts")}
        if event["ts"] not in self.web.messages.get(event["channel"], {}):
            self.web.keep(event["channel"], {**kept, "type": "message"})

    def response_url(self, *, channel: str = CHANNEL, team: str = TEAM, original: str | None = None) -> str:
        """A new one, good for five messages. `original`: the ts of the message it is about, if all of the channel see that."""
        return f"http://127.0.0.1:{self.port}/{RESPONSE}/{self.web.new_url(channel, team, original)}"

    async def push(self, kind: str, payload: Payload, **extras: object) -> str:
        """An envelope (`events_api`, `slash_commands` or `interactive`) over Socket Mode; its id, once a connection has it."""
        if kind == "events_api":
            self.remember(payload["event"])
        envelope = await self.sockets.push(kind, payload, extras)
        await self.until(lambda: envelope in self.sockets.pushed)
        return envelope

    async def acknowledgement(self, envelope: str) -> Payload | None:
        """What came with the envelope's acknowledgement, once there is one."""
        await self.until(lambda: envelope in self.acknowledged)
        return self.acknowledged[envelope]

    async def until_connected(self, connections: int = 1) -> None:
        """Waits until there have been so many Socket Mode connections, and there is one."""
        await self.until(lambda: self.connections >= connections and self.sockets.is_connected)

    async def disconnect(self) -> None:
        """Breaks all Socket Mode connections; what was not acknowledged goes to the next."""
        await self.sockets.drop()

    async def ask_to_reconnect(self) -> None:
        """Tells all Socket Mode connections that others are to take their place, as Slack does every few hours."""
        await self.sockets.ask_to_reconnect()

    async def _api(self, http: web.Request) -> web.Response:
        body = await _arguments(http)
        scheme, _, credentials = http.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            body["client_id"], _, body["client_secret"] = b64decode(credentials).decode().partition(":")
        given = str(body.pop("token", ""))
        request = Request(http.match_info["method"], str(http.url), body, credentials if scheme == "Bearer" else given, time.monotonic())

        def act() -> Answer:
            return 200, *self.web.call(request.method, request.body, request.token)

        return await self.serve(http, request, act)

    async def _response(self, http: web.Request) -> web.Response:
        body = await _arguments(http)
        request = Request(RESPONSE, str(http.url), body.get("payload", body), "", time.monotonic())

        def act() -> Answer:
            return *self.web.respond(http.match_info["id"], request.body), {}

        return await self.serve(http, request, act)


async def _arguments(http: web.Request) -> Payload:
    """A request's arguments, from wherever it has them; what is JSON within a form is read."""
    body: Payload = dict(http.query)
    if http.content_type == "application/json":
        body |= await http.json()
    else:
        body |= await http.post()
    for name in NESTED:
        if isinstance(body.get(name), str):
            body[name] = json.loads(body[name])
    return body

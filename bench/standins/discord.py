"""Discord on this machine: its REST API and its gateway."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

from aiohttp import WSMsgType, web

from bench.standins import payloads
from bench.standins.discord_rest import Rest
from bench.standins.payloads import APPLICATION, Payload

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAx.stand.in-token"  # noqa: S105 - of nothing

#: Gateway opcodes and close codes (Discord's documentation, "Opcodes and status codes").
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 0, 1, 2, 6, 7, 9, 10, 11
AUTHENTICATION_FAILED = 4004

#: Instead of a status: the connection breaks before there is an answer.
DROPPED = 0

#: Seconds that a wait for something to happen takes at the most.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came in; `time` is by the monotonic clock."""

    method: str
    path: str
    body: Any
    time: float

    @property
    def is_answer(self) -> bool:
        """Whether it shows a message to people: as an answer to an interaction, after it, or in a channel."""
        if self.path.endswith("/callback"):
            return bool(self.body["type"] == 4)
        return (self.method == "POST" and ("/messages" in self.path or "/webhooks/" in self.path) and "/threads" not in self.path) or (
            self.method == "PATCH" and self.path.endswith("@original")
        )

    @property
    def said(self) -> Payload:
        """The message in it."""
        return dict(self.body["data"] if self.path.endswith("/callback") else self.body)


@dataclass
class Fault:
    """What the next request that fits is answered with."""

    method: str
    path: str
    status: int
    headers: dict[str, str]
    body: Payload


@dataclass
class Session:
    """What a gateway session has been sent, to be sent again when it resumes."""

    id: str
    events: list[Payload] = field(default_factory=list)


class StandIn:
    """`async with StandIn() as discord`: listens on 127.0.0.1. All waits are for a condition and end after `PATIENCE`."""

    def __init__(self, *, heartbeat: float = 41.25) -> None:
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.identified = 0
        self.resumed = 0
        self.connections = 0
        self._lost: list[tuple[str, str]] = []
        self.is_silent = False  #: takes what comes over the gateway, and says nothing
        self._heartbeat = heartbeat
        self._changed = asyncio.Condition()
        self._sockets: list[web.WebSocketResponse] = []
        self._session = Session("none")
        self._runner: web.AppRunner | None = None
        self.rest = Rest()
        self.port = 0

    async def __aenter__(self) -> "StandIn":
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.rest.gateway = f"ws://127.0.0.1:{self.port}/gateway"
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.is_silent = True
        for socket in self._sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    async def until(self, condition: Callable[[], Any]) -> Any:
        """Waits until the condition holds, looking after everything that happens here; what it gave. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE), self._changed:
            while not (given := condition()):
                await self._changed.wait()
        return given

    async def until_ready(self, sessions: int = 1) -> None:
        """Waits until so many sessions have begun."""
        await self.until(lambda: self.identified >= sessions)

    def answers(self) -> list[Request]:
        """All requests that show a message to people."""
        return [request for request in self.requests if request.is_answer]

    def answers_to(self, interaction: Payload) -> list[Request]:
        """Those that answer the interaction."""
        return [request for request in self.answers() if interaction["token"] in request.path]

    def fail(self, method: str, path: str, status: int, *, times: int = 1, body: Payload | None = None, **headers: str) -> None:
        """Answers the next requests that fit (`path` as a shell pattern, after `/api/v10`) with this instead."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.faults += [Fault(method, path, status, given, body or {"message": "injected", "code": 0}) for _ in range(times)]

    def lose(self, method: str, path: str) -> None:
        """Does what the next request that fits asks for, and breaks the connection instead of saying so."""
        self._lost.append((method, path))

    async def send(self, event: str, data: Payload) -> Payload:
        """An event over the gateway; the data."""
        payload = {"op": DISPATCH, "t": event, "s": len(self._session.events) + 1, "d": data}
        self._session.events.append(payload)
        await self._push(payload)
        return data

    async def interact(self, interaction: Payload) -> Payload:
        """An interaction over the gateway, in the name of the socket that listens."""
        return await self.send("INTERACTION_CREATE", interaction)

    async def answered(self, interaction: Payload) -> Payload:
        """The interaction, sent, and the message that answers it."""
        await self.interact(interaction)
        message = await self.until(lambda: self.rest.messages.get(self.rest.acknowledged.get(interaction["token"], "")))
        return dict(message)

    async def disconnect(self, *, code: int = 1006) -> None:
        """Drops the connection; what is sent until it is resumed is sent then."""
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            if code == 1006 and socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()
            else:
                await socket.close(code=code)

    async def _push(self, payload: Payload) -> None:
        for socket in list(self._sockets):
            with suppress(ConnectionError):
                await socket.send_str(json.dumps(payload))

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        await self._note()
        await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": int(self._heartbeat * 1_000)}}))
        async for frame in socket:
            if frame.type != WSMsgType.TEXT or self.is_silent:
                continue
            said = json.loads(frame.data)
            match said["op"]:
                case 1:
                    await socket.send_str(json.dumps({"op": HEARTBEAT_ACK}))
                case 2 if said["d"]["token"] != TOKEN:
                    await socket.close(code=AUTHENTICATION_FAILED)
                case 2:
                    await self._begin(socket)
                case 6:
                    await self._resume(socket, said["d"])
        return socket

    async def _begin(self, socket: web.WebSocketResponse) -> None:
        self._session = Session(payloads.new_id())
        self._sockets.append(socket)
        ready = {
            "v": 10,
            "user": payloads.SHERPA,
            "guilds": [{"id": guild, "unavailable": True} for guild in self.rest.guilds],
            "session_id": self._session.id,
            "resume_gateway_url": self.rest.gateway,
            "shard": [0, 1],
            "application": {"id": APPLICATION, "flags": 0},
        }
        await self.send("READY", ready)
        for guild, channel in self.rest.guilds.items():
            await self.send("GUILD_CREATE", payloads.guild(guild, channel))
        self.identified += 1
        await self._note()

    async def _resume(self, socket: web.WebSocketResponse, said: Payload) -> None:
        if said["session_id"] != self._session.id:
            await socket.send_str(json.dumps({"op": INVALID_SESSION, "d": False}))
            return
        self._sockets.append(socket)
        for event in self._session.events[said["seq"] :]:
            await socket.send_str(json.dumps(event))
        await self.send("RESUMED", {})
        self.resumed += 1
        await self._note()

    async def _rest(self, request: web.Request) -> web.Response:
        path = f"/{request.match_info['path']}"
        body = await request.json() if request.can_read_body and request.content_type == "application/json" else None
        self.requests.append(Request(request.method, path, body, time.monotonic()))
        try:
            status, answer, headers = self._answer(request, path, body)
        finally:
            await self._note()
        if status == DROPPED:
            if request.transport is not None:
                request.transport.close()
            return web.Response()
        if answer is None:
            return web.Response(status=status)
        return web.Response(status=status, body=json.dumps(answer).encode(), headers={"Content-Type": "application/json", **headers})

    def _answer(self, request: web.Request, path: str, body: Any) -> tuple[int, Any, dict[str, str]]:
        for fault in self.faults:
            if fault.method == request.method and fnmatch(path, fault.path):
                self.faults.remove(fault)
                return fault.status, fault.body, fault.headers
        if not path.startswith(("/interactions/", "/webhooks/")) and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return 401, {"message": "401: Unauthorized", "code": 0}, {}
        lost = next((each for each in self._lost if each[0] == request.method and fnmatch(path, each[1])), None)
        status, answer = self.rest.route(request.method, path.strip("/").split("/"), body)
        if lost:
            self._lost.remove(lost)
            return DROPPED, None, {}
        return status, answer, {}

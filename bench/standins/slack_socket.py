"""Socket Mode on this machine: connections, and envelopes that are sent until they are acknowledged."""

import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

from aiohttp import WSMsgType, web

from bench.standins.slack_names import APP, Payload


@dataclass
class Envelope:
    """What is to be acknowledged; `socket` is the connection that has it, None if there was none or that one is gone."""

    content: Payload
    socket: web.WebSocketResponse | None = None
    attempts: int = 0


class Sockets:
    """`note` is awaited after everything that happens here."""

    def __init__(self, note: Callable[[], Awaitable[None]]) -> None:
        self.connections = 0  #: all that there ever were
        self.acknowledged: dict[str, Payload | None] = {}  #: by envelope, what came with the acknowledgement
        self.times: dict[str, float] = {}  #: by envelope, when it was acknowledged, by the monotonic clock
        self.pushed: dict[str, float] = {}  #: by envelope, when it was first sent
        self.refusing = 0  #: how many connections are refused from now on, each with its ticket
        self._note = note
        self._tickets: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._asked: list[web.WebSocketResponse] = []
        self._waiting: dict[str, Envelope] = {}
        self._turns = count()

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection that envelopes may go to."""
        return bool(self._open)

    @property
    def _open(self) -> list[web.WebSocketResponse]:
        return [socket for socket in self._sockets if socket not in self._asked]

    def ticket(self) -> str:
        """What a connection must bring; it is good for one."""
        made = uuid4().hex
        self._tickets.add(made)
        return made

    async def push(self, kind: str, payload: Payload, extras: Payload) -> str:
        """Sends an envelope, now or when there is a connection; its id."""
        id_ = str(uuid4())
        content = {"envelope_id": id_, "type": kind, "accepts_response_payload": kind != "events_api", "payload": payload, **extras}
        self._waiting[id_] = Envelope(content)
        await self._deliver()
        return id_

    async def ask_to_reconnect(self) -> None:
        """Tells all connections that others are to take their place; nothing new is sent to them after that."""
        asked = self._open
        self._asked += asked
        for socket in asked:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "stand-in"}}))

    async def drop(self) -> None:
        """Breaks all connections, without a word."""
        for socket in list(self._sockets):
            self._forget(socket)
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()
        await self._note()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """A connection, as long as it lasts."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.remove(ticket)
        if self.refusing:
            self.refusing -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        self._sockets.append(socket)
        info = {"num_connections": len(self._open), "connection_info": {"app_id": APP}, "debug_info": {"host": "stand-in"}}
        try:
            await socket.send_str(json.dumps({"type": "hello", **info}))
            await self._deliver()
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    await self._acknowledge(json.loads(frame.data))
        finally:
            self._forget(socket)
            await self._deliver()
        return socket

    async def _acknowledge(self, said: Payload) -> None:
        id_ = said["envelope_id"]
        if self._waiting.pop(id_, None):
            self.acknowledged[id_] = said.get("payload")
            self.times[id_] = time.monotonic()
            await self._note()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        """What the connection has not acknowledged is for another."""
        if socket in self._sockets:
            self._sockets.remove(socket)
        for envelope in self._waiting.values():
            if envelope.socket is socket:
                envelope.socket = None

    async def _deliver(self) -> None:
        """Sends what no connection has to one of them, to each in its turn."""
        for id_, envelope in list(self._waiting.items()):
            if not self._open or envelope.socket is not None:
                continue
            envelope.socket = self._open[next(self._turns) % len(self._open)]
            again = {"retry_attempt": envelope.attempts, "retry_reason": "timeout" if envelope.attempts else ""}
            again = again if envelope.attempts or envelope.content["type"] == "events_api" else {}
            envelope.attempts += 1
            self.pushed.setdefault(id_, time.monotonic())
            with suppress(ConnectionError):
                await envelope.socket.send_str(json.dumps({**envelope.content, **again}))
        await self._note()

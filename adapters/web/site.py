"""The one web server of a process, for all of its parts that have pages."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from index.errors import Unavailable

#: Seconds that answers under way may take once the server is told to stop: what they are of has stopped before.
LAST_ANSWERS = 2
#: Connections that wait to be taken up.
BACKLOG = 2_048


class Site:
    """Made once; it listens as long as some part has its pages there."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._app = Starlette()
        self._open = 0
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def pages(self, routes: Sequence[BaseRoute]) -> AsyncIterator[str]:
        """Serves the routes for as long as the block lasts; the server's address. Raises Unavailable where the port is taken."""
        self._app.router.routes.extend(routes)
        self._open += 1
        try:
            if self._open == 1:
                await self._listen()
            yield f"http://{self._host}:{self._port}"
        finally:
            self._open -= 1
            for route in routes:
                self._app.router.routes.remove(route)
            if self._open == 0:
                await self._close()

    @property
    def is_open(self) -> bool:
        """Whether any part has its pages there now."""
        return self._open > 0

    async def _listen(self) -> None:
        try:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            listening = socket.create_server((self._host, self._port), family=family, backlog=BACKLOG)
        except OSError as error:
            sentence = (
                f"Sherpa cannot listen at {self._host}:{self._port} ({os.strerror(error.errno or 0)}); set SHERPA_WEB_PORT to a free port."
            )
            raise Unavailable(sentence) from None
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._app, log_config=None, access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=LAST_ANSWERS
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))

    async def _close(self) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield

"""The one web server of a process, for all of its parts that have pages."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from adapters.web.listening import MEND_HOST, is_of_host, listening, written
from index.errors import Unavailable

#: Seconds that answers under way may take once the server is told to stop: what they are of has stopped before.
LAST_ANSWERS = 2
#: Seconds for which a connection stays open with nothing on it: longer than proxies keep theirs (nginx 60), so that none is closed just
#: as one uses it.
KEEP_ALIVE = 75


class Site:
    """Made once; it listens as long as some part has its pages there."""

    def __init__(self, host: str, port: int, proxies: str = "127.0.0.1") -> None:
        """`proxies`: the addresses whose word is taken for where a request comes from (X-Forwarded-For), with commas between them."""
        self._proxies = proxies
        self._host = host
        self._port = port
        self._app = Starlette()
        self._app.router.redirect_slashes = False  # it would take the host's name from whoever asks
        self._nothing = self._app.router.default
        self._open = 0
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def pages(self, routes: Sequence[BaseRoute], others: ASGIApp | None = None) -> AsyncIterator[str]:
        """Serves the routes for as long as the block lasts, and `others` for every address that no part has a route for; the server's
        address. Raises Unavailable where nothing can listen there.
        """
        self._app.router.routes.extend(routes)
        if others is not None:
            self._app.router.default = others
        self._open += 1
        try:
            if self._open == 1:
                await self._listen()
            yield f"http://{written(self._host, self._port)}"
        finally:
            self._open -= 1
            if others is not None:
                self._app.router.default = self._nothing
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
            opened = listening(self._host, self._port)
        except OSError as error:
            raise Unavailable(f"Sherpa cannot listen at {self._trouble(error)}.") from None
        self._port = opened.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            forwarded_allow_ips=self._proxies,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=LAST_ANSWERS,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[opened]))

    def _trouble(self, error: OSError) -> str:
        if is_of_host(error):
            return f"{self._host}, which is no address of this machine; {MEND_HOST}"
        return f"{written(self._host, self._port)} ({os.strerror(error.errno or 0)}); set SHERPA_WEB_PORT to a free port"

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

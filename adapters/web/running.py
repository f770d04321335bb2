"""Being on the web."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.jobs.output import say
from adapters.web.site import Site


async def run(site: Site, stop: asyncio.Event) -> None:
    """Serves until `stop` is set. Raises Unavailable where the port is taken."""
    async with site.pages([Route("/healthz", _alive)]) as address:
        say(f"Sherpa is on the web at {address}.")
        await stop.wait()


async def _alive(_request: Request) -> PlainTextResponse:
    """For whoever watches over the process: that it answers."""
    return PlainTextResponse("ok\n")

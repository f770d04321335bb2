"""Being on the web."""

import asyncio

from adapters.jobs.output import say
from adapters.settings import Settings
from adapters.web.site import Site
from adapters.wiring import House


async def run(house: House, site: Site, settings: Settings, stop: asyncio.Event) -> None:
    """Serves until `stop` is set. Raises Unavailable where the port is taken."""
    async with site.pages(()) as address:
        say(f"Sherpa is on the web at {address}.")
        await stop.wait()

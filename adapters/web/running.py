"""Being on the web."""

import asyncio

from adapters.jobs.output import say
from adapters.web.guarding import Limits
from adapters.web.pages import pages
from adapters.web.site import Site
from adapters.wiring import House


async def run(house: House, site: Site, stop: asyncio.Event) -> None:
    """Serves until `stop` is set. Raises Unavailable where nothing can listen there."""
    others = pages(house.service, house.browsing, house.signer, house.public_url, limits=Limits(), observer=house.metrics)
    async with site.pages((), others) as address:
        say(f"Sherpa is on the web at {address}.")
        await stop.wait()

"""Being on the web."""

import asyncio
from datetime import timedelta
from secrets import token_hex

from adapters.jobs.output import say
from adapters.settings import Settings
from adapters.web import health
from adapters.web.guarding import Limits
from adapters.web.pages import pages
from adapters.web.signing import Signer
from adapters.web.site import Site
from adapters.wiring import House


async def run(house: House, site: Site, settings: Settings, stop: asyncio.Event) -> None:
    """Serves until `stop` is set. Raises Unavailable where the port is taken."""
    async with site.pages(health.routes(), pages(house.service, house.browsing, _signer(), settings.public_url, Limits())) as address:
        say(f"Sherpa is on the web at {address}.")
        await stop.wait()


def _signer() -> Signer:
    return Signer(token_hex(32), timedelta(days=30))

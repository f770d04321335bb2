"""For whoever watches over the process: whether it is alive."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route


def routes() -> list[BaseRoute]:
    """`/healthz`."""
    return [Route("/healthz", _alive)]


async def _alive(_request: Request) -> PlainTextResponse:
    """That it answers."""
    return PlainTextResponse("ok\n")

"""Sherpa's own pages, put together."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from adapters.web.asking import AskingPages
from adapters.web.failing import NO_PAGE, Failing
from adapters.web.guarding import Guard, Limits
from adapters.web.listing import ListingPages
from adapters.web.reader import ReaderPages
from adapters.web.signing import Signer
from adapters.web.templating import STATIC, Templates
from adapters.web.yielding import Yielding
from bot.browsing import Browsing
from bot.observing import Observer
from bot.service import Service

ROBOTS = "User-agent: *\nDisallow: /\n"


def pages(service: Service, browsing: Browsing, signer: Signer, public_url: str | None, *, limits: Limits, observer: Observer) -> ASGIApp:
    """Asking, looking through the articles, reading them, what that needs, and a page for whatever is no page, behind the guard."""
    templates = Templates()
    reader = ReaderPages(browsing, signer, templates, public_url)

    async def nothing(_request: Request) -> Response:
        return templates.failure(404, "No such page", NO_PAGE)

    routes: list[BaseRoute] = [
        *AskingPages(service, browsing, templates, observer).routes(),
        *ListingPages(service, browsing, templates).routes(),
        *reader.routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/robots.txt", _robots, methods=["GET"]),
        Route("/{rest:path}", nothing),
    ]
    return Guard(Yielding(Failing(Router(routes), templates), service.quiet), templates, limits)


async def _robots(_request: Request) -> Response:
    """The articles are their publishers' to have found."""
    return PlainTextResponse(ROBOTS)

"""The articles without a question: the list of sources with its filters, and the timeline."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from adapters.web.kept import Kept
from adapters.web.templating import Templates
from bot.browsing import Browsing, Timeline, Wanted
from bot.places import PUBLIC
from bot.service import Service
from index.articles import Stance
from index.cleaning import clean_line

#: Outlets that can be chosen from: a list that is longer helps nobody; words narrow it too.
MOST_OUTLETS = 300


class ListingPages:
    """Made once."""

    def __init__(self, service: Service, browsing: Browsing, templates: Templates) -> None:
        self._service = service
        self._browsing = browsing
        self._templates = templates
        self._outlets: Kept[list[str]] = Kept(1)
        self._timeline: Kept[Timeline] = Kept(1)

    def routes(self) -> list[BaseRoute]:
        """`/sources` and `/timeline`."""
        return [Route("/sources", self._sources, methods=["GET"]), Route("/timeline", self._tell, methods=["GET"])]

    async def _sources(self, request: Request) -> Response:
        given = request.query_params
        sides: dict[str, Stance] = {"before": "before", "after": "after"}
        wanted = Wanted(
            words=clean_line(given.get("words", ""))[:200],
            outlet=clean_line(given.get("outlet", ""))[:300],
            side=sides.get(given.get("when", "")),
        )
        sided = await self._service.narrowed(PUBLIC, side=wanted.side)
        page = await self._browsing.page(wanted, _number(given.get("page", "1")), sided)
        outlets = await self._outlets.get(await self._browsing.version(), self._browsing.outlets)
        query = {"words": wanted.words, "outlet": wanted.outlet, "when": wanted.side or ""}
        return self._templates.page(
            "sources.html",
            page=page,
            wanted=wanted,
            outlets=outlets[:MOST_OUTLETS],
            at=lambda number: "?" + urlencode({**{name: value for name, value in query.items() if value}, "page": number}),
        )

    async def _tell(self, _request: Request) -> Response:
        timeline = await self._timeline.get(await self._browsing.version(), self._browsing.timeline)
        return self._templates.page("timeline.html", days=timeline.days, looked_at=timeline.looked_at)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 1

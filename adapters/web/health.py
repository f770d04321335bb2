"""For whoever watches over the process: whether it is alive, and whether it can answer questions."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from adapters.readiness import OK
from adapters.standing import Standing

#: Gives the report of `Readiness`.
Report = Callable[[], Awaitable[dict[str, str]]]

#: Seconds after which whoever comes while Sherpa starts or stops should come again.
COME_AGAIN = 5


def routes(standing: Standing) -> list[BaseRoute]:
    """`/healthz`, and while the process starts or stops an answer to all else, `/readyz` among it."""
    return [Route("/healthz", _alive, methods=["GET"]), _NotNow(standing)]


def readiness(report: Report) -> list[BaseRoute]:
    """`/readyz`, of a process that runs."""

    async def ready(_request: Request) -> JSONResponse:
        parts = await report()
        good = all(said == OK for said in parts.values())
        return JSONResponse({"ready": good, "sherpa": "running", **parts}, 200 if good else 503)

    return [Route("/readyz", ready, methods=["GET"])]


async def _alive(_request: Request) -> PlainTextResponse:
    """That it answers."""
    return PlainTextResponse("ok\n")


class _NotNow(Route):
    """Every path, but only while the process starts or stops: Slack and browsers come again, where "not found" would be taken for good."""

    def __init__(self, standing: Standing) -> None:
        super().__init__("/{path:path}", self._say, methods=None)
        self._standing = standing
        self.methods = None  # every one

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """None while the process runs."""
        return (Match.NONE, {}) if self._standing.phase == "running" else super().matches(scope)

    async def _say(self, _request: Request) -> Response:
        body = {"ready": False, "sherpa": self._standing.phase}
        return JSONResponse(body, 503, headers={"Retry-After": str(COME_AGAIN)})

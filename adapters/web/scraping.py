"""`/metrics`, as Prometheus reads it. It holds counts alone: whoever may know how busy Sherpa is may read it."""

from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from adapters.gauges import Gauges
from adapters.wiring import House


def routes(house: House) -> list[BaseRoute]:
    """`/metrics`, of a process that runs. Called once for each house."""
    registry, gauges = house.metrics.registry, Gauges(house)
    registry.register(gauges)

    async def metrics(request: Request) -> Response:
        await gauges.look()
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(registry), headers={"Content-Type": kind})

    return [Route("/metrics", metrics, methods=["GET"])]

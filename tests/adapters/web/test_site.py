"""The server itself."""

import asyncio
import socket

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.web.site import Site
from index.errors import Unavailable


async def _text(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


async def test_nothing_that_is_sent_waits_to_be_joined_by_more() -> None:
    delays: list[int] = []

    async def look(request: Request) -> PlainTextResponse:
        (transport,) = [each.transport for each in site._server.server_state.connections]  # type: ignore[union-attr]
        delays.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        return await _text(request)

    site = Site("127.0.0.1", 0)
    async with site.pages([Route("/", look)]) as address, httpx.AsyncClient() as client:
        await client.get(address)

    assert delays == [1]


async def test_parts_share_the_port_and_one_has_every_address_that_no_other_has() -> None:
    site = Site("127.0.0.1", 0)
    others = Route("/{rest:path}", _text)
    async with (
        site.pages([Route("/one", _text)], others) as address,
        site.pages([Route("/two", _text)]) as same,
        httpx.AsyncClient(base_url=address) as client,
    ):
        assert same == address
        assert [(await client.get(path)).text for path in ("/one", "/two", "/three/")] == ["/one", "/two", "/three/"]


async def test_a_port_that_is_taken_is_said_to_be() -> None:
    async with Site("127.0.0.1", 0).pages([]) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(Unavailable, match=f"cannot listen at 127.0.0.1:{port}"):
            async with asyncio.timeout(10), Site("127.0.0.1", port).pages([]):
                pass

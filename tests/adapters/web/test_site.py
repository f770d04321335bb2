"""The server itself."""

import asyncio
import socket

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.web.listening import listening
from adapters.web.site import Site
from index.errors import Unavailable

#: Longer than a part of a name can be, so that nobody is asked for it.
NO_NAME = "x" * 64


def _has_ipv6() -> bool:
    try:
        listening("::1", 0).close()
    except OSError:
        return False
    return True


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


@pytest.mark.parametrize("host", [NO_NAME, "192.0.2.1", "2001:db8::1"])
async def test_a_host_that_is_no_address_of_this_machine_is_said_to_be_and_not_the_port(host: str) -> None:
    with pytest.raises(Unavailable) as said:
        async with Site(host, 0).pages([]):
            pass
    mend = "set SHERPA_WEB_HOST to one, such as 127.0.0.1 or 0.0.0.0"
    assert str(said.value) == f"Sherpa cannot listen at {host}, which is no address of this machine; {mend}."


@pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")
async def test_an_address_of_the_newer_kind_is_told_as_browsers_take_it() -> None:
    async with Site("::1", 0).pages([Route("/here", _text)]) as address, httpx.AsyncClient() as client:
        assert address.startswith("http://[::1]:")
        assert (await client.get(f"{address}/here")).text == "/here"
        taken = address.removeprefix("http://")
        with pytest.raises(Unavailable) as said:
            async with Site("::1", int(taken.rpartition(":")[2])).pages([]):
                pass
    assert taken in str(said.value)

"""Pages wait for questions, but not for ever, and are made a few at a time."""

import asyncio
from contextlib import ExitStack

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.web.site import Site
from adapters.web.yielding import AT_ONCE, LONGEST, Yielding
from bot.quiet import Quiet


async def test_a_page_waits_while_a_question_is_answered_and_goes_on_at_once_after_it() -> None:
    quiet, answering = Quiet(), ExitStack()
    answering.enter_context(quiet.broken())
    began: list[float] = []

    async def page(_request: Request) -> PlainTextResponse:
        began.append(asyncio.get_running_loop().time())
        return PlainTextResponse("read")

    site = Site("127.0.0.1", 0)
    async with site.pages([], Yielding(Route("/{rest:path}", page), quiet)) as address, httpx.AsyncClient(base_url=address) as client:
        before = asyncio.get_running_loop().time()
        assert (await client.get("/a")).text == "read"
        assert began.pop() - before >= LONGEST * 0.9  # it was asked all the time
        waiting = asyncio.create_task(client.get("/a"))
        assert (await client.get("/?q=when")).text == "read"  # a question waits for nothing
        answering.close()
        assert (await waiting).text == "read"


async def test_only_some_pages_are_made_at_once() -> None:
    quiet, go = Quiet(), asyncio.Event()
    making: list[int] = []

    async def page(_request: Request) -> PlainTextResponse:
        making.append(1)
        await go.wait()
        return PlainTextResponse("read")

    site = Site("127.0.0.1", 0)
    async with site.pages([], Yielding(Route("/{rest:path}", page), quiet)) as address, httpx.AsyncClient(base_url=address) as client:
        async with asyncio.TaskGroup() as group:
            reading = [group.create_task(client.get(f"/{number}")) for number in range(3 * AT_ONCE)]
            while len(making) < AT_ONCE:  # noqa: ASYNC110 - of a page that begins nobody tells
                await asyncio.sleep(0)
            for _ in range(100):  # no matter how long it is looked at
                await asyncio.sleep(0)
            assert len(making) == AT_ONCE
            go.set()
        assert [each.result().text for each in reading] == ["read"] * (3 * AT_ONCE)


async def test_whoever_takes_no_page_holds_up_nobody_else() -> None:
    quiet = Quiet()

    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse("x" * (20_000_000 if "large" in request.url.path else 1))

    site = Site("127.0.0.1", 0)
    async with site.pages([], Yielding(Route("/{rest:path}", page), quiet)) as address, httpx.AsyncClient(base_url=address) as client:
        host, _, port = address.removeprefix("http://").partition(":")
        idle = [await asyncio.open_connection(host, int(port)) for _ in range(2 * AT_ONCE)]
        for _, outgoing in idle:
            outgoing.write(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        for incoming, _ in idle:
            await incoming.readuntil(b"\r\n\r\n")  # the page is made, and the rest of it is not read

        assert (await client.get("/small", timeout=5)).text == "x"

        for _, outgoing in idle:
            outgoing.transport.abort()

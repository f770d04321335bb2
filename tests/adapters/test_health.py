"""What whoever watches over a process is told of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.readiness import Readiness
from adapters.settings import Settings
from adapters.standing import Phase, Standing
from adapters.web import health
from adapters.web.site import Site
from adapters.wiring import House, open_house


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    opened = await open_house(Settings(home=tmp_path, engine="memory", _env_file=None), Standing(["discord", "slack"]))  # type: ignore[call-arg]  # pydantic-settings' own
    yield opened
    await opened.service.close()


async def test_only_a_process_that_runs_takes_anything_but_the_question_whether_it_is_alive() -> None:
    standing = Standing(())
    page = Route("/page", lambda _: PlainTextResponse("here"), methods=["GET", "POST"])
    site = Site("127.0.0.1", 0)
    statuses: dict[Phase, list[int]] = {}
    async with site.pages([*health.routes(standing), page]) as address, httpx.AsyncClient(base_url=address) as browser:
        phases: tuple[Phase, ...] = ("starting", "running", "stopping")
        for standing.phase in phases:
            answers = [await browser.get("/healthz"), await browser.get("/page"), await browser.post("/page"), await browser.get("/readyz")]
            statuses[standing.phase] = [answer.status_code for answer in answers]
    assert statuses == {"starting": [200, 503, 503, 503], "running": [200, 200, 200, 404], "stopping": [200, 503, 503, 503]}
    assert answers[-1].json() == {"ready": False, "sherpa": "stopping"}
    assert int(answers[1].headers["Retry-After"]) > 0


async def test_ready_is_who_has_store_index_and_every_platform(house: House) -> None:
    readiness, site = Readiness(house.standing, house.library), Site("127.0.0.1", 0)
    async with site.pages(health.readiness(readiness.report)) as address, httpx.AsyncClient(base_url=address) as browser:
        with house.standing.connection("discord", lambda: True):
            without = await browser.get("/readyz")
            with house.standing.connection("slack", lambda: True):
                with_all = await browser.get("/readyz")
    parts = {"store": "ok", "index": "ok", "discord": "ok"}
    assert (without.status_code, without.json()) == (503, {"ready": False, "sherpa": "running", **parts, "slack": "not connected"})
    assert (with_all.status_code, with_all.json()) == (200, {"ready": True, "sherpa": "running", **parts, "slack": "ok"})


async def test_a_part_that_takes_long_or_does_not_work_is_said_and_holds_nobody_up(house: House) -> None:
    hurried = Readiness(house.standing, house.library, quick=0)
    report = await hurried.report()
    assert report["store"] == report["index"] == "no answer in 0 s"
    await asyncio.wait(hurried._asked.values())  # what is under way has the database open
    await house.service.close()
    report = await Readiness(house.standing, house.library).report()
    assert report["index"] == "does not work"


async def test_an_index_that_is_too_far_behind_is_not_ready(house: House) -> None:
    report = await Readiness(house.standing, house.library, most_behind=-1).report()
    assert report["index"] == "0 changes behind the store"

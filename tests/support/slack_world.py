"""Sherpa on a Slack of this machine, in one process with it, over real sockets: for tests of the Slack adapter."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from slack_check import check_message, quotations
from sown import sow
from sqlalchemy import text

from adapters.settings import Settings, SlackSettings
from adapters.slack.app import SlackApp, open_app
from adapters.slack.http import routes
from adapters.slack.socket_mode import connect
from adapters.web.site import Site
from adapters.wiring import House, open_house
from bench.standins import slack_payloads as payloads
from bench.standins.slack import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, Request, StandIn
from index import seeds

BODIES = {article.id: article.body for article in seeds.load()}
ALICE, BOB = payloads.person(1), payloads.person(2)
QUESTION = "Does the German chancellor trust Putin?"
#: Messages, as they are sent: all of these show something to people.
SHOWING = ("chat.postMessage", "chat.postEphemeral", "response", "views.open", "views.update", "views.publish")


def slack_settings(slack: StandIn, **given: Any) -> SlackSettings:
    """Those for the stand-in, without any token."""
    return SlackSettings(api_url=slack.api, authorize_url=slack.authorize, _env_file=None, **given)  # type: ignore[call-arg]  # pydantic-settings' own


def for_socket(slack: StandIn) -> SlackSettings:
    return slack_settings(slack, bot_token=BOT_TOKEN, app_token=APP_TOKEN)


def for_http(slack: StandIn) -> SlackSettings:
    return slack_settings(slack, bot_token=BOT_TOKEN, signing_secret=SIGNING_SECRET)


#: How one workspace can be served.
WAYS = {"http": for_http, "socket": for_socket}


def for_many(slack: StandIn) -> SlackSettings:
    return slack_settings(slack, signing_secret=SIGNING_SECRET, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)


@dataclass
class Sherpa:
    """One that runs. `address` is where it listens, "" in Socket Mode."""

    app: SlackApp
    house: House
    address: str
    stop: asyncio.Event
    session: aiohttp.ClientSession = field(repr=False)

    async def post(self, body: payloads.Body, **headers: str) -> tuple[int, Any]:
        """Sends it as Slack does, signed; the status and the answer's body, as JSON where it is."""
        given = {"Content-Type": body.content_type, **payloads.signed(body.content, SIGNING_SECRET), **headers}
        async with self.session.post(f"{self.address}/slack/events", data=body.content, headers=given) as answer:
            content = await answer.text()
            return answer.status, json.loads(content) if answer.content_type == "application/json" and content else content


@dataclass
class World:
    """What a test acts in."""

    slack: StandIn
    home: Path
    settings: SlackSettings
    sherpa: Sherpa
    session: aiohttp.ClientSession
    own: dict[str, Any]  #: Sherpa's own settings
    published: list[str] = field(default_factory=list)  #: the texts of articles beside the seeds

    async def send(self, payload: dict[str, Any]) -> Any:
        """Something happens at Slack; what the acknowledgement carries. By the way that this world is connected."""
        if "event" in payload:
            self.slack.remember(payload["event"])
        if not self.sherpa.address:
            kind = "events_api" if "event" in payload else "slash_commands" if "command" in payload else "interactive"
            return await self.slack.acknowledgement(await self.slack.push(kind, payload))
        status, answer = await self.sherpa.post(encoded(payload))
        assert status == 200, answer
        return answer

    async def event(self, inner: dict[str, Any], **where: Any) -> dict[str, Any]:
        """An event happens; all of it."""
        whole = payloads.event(inner, **where)
        await self.send(whole)
        return whole

    async def shown(self, count: int = 1) -> list[Request]:
        """What was shown to people, once there is so much."""
        await self.slack.until(lambda: len(self.slack.answers()) >= count)
        return self.slack.answers()

    async def after(self, payload: dict[str, Any], method: str = "*") -> Request:
        """What is shown to people after this happened."""
        known = len(self._showing(method))
        await self.send(payload)
        await self.slack.until(lambda: len(self._showing(method)) > known)
        return self._showing(method)[known]

    def _showing(self, method: str) -> list[Request]:
        return [each for each in self.slack.requests if each.is_ok and each.method in SHOWING and method in ("*", each.method)]

    async def ask(self, text: str, by: dict[str, Any] = ALICE, **where: Any) -> Request:
        """Gives /ask."""
        return await self.after(payloads.slash(by, "/ask", text, response_url=self.slack.response_url(), **where))

    async def quiet(self) -> None:
        """Waits until nothing is under way: a question asked after all that came before, and answered."""
        await self.sherpa.app.receiver.settle()
        while running := [each for _, each in self.sherpa.app.worker._under_way.values()]:
            await asyncio.wait(running)

    async def rows(self, table: str) -> list[Any]:
        """All rows of a table."""
        async with self.sherpa.house.store.reading() as connection:
            return list((await connection.execute(text(f"SELECT * FROM {table}"))).mappings())  # noqa: S608 - a table of ours

    @asynccontextmanager
    async def another(self) -> AsyncIterator[Sherpa]:
        """One more Sherpa on the same database, as another process would be: with connections and an inbox of its own."""
        async with running(self.slack, self.home, self.settings, self.session, **self.own) as sherpa:
            yield sherpa

    def check(self) -> None:
        """Everything that was sent is as Slack takes it, and quotes word for word."""
        for request in self.slack.requests:
            if request.method not in SHOWING or request.body.get("delete_original"):
                continue
            shown = request.body["view"] if request.method.startswith("views.") else request.body
            check_message(shown)
            assert all(is_verbatim(each, *self.published) for each in quotations(shown)), quotations(shown)


async def install(world: World, code: str, *, state: str | None = None, cookie: str | None = None) -> tuple[int, str]:
    """Goes through the installation as a browser does; the last page's status and text. `state` and `cookie` replace what was given."""
    async with world.session.get(f"{world.sherpa.address}/slack/install") as page:
        assert page.status == 200
        text = await page.text()
        given = page.headers["Set-Cookie"].partition(";")[0]
    (link,) = re.findall(r'href="([^"]+/oauth/v2/authorize[^"]*)"', text.replace("&amp;", "&"))
    asked = parse_qs(urlsplit(link).query)
    assert link.startswith(world.slack.authorize)
    assert asked["client_id"] == [CLIENT_ID]
    assert asked["redirect_uri"] == ["https://sherpa.test/slack/oauth_redirect"]
    query = {"code": code, "state": asked["state"][0] if state is None else state}
    headers = {"Cookie": given if cookie is None else cookie}
    async with world.session.get(f"{world.sherpa.address}/slack/oauth_redirect", params=query, headers=headers) as page:
        return page.status, await page.text()


def encoded(payload: dict[str, Any]) -> payloads.Body:
    """As Slack sends it over HTTP."""
    if "event" in payload:
        return payloads.document(payload)
    return payloads.form(payload) if "command" in payload else payloads.interactive(payload)


def is_verbatim(words: str, *others: str) -> bool:
    """Whether an article has it, of the seeds or of those `others`."""
    return any(words in body for body in (*BODIES.values(), *others))


@asynccontextmanager
async def running(slack: StandIn, home: Path, settings: SlackSettings, session: aiohttp.ClientSession, **own: Any) -> AsyncIterator[Sherpa]:
    """Sherpa on the stand-in, for as long as the block lasts; `own` are its own settings."""
    house = await open_house(Settings(home=home, engine="memory", _env_file=None, **own))
    stop = asyncio.Event()
    try:
        async with AsyncExitStack() as opened:
            app = await opened.enter_async_context(open_app(house, settings, "https://sherpa.test"))
            if settings.bot_token is not None:
                await app.workspaces.log_in(settings.bot_token)
            address = ""
            if settings.app_token is None:
                address = await opened.enter_async_context(Site("127.0.0.1", 0).pages(routes(app)))
            else:
                socket = await connect(app, settings.app_token.get_secret_value())
                opened.push_async_callback(socket.close_async)
            worker = asyncio.create_task(app.worker.run(stop))
            yield Sherpa(app, house, address, stop, session)
            stop.set()
            await worker
    finally:
        await house.service.close()


@asynccontextmanager
async def world(home: Path, configure: Any, **own: Any) -> AsyncIterator[World]:
    """A Slack with Sherpa, whose own settings are `own`; what was sent is checked in the end."""
    if own.get("seeds") != "0":
        sow(home)
    async with StandIn() as slack, aiohttp.ClientSession() as session:
        settings = configure(slack)
        async with running(slack, home, settings, session, **own) as sherpa:
            made = World(slack, home, settings, sherpa, session, own)
            yield made
            await made.quiet()
        made.check()

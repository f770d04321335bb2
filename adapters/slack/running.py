"""Being on Slack: from the login to the last answer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from adapters.jobs.output import say
from adapters.settings import SlackSettings
from adapters.slack.app import SlackApp, open_app
from adapters.slack.failing import SlackUnavailable
from adapters.slack.http import routes
from adapters.slack.places import PLATFORM
from adapters.slack.socket_mode import connect
from adapters.web.site import Site
from adapters.wiring import House, telling_of_feeds
from index.errors import BadSetting

NO_BOT_TOKEN = "Socket Mode needs the bot's token too; set SLACK_BOT_TOKEN, from the page OAuth & Permissions of your app."  # noqa: S105 - a sentence
NO_SECRET = "Set SLACK_APP_TOKEN too for Socket Mode, or SLACK_SIGNING_SECRET for HTTP; both are on the page Basic Information of your app."  # noqa: S105 - a sentence
HALF_A_CLIENT = "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together; set both, from the page Basic Information of your app."
NO_TOKENS = (
    "Sherpa has nothing to be on Slack with; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or for many workspaces SLACK_CLIENT_ID and "
    "SLACK_CLIENT_SECRET, as the README says."
)
NO_PUBLIC_URL = "Installing Sherpa in other workspaces needs SHERPA_PUBLIC_URL, the address at which Slack and browsers reach it."


async def run(house: House, settings: SlackSettings, site: Site, public_url: str | None, stop: asyncio.Event) -> None:
    """Serves until `stop` is set, then finishes what is being answered. Raises BadSetting, and SlackUnavailable where Slack cannot be
    reached or does not take a token; once on, it connects again by itself, as often as it takes."""
    check(settings, public_url)
    async with open_app(house, settings, public_url) as app:
        name = "Sherpa"
        if settings.bot_token is not None:
            name = await app.workspaces.log_in(settings.bot_token)
        async with _listening(app, settings, site, stop) as (how, is_up):
            if stop.is_set():
                return
            say(f"Sherpa is on Slack as {name}, {how}; Ctrl-C stops it.")
            telling = telling_of_feeds(house, PLATFORM, app.messenger)
            working = asyncio.gather(app.worker.run(stop), telling.run(stop), app.alerts.run(stop))
            with house.standing.connection(PLATFORM, is_up):
                await stop.wait()
        await app.receiver.settle()
        await working


def check(settings: SlackSettings, public_url: str | None) -> None:
    """Raises BadSetting for what is missing."""
    if settings.app_token is not None:
        if settings.bot_token is None:
            raise BadSetting("SLACK_BOT_TOKEN", NO_BOT_TOKEN)
        return
    if bool(settings.client_id) != bool(settings.client_secret):
        raise BadSetting("SLACK_CLIENT_SECRET", HALF_A_CLIENT)
    if settings.bot_token is None and not settings.client_id:
        raise BadSetting("SLACK_BOT_TOKEN", NO_TOKENS)
    if settings.signing_secret is None or not settings.signing_secret.get_secret_value().strip():
        raise BadSetting("SLACK_SIGNING_SECRET", NO_SECRET)
    if settings.client_id and not public_url:
        raise BadSetting("SHERPA_PUBLIC_URL", NO_PUBLIC_URL)


@asynccontextmanager
async def _listening(
    app: SlackApp, settings: SlackSettings, site: Site, stop: asyncio.Event
) -> AsyncIterator[tuple[str, Callable[[], bool]]]:
    """Takes what Slack sends for as long as the block lasts; by which way, and what says whether that is open. Ends waiting for
    a connection where it is to stop."""
    if settings.app_token is None:
        async with site.pages(routes(app)) as address:
            yield f"over HTTP at {address}", lambda: True
        return
    connecting = asyncio.create_task(connect(app, settings.app_token.get_secret_value().strip()))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({connecting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        yield "in Socket Mode", connecting.result().is_up if connecting.done() else lambda: False
    finally:
        stopped.cancel()
        connecting.cancel()
        with suppress(asyncio.CancelledError, SlackUnavailable):
            await (await connecting).close_async()

"""Sherpa on Slack, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.settings import SlackSettings
from adapters.slack.installations import Installations
from adapters.slack.manifest import REDIRECT_PATH, SCOPES
from adapters.slack.messenger import SlackMessenger
from adapters.slack.performing import Performer
from adapters.slack.places import PLATFORM
from adapters.slack.receiver import FAILED, NOT_INSTALLED, Receiver
from adapters.slack.sending import Sender, quiet_logger
from adapters.slack.work import Origin
from adapters.slack.worker import Worker
from adapters.slack.workspaces import Connect, Workspaces
from adapters.wiring import House
from bot.alerts.sending import AlertSender
from index.errors import SherpaError
from index.store.inbox import Task

#: Seconds that a request to Slack may take.
TIMEOUT = 15
#: Where an installation begins.
INSTALL = "/slack/install"


@dataclass(frozen=True, slots=True)
class SlackApp:
    """All parts. `flow` is there where other workspaces may install Sherpa."""

    bolt: AsyncApp
    receiver: Receiver
    worker: Worker
    workspaces: Workspaces
    sender: Sender
    messenger: SlackMessenger
    connect: Connect
    flow: AsyncOAuthFlow | None
    alerts: AlertSender


@asynccontextmanager
async def open_app(house: House, settings: SlackSettings, public_url: str | None) -> AsyncIterator[SlackApp]:
    """Sherpa on Slack for as long as the block lasts. Raises StoreUnavailable."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session:
        connect = _connect(session, settings.api_url)
        installations, rotator, flow = None, None, None
        if settings.client_id and settings.client_secret:
            secret = settings.client_secret.get_secret_value().strip()
            installations = Installations(house.store, settings.client_id)
            await installations.prepare()
            rotator = AsyncTokenRotator(client_id=settings.client_id, client_secret=secret, client=connect(None))
            flow = _flow(settings, secret, installations, connect(None), public_url)
        workspaces = Workspaces(connect, installations, rotator)
        sender = Sender(house.metrics, session)
        performer = Performer(house.desk, workspaces, sender, lambda id_: worker.has(id_))  # noqa: PLW0108 - made below

        async def perform(task: Task) -> None:
            if gone := await performer.perform(task):
                for team in gone:
                    await worker.settle(team)
                await performer.forget(gone, keep=task.id)  # what was under way may have kept something

        async def forgotten(task: Task) -> None:
            if await performer.is_gone(task):
                await performer.forget({task.workspace})

        worker = Worker(house.inbox, PLATFORM, perform, forgotten=forgotten, clock=lambda: datetime.now(UTC))
        receiver = Receiver(house.desk, house.inbox, worker)
        bolt = AsyncApp(
            logger=quiet_logger(),
            name="sherpa",
            signing_secret=settings.signing_secret.get_secret_value().strip() if settings.signing_secret else "",
            client=connect(None),
            authorize=_Authorize(workspaces),
            oauth_flow=flow,
            attaching_function_token_enabled=False,
        )
        bolt.use(receiver)
        messenger = SlackMessenger(workspaces, sender)
        alerts = house.alerts.sender(PLATFORM, messenger)
        yield SlackApp(bolt, receiver, worker, workspaces, sender, messenger, connect, flow, alerts)
        await receiver.settle()


def _connect(session: aiohttp.ClientSession, address: str) -> Connect:
    logger = quiet_logger()

    def connect(token: str | None) -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=f"{address}/", session=session, timeout=TIMEOUT, retry_handlers=[], logger=logger)

    return connect


class _Authorize(AsyncAuthorize):
    """Who Sherpa is where a request is from, as the database says. Bolt's own asks Slack, and the acknowledgement would wait for that.

    It would wait, too, for what Bolt says where Sherpa is not installed; so that is the receiver's to say.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        super().__init__()
        self._workspaces = workspaces

    async def __call__(
        self, *, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_more: object
    ) -> AuthorizeResult:
        """Without a token where Sherpa is not installed."""
        origin = Origin(team=team_id or "", enterprise=enterprise_id, org=bool(context.is_enterprise_install))
        nobody = AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)
        try:
            bot = await self._workspaces.find(origin)
        except SherpaError as error:
            context[FAILED] = error
            return nobody
        if bot is None:
            context[NOT_INSTALLED] = True
            return nobody
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
        )


def _flow(
    settings: SlackSettings, secret: str, installations: Installations, client: AsyncWebClient, public_url: str | None
) -> AsyncOAuthFlow:
    return AsyncOAuthFlow(
        client=client,
        logger=quiet_logger(),
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=secret,
            scopes=list(SCOPES),
            redirect_uri=f"{public_url}{REDIRECT_PATH}" if public_url else None,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=settings.authorize_url,
            installation_store=installations,
            state_store=installations.states,
            logger=quiet_logger(),
        ),
    )

"""The one place where Sherpa is put together."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.settings import PREFIX, Settings
from bot.service import Event, Service
from index.errors import BadSetting
from index.library import Library, open_library

if TYPE_CHECKING:
    from adapters.metrics import Metrics
    from bot.alerts.alerts import Alerts
    from bot.desk import Desk
    from bot.feeds.telling import Telling
    from bot.messenger import Messenger
    from index.news.fetching import Fetcher
    from index.news.reading import FoundFeed
    from index.store.inbox import Inbox
    from index.store.store import Store


#: Feeds that are looked for at once, for all chat platforms together: each may hold a page of some megabytes.
FINDING = 4
#: Seconds that looking for one may take: people wait for it.
FINDING_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class House:
    """All that the chat platforms share. `Service.close` closes it."""

    service: Service
    desk: "Desk"
    store: "Store"
    inbox: "Inbox"
    metrics: "Metrics"
    library: Library
    alerts: "Alerts"


async def open_service(settings: Settings) -> tuple[Service, Library]:
    """Everything that the settings ask for, open and ready, and the library that it is of.

    `Service.close` closes both, and what was opened is closed when this raises. Raises BadSetting for a home that cannot be written to, and
    what `open_library` raises.
    """
    home = _made(settings.home)
    url = settings.database_url.get_secret_value() if settings.database_url else f"sqlite:///{home / 'sherpa.db'}"
    library = await open_library(url, home, seeds=settings.seed_folder or (), engine=settings.engine)
    try:
        from bot.alerts.noting import watch

        watch(library)
        return Service(library, _event(settings)), library
    except BaseException:
        await library.close()
        raise


async def open_house(settings: Settings) -> House:
    """As `open_service`, with what serves people on chat platforms."""
    from adapters.metrics import Metrics
    from bot.cooldown import Cooldown
    from bot.desk import Desk
    from bot.feeds.keeping import WorkspaceFeeds
    from index.store.events import Events
    from index.store.exchanges import Exchanges
    from index.store.feeds import Feeds
    from index.store.inbox import Inbox

    service, library = await open_service(settings)
    inbox = Inbox(library.database)
    alerts = open_alerts(settings, service, library)
    finder = Finder(settings) if settings.chat_feeds else None
    desk = Desk(
        service,
        Events(library.database),
        Exchanges(library.database),
        inbox,
        WorkspaceFeeds(Feeds(library.database), finder, most=settings.feeds_per_workspace, clock=lambda: datetime.now(UTC)),
        clock=lambda: datetime.now(UTC),
        kept=timedelta(days=settings.keep_days),
        per_person=Cooldown(settings.questions_per_person, time.monotonic),
        per_channel=Cooldown(settings.questions_per_channel, time.monotonic),
        alerts=alerts,
    )
    return House(service, desk, library.database, inbox, Metrics(), library, alerts)


def open_alerts(settings: Settings, service: Service, library: Library) -> "Alerts":
    """What people subscribe with, and what sends them alerts."""
    from bot.alerts.alerts import AlertRules, Alerts

    rules = AlertRules(
        most=settings.alerts_per_place,
        burst=settings.alert_burst,
        hour=settings.digest_hour,
        zone=settings.time_zone,
        kept=timedelta(days=settings.keep_days),
        anyone=settings.anyone_subscribes,
    )
    return Alerts(library, service, _event(settings), rules, lambda: datetime.now(UTC))


def _event(settings: Settings) -> Event:
    return Event(day=settings.summit_date, words=tuple(settings.summit_words.split()))


def telling_of_feeds(house: House, platform: str, messenger: "Messenger") -> "Telling":
    """What tells people on a platform of feeds that they added there."""
    from bot.feeds.telling import Telling
    from index.store.notices import Notices

    return Telling(Notices(house.store), platform, messenger, lambda: datetime.now(UTC))


class News:
    """What reads feeds and pages. `close` closes it."""

    def __init__(self, settings: Settings, library: Library) -> None:
        from index.news.polling import Poller
        from index.news.reading import Reader
        from index.store.feeds import Feeds

        self._fetcher = _fetcher(settings)
        self.feeds = Feeds(library.database)
        self.reader = Reader(self._fetcher)
        patience = timedelta(days=settings.feed_patience_days)
        self.poller = Poller(library, self.feeds, self._fetcher, shortest=settings.poll_seconds, patience=patience)

    async def close(self) -> None:
        """Closes connections."""
        await self._fetcher.close()


class Finder:
    """The desk's `FeedFinder`, with a fetcher for each search: they are few."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turns = asyncio.Semaphore(FINDING)

    async def find(self, address: str) -> "FoundFeed":
        """As `Reader.feed_at`. Raises BadInput."""
        from index.news.addresses import check_feed_address
        from index.news.errors import Refused
        from index.news.reading import Reader

        checked = check_feed_address(address)
        async with self._turns:
            fetcher = await asyncio.to_thread(_fetcher, self._settings)  # it reads certificates
            try:
                async with asyncio.timeout(FINDING_SECONDS):
                    return await Reader(fetcher).feed_at(checked)
            except TimeoutError:
                raise Refused("too slow", "What is at the address takes too long to come; try again later.") from None
            finally:
                await fetcher.close()


def _fetcher(settings: Settings) -> "Fetcher":
    from importlib.metadata import version

    from index.news.fetching import Fetcher

    contact = f" (+{settings.contact})" if settings.contact else ""
    return Fetcher(user_agent=f"Sherpa/{version('summit-sherpa')}{contact}", allow_private=settings.allow_private_addresses)


def _made(home: Path) -> Path:
    """The home folder, readable by its owner alone: it holds what people asked."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"The folder {home} cannot be made ({error.strerror}); set {PREFIX}HOME to one that Sherpa may write to."
        raise BadSetting(f"{PREFIX}HOME", reason) from None
    return home.resolve()

"""The one place where Sherpa is put together."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from adapters.settings import PREFIX, Settings
from adapters.standing import Standing
from bot.service import Event, Service
from index.errors import BadSetting
from index.library import Library, open_library

if TYPE_CHECKING:
    from adapters.metrics import Metrics
    from adapters.web.signing import Signer
    from bot.alerts.alerts import Alerts
    from bot.browsing import Browsing
    from bot.desk import Desk
    from bot.feeds.telling import Telling
    from bot.links import Reader
    from bot.messenger import Messenger
    from index.news.fetching import Fetcher
    from index.news.polling import Polled
    from index.news.reading import FoundFeed
    from index.store.inbox import Inbox
    from index.store.store import Store


#: Feeds that are looked for at once, for all chat platforms together: each may hold a page of some megabytes.
FINDING = 4
#: Seconds that looking for one may take: people wait for it.
FINDING_SECONDS = 90.0

#: The fact of the database that links are signed with, so that all of its processes take each other's; and its bytes.
LINK_SECRET = "link_secret"  # noqa: S105 - where it is kept
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class House:
    """All that the platforms and the web share. `Service.close` closes it. `public_url`: where browsers reach it, if they do."""

    service: Service
    desk: "Desk"
    store: "Store"
    inbox: "Inbox"
    metrics: "Metrics"
    library: Library
    alerts: "Alerts"
    browsing: "Browsing"
    signer: "Signer"
    public_url: str | None
    standing: Standing


async def open_service(settings: Settings) -> tuple[Service, Library]:
    """Everything that the settings ask for, open and ready, and the library that it is of.

    `Service.close` closes both, and what was opened is closed when this raises. Raises BadSetting for a home that cannot be written to, and
    what `open_library` raises.
    """
    library = await open_searchable(settings, seeds=settings.seed_folder or ())
    try:
        from bot.alerts.noting import watch

        watch(library)
        return Service(library, _event(settings), await _reader(settings, library.database)), library
    except BaseException:
        await library.close()
        raise


async def open_searchable(settings: Settings, *, seeds: Path | tuple[()] = ()) -> Library:
    """The library alone, with no articles but those that are there, and the seeds in that folder. Raises as `open_service` does."""
    home = _made(settings.home)
    return await open_library(database_url(settings), home, seeds=seeds, engine=settings.engine)


async def open_store(settings: Settings, *, make: bool) -> "Store":
    """The database alone, with nothing done to what is in it; `Store.close` closes it. Raises BadSetting and StoreUnavailable.

    Unless `make`, neither it nor the home is made where it is not there, which is StoreUnavailable too.
    """
    from index.store.store import Store

    if make:
        _made(settings.home)
    return await Store.open(database_url(settings), make=make)


async def open_house(settings: Settings, standing: Standing | None = None) -> House:
    """As `open_service`, with what serves people on chat platforms; `standing` is the process's, where it has one already."""
    service, library = await open_service(settings)
    try:
        return _furnished(settings, service, library, await _signer(settings, library.database), standing or Standing(()))
    except BaseException:
        await service.close()
        raise


def _furnished(settings: Settings, service: Service, library: Library, signer: "Signer", standing: Standing) -> House:
    from adapters.metrics import Metrics
    from bot.browsing import Browsing
    from bot.cooldown import Cooldown
    from bot.desk import Desk
    from bot.feeds.keeping import WorkspaceFeeds
    from index.store.events import Events
    from index.store.exchanges import Exchanges
    from index.store.feeds import Feeds
    from index.store.inbox import Inbox

    inbox, metrics = Inbox(library.database), Metrics()
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
        observer=metrics,
    )
    browsing = Browsing(library, _event(settings))
    return House(service, desk, library.database, inbox, metrics, library, alerts, browsing, signer, settings.public_url, standing)


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
    return Alerts(library, service, rules, lambda: datetime.now(UTC))


def _event(settings: Settings) -> Event:
    return Event(day=settings.summit_date, words=tuple(settings.summit_words.split()))


async def _reader(settings: Settings, store: "Store") -> "Reader | None":
    """Links to the reader, where there is an address at which browsers reach it."""
    if settings.public_url is None:
        return None
    from adapters.web.reader_links import ReaderLinks

    return ReaderLinks(settings.public_url, await _signer(settings, store), lambda: datetime.now(UTC))


async def _signer(settings: Settings, store: "Store") -> "Signer":
    """With the secret that is set, else the database's own, which is made where it has none."""
    from adapters.web.signing import Signer

    chosen = settings.link_secret
    secret = chosen.get_secret_value() if chosen else await store.first_fact(LINK_SECRET, token_urlsafe(SECRET_BYTES))
    return Signer(secret, timedelta(days=settings.link_days))


def telling_of_feeds(house: House, platform: str, messenger: "Messenger") -> "Telling":
    """What tells people on a platform of feeds that they added there."""
    from bot.feeds.telling import Telling
    from index.store.notices import Notices

    return Telling(Notices(house.store), platform, messenger, lambda: datetime.now(UTC))


class News:
    """What reads feeds and pages; `noted` hears of each poll. `close` closes it."""

    def __init__(self, settings: Settings, library: Library, noted: Callable[["Polled"], None] | None = None) -> None:
        from index.news.polling import Poller
        from index.news.reading import Reader
        from index.store.feeds import Feeds

        self._fetcher = _fetcher(settings)
        self.feeds = Feeds(library.database)
        self.reader = Reader(self._fetcher)
        patience = timedelta(days=settings.feed_patience_days)
        self.poller = Poller(library, self.feeds, self._fetcher, shortest=settings.poll_seconds, patience=patience, noted=noted)

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


def database_url(settings: Settings) -> str:
    """Where the articles are stored."""
    return settings.database_url.get_secret_value() if settings.database_url else f"sqlite:///{settings.home.resolve() / 'sherpa.db'}"


def _made(home: Path) -> Path:
    """The home folder, readable by its owner alone: it holds what people asked."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"The folder {home} cannot be made ({error.strerror}); set {PREFIX}HOME to one that Sherpa may write to."
        raise BadSetting(f"{PREFIX}HOME", reason) from None
    return home.resolve()

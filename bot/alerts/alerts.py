"""`Alerts`: all that a process has for alerts, in one value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.pressing import Pressing
from bot.alerts.sending import AlertSender
from bot.alerts.subscribing import Subscribing
from bot.alerts.telling import Telling
from bot.messenger import Messenger
from bot.service import Service
from index.library import Library
from index.store.exchanges import Exchanges
from index.store.outbox import Outbox
from index.store.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What whoever runs Sherpa has set. `most`: subscriptions that a place may have. `burst`: messages that wait in a place from which on
    they become one. Digests come at `hour`, of the person's time zone or else of `zone`. What was sent is kept for `kept`. `anyone`
    may change what a channel is told, and not only those who manage it, where the platform's adapter asks who they are.
    """

    most: int
    burst: int
    hour: int
    zone: str
    kept: timedelta
    anyone: bool = False


class Alerts:
    """`clock` gives the time in UTC."""

    def __init__(self, library: Library, service: Service, rules: AlertRules, clock: Callable[[], datetime]) -> None:
        store = library.database
        self._rules = rules
        self._clock = clock
        self._exchanges = Exchanges(store)
        self.subscriptions = Subscriptions(store)
        self.outbox = Outbox(store)
        self._telling = Telling(library, self.subscriptions, service.cite, rules.kept)
        self.subscribing = Subscribing(self.subscriptions, service, clock, most=rules.most, hour=rules.hour, zone=rules.zone)
        self.pressing = Pressing(self.subscribing, self.subscriptions, self.outbox, service)

    @property
    def anyone(self) -> bool:
        """Whether anyone may change what a channel is told."""
        return self._rules.anyone

    def sender(self, platform: str, messenger: Messenger) -> AlertSender:
        """What sends a platform's alerts."""
        return AlertSender(
            platform,
            messenger,
            self._telling,
            outbox=self.outbox,
            subscriptions=self.subscriptions,
            exchanges=self._exchanges,
            burst=self._rules.burst,
            hour=self._rules.hour,
            clock=self._clock,
        )

    async def leave(self, platform: str, workspace: str) -> None:
        """Forgets all of a workspace's."""
        await self.subscriptions.remove_workspace(platform, workspace)
        await self.outbox.remove_workspace(platform, workspace)

    async def expire(self) -> None:
        """Forgets what has been kept long enough."""
        await self.outbox.expire(self._clock() - self._rules.kept)

"""A service that is open while a job runs, and the lines that a job reads."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from adapters import logs
from adapters.settings import Settings, read_settings
from adapters.wiring import News, open_alerts, open_service
from bot.service import Service
from index.library import Library

if TYPE_CHECKING:
    from bot.alerts.alerts import Alerts
    from index.store.feeds import Feeds


class Running(NamedTuple):
    """An open service, what runs its coroutines, the settings it was made from, and the library that it is of."""

    service: Service
    runner: asyncio.Runner
    settings: Settings
    library: Library

    @property
    def alerts(self) -> "Alerts":
        """What people subscribe with."""
        return open_alerts(self.settings, self.service, self.library)

    @property
    def feeds(self) -> "Feeds":
        """Those that are polled, where nothing is to be read of them."""
        from index.store.feeds import Feeds

        return Feeds(self.library.database)

    @contextmanager
    def news(self) -> Iterator[News]:
        """What reads feeds and pages, while it is needed."""
        made = News(self.settings, self.library)
        try:
            yield made
        finally:
            self.runner.run(made.close())


@contextmanager
def running() -> Iterator[Running]:
    """The service, made from the settings as they stand and closed at the end.

    Standard input is read between coroutines and not in one, so that Ctrl-C ends a wait for input at once.
    """
    settings = read_settings()
    logs.configure(settings.log_level)
    with asyncio.Runner() as runner:
        service, library = runner.run(open_service(settings))
        try:
            yield Running(service, runner, settings, library)
        finally:
            runner.run(service.close())


def input_lines() -> Iterator[str]:
    """The lines of standard input that are not blank, trimmed, each as soon as it is there. What is no UTF-8 is replaced."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in iter(sys.stdin.readline, ""):
        if text := line.strip():
            yield text

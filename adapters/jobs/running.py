"""A service that is open while a job runs, and the lines that a job reads."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from adapters import logs
from adapters.secret_values import secrets
from adapters.settings import Settings, read_settings
from adapters.wiring import News, open_alerts, open_service, open_store
from bot.service import Service
from index.library import Library

if TYPE_CHECKING:
    from bot.alerts.alerts import Alerts
    from index.store.feeds import Feeds
    from index.store.store import Store

T = TypeVar("T")


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
    logs.configure(settings.log_level, secrets=secrets(settings))
    with asyncio.Runner() as runner:
        service, library = runner.run(open_service(settings))
        try:
            yield Running(service, runner, settings, library)
        finally:
            runner.run(service.close())


class Storing(NamedTuple):
    """An open database, what runs its coroutines, and the settings that it was opened by."""

    store: "Store"
    runner: asyncio.Runner
    settings: Settings


@contextmanager
def storing(*, make: bool) -> Iterator[Storing]:
    """As `running`, the database alone: no article is taken in with it, and nothing is indexed. `make`: see `open_store`."""
    settings = read_settings()
    logs.configure(settings.log_level, secrets=secrets(settings))
    with asyncio.Runner() as runner:
        store = runner.run(open_store(settings, make=make))
        try:
            yield Storing(store, runner, settings)
        finally:
            runner.run(store.close())


@contextmanager
def entered(runner: asyncio.Runner, manager: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """What the manager gives, for work in between that is no coroutine."""
    given = runner.run(_coroutine(manager.__aenter__()))
    try:
        yield given
    except BaseException as error:
        if not runner.run(_coroutine(manager.__aexit__(type(error), error, error.__traceback__))):
            raise
    else:
        runner.run(_coroutine(manager.__aexit__(None, None, None)))


def each(runner: asyncio.Runner, found: AsyncGenerator[T]) -> Iterator[T]:
    """What the generator gives, one after the other."""
    try:
        while True:
            try:
                given = runner.run(_coroutine(anext(found)))
            except StopAsyncIteration:
                return
            yield given
    finally:
        runner.run(_coroutine(found.aclose()))


async def _coroutine(what: Awaitable[T]) -> T:
    return await what


def input_lines() -> Iterator[str]:
    """The lines of standard input that are not blank, trimmed, each as soon as it is there. What is no UTF-8 is replaced."""
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in iter(sys.stdin.readline, ""):
        if text := line.strip():
            yield text

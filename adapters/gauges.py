"""How much there is of everything, read from the store when somebody looks, but not more often than every few seconds."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from adapters.wiring import House
from index.errors import IndexUnavailable, StoreUnavailable
from index.library import IndexStanding, Statistics
from index.store.feed_counts import FeedCounts, count_feeds
from index.store.feeds import State
from index.store.outbox import Counts

#: Seconds for which what was read is shown again: who looks all the time is not to load the database.
KEPT = 5.0
#: Seconds that reading may take: Prometheus itself waits ten by default.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read."""

    statistics: Statistics
    index: IndexStanding
    feeds: FeedCounts
    alerts: Counts
    inbox: dict[str, int]


class Gauges(Collector):
    """For one process. `look` reads; `collect`, which prometheus-client calls, shows what was read last, of a store that answers.

    `kept`: seconds for which what was read is shown again. `patience`: seconds that reading may take.
    """

    def __init__(self, house: House, *, kept: float = KEPT, patience: float = PATIENCE) -> None:
        self._house = house
        self._kept = kept
        self._patience = patience
        self._is_up = False
        self._facts: Facts | None = None
        self._reading: asyncio.Task[None] | None = None
        self._read = 0.0

    async def look(self) -> None:
        """Sees to it that there is something to show, and that it is not old. Whoever comes meanwhile shares the look."""
        if self._reading is None or (self._reading.done() and time.monotonic() - self._read > self._kept):
            self._reading = asyncio.create_task(self._look())
        _, late = await asyncio.wait({self._reading}, timeout=self._patience)
        if late:
            self._is_up, self._facts = False, None

    async def _look(self) -> None:
        try:
            self._is_up, self._facts = True, await _facts(self._house)  # too late for whoever waited, perhaps, but then for the next
        except StoreUnavailable:
            self._is_up, self._facts = False, None
        except IndexUnavailable:
            self._is_up, self._facts = True, None  # the database answers, and that is all that can be said
        self._read = time.monotonic()

    def collect(self) -> Iterator[Metric]:
        """In the order in which they are described."""
        facts = self._facts
        yield _one("sherpa_store_up", "Whether the database answers: 1 or 0.", self._is_up)
        connected = self._house.standing.connected()
        yield _each("sherpa_platform_connected", "Whether the process is connected to a chat platform: 1 or 0.", "platform", connected)
        if facts is not None:
            yield from _corpus(facts)
            yield from _traffic(facts)


async def _facts(house: House) -> Facts:
    feeds = await count_feeds(house.store, datetime.now(UTC))
    alerts, inbox = await house.alerts.outbox.counts(), await house.inbox.depths()
    return Facts(await house.library.statistics(), await house.library.index_standing(), feeds, alerts, inbox)


def _corpus(facts: Facts) -> Iterator[Metric]:
    yield _one("sherpa_articles", "Articles in the store.", facts.statistics.articles)
    yield _one("sherpa_passages", "Passages of those articles, which are what is searched.", facts.statistics.passages)
    yield _one("sherpa_stories", "Stories that those articles tell; copies of one text are one story.", facts.statistics.stories)
    yield _one("sherpa_index_on_disk", "Whether this process searches an index on disk (1) or in memory (0).", facts.index.on_disk)
    yield _one("sherpa_index_size_bytes", "Size of the index on disk; 0 for one in memory.", facts.index.size)
    yield _one("sherpa_index_lag_changes", "Changes in the store that this process's index has not taken in.", facts.index.behind)


def _traffic(facts: Facts) -> Iterator[Metric]:
    states: dict[str, float] = {state: facts.feeds.states.get(state, 0) for state in get_args(State)}
    yield _each("sherpa_feeds", "Feeds, by how they do.", "state", states)
    yield _one("sherpa_poll_lag_seconds", "Seconds for which the feed that has waited longest has been due.", facts.feeds.late)
    help_ = "Messages with alerts, by state: due, sent, failed (those of the due that were tried), dead (given up)."
    yield _each("sherpa_alerts", help_, "state", facts.alerts._asdict())
    yield _each("sherpa_inbox_tasks", "What was taken up on a chat platform and is not done yet.", "platform", facts.inbox)


def _one(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_, value=value)


def _each(name: str, help_: str, label: str, values: dict[str, float] | dict[str, bool] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help_, labels=[label])
    for word, value in values.items():
        family.add_metric([word], value)
    return family

"""Timing, and what is known of the machine."""

import math
import os
import platform
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

#: Questions asked before timing, so that what is loaded and compiled on first use counts for nobody.
WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """One row of the table. Times of a query are in milliseconds."""

    name: str
    p50: float
    p95: float
    queries: int
    build_seconds: float | None = None


def timing(name: str, seconds: list[float], build_seconds: float | None = None) -> Timing:
    """The median, and the 95th of 100."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return Timing(name, statistics.median(ordered) * 1_000, p95 * 1_000, len(ordered), build_seconds)


def percentile(seconds: list[float], share: float) -> float:
    """The least of them that so many of a hundred do not exceed (nearest rank)."""
    ordered = sorted(seconds)
    return ordered[max(math.ceil(len(ordered) * share / 100), 1) - 1]


def each(ask: Callable[[T], object], queries: Iterable[T]) -> list[float]:
    """Seconds that each query takes, one after the other."""
    queries = list(queries)
    for query in queries[:WARM_UP]:
        ask(query)
    taken = []
    for query in queries:
        start = time.perf_counter()
        ask(query)
        taken.append(time.perf_counter() - start)
    return taken


async def each_awaited(ask: Callable[[T], Awaitable[object]], queries: Iterable[T]) -> list[float]:
    """As `each`, in the running event loop."""
    queries = list(queries)
    for query in queries[:WARM_UP]:
        await ask(query)
    taken = []
    for query in queries:
        start = time.perf_counter()
        await ask(query)
        taken.append(time.perf_counter() - start)
    return taken


def machine() -> dict[str, str | int]:
    """What the figures were taken on."""
    return {
        "cpus": os.cpu_count() or 0,
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 - a file of the system
            return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    except OSError:
        return platform.processor() or "unknown"

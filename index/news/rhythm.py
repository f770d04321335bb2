"""When a feed is polled next: by its own rhythm while it works, less and less often while it fails. Pure.

All lengths of time are seconds, `shortest` above all: what whoever runs Sherpa set as the shortest time between two polls of one feed.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

#: A feed that publishes is polled at least so many times less often than it may be.
SLOWEST = 12
#: Of the usual time between two entries, the share after which to look again: most are then found within half of it.
SHARE = 0.5
#: Entries whose times are looked at: those of the last days, whatever the feed keeps of years.
LATEST = 12
#: Of an interval, the share by which it may be longer or shorter by chance, so that feeds added together drift apart.
JITTER = 0.1


def seconds_after(published: Sequence[datetime], before: float, shortest: float, *, changed: bool) -> float:
    """The time to the next poll of a feed that works.

    `published`: when its entries appeared, in any order; `before`: the time to this poll; `changed`: whether there was anything new. A feed
    without dates is polled sooner after it has changed, and later after it has not.
    """
    gap = usual_gap(published)
    undated = before / 2 if changed else max(before, shortest) * 1.5
    wanted = undated if gap is None else gap * SHARE
    return min(max(wanted, shortest), shortest * SLOWEST)


def usual_gap(published: Sequence[datetime]) -> float | None:
    """The median time between two of the latest entries; None where fewer than three have one."""
    latest = sorted(published, reverse=True)[:LATEST]
    gaps = sorted((later - earlier).total_seconds() for later, earlier in pairwise(latest))
    return gaps[len(gaps) // 2] if len(gaps) >= 2 else None


def seconds_after_failure(before: float, shortest: float, asked: float | None) -> float:
    """The time to the next try of a feed that failed: twice as long each time, up to the slowest; never shorter than its server asked."""
    return max(min(max(before, shortest) * 2, shortest * SLOWEST), asked or 0.0)


def jittered(seconds: float, chance: float) -> float:
    """The time, a little longer or shorter; `chance` is from 0 to 1."""
    return seconds * (1 + JITTER * (2 * chance - 1))

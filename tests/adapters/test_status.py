"""How late polling is."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.jobs.status import lag
from index.articles import EVERYONE
from index.store.feeds import State, StoredFeed

NOW = datetime(2025, 8, 17, tzinfo=UTC)


def feed(seconds: float, state: State = "ok") -> StoredFeed:
    """Due so many seconds ago."""
    due = NOW - timedelta(seconds=seconds)
    return StoredFeed("f", "https://news.example/feed", EVERYONE, "", "", state, "", None, None, None, due, 300, None)


@pytest.mark.parametrize(
    ("feeds", "late"),
    [
        ([], 0),
        ([feed(-60)], 0),
        ([feed(60), feed(3_600), feed(-60)], 3_600),
        ([feed(60), feed(3_600, "disabled")], 60),
        ([feed(60, "failing")], 60),
    ],
)
def test_polling_is_as_late_as_the_feed_that_waits_longest(feeds: list[StoredFeed], late: int) -> None:
    assert lag(feeds, NOW) == late

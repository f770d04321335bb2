"""When a feed is polled next."""

from datetime import UTC, datetime, timedelta

import pytest

from index.news.rhythm import SLOWEST, jittered, seconds_after, seconds_after_failure, usual_gap

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SHORTEST = 300.0


def every(**gap: float) -> list[datetime]:
    return [NOW - n * timedelta(**gap) for n in range(10)]


@pytest.mark.parametrize(
    ("published", "seconds"),
    [(every(minutes=1), 300), (every(minutes=20), 600), (every(hours=1), 1_800), (every(days=1), 3_600), (every(days=30), 3_600)],
)
def test_a_feed_is_polled_as_often_as_it_publishes_within_limits(published: list[datetime], seconds: float) -> None:
    assert seconds_after(published, SHORTEST, SHORTEST, changed=False) == seconds
    assert seconds_after(published[::-1], SHORTEST, SHORTEST, changed=True) == seconds


def test_a_feed_without_dates_is_polled_by_whether_it_changes() -> None:
    seconds, waits = SHORTEST, []
    for changed in (False, False, True, True):
        seconds = seconds_after([], seconds, SHORTEST, changed=changed)
        waits.append(seconds)
    assert waits == [450, 675, 337.5, 300]
    for _ in range(20):
        seconds = seconds_after([], seconds, SHORTEST, changed=False)
    assert seconds == SHORTEST * SLOWEST


def test_a_feed_that_fails_is_tried_less_and_less_often_and_never_sooner_than_asked() -> None:
    waits = [SHORTEST]
    for _ in range(6):
        waits.append(seconds_after_failure(waits[-1], SHORTEST, None))
    assert waits == [300, 600, 1_200, 2_400, 3_600, 3_600, 3_600]
    assert seconds_after_failure(0, SHORTEST, 7_200) == 7_200
    assert seconds_after_failure(0, SHORTEST, 1) == 600


def test_one_old_entry_among_new_ones_changes_little() -> None:
    assert usual_gap([*every(hours=1), NOW - timedelta(days=900)]) == 3_600
    assert usual_gap(every(hours=1)[:2]) is None


def test_chance_moves_a_wait_by_a_tenth_at_most() -> None:
    assert [jittered(100, chance) for chance in (0, 0.5, 1)] == [90, 100, pytest.approx(110)]

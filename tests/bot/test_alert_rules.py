"""What counts as news, when digests are due, and how many outlets carry a story."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.alerts.deciding import outlets
from bot.alerts.digests import is_zone, next_digest
from bot.alerts.news import is_news
from index.store.queries import Carried
from index.store.subscription_rows import Rhythm, Subscription

NOW = datetime(2025, 8, 17, 12, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("published", "news"),
    [
        (NOW, True),
        (NOW - timedelta(hours=48), True),
        (NOW - timedelta(hours=48, seconds=1), False),
        (NOW + timedelta(hours=1), True),
        (date(2025, 8, 17), True),
        (date(2025, 8, 15), True),
        (date(2025, 8, 14), False),
        (None, False),
    ],
)
def test_news_is_what_was_published_in_two_days(published: datetime | date | None, news: bool) -> None:
    assert is_news(published, NOW) is news


@pytest.mark.parametrize(
    ("rhythm", "zone", "hour", "due"),
    [
        ("daily", "UTC", 8, datetime(2025, 8, 18, 8, tzinfo=UTC)),
        ("daily", "UTC", 13, datetime(2025, 8, 17, 13, tzinfo=UTC)),
        ("daily", "UTC", 12, datetime(2025, 8, 18, 12, tzinfo=UTC)),
        ("daily", "Europe/Paris", 8, datetime(2025, 8, 18, 6, tzinfo=UTC)),
        ("daily", "Pacific/Auckland", 8, datetime(2025, 8, 17, 20, tzinfo=UTC)),
        ("weekly", "UTC", 8, datetime(2025, 8, 18, 8, tzinfo=UTC)),
        ("weekly", "Pacific/Auckland", 8, datetime(2025, 8, 17, 20, tzinfo=UTC)),
        ("daily", "No/Where", 8, datetime(2025, 8, 18, 8, tzinfo=UTC)),
        ("now", "UTC", 8, None),
    ],
)
def test_digests_come_at_the_hour_of_the_zone(rhythm: Rhythm, zone: str, hour: int, due: datetime | None) -> None:
    assert next_digest(rhythm, NOW, zone, hour) == due


def test_a_day_without_the_hour_has_its_digest_all_the_same() -> None:
    before = datetime(2025, 3, 29, 23, tzinfo=UTC)  # in the night, clocks in Paris go from 2 to 3
    assert next_digest("daily", before, "Europe/Paris", 2) == datetime(2025, 3, 30, 1, tzinfo=UTC)


@pytest.mark.parametrize(("name", "known"), [("Europe/Kyiv", True), ("UTC", True), ("Mars", False), ("", False), ("../etc", False)])
def test_zones_are_known(name: str, known: bool) -> None:
    assert is_zone(name) is known


def test_outlets_are_counted_once_and_only_where_the_place_sees_their_articles() -> None:
    subscription = Subscription("s", "p", "w", "c", "channel", "", "t", "t", "now", 2, "o", "UTC", NOW)
    carried = [
        Carried("story", "The Port Times", "everyone"),
        Carried("story", "the port times", "everyone"),
        Carried("story", None, "everyone"),
        Carried("story", "Own", "p:w"),
        Carried("story", "Theirs", "p:v"),
        Carried("other", "Dorn Daily", "everyone"),
    ]
    assert outlets(carried, "story", subscription) == 3

"""When daily and weekly digests are due. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from index.store.subscription_rows import Rhythm

#: Weekly digests come on Mondays (`datetime.weekday`).
MONDAY = 0


def next_digest(rhythm: Rhythm, now: datetime, zone: str, hour: int) -> datetime | None:
    """The first time after now, in UTC, at which a digest of that rhythm is due: at the hour of the zone; None for "now"."""
    if rhythm == "now":
        return None
    there = now.astimezone(_zone(zone))
    day = there.date()
    while True:
        due = datetime.combine(day, time(hour), there.tzinfo).astimezone(UTC)
        if due > now and (rhythm == "daily" or day.weekday() == MONDAY):
            return due
        day += timedelta(days=1)


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name if is_zone(name) else "UTC")

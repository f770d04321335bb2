"""What counts as news, so that neither a new feed's first poll nor an import of old articles alerts anyone. Pure."""

from datetime import UTC, date, datetime, time, timedelta

#: An article is news for so long after it was published.
NEWS = timedelta(hours=48)


def is_news(published: datetime | date | None, now: datetime) -> bool:
    """Whether what was published then is news now, in UTC. A day counts to its end. What has no date is no news: it may be of any year."""
    if published is None:
        return False
    if not isinstance(published, datetime):
        published = datetime.combine(published + timedelta(days=1), time(), UTC)
    return now - published <= NEWS

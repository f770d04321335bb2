"""`sherpa status`: what there is, and how it stands with what comes in and goes out."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from adapters.jobs.output import Output
from adapters.jobs.running import Running, running
from index.articles import published_text
from index.store.feeds import Feeds, State, StoredFeed
from index.store.outbox import Outbox

#: Seconds by which a poll may be late without anything being wrong: 32 feeds are polled at once, each in up to a minute or two.
LATE = 300
#: Messages given up that are shown, the last ones.
DEAD_LETTERS = 10


def status(*, as_json: bool) -> int:
    """Prints one object, or a line for each thing in it."""
    out = Output(as_json=as_json)
    with running() as session:
        found = _found(session)
        letters = session.runner.run(Outbox(session.library.database).dead_letters(DEAD_LETTERS))
    if as_json:
        out.json(found)
        return 0
    out.line(f"{found['articles']:,} articles, {found['passages']:,} passages, {found['stories']:,} stories")
    out.line(f"newest: {found['newest'] or 'none'}")
    out.line("feeds: " + ", ".join(f"{count:,} {state}" for state, count in found["feeds"].items()))
    out.line("alerts: " + ", ".join(f"{count:,} {state}" for state, count in found["alerts"].items()))
    for dead in letters:
        out.line(f"given up: {dead.place.get('platform')} {dead.place.get('channel')}, {published_text(dead.made)}: {dead.reason}")
    if found["lag"] > LATE:
        out.line(f"polling is {timedelta(seconds=found['lag'])} late; is there a `sherpa run`?")
    return 0


def _found(session: Running) -> dict[str, Any]:
    statistics = session.runner.run(session.library.statistics())
    feeds = session.runner.run(Feeds(session.library.database).listed())
    now = datetime.now(UTC)
    return {
        "articles": statistics.articles,
        "passages": statistics.passages,
        "stories": statistics.stories,
        "newest": published_text(statistics.newest),
        "feeds": _by_state(feeds),
        "lag": lag(feeds, now),
        "alerts": session.runner.run(Outbox(session.library.database).counts())._asdict(),
    }


def lag(feeds: list[StoredFeed], now: datetime) -> int:
    """Seconds for which the feed that has waited longest has been due; 0 where none is."""
    return max((int((now - feed.due).total_seconds()) for feed in feeds if feed.state != "disabled" and feed.due < now), default=0)


def _by_state(feeds: list[StoredFeed]) -> dict[str, int]:
    counts = Counter(feed.state for feed in feeds)
    return {state: counts[state] for state in get_args(State)}

"""`sherpa feeds`: the feeds that are polled for everyone."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from adapters import published
from adapters.jobs.output import Output, complain
from adapters.jobs.running import running
from index.articles import EVERYONE
from index.errors import BadFile, BadSource
from index.store.feeds import StoredFeed


def list_feeds(*, as_json: bool) -> int:
    """Prints a line for each feed, of all collections."""
    out = Output(as_json=as_json)
    with running() as session:
        for feed in session.runner.run(session.feeds.listed()):
            _show(out, feed)
    return 0


def add(address: str, *, as_json: bool) -> int:
    """Adds the feed, or the first that the page at the address names, and takes in what it has. Raises Refused or BadFeed where there is
    none, and then adds nothing."""
    from index.news.addresses import check_feed_address
    from index.news.polling import Polled

    out = Output(as_json=as_json)
    with running() as session, session.news() as news:
        found = session.runner.run(news.reader.feed_at(check_feed_address(address)))
        feed, new = session.runner.run(news.feeds.add(found.address, EVERYONE, datetime.now(UTC), title=found.title))
        polled = Polled(feed)
        if new:
            (polled,) = session.runner.run(news.poller.check([feed.id])) or [polled]
        known = session.runner.run(news.feeds.get(polled.feed.address, EVERYONE)) or feed
        if not as_json:
            out.line(f"Added: {_words(known)}" if new else f"Was there already: {_words(known)}")
        else:
            out.json(published.feed_object(known))
    if polled.trouble is not None:
        complain(polled.trouble)
        return 1
    return 0


def remove(address: str, collection: str | None, *, as_json: bool) -> int:
    """Takes the collection's feed out, or everyone's, and leaves its articles. Raises BadSource where there is none."""
    out = Output(as_json=as_json)
    with running() as session:
        if not session.runner.run(session.feeds.remove(address, collection or EVERYONE)):
            raise BadSource(f"There is no feed {address}; `sherpa feeds list` shows them.")
    if as_json:
        out.json({"url": address, "removed": True})
    else:
        out.line(f"Removed: {address}; its articles stay.")
    return 0


def check(*, as_json: bool) -> int:
    """Polls every feed now, and prints a line for each; the status is 1 where one failed."""
    out = Output(as_json=as_json)
    with running() as session, session.news() as news:
        polled = session.runner.run(news.poller.check())
        known = {feed.id: feed for feed in session.runner.run(news.feeds.listed())}
        for each in sorted(polled, key=lambda each: each.feed.address):
            _show(out, known.get(each.feed.id, each.feed))
    for trouble in {str(each.trouble): each.trouble for each in polled if each.trouble is not None}.values():
        complain(trouble)
    return 1 if any(each.feed.state != "ok" or each.trouble is not None for each in polled) else 0


def import_opml(path: Path, *, as_json: bool) -> int:
    """Adds the feeds of an OPML file, without fetching any. Raises BadFile, and then adds nothing."""
    from index.news.addresses import check_feed_address
    from index.news.opml import read_opml

    out = Output(as_json=as_json)
    try:
        wanted = read_opml(path.read_bytes())
    except OSError as error:
        raise BadFile(path, f"The file {path} cannot be read ({error.strerror}); check its path and its permissions.") from None
    addresses = [check_feed_address(feed.address) for feed in wanted]
    with running() as session:
        for address, feed in zip(addresses, wanted, strict=True):
            added, _ = session.runner.run(session.feeds.add(address, EVERYONE, datetime.now(UTC), title=feed.title or ""))
            _show(out, added)
    return 0


def export_opml(path: Path | None) -> int:
    """Writes the feeds as OPML, to standard output if there is no path. Raises BadFile."""
    from index.news.opml import OpmlFeed, write_opml

    with running() as session:
        feeds = session.runner.run(session.feeds.listed([EVERYONE]))
    text = write_opml([OpmlFeed(feed.address, feed.title or None) for feed in feeds], datetime.now(UTC))
    if path is None:
        sys.stdout.write(text)
        return 0
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadFile(path, f"The file {path} cannot be written ({error.strerror}); name another.") from None
    return 0


def _show(out: Output, feed: StoredFeed) -> None:
    if out.as_json:
        out.json(published.feed_object(feed))
    else:
        out.line(_words(feed))


def _words(feed: StoredFeed) -> str:
    whose = "" if feed.collection == EVERYONE else feed.collection
    parts = (feed.title, feed.address, whose, feed.state + (f" ({feed.reason})" if feed.reason else ""), f"{feed.articles:,} articles")
    return " · ".join(part for part in parts if part)

"""What is said of a workspace's own feeds. Pure. Titles and addresses are data: renderers escape them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.blocks import Item, Line, Listing, Reply
from bot.fitting import shorten
from bot.wording import count, day_text
from index.cleaning import clean_line
from index.store.feeds import State, StoredFeed

OFF = "Whoever runs Sherpa has not allowed feeds to be added in chat."
USAGE = "Say /feed add and an address, /feed list, or /feed remove and an address or title."
NO_ADDRESS = "Give the feed's address, or that of a page which names its feed: /feed add https://…"
NO_FEED = "Give the feed's address or title; /feed list shows them."
NONE_SUCH = "There is no such feed here; /feed list shows those that there are."
SEVERAL = "Several feeds fit that; give the whole address of one."
#: Characters of a title or an address in a list: enough to tell feeds apart, and short enough for some dozens.
IN_LIST = 150

_FIRST: dict[State, int] = {"disabled": 0, "failing": 1, "ok": 2}


def no_home(home: str) -> str:
    """For a place outside of any."""
    return f"Feeds belong to a {home}, and this conversation is in none; give the command in the {home}."


def name(feed: StoredFeed) -> str:
    """What the feed calls itself, else its host."""
    return clean_line(feed.title) or urlsplit(feed.address).hostname or feed.address


def named(feed: StoredFeed) -> str:
    """`The Port Times (https://port.example/feed)`"""
    return f"{_short(name(feed))} ({_short(feed.address)})"


def _short(text: str) -> str:
    """Cut between words, or anywhere in what has none."""
    return shorten(text, lambda text: len(text) <= IN_LIST) or f"{text[: IN_LIST - 1]}…"


def added(feed: StoredFeed, home: str) -> Reply:
    """It is polled from now on."""
    return _said(
        f"Added: {named(feed)}. Its articles can be asked about here, by this {home} alone.",
        "Its first poll comes within a minute; later ones follow the rhythm at which it publishes.",
    )


def revived(feed: StoredFeed) -> Reply:
    """It was no longer polled, and is again."""
    return _said(f"Polled again: {named(feed)}. It had failed, and works now.")


def there_already(feed: StoredFeed) -> Reply:
    """It was added before."""
    return _said(f"Was there already: {named(feed)}. It {_state(feed)}.")


def everyones_already(feed: StoredFeed) -> Reply:
    """It is polled for everyone."""
    return _said(f"Was there already, for everyone: {named(feed)}. Its articles can be asked about here as it is.")


def removed(feed: StoredFeed) -> Reply:
    """It is polled no more."""
    return _said(f"Removed: {named(feed)}. Its articles stay.")


def listed(feeds: Sequence[StoredFeed], home: str, most: int) -> Reply:
    """Each with address, state, articles and last poll; those that fail first."""
    if not feeds:
        return _said(f"This {home} has no feeds of its own; /feed add adds one.")
    items = tuple(_item(feed) for feed in sorted(feeds, key=lambda feed: (_FIRST[feed.state], name(feed).casefold())))
    heading = f"{count(len(feeds), 'feed', 'feeds')} of this {home} alone, of {most:,} that it may have"
    return Reply(heading=heading, blocks=(Listing(items=items),), private=True)


def _item(feed: StoredFeed) -> Item:
    polled = f"polled {_time(feed.polled)}" if feed.polled else "not polled yet"
    parts = (_short(feed.address), _state(feed), count(feed.articles, "article", "articles"), polled)
    return Item(text=_short(name(feed)), detail=" · ".join(parts))


def _state(feed: StoredFeed) -> str:
    words = {"ok": "works", "failing": "fails", "disabled": "failed for too long and is no longer polled"}[feed.state]
    return f"{words}: {_short(feed.reason.rstrip('.'))}" if feed.reason else words


def no_longer_polled(feed: StoredFeed, *, to_adder: bool) -> Reply:
    """For whoever added it; else for the channel where that was, without an address, which may hold a key."""
    which, named_as = ("A feed that you added", named(feed)) if to_adder else ("A feed that was added here", _short(name(feed)))
    since = f"It has failed since {_time(feed.failing_since)}" if feed.failing_since else "It has failed for too long"
    return Reply(
        blocks=(
            Line(text=f"{which} is no longer polled: {named_as}. {since}: {_short(feed.reason.rstrip('.'))}."),
            Line(text="Its articles stay. Once it works, /feed add with its address has it polled again; /feed remove forgets it."),
        )
    )


def _time(time: datetime) -> str:
    """`16 Aug 2025, 14:05 UTC`"""
    utc = time.astimezone(UTC)
    return f"{day_text(utc.date())}, {utc:%H:%M} UTC"


def _said(*lines: str) -> Reply:
    return Reply(blocks=tuple(Line(text=line) for line in lines), private=True)

"""Feeds: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed, read from bytes whatever is wrong with them. Nothing is ever fetched."""

from datetime import UTC, datetime

from index.news.entries import Entry, Feed
from index.news.errors import BadFeed
from index.news.json_feeds import read_json
from index.news.markup.decoding import decode
from index.news.scanning import find_root
from index.news.xml_feeds import read_xml

__all__ = ["ROOTS", "BadFeed", "Entry", "Feed", "parse_feed"]

#: The elements that a feed begins with, in lower case; the last where `rss` around it was forgotten.
ROOTS = frozenset({"rss", "rdf", "feed", "channel"})

_OTHERS = {
    "html": "This is an HTML page and no feed; the page may name its feeds.",
    "head": "This is an HTML page and no feed; the page may name its feeds.",
    "body": "This is an HTML page and no feed; the page may name its feeds.",
    "urlset": "This is a sitemap and no feed.",
    "sitemapindex": "This is a list of sitemaps and no feed.",
    "opml": "This is an OPML list of feeds; import it instead.",
}


def parse_feed(content: bytes, address: str, content_type: str = "", charset: str | None = None, now: datetime | None = None) -> Feed:
    """The feed in `content`. Raises BadFeed, whose sentence says what it is instead; a feed without entries is a feed.

    `address` is where it was in the end, after redirects: what relative links refer to. `charset` is what the header says, if it is not in
    `content_type`; neither is trusted. `now` decides which century a year of two digits is in, the present if None.
    It takes about a second for 5,000 entries, and blocks: call it outside the event loop.
    """
    now = now or datetime.now(UTC)
    text = decode(content, _charset(charset or content_type.partition("charset=")[2]))
    if not text.strip():
        raise BadFeed("This is empty; a feed has at least a title.")
    if text.lstrip()[0] in "{[":
        return read_json(text, address, now)
    root = find_root(text, ROOTS)
    if root is None:
        raise BadFeed("This is not XML and not JSON, and so no feed.")
    if root.name not in ROOTS:
        raise BadFeed(_OTHERS.get(root.name) or _other(text))
    return read_xml(text, root, address, now)


def _charset(given: str) -> str | None:
    """UTF-16 and UTF-32 show in their zero bytes; a header that claims them for other bytes is wrong."""
    name = given.partition(";")[0].strip(" \"'").lower()
    return None if not name or name.startswith(("utf-16", "utf16", "utf-32", "utf32", "ucs")) else name


def _other(text: str) -> str:
    if text.lstrip().startswith("<?xml"):
        return "This is XML, but of no kind that feeds are written in: RSS, Atom or RDF."
    return _OTHERS["html"]

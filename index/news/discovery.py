"""Which feeds a page names, and what a document is: by what it holds, whatever it is served as. Nothing is ever fetched."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from index.cleaning import clean_line
from index.news import feeds, sitemaps
from index.news.entries import web_address
from index.news.errors import BadFeed
from index.news.markup import tree
from index.news.markup.decoding import decode
from index.news.scanning import HEAD, find_root

Kind = Literal["feed", "sitemap", "page", "json", "text", "other"]

#: Bytes of a page that are looked at: what it links to as its feeds stands in its head.
_PAGE_HEAD = 1024 * 1024

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/rss"})
_VAGUE_TYPES = frozenset({"application/xml", "text/xml", "application/json", "application/x-rss+xml", ""})
_LIKE_A_FEED = re.compile(r"\b(?:rss|atom|feeds?|rdf|jsonfeed)\b", re.IGNORECASE)
_OF_COMMENTS = re.compile(
    r"\bcomments?\s+(?:feed|on)\b|\bcomments? (?:rss|atom)\b|/comments?/(?:feed|rss|atom|default)|comments-rss|feed=comments", re.IGNORECASE
)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/')
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]\d-])')
_PAGE_ROOTS = frozenset("html head body article main section header nav div p h1 h2 span table title meta link script style".split())
_RSS_IN_RDF = re.compile(r"purl\.org/rss/1\.0|my\.netscape\.com/rdf|<(?:\w+:)?(?:channel|item)\b")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x00")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    address: str  #: absolute, http or https
    title: str | None  #: plain text in one line
    type: str  #: the media type that the page gives, in lower case; "" if it gives none


def feeds_of_page(content: bytes, address: str, charset: str | None = None) -> list[FeedLink]:
    """The feeds that the page's `<link rel="alternate">` name, each once, best first; none for what is no page.

    First come those of a type that feeds have, in the page's order, and last those of comments. `address` is where the page was in the end.
    """
    root = tree.parse(decode(content[:_PAGE_HEAD], charset))
    if root is None:
        return []
    base = next((found for element in root.iter("base") if (found := web_address(element.get("href"), address))), address)
    named: dict[str, FeedLink] = {}
    for element in root.iter("link"):
        if link := _feed_link(element, base):
            named.setdefault(link.address, link)
    return sorted(named.values(), key=lambda link: (_is_of_comments(link), link.type not in _FEED_TYPES))


def kind_of(content: bytes, content_type: str) -> Kind:
    """What `content` is; `content_type`, as it was served, decides only between a page without tags and plain text.

    A "feed" begins as one and may still be broken; "json" is also JSON Lines; "other" is what is not text, and XML of other kinds (OPML).
    """
    if content.startswith(sitemaps.GZIP):
        return "sitemap" if _packed_sitemap(content) else "other"
    if content.startswith(_BINARY):
        return "other"
    text = decode(content[:HEAD])
    if _JSON.match(text):
        return "feed" if _is_json_feed(content, text) else "json"
    return _kind_by_root(text, content_type) or _without_markup(text, content_type)


def _kind_by_root(text: str, content_type: str) -> Kind | None:
    try:
        root = find_root(text, feeds.ROOTS | sitemaps.ROOTS)
    except BadFeed:  # it declares entities: its reader says so
        return "feed"
    kind: Kind | None = None
    if root is None:
        kind = None
    elif root.name in sitemaps.ROOTS:
        kind = "sitemap"
    elif root.name in feeds.ROOTS:
        kind = "feed" if root.name != "rdf" or _RSS_IN_RDF.search(text) else "other"
    elif root.name in _PAGE_ROOTS and _is_markup(text, root.start):
        kind = "page"
    elif text.lstrip().startswith("<?xml") or (_is_markup(text, root.start) and text.rstrip().endswith(">")):
        kind = "page" if "html" in content_type.lower() else "other"
    return kind


def _feed_link(element: Any, base: str) -> FeedLink | None:
    relations = (element.get("rel") or "").lower().split()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    href, title = element.get("href"), element.get("title") or ""
    named = "feed" in relations or ("alternate" in relations and "stylesheet" not in relations)
    if not named or (kind not in _FEED_TYPES and "feed" not in relations and not _is_vague_feed(kind, f"{href} {title}")):
        return None
    found = web_address(re.sub(r"^feed:(?://)?(?=https?:)", "", href or ""), base)
    return FeedLink(found, clean_line(title) or None, kind) if found else None


def _is_vague_feed(kind: str, said: str) -> bool:
    """XML and JSON are alternates of pages for many reasons, as WordPress's API; a name that says "feed" tells."""
    return kind in _VAGUE_TYPES and bool(_LIKE_A_FEED.search(said)) and "wp-json" not in said and "oembed" not in said


def _is_of_comments(link: FeedLink) -> bool:
    return bool(_OF_COMMENTS.search(link.title or "") or _OF_COMMENTS.search(link.address))


def _packed_sitemap(content: bytes) -> bool:
    try:
        head = sitemaps.unpacked(content[:HEAD])[:HEAD]
        root = find_root(decode(head), sitemaps.ROOTS)
    except BadFeed:
        return False
    return root is not None and root.name in sitemaps.ROOTS


def _is_json_feed(content: bytes, head: str) -> bool:
    """By its head; where the items come before the version, which is legal, by all of it."""
    if _JSON_FEED.search(head):
        return True
    if len(content) <= len(head) or b"jsonfeed.org" not in content:
        return False
    try:
        document = json.loads(decode(content))
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "jsonfeed.org" in str(document.get("version"))


def _is_markup(text: str, start: int) -> bool:
    """A page begins with its markup; in a text it stands somewhere."""
    before = text[:start].strip()
    return not before or before.startswith("<")


def _without_markup(text: str, content_type: str) -> Kind:
    if not text.strip():
        return "other"
    if _CONTROL.search(text) or text.count("\ufffd") > len(text) // 20:
        return "other"
    addresses = sitemaps.listed_addresses(text.rpartition("\n")[0] or text)
    if addresses and len(addresses) > 1:
        return "sitemap"
    return "page" if "html" in content_type.lower() else "text"

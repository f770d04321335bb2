"""Sitemaps (sitemaps.org 0.9), lists of sitemaps, Google's news sitemaps and plain lists of addresses. Nothing is ever fetched."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from index.news.entries import plain_title, web_address
from index.news.errors import BadFeed
from index.news.feed_dates import read_date
from index.news.markup.decoding import decode
from index.news.scanning import Root, find_root
from index.news.wellformed import Limits, mend

#: What the protocol allows a sitemap, in bytes once unpacked.
MAX_UNPACKED = 50 * 1024 * 1024

GZIP = b"\x1f\x8b"
ROOTS = frozenset({"urlset", "sitemapindex"})
_LIMITS = Limits(records=frozenset({"url", "sitemap"}), tags=600_000)  # the 50,000 pages that are allowed, with five elements each


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page that a sitemap names. Times are in UTC; a future one is left as it is."""

    link: str  #: absolute, http or https
    published: datetime | None = None  #: news sitemaps only
    title: str | None = None  #: news sitemaps only; plain text in one line
    language: str | None = None  #: news sitemaps only: "en"
    publication: str | None = None  #: news sitemaps only: the outlet's name
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListedSitemap:
    """A sitemap that a list of them names. Times are in UTC."""

    link: str  #: absolute, http or https
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Each page and each further sitemap once, in the sitemap's order; addresses that are neither http nor https are left out."""

    pages: tuple[SitemapPage, ...]
    sitemaps: tuple[ListedSitemap, ...]


def parse_sitemap(content: bytes, address: str, now: datetime | None = None) -> Sitemap:
    """The sitemap in `content`, which may still be packed with gzip. Raises BadFeed, whose sentence says what is wrong with it.

    `address` is where it was in the end; `now` decides which century a year of two digits is in, the present if None. Of a sitemap that is
    cut off, and of one much longer than the 50,000 pages that are allowed, the first pages are read. It blocks for up to a few seconds:
    call it outside the event loop.
    """
    text = decode(unpacked(content) if content.startswith(GZIP) else content)
    if not text.strip():
        raise BadFeed("This is empty; a sitemap names at least one page.")
    root = find_root(text, ROOTS)
    if root is None:
        return _listed(text, address)
    if root.name not in ROOTS:
        raise BadFeed(
            "This is an HTML page and no sitemap." if root.name == "html" else "This is no sitemap: it begins with another element."
        )
    return _read(text, root, address, now or datetime.now(UTC))


def unpacked(content: bytes, limit: int = MAX_UNPACKED) -> bytes:
    """What was packed with gzip, as much as there is of it; raises BadFeed if that is no gzip or more than `limit` bytes."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        result = unpacker.decompress(content, limit)
    except zlib.error:
        raise BadFeed("This begins like a gzip file, but cannot be unpacked.") from None
    if unpacker.unconsumed_tail:
        raise BadFeed(f"This unpacks to more than {limit // (1024 * 1024)} MB, which is more than a sitemap may have.")
    return result


def listed_addresses(text: str) -> list[str] | None:
    """The addresses of a text that has one on each line and nothing else; None if it has anything else, or none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    are_addresses = all(line.startswith(("http://", "https://")) and len(line.split()) == 1 for line in lines)
    return lines if lines and are_addresses else None


def _listed(text: str, address: str) -> Sitemap:
    lines = listed_addresses(text)
    if lines is None:
        raise BadFeed("This is no sitemap: it is no XML, and has lines that are no addresses.")
    links = (web_address(line, address) for line in lines)
    return Sitemap(tuple(SitemapPage(link) for link in dict.fromkeys(links) if link), ())


def _read(text: str, root: Root, address: str, now: datetime) -> Sitemap:
    pages: dict[str, SitemapPage] = {}
    sitemaps: dict[str, ListedSitemap] = {}
    for record in _records(mend(text, root, _LIMITS).xml):
        link = web_address(_text(record, "loc"), address)
        if link and etree.QName(record).localname.lower() == "sitemap":
            sitemaps.setdefault(link, ListedSitemap(link, read_date(_text(record, "lastmod"), now)))
        elif link:
            pages.setdefault(link, _page(record, link, now))
    return Sitemap(tuple(pages.values()), tuple(sitemaps.values()))


def _records(xml: str) -> Iterator[Any]:
    """The children of the root that are records, one after the other; each is emptied once the next is asked for."""
    try:
        for _, element in etree.iterparse(io.BytesIO(xml.encode()), resolve_entities=False, no_network=True):
            parent = element.getparent()
            if parent is not None and parent.getparent() is None and _name(element) in _LIMITS.records:
                yield element
                element.clear()
    except etree.LxmlError:
        raise BadFeed("This begins like a sitemap, but cannot be read.") from None


def _page(record: Any, link: str, now: datetime) -> SitemapPage:
    news = next((child for child in record if _name(child) == "news"), None)
    modified = read_date(_text(record, "lastmod"), now)
    if news is None:
        return SitemapPage(link, modified=modified)
    publication = next((child for child in news if _name(child) == "publication"), None)
    return SitemapPage(
        link,
        published=read_date(_text(news, "publication_date"), now),
        title=plain_title(_text(news, "title") or "", markup=False) or None,
        language=_text(publication, "language") if publication is not None else None,
        publication=plain_title(_text(publication, "name") or "", markup=False) or None if publication is not None else None,
        modified=modified,
    )


def _text(parent: Any, name: str) -> str | None:
    """Of the first child of this name, which counts without its prefix: publishers get the namespaces wrong."""
    return next(((child.text or "").strip() or None for child in parent if _name(child) == name), None)


def _name(element: Any) -> str:
    return str(etree.QName(element).localname).lower()

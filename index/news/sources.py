"""What is polled: feeds, and sitemaps and lists of them, which say which pages are new too."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from index.news.discovery import kind_of
from index.news.entries import Entry, Feed
from index.news.errors import BadFeed, Refused
from index.news.feeds import parse_feed
from index.news.fetching import Fetched, Fetcher, NotModified
from index.news.sitemaps import ListedSitemap, SitemapPage, parse_sitemap

#: Pages of a sitemap that are read, the newest: it may have 50,000, of all years, and what is polled for is news.
MOST_PAGES = 200
#: Sitemaps of a list that are read, the newest: there may be one for each day of many years.
MOST_SITEMAPS = 3


class Source(NamedTuple):
    """What was read; of a list of sitemaps nothing yet, but which of them to read."""

    feed: Feed
    sitemaps: tuple[str, ...] = ()


def parse_source(answer: Fetched, now: datetime) -> Source:
    """The feed, or the sitemap as one: its entries say no more than where a page is. Blocks. Raises BadFeed."""
    if kind_of(answer.content, answer.content_type) != "sitemap":
        return Source(parse_feed(answer.content, answer.url, answer.content_type, answer.charset, now))
    sitemap = parse_sitemap(answer.content, answer.url, now)
    newest = sorted(sitemap.sitemaps, key=_age, reverse=True)[:MOST_SITEMAPS] if not sitemap.pages else []
    return Source(_feed(sitemap.pages), tuple(listed.link for listed in newest))


async def followed(source: Source, fetcher: Fetcher, now: datetime) -> Feed:
    """The feed, or what the sitemaps of a list have. Raises Refused or BadFeed where not one of them can be read."""
    if not source.sitemaps:
        return source.feed
    pages: dict[str, SitemapPage] = {}
    trouble: Refused | BadFeed | None = None
    for address in source.sitemaps:
        try:
            read = await fetcher.read(address, lambda answer: parse_sitemap(answer.content, answer.url, now))
        except (Refused, BadFeed) as error:
            trouble = error
            continue
        if not isinstance(read, NotModified):
            pages |= {page.link: page for page in read.made.pages}
    if not pages and trouble is not None:
        raise trouble
    return _feed(pages.values())


def _feed(pages: Iterable[SitemapPage]) -> Feed:
    newest = sorted(pages, key=_time, reverse=True)[:MOST_PAGES]
    return Feed(None, None, None, None, tuple(map(_entry, newest)), partly_broken=False)


def _age(listed: ListedSitemap) -> tuple[bool, datetime]:
    """Those for news come first, then the newest."""
    return "news" in listed.link.lower(), listed.modified or datetime.min.replace(tzinfo=UTC)


def _time(page: SitemapPage) -> datetime:
    return page.published or page.modified or datetime.min.replace(tzinfo=UTC)


def _entry(page: SitemapPage) -> Entry:
    return Entry(
        guid=page.link,
        link=page.link,
        title=page.title or "",
        summary_html=None,
        content_html=None,
        authors=(),
        source_title=page.publication,
        published=page.published,
        updated=page.modified,
        language=page.language,
        is_permalink=True,
        tags=(),
        is_whole=False,
    )

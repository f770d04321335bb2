"""What is polled: feeds, and sitemaps, which are lists of new pages too."""

from datetime import UTC, datetime

from index.news.discovery import kind_of
from index.news.entries import Entry, Feed
from index.news.errors import BadFeed
from index.news.feeds import parse_feed
from index.news.fetching import Fetched
from index.news.sitemaps import SitemapPage, parse_sitemap

#: Pages of a sitemap that are read, the newest: it may have 50,000, of all years, and what is polled for is news.
MOST_PAGES = 200


def read_source(answer: Fetched, now: datetime) -> Feed:
    """The feed, or the sitemap as one: its entries say no more than where a page is. Blocks. Raises BadFeed."""
    if kind_of(answer.content, answer.content_type) != "sitemap":
        return parse_feed(answer.content, answer.url, answer.content_type, answer.charset, now)
    sitemap = parse_sitemap(answer.content, answer.url, now)
    if not sitemap.pages and sitemap.sitemaps:
        raise BadFeed("This is a list of sitemaps; give the address of the one that has the news.")
    newest = sorted(sitemap.pages, key=_time, reverse=True)[:MOST_PAGES]
    return Feed(None, None, None, None, tuple(map(_entry, newest)), partly_broken=False)


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
        source_title=None,
        published=page.published,
        updated=page.modified,
        language=page.language,
        is_permalink=True,
        tags=(),
        is_whole=False,
    )

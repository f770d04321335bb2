"""What is polled: feeds, and sitemaps and lists of them, which say which pages are new too."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from index.news.discovery import kind_of
from index.news.entries import Entry, Feed
from index.news.errors import BadFeed, Refused
from index.news.feeds import parse_feed
from index.news.fetching import Fetched, Fetcher
from index.news.sitemaps import ListedSitemap, Sitemap, SitemapPage, parse_sitemap

#: Pages of a sitemap that are read, the newest: it may have 50,000, of all years, and what is polled for is news.
MOST_PAGES = 200
#: Sitemaps of a list that are read, the newest: there may be one for each day of many years.
MOST_SITEMAPS = 3


class Source(NamedTuple):
    """What was read, and the answer that it was read from; of a list of sitemaps without marks, since those tell of the list alone."""

    feed: Feed
    answer: Fetched


async def read_source(answer: Fetched, fetcher: Fetcher, now: datetime) -> Source:
    """The feed, or the sitemap as one: its entries say no more than where a page is. Of a list of sitemaps the newest are fetched.

    Raises BadFeed, and Refused where not one sitemap of a list can be read.
    """
    if not is_sitemap(answer):
        feed = await asyncio.to_thread(parse_feed, answer.content, answer.url, answer.content_type, answer.charset, now)
        return Source(feed, answer)
    sitemap = await asyncio.to_thread(parse_sitemap, answer.content, answer.url, now)
    pages = list(sitemap.pages)
    if not pages and sitemap.sitemaps:
        pages = await _listed(sitemap, fetcher, now)
        answer = replace(answer, etag=None, last_modified=None)
    newest = sorted(pages, key=_time, reverse=True)[:MOST_PAGES]
    return Source(Feed(None, None, None, None, tuple(map(_entry, newest)), partly_broken=False), answer)


def is_sitemap(answer: Fetched) -> bool:
    """Whether it is a sitemap, or a list of them."""
    return kind_of(answer.content, answer.content_type) == "sitemap"


async def _listed(sitemap: Sitemap, fetcher: Fetcher, now: datetime) -> list[SitemapPage]:
    """The pages of the newest sitemaps that can be read."""
    pages: dict[str, SitemapPage] = {}
    trouble: Refused | BadFeed | None = None
    for listed in sorted(sitemap.sitemaps, key=_age, reverse=True)[:MOST_SITEMAPS]:
        try:
            answer = await fetcher.get(listed.link)
            if isinstance(answer, Fetched):
                read = await asyncio.to_thread(parse_sitemap, answer.content, answer.url, now)
                pages |= {page.link: page for page in read.pages}
        except (Refused, BadFeed) as error:
            trouble = error
    if not pages and trouble is not None:
        raise trouble
    return list(pages.values())


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

"""Reading pages: fetched, and made articles of."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from index.articles import EVERYONE, Article
from index.errors import BadInput
from index.news.discovery import feeds_of_page, kind_of
from index.news.entries import Entry, Feed
from index.news.errors import BadFeed, BadPage
from index.news.fetching import Fetched, Fetcher, NotModified
from index.news.making import articles_of_page, from_entry, is_of_site
from index.news.pages import extract
from index.news.sources import followed, parse_source

#: Pages of one feed that are read at once; a host gets fewer, as the fetcher has it.
AT_ONCE = 4


class FoundFeed(NamedTuple):
    """A feed, where it was found in the end, and what it calls itself; "" where it says nothing."""

    address: str
    title: str


class Reader:
    """For one event loop."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def articles(
        self, address: str, collection: str, now: datetime, *, entry: Entry | None = None, feed_title: str | None = None
    ) -> list[Article]:
        """The articles of the page at the address, which an entry led to; none where the page has none. Raises Refused, Busy among it."""
        try:
            read = await self._fetcher.read(address, lambda answer: extract(answer.content, answer.url, charset=answer.charset, now=now))
        except BadPage:
            return []
        if isinstance(read, NotModified):
            return []
        return articles_of_page(read.made, read.answer.url, collection, now, entry=entry, feed_title=feed_title)

    async def feed_at(self, address: str) -> FoundFeed:
        """The feed at the address, or the first one that works of those that the page there names. Raises Refused or BadFeed."""
        answer = await self._fetcher.get(address)
        if not isinstance(answer, Fetched):
            raise BadFeed("The server says that nothing is there; check the address.")
        try:
            return await self._feed(answer, address)
        except BadFeed:
            named = await asyncio.to_thread(feeds_of_page, answer.content, answer.url, answer.charset)
            if not named:
                raise
        found = await self._fetcher.get(named[0].address)
        if not isinstance(found, Fetched):
            raise BadFeed("The page names a feed that is not there; give the feed's own address.")
        return await self._feed(found, named[0].address)

    async def _feed(self, answer: Fetched, asked: str) -> FoundFeed:
        feed = await self._source(answer, datetime.now(UTC))
        return FoundFeed(answer.moved_to or asked, (feed.title or "")[:300])

    async def _source(self, answer: Fetched, now: datetime) -> Feed:
        return await followed(await asyncio.to_thread(parse_source, answer, now), self._fetcher, now)

    async def articles_at(self, address: str, now: datetime) -> AsyncIterator[Article | BadInput]:
        """What the address has, for everyone: a page's article, a live page's entries, a feed's, each as soon as it and those before it
        are read. Raises Refused, BadPage, BadFeed.

        In place of each of a feed's articles whose page cannot be read, and whose own text does not do, stands why.
        """
        answer = await self._fetcher.get(address)
        if not isinstance(answer, Fetched):
            return
        if kind_of(answer.content, answer.content_type) in ("feed", "sitemap"):
            async for found in self._of_feed(answer, now):
                yield found
            return
        page = await asyncio.to_thread(extract, answer.content, answer.url, charset=answer.charset, now=now)
        for article in articles_of_page(page, answer.url, EVERYONE, now):
            yield article

    async def _of_feed(self, answer: Fetched, now: datetime) -> AsyncIterator[Article | BadInput]:
        feed = await self._source(answer, now)
        turns = asyncio.Semaphore(AT_ONCE)

        async def of(entry: Entry) -> Sequence[Article | BadInput]:
            async with turns:
                return await self._of_entry(entry, feed, answer.url, now)

        tasks = [asyncio.create_task(of(entry)) for entry in feed.entries]
        try:
            for task in tasks:
                for found in await task:
                    yield found
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _of_entry(self, entry: Entry, feed: Feed, feed_address: str, now: datetime) -> Sequence[Article | BadInput]:
        own = await asyncio.to_thread(from_entry, entry, feed.title, feed_address, EVERYONE, now)
        itself = [own] if own is not None else []
        if entry.link is None or (itself and entry.is_whole and is_of_site(entry, feed_address)):
            return itself
        try:
            return await self.articles(entry.link, EVERYONE, now, entry=entry, feed_title=feed.title) or itself
        except BadInput as error:
            return itself or [error]

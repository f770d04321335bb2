"""Sites with feeds that work: what they publish is known, and what they say of it changes as it does on the web."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bench.standins.news_web import NewsWeb
from index.articles import Article

#: An encoding that a feed is in, and the one that its header names.
ENCODINGS = (("utf-8", "utf-8"), ("windows-1252", "utf-8"), ("utf-16", "iso-8859-1"), ("utf-8", "us-ascii"))


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    path: str
    paragraphs: tuple[str, ...]
    whole: bool  #: the feed has all of it; else it has a line, and the page the rest
    published: datetime


@dataclass(slots=True)
class Feed:
    """One feed of a site, each of its entries with a title that no other has."""

    web: NewsWeb
    number: int
    _entries: list[_Entry] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.web.address(f"/feed{self.number}")

    @property
    def titles(self) -> list[str]:
        """Of all that it has published."""
        return [entry.title for entry in self._entries]

    def publish(self, articles: Iterable[Article], age: timedelta) -> None:
        """The articles' texts, an hour between two, the last of them `age` ago. Every second one is in the feed as a whole."""
        given = list(articles)
        for place, article in enumerate(given):
            number = len(self._entries)
            path = f"/report-{self.number}-{number}"
            entry = _Entry(
                f"Report {self.number}-{number} — “{article.title}”",
                path,
                tuple(article.body.split("\n")),
                number % 2 == 0,
                datetime.now(UTC) - age - timedelta(hours=len(given) - 1 - place),
            )
            self._entries.append(entry)
            self.web.page(path, _page(entry))
        self._serve()

    def _serve(self) -> None:
        encoding, named = ENCODINGS[self.number % len(ENCODINGS)]
        text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Site {self.number}</title>{''.join(self._items())}</channel></rss>"
        kind = f"application/rss+xml; charset={named}"
        self.web.page(f"/feed{self.number}", text.encode(encoding, "xmlcharrefreplace"), content_type=kind, etag=f'"{len(self._entries)}"')

    def _items(self) -> Iterator[str]:
        """Newest first; how a link is tracked changes each time."""
        for entry in reversed(self._entries):
            link = self.web.address(f"{entry.path}?utm_campaign={len(self._entries)}")
            text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in entry.paragraphs) if entry.whole else "In short."
            said = f"<title>{html.escape(entry.title)}</title><link>{link}</link><description>{html.escape(text)}</description>"
            yield f"<item>{said}<pubDate>{format_datetime(entry.published)}</pubDate></item>"


def _page(entry: _Entry) -> str:
    title = html.escape(entry.title)
    text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in entry.paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>'
    )

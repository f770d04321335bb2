"""Sitemaps, lists of them, news sitemaps and plain lists are read, and what is none is refused with its reason."""

import gzip
import time
from datetime import UTC, datetime

import pytest

from index.news.errors import BadFeed
from index.news.sitemaps import ListedSitemap, Sitemap, SitemapPage, parse_sitemap

NOW = datetime(2025, 8, 17, 12, tzinfo=UTC)
ADDRESS = "https://news.example/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
NEWS = """<news:news><news:publication><news:name>News &amp; Co</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-08-15T19:00:00+02:00</news:publication_date>
<news:title>Talks &amp;amp; more &lt;b&gt;</news:title></news:news>"""


def read(content: str | bytes) -> Sitemap:
    return parse_sitemap(content if isinstance(content, bytes) else content.encode(), ADDRESS, NOW)


def urlset(records: str, attributes: str = NAMESPACES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {attributes}>{records}</urlset>'


def links(content: str | bytes) -> list[str]:
    return [page.link for page in read(content).pages]


def test_pages_come_in_order_with_the_time_of_their_change() -> None:
    content = urlset(
        "<url><loc>https://news.example/a</loc><lastmod>2025-08-15</lastmod></url><url><loc>https://news.example/b</loc></url>"
    )
    assert read(content).pages == (
        SitemapPage("https://news.example/a", modified=datetime(2025, 8, 15, tzinfo=UTC)),
        SitemapPage("https://news.example/b"),
    )


def test_a_news_sitemap_says_what_is_news() -> None:
    [page] = read(urlset(f"<url><loc>https://news.example/a</loc>{NEWS}</url>")).pages
    assert (page.published, page.title, page.language) == (datetime(2025, 8, 15, 17, tzinfo=UTC), "Talks & more <b>", "en")
    assert page.publication == "News & Co"


def test_namespaces_may_have_other_prefixes_or_none_declared() -> None:
    bare = urlset(f"<url><loc>https://news.example/a</loc>{NEWS}</url>", attributes="")
    other = urlset(f"<url><loc>https://news.example/a</loc>{NEWS}</url>").replace("news:", "n:").replace("xmlns:n:", "xmlns:n=")
    assert read(bare).pages[0].title == read(other).pages[0].title == "Talks & more <b>"


def test_pictures_and_translations_are_no_pages() -> None:
    content = urlset(
        "<url><image:image><image:loc>https://news.example/i.jpg</image:loc></image:image><loc>https://news.example/a</loc>"
        '<xhtml:link rel="alternate" hreflang="de" href="https://news.example/de"/></url>'
    )
    assert links(content) == ["https://news.example/a"]


def test_an_index_names_further_sitemaps() -> None:
    content = (
        "<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2025-08-15</lastmod></sitemap>"
        "<sitemap><loc> https://news.example/b.xml.gz </loc></sitemap></sitemapindex>"
    )
    dated = ListedSitemap("https://news.example/a.xml", datetime(2025, 8, 15, tzinfo=UTC))
    assert read(content) == Sitemap((), (dated, ListedSitemap("https://news.example/b.xml.gz")))


def test_a_plain_list_is_a_sitemap() -> None:
    assert links("\ufeffhttps://news.example/a\r\n\r\nhttps://news.example/b\nhttps://news.example/a\n") == [
        "https://news.example/a",
        "https://news.example/b",
    ]


def test_what_is_still_packed_is_unpacked() -> None:
    packed = gzip.compress(urlset("<url><loc>https://news.example/a</loc></url><url><loc>https://news.example/b</loc></url>").encode())
    assert links(packed) == ["https://news.example/a", "https://news.example/b"]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ("<url><loc>ftp://news.example/a</loc></url><url><loc/></url><url/><url><loc>/b</loc></url>", ["https://news.example/b"]),
        ("<url><loc>/a</loc></url><url><loc>/a</loc></url>", ["https://news.example/a"]),
        ("<url><loc>/a?x=1&y=2</loc></url>", ["https://news.example/a?x=1&y=2"]),
        ("<url><loc>/a</loc><url><loc>/b</loc></url>", ["https://news.example/a", "https://news.example/b"]),
    ],
)
def test_what_is_wrong_with_a_page_keeps_no_other_back(records: str, expected: list[str]) -> None:
    assert links(urlset(records)) == expected


def test_of_a_sitemap_that_is_cut_off_the_pages_before_the_break_are_kept() -> None:
    content = urlset("<url><loc>https://news.example/a</loc></url><url><loc>https://news.example/whole-name</loc></url>")
    assert links(content[: content.index("-name")]) == ["https://news.example/a"]
    packed = gzip.compress(content.encode())
    assert links(packed[:-9])[:1] == ["https://news.example/a"]


def test_fifty_thousand_pages_are_read() -> None:
    content = urlset("".join(f"<url><loc>https://news.example/{n}</loc><lastmod>2025-08-15</lastmod></url>" for n in range(50_000)))
    began = time.process_time()  # what else runs on the machine does not count
    assert len(read(content).pages) == 50_000
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html></html>", "HTML page"),
        ("<rss><channel/></rss>", "no sitemap"),
        ("They met.\nhttps://news.example/a", "lines that are no addresses"),
        ('<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>', "expands"),
        ("<urlset>" + "<a>" * 50_000, "nested"),
        (b"\x1f\x8bnonsense", "cannot be unpacked"),
        (gzip.compress(b" " * 60_000_000), "more than 50 MB"),
    ],
    ids=["empty", "page", "feed", "text", "entity", "deep", "no gzip", "zip bomb"],
)
def test_what_is_no_sitemap_is_refused_with_its_reason(content: str | bytes, reason: str) -> None:
    with pytest.raises(BadFeed, match=reason):
        read(content)

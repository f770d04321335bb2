"""A page's feeds are found, best first, and a document is known by what it holds."""

import gzip
import json

import pytest

from index.news.discovery import FeedLink, feeds_of_page, kind_of

ADDRESS = "https://news.example/world/"


def found(head: str) -> list[str]:
    return [
        link.address for link in feeds_of_page(f"<!DOCTYPE html><html><head>{head}</head><body><p>News</p></body></html>".encode(), ADDRESS)
    ]


def alternate(href: str, kind: str = "application/rss+xml", title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" title="{title}">'


def test_a_feed_has_its_address_its_title_and_its_type() -> None:
    page = f"<html><head>{alternate('../feed?a=1&amp;b=2', 'Application/Atom+XML; charset=utf-8', 'World &amp; more')}</head></html>"
    assert feeds_of_page(page.encode(), ADDRESS) == [FeedLink("https://news.example/feed?a=1&b=2", "World & more", "application/atom+xml")]


def test_a_base_is_what_links_refer_to() -> None:
    assert found('<base href="/archive/">' + alternate("feed")) == ["https://news.example/archive/feed"]


def test_feeds_of_comments_come_last_and_others_as_the_page_has_them() -> None:
    assert found(
        alternate("/comments/feed/", title="News » Comments Feed")
        + alternate("/feed/", title="News » Feed")
        + alternate("/commentisfree/rss", title="Comment is free")
    ) == ["https://news.example/feed/", "https://news.example/commentisfree/rss", "https://news.example/comments/feed/"]


@pytest.mark.parametrize(
    "link",
    [
        '<LINK REL="Alternate" TYPE="application/RSS+xml" HREF="/f">',
        "<link rel=alternate type=application/feed+json href=/f>",
        '<link rel="alternate home" type="application/rdf+xml" href="feed:https://news.example/f"/>',
        '<link rel="feed" href="/f">',
    ],
)
def test_links_are_read_however_they_are_written(link: str) -> None:
    assert found(link) == ["https://news.example/f"]


def test_vague_types_count_when_the_name_says_feed() -> None:
    assert found(alternate("/rss.xml", "text/xml") + alternate("/x.xml", "text/xml") + alternate("/wp-json/feed", "application/json")) == [
        "https://news.example/rss.xml"
    ]


@pytest.mark.parametrize(
    "link",
    [
        alternate("/style", rel="alternate stylesheet"),
        alternate("/de", "text/html"),
        alternate("javascript:x()"),
        alternate("", "application/rss+xml"),
        alternate("https://news.example/oembed?feed", "application/json"),
        '<link rel="alternate" hreflang="de" href="/de">',
        "<!-- " + alternate("/f") + " -->",
    ],
)
def test_other_links_are_no_feeds(link: str) -> None:
    assert found(link) == []


def test_a_feed_is_named_once() -> None:
    assert found(alternate("/f") + alternate("/f", title="again")) == ["https://news.example/f"]


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"<" * 100_000, b"<div>" * 50_000, b"plain text", b"<rss></rss>"])
def test_what_is_no_page_names_no_feeds(content: bytes) -> None:
    assert feeds_of_page(content, ADDRESS) == []


def test_a_page_is_read_in_its_encoding() -> None:
    page = f'<html><head><meta charset="windows-1251">{alternate("/f", title="Мир")}</head></html>'
    assert feeds_of_page(page.encode("cp1251"), ADDRESS)[0].title == "Мир"


JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []})


@pytest.mark.parametrize(
    ("content", "content_type", "kind"),
    [
        ("<rss version='2.0'><channel/></rss>", "text/html", "feed"),
        ("\ufeff<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>", "", "feed"),
        ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'/>", "", "feed"),
        ("<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'/>", "", "other"),
        ("<br><b>Warning</b>: x <rss><channel/></rss>", "", "feed"),
        ('<!DOCTYPE rss [<!ENTITY x "a">]><rss/>', "", "feed"),
        (JSON_FEED, "application/json", "feed"),
        (json.dumps({"items": ["x" * 70_000], "version": "https://jsonfeed.org/version/1"}), "", "feed"),
        ("<urlset/>", "text/xml", "sitemap"),
        ("<?xml version='1.0'?><sitemapindex/>", "text/html", "sitemap"),
        ("https://news.example/a\nhttps://news.example/b\n", "text/plain", "sitemap"),
        ("<!DOCTYPE html><title>News</title>", "", "page"),
        ("<!-- x --><HTML><body>News", "text/plain", "page"),
        ("<p>They met.</p>", "", "page"),
        ("They met.", "text/html; charset=utf-8", "page"),
        ('{"title": "A", "text": "B"}\n{"title": "C", "text": "D"}', "", "json"),
        ("[1, 2]", "text/plain", "json"),
        ("They met.\n\nThey left.", "text/plain", "text"),
        ("# Talks end\n\nThey <b>met</b>.", "", "text"),
        ("[Talks](https://news.example/) ended", "", "text"),
        ("https://news.example/a", "", "text"),
        ("<opml><body/></opml>", "text/xml", "other"),
        ("<?xml version='1.0'?><catalogue/>", "", "other"),
        ("", "text/html", "other"),
        (b"%PDF-1.7 ...", "text/html", "other"),
        (b"\x89PNG\r\n", "", "other"),
        (bytes(range(256)), "text/plain", "other"),
        (gzip.compress(b"<urlset></urlset>", mtime=0), "application/gzip", "sitemap"),
        (gzip.compress(b"They met.", mtime=0), "", "other"),
        ("<rss/>".encode("utf-16"), "", "feed"),
    ],
)
def test_a_document_is_known_by_what_it_holds(content: str | bytes, content_type: str, kind: str) -> None:
    assert kind_of(content if isinstance(content, bytes) else content.encode(), content_type) == kind

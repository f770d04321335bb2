"""Lists of feeds are read as other readers write them, and what is written reads back the same."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]  # ships no types

from index.cleaning import clean_line
from index.news.errors import BadFeed
from index.news.opml import OpmlFeed, read_opml, write_opml

NOW = datetime(2025, 8, 17, 12, tzinfo=UTC)


def read(body: str) -> list[OpmlFeed]:
    return read_opml(f'<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head/><body>{body}</body></opml>'.encode())


def test_nested_outlines_are_read_in_order_and_folders_are_none() -> None:
    assert read(
        '<outline text="World"><outline text="Asia"><outline type="rss" text="A &amp; B" xmlUrl="https://a.example/f?x=1&amp;y=2"/></outline></outline>'
        '<outline text="B" title="Bee" xmlUrl="http://b.example/f" htmlUrl="http://b.example/"/>'
    ) == [OpmlFeed("https://a.example/f?x=1&y=2", "A & B"), OpmlFeed("http://b.example/f", "Bee")]


def test_attributes_are_read_in_any_case_and_older_names() -> None:
    assert read(
        '<outline XMLURL="https://a.example/f" TEXT="A"/><OUTLINE xmlurl="https://b.example/f"/><outline type="rss" url="https://c.example/f"/>'
    ) == [
        OpmlFeed("https://a.example/f", "A"),
        OpmlFeed("https://b.example/f", None),
        OpmlFeed("https://c.example/f", None),
    ]


def test_a_feed_is_listed_once() -> None:
    assert read('<outline text="A" xmlUrl="https://a.example/f"/><outline text="B" xmlUrl=" https://a.example/f "/>') == [
        OpmlFeed("https://a.example/f", "A")
    ]


@pytest.mark.parametrize("address", ["feed://a.example/f", "feed:https://a.example/f"])
def test_the_scheme_of_readers_is_understood(address: str) -> None:
    assert read(f'<outline xmlUrl="{address}"/>')[0].address.removeprefix("https").removeprefix("http") == "://a.example/f"


def test_a_list_is_read_in_its_encoding_and_with_a_document_type() -> None:
    content = '<?xml version="1.0" encoding="windows-1252"?><!DOCTYPE opml SYSTEM "x.dtd"><opml><body><outline text="Café" xmlUrl="https://a.example/f"/></body></opml>'
    assert read_opml(content.encode("cp1252")) == [OpmlFeed("https://a.example/f", "Café")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("They met.", "no OPML"),
        ("<rss/>", "no OPML"),
        ("<html><body/></html>", "no OPML"),
        ("<opml><head/></opml>", "no body"),
        ('<opml><body><outline xmlUrl="https://a.example/f"/>', "not well-formed: something is wrong in line 1"),
        ('<opml>\n<body>\n<outline xmlUrl="https://a.example/?a&b"/></body></opml>', "line 3"),
        (
            '<opml><body><outline xmlUrl="https://a.example/f"/><outline xmlUrl="ftp://b.example/f"/></body></opml>',
            "neither http nor https",
        ),
        ('<!DOCTYPE opml [<!ENTITY x "a">]><opml><body><outline text="&x;"/></body></opml>', "expands"),
        ('<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body/></opml>', "expands"),
        ("<opml><body>" + "<outline>" * 50_000 + "</outline>" * 50_000 + "</body></opml>", "nested more than 256 deep"),
    ],
)
def test_broken_input_gives_nothing_but_its_reason(content: str, reason: str) -> None:
    with pytest.raises(BadFeed, match=reason):
        read_opml(content.encode())


def test_what_is_written_is_opml_2() -> None:
    root = etree.fromstring(write_opml([OpmlFeed("https://a.example/f?x=1&y='2'", 'A "&" <b>')], NOW).encode())
    assert root.get("version") == "2.0"
    assert root.findtext("head/dateCreated") == "Sun, 17 Aug 2025 12:00:00 GMT"
    assert dict(root.find("body/outline").attrib) == {
        "type": "rss",
        "text": 'A "&" <b>',
        "title": 'A "&" <b>',
        "xmlUrl": "https://a.example/f?x=1&y='2'",
    }


def test_an_empty_list_reads_back_empty() -> None:
    assert read_opml(write_opml([], NOW).encode()) == []


titles = st.none() | st.text(max_size=40).map(clean_line).map(lambda title: title or None)
paths = st.text(
    alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x17F, exclude_characters="\x7f", exclude_categories=["C", "Z"]), max_size=30
)


@given(st.lists(st.builds(OpmlFeed, paths.map("https://a.example/".__add__), titles), unique_by=lambda feed: feed.address, max_size=8))
def test_what_is_written_reads_back_the_same(feeds: list[OpmlFeed]) -> None:
    assert read_opml(write_opml(feeds, NOW).encode()) == feeds

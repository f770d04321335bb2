"""Feeds of all formats are read whatever is wrong with them, and what is no feed is refused with its reason."""

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.news.entries import MAX_ADDRESS, text_of
from index.news.errors import BadFeed
from index.news.feed_dates import read_date
from index.news.feeds import Entry, Feed, parse_feed

NOW = datetime(2025, 8, 17, 12, tzinfo=UTC)
ADDRESS = "https://news.example/world/feed.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
ARTICLE = (
    "<p>The two presidents met on Friday at a base in Anchorage, and spoke for almost three hours behind closed doors.</p>"
    "<p>They left without an agreement on a ceasefire. Neither took questions from the reporters who had waited since the morning. "
    "Officials on both sides called the talks constructive, and gave no date for another meeting between the two leaders.</p>"
    "<p>In Kyiv, the government said that it had been told of the outcome by telephone. It repeated that borders stay as they are. "
    "European leaders were to speak with Washington on Saturday, and would then decide whether further sanctions were needed.</p>"
    "<p>Markets hardly moved after the news. Analysts had expected little more than a photograph, and oil closed unchanged in London.</p>"
)


def read(content: str | bytes, content_type: str = "", charset: str | None = None) -> Feed:
    return parse_feed(content if isinstance(content, bytes) else content.encode(), ADDRESS, content_type, charset, NOW)


def rss(items: str, channel: str = "<title>World</title>", attributes: str = NAMESPACES) -> str:
    return f'<?xml version="1.0"?>\n<rss version="2.0" {attributes}><channel>{channel}{items}</channel></rss>'


def atom(entries: str, feed: str = "<title>World</title>", attributes: str = "") -> str:
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}{entries}</feed>'


def item(content: str) -> Entry:
    """The one entry of an RSS feed with this inside its item."""
    [entry] = read(rss(f"<item>{content}</item>")).entries
    return entry


def atom_entry(content: str, attributes: str = "") -> Entry:
    [entry] = read(atom(f"<entry>{content}</entry>", attributes=attributes)).entries
    return entry


def titles(content: str | bytes) -> list[str]:
    return [entry.title for entry in read(content).entries]


RSS_090 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>World</title><link>https://news.example/</link></channel>
<item><title>Talks end</title><link>https://news.example/a</link></item></rdf:RDF>"""
RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>World</title><link>https://news.example/</link>
<item><title>Talks end</title><link>https://news.example/a</link></item></channel></rss>"""
RSS_092 = RSS_091.partition('.dtd">')[2].replace("0.91", "0.92")
RSS_10 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"><title>World</title>
<link>https://news.example/</link><items><rdf:Seq><rdf:li resource="https://news.example/a"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example/a"><title>Talks end</title><link>https://news.example/a</link>
<dc:date>2025-08-15T19:00:00-08:00</dc:date><dc:creator>Ann Lee</dc:creator></item></rdf:RDF>"""
RSS_20 = rss("<item><title>Talks end</title><link>/a</link></item>", "<title>World</title><link>https://news.example/</link>")
ATOM_03 = """<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>World</title>
<link rel="alternate" type="text/html" href="https://news.example/"/><entry><title>Talks end</title>
<link rel="alternate" type="text/html" href="https://news.example/a"/><id>tag:news.example,2025:a</id>
<issued>2025-08-15T19:00:00Z</issued><modified>2025-08-15T20:00:00Z</modified></entry></feed>"""
ATOM_10 = atom('<entry><title>Talks end</title><link href="/a"/></entry>', '<title>World</title><link href="https://news.example/"/>')
JSON_10 = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1",
        "title": "World",
        "home_page_url": "https://news.example/",
        "items": [
            {"id": "1", "title": "Talks end", "url": "https://news.example/a", "content_text": "They met.", "author": {"name": "Ann Lee"}}
        ],
    }
)
JSON_11 = JSON_10.replace("version/1", "version/1.1").replace('"author": {"name": "Ann Lee"}', '"authors": [{"name": "Ann Lee"}]')
OTHER_PREFIXES = ATOM_10.replace("<", "<a:").replace("<a:/", "</a:").replace("<a:?", "<?").replace("xmlns=", "xmlns:a=")
FORMATS = {
    "RSS 0.90": RSS_090,
    "RSS 0.91": RSS_091,
    "RSS 0.92": RSS_092,
    "RSS 1.0": RSS_10,
    "RSS 2.0": RSS_20,
    "Atom 0.3": ATOM_03,
    "Atom 1.0": ATOM_10,
    "Atom under another prefix": OTHER_PREFIXES,
    "JSON Feed 1.0": JSON_10,
    "JSON Feed 1.1": JSON_11,
}


@pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS)
def test_every_format_gives_its_title_its_page_and_its_entries(content: str) -> None:
    feed = read(content)
    assert (feed.title, feed.link, feed.partly_broken) == ("World", "https://news.example/", False)
    assert [(entry.title, entry.link) for entry in feed.entries] == [("Talks end", "https://news.example/a")]


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "text/plain", "application/octet-stream", "nonsense; charset=nonsense"]
)
def test_a_feed_is_known_by_what_it_holds_and_not_by_how_it_is_served(content_type: str) -> None:
    assert read(RSS_20, content_type) == read(RSS_20)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_the_one_date_of_rss_10_is_that_of_publication() -> None:
    [entry] = read(RSS_10).entries
    assert (entry.published, entry.updated) == (datetime(2025, 8, 16, 3, tzinfo=UTC), None)
    assert (entry.authors, entry.guid, entry.is_permalink) == (("Ann Lee",), "https://news.example/a", True)


def test_atom_has_two_dates() -> None:
    [entry] = read(ATOM_03).entries
    assert (entry.published, entry.updated) == (datetime(2025, 8, 15, 19, tzinfo=UTC), datetime(2025, 8, 15, 20, tzinfo=UTC))
    assert (entry.guid, entry.is_permalink) == ("tag:news.example,2025:a", False)


def test_an_atom_entry_with_a_date_of_change_alone_claims_no_publication() -> None:
    entry = atom_entry("<title>A</title><updated>2025-08-15T19:00:00Z</updated>")
    assert (entry.published, entry.updated) == (None, datetime(2025, 8, 15, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Talks &amp; more", "Talks & more"),
        ("AT&amp;amp;T", "AT&T"),
        ("It&amp;#8217;s over", "It’s over"),
        ("&lt;b&gt;Talks&lt;/b&gt; end", "Talks end"),
        ("<![CDATA[Talks <em>end</em> &amp; begin]]>", "Talks end & begin"),
        ("<![CDATA[Profits & losses]]>", "Profits & losses"),
        ("5 &lt; 6", "5 < 6"),
        ("&amp;lt;b&amp;gt; is a tag", "<b> is a tag"),
        ("Caf&eacute; &mdash;&nbsp;closed", "Café — closed"),
        ("Profits & losses", "Profits & losses"),
        ("Talks &bogus; end", "Talks &bogus; end"),
        ("Talks&#146;s &#x2014; end&#0;", "Talks’s — end\ufffd"),
        ("  Talks\n\tend  ", "Talks end"),
        ("Talks\u202e end", "Talks end"),
        ("Talks\x0b\x00\x1f end", "Talks end"),
        ("One&lt;br/&gt;two", "One two"),
        ("<b>Talks</b> end", "Talks end"),
        ("", ""),
    ],
)
def test_an_rss_title_is_plain_text_with_its_references_read_once(given: str, title: str) -> None:
    assert item(f"<title>{given}</title><link>/a</link>").title == title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("<title>if x &lt;b&gt; y</title>", "if x <b> y"),
        ('<title type="text">Profits &amp; losses</title>', "Profits & losses"),
        ('<title type="html">&lt;i&gt;Profits&lt;/i&gt; &amp;amp; losses</title>', "Profits & losses"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><i>Profits</i> &amp; losses</div></title>', "Profits & losses"),
    ],
)
def test_an_atom_title_is_what_its_type_says(given: str, title: str) -> None:
    assert atom_entry(given).title == title


@pytest.mark.parametrize(
    ("given", "link", "is_permalink"),
    [
        ("<link>https://news.example/a?x=1&amp;y=2</link>", "https://news.example/a?x=1&y=2", False),
        ("<link><![CDATA[https://news.example/a?x=1&y=2]]></link>", "https://news.example/a?x=1&y=2", False),
        ("<link>https://news.example/a?x=1&y=2</link>", "https://news.example/a?x=1&y=2", False),
        ("<link>\n  /a b\n</link>", "https://news.example/a%20b", False),
        ("<link>../b</link>", "https://news.example/b", False),
        ("<guid>https://news.example/a</guid>", "https://news.example/a", True),
        ('<guid isPermaLink="true">https://news.example/a</guid><link>/b</link>', "https://news.example/b", True),
        ('<link>/b</link><guid isPermaLink="true">https://news.example/a</guid>', "https://news.example/b", True),
        ('<guid isPermaLink="false">https://news.example/a</guid>', None, False),
        ('<guid isPermaLink="false">https://news.example/a</guid><link>https://news.example/a</link>', "https://news.example/a", True),
        ("<guid>4711</guid>", None, False),
        ("<link/><guid>https://news.example/a</guid>", "https://news.example/a", True),
        ("<link>javascript:alert(1)</link>", None, False),
        ("<link>ftp://news.example/a</link>", None, False),
        ("<link>http://[broken/a</link>", None, False),
        (f"<link>https://news.example/{'a' * MAX_ADDRESS}</link>", None, False),
        ('<atom:link rel="self" href="/self"/><atom:link href="/a"/>', "https://news.example/a", False),
        (
            '<link>https://clicks.example/1</link><f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">/a</f:origLink>',
            "https://news.example/a",
            False,
        ),
    ],
)
def test_a_link_is_absolute_and_of_the_web(given: str, link: str | None, is_permalink: bool) -> None:
    entry = item(f"<title>A</title>{given}")
    assert (entry.link, entry.is_permalink) == (link, is_permalink)


def test_a_guid_that_is_no_address_stays_as_it_is() -> None:
    assert [entry.guid for entry in read(rss("<item><guid>4711</guid><title>A</title></item><item><title>B</title></item>")).entries] == [
        "4711",
        None,
    ]


def test_nested_bases_resolve_links() -> None:
    [first, second] = read(
        atom(
            '<entry xml:base="2025/"><title>A</title><link href="a"/></entry><entry><title>B</title><link href="b"/></entry>',
            attributes='xml:base="https://archive.example/news/"',
        )
    ).entries
    assert (first.link, second.link) == ("https://archive.example/news/2025/a", "https://archive.example/news/b")


def test_content_is_told_from_the_summary() -> None:
    entry = item(f"<title>A</title><description>They met.</description><content:encoded><![CDATA[{ARTICLE}]]></content:encoded>")
    assert (entry.content_html, entry.summary_html, entry.is_whole) == (ARTICLE, "They met.", True)
    assert entry.html == ARTICLE


def test_content_before_its_summary_is_the_content_too() -> None:
    entry = item(f"<content:encoded><![CDATA[{ARTICLE}]]></content:encoded><description>They met.</description>")
    assert (entry.content_html, entry.summary_html) == (ARTICLE, "They met.")


def test_content_under_another_prefix_is_content() -> None:
    entry = item(f'<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/"><![CDATA[{ARTICLE}]]></c:encoded>')
    assert (entry.content_html, entry.is_whole) == (ARTICLE, True)


def test_a_prefix_that_nobody_declares_is_what_it_usually_is() -> None:
    [entry] = read(rss(f"<item><content:encoded><![CDATA[{ARTICLE}]]></content:encoded></item>", attributes="")).entries
    assert entry.content_html == ARTICLE


def test_a_caption_is_not_the_article() -> None:
    caption = f"<media:title>A picture</media:title><media:description>{ARTICLE}</media:description>"
    entry = item(f"<title>A</title><description>They met.</description><media:content url='/i'>{caption}</media:content>")
    assert (entry.title, entry.content_html, entry.summary_html, entry.is_whole) == ("A", None, "They met.", False)


def test_a_description_that_reads_like_an_article_is_its_content() -> None:
    entry = item(f"<description><![CDATA[{ARTICLE}]]></description>")
    assert (entry.content_html, entry.summary_html, entry.is_whole) == (ARTICLE, None, True)


@pytest.mark.parametrize(
    "end",
    ["…", "...", "[&#8230;]", '<a href="/a">Read more</a>', "Continue reading <i>Talks end</i> →", "… The post A appeared first on B."],
)
def test_a_text_that_breaks_off_is_not_whole(end: str) -> None:
    teaser = ARTICLE.removesuffix("</p>") + " " + end + "</p>"
    assert not item(f"<description><![CDATA[{teaser}]]></description>").is_whole
    assert not item(f"<content:encoded><![CDATA[{teaser}]]></content:encoded>").is_whole


def test_what_wordpress_adds_does_not_make_a_text_break_off() -> None:
    assert item(f"<content:encoded><![CDATA[{ARTICLE}<p>The post <a>A</a> appeared first on <a>B</a>.</p>]]></content:encoded>").is_whole


def test_markup_that_nobody_escaped_is_kept() -> None:
    entry = item("<title>A</title><description><p>They <b>met</b> &amp; left.</p></description>")
    assert entry.html == "<p>They <b>met</b> &amp; left.</p>"


@pytest.mark.parametrize(
    ("given", "html"),
    [
        ('<content type="html">&lt;p&gt;They met.&lt;/p&gt;</content>', "<p>They met.</p>"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They <b>met</b>.</p></div></content>',
            "<p>They <b>met</b>.</p>",
        ),
        ('<content type="text">a &lt; b\n\nThey met.</content>', "<p>a &lt; b</p><p>They met.</p>"),
        ("<content>&lt;p&gt;They met.&lt;/p&gt;</content>", "<p>They met.</p>"),
        ('<content type="image/png">iVBORw0KGgo=</content>', None),
        ('<content src="https://news.example/a" type="text/html"/>', None),
    ],
)
def test_atom_content_is_what_its_type_says(given: str, html: str | None) -> None:
    assert atom_entry(f"<title>A</title>{given}").html == html


@pytest.mark.parametrize(
    ("given", "authors"),
    [
        ("<author>ann@news.example (Ann Lee)</author>", ("Ann Lee",)),
        ("<author>Ann Lee</author>", ("Ann Lee",)),
        ("<author>ann@news.example</author>", ()),
        ("<author>Ann Lee &lt;ann@news.example&gt;</author>", ("Ann Lee",)),
        ("<author>Ann Lee (Reuters)</author>", ("Ann Lee (Reuters)",)),
        ("<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Cruz</dc:creator>", ("Ann Lee", "Bo Cruz")),
        ("<dc:creator><![CDATA[By Ann Lee & Bo Cruz]]></dc:creator>", ("By Ann Lee & Bo Cruz",)),
        ("", ()),
    ],
)
def test_authors_are_names(given: str, authors: tuple[str, ...]) -> None:
    assert item(f"<title>A</title>{given}").authors == authors


def test_an_atom_entry_without_an_author_has_those_of_its_feed() -> None:
    feed = read(
        atom(
            "<entry><title>A</title></entry><entry><title>B</title><author><name>Bo</name></author></entry>",
            "<author><name>Ann</name></author>",
        )
    )
    assert [entry.authors for entry in feed.entries] == [("Ann",), ("Bo",)]


def test_an_aggregator_says_whom_it_took_an_entry_from() -> None:
    assert item('<title>A</title><source url="https://reuters.example/">Reuters &amp; Co</source>').source_title == "Reuters & Co"
    assert atom_entry("<title>A</title><source><title>Reuters</title><id>x</id></source>").source_title == "Reuters"


def test_languages_are_those_of_the_entry_else_of_the_feed() -> None:
    feed = read(atom('<entry><title>A</title></entry><entry xml:lang="de"><title>B</title></entry>', attributes='xml:lang="en-GB"'))
    assert (feed.language, [entry.language for entry in feed.entries]) == ("en-GB", ["en-GB", "de"])
    assert read(rss("<item><title>A</title></item>", "<language>en-us</language>")).language == "en-us"


def test_tags_are_plain_and_each_once() -> None:
    assert item("<title>A</title><category>War</category><category>War</category><dc:subject>Peace &amp; talks</dc:subject>").tags == (
        "War",
        "Peace & talks",
    )


@pytest.mark.parametrize(
    ("given", "minutes"),
    [
        ("<ttl>15</ttl>", 15),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", 1440),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>900</sy:updateFrequency>", 1),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(given: str, minutes: int | None) -> None:
    assert read(rss("", f"<title>World</title>{given}")).ttl_minutes == minutes


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Fri, 15 Aug 2025 19:00:00 GMT", "2025-08-15T19:00:00"),
        ("Mon, 15 Aug 2025 19:00:00 GMT", "2025-08-15T19:00:00"),  # a Friday
        ("Fri, 15 Aug 2025 19:00:00 EST", "2025-08-16T00:00:00"),
        ("Fri, 15 Aug 2025 11:00:00 AKDT", "2025-08-15T19:00:00"),
        ("Fri, 15 Aug 2025 19:00:00 GMT+2", "2025-08-15T17:00:00"),
        ("Fri, 15 Aug 2025 19:00:00 UTC-0330", "2025-08-15T22:30:00"),
        ("Fri, 15 Aug 2025 19:00:00 +0200", "2025-08-15T17:00:00"),
        ("Fri, 15 Aug 2025 19:00:00 -05:00", "2025-08-16T00:00:00"),
        ("Fri, 15 Aug 2025 19:00:00", "2025-08-15T19:00:00"),
        ("Fri, 15 Aug 2025 19:00:00 XYZ", "2025-08-15T19:00:00"),
        ("15 August 2025 19:00", "2025-08-15T19:00:00"),
        ("Fri, 15 Aug 25 19:00:00 Z", "2025-08-15T19:00:00"),
        ("15 Aug 99 19:00:00 GMT", "1999-08-15T19:00:00"),
        ("Friday, August 15, 2025 7:00 PM", "2025-08-15T19:00:00"),
        ("Fri Aug 15 19:00:00 2025", "2025-08-15T19:00:00"),
        ("Fri Aug 15 19:00:00 EDT 2025", "2025-08-15T23:00:00"),
        ("Fri, 15-Aug-2025 12:30 AM GMT", "2025-08-15T00:30:00"),
        ("Fri, 15 Aug 2025 24:00:00 GMT", "2025-08-16T00:00:00"),
        ("Fri, 15 Aug 2025 18:59:60 GMT", "2025-08-15T18:59:59"),
        ("2025-08-15T19:00:00Z", "2025-08-15T19:00:00"),
        ("2025-08-15T19:00:00.123456789+02:00", "2025-08-15T17:00:00"),
        ("2025-08-15T19:00+0200", "2025-08-15T17:00:00"),
        ("2025-08-15 19:00:00 EST", "2025-08-16T00:00:00"),
        ("20250815T190000Z", "2025-08-15T19:00:00"),
        ("2025-08-15", "2025-08-15T00:00:00"),
        ("2025-08", "2025-08-01T00:00:00"),
        ("2025", "2025-01-01T00:00:00"),
        ("Mon, 15 Aug 2095 19:00:00 GMT", "2095-08-15T19:00:00"),
        ("15 Δεκ 2025", None),
        ("yesterday", None),
        ("99 Aug 2025 19:00:00 GMT", None),
        ("0000-00-00T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("", None),
    ],
)
def test_dates_are_read_as_they_were_meant(given: str, expected: str | None) -> None:
    read_as = read_date(given, NOW)
    assert read_as == (datetime.fromisoformat(expected).replace(tzinfo=UTC) if expected else None)
    assert item(f"<title>A</title><pubDate>{given}</pubDate>").published == read_as


ENCODED = "<item><title>Café “Königsberg” – closed</title></item>"
ENCODINGS = {
    "UTF-8 without a word": (rss(ENCODED).encode(), None),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + rss(ENCODED).encode(), None),
    "UTF-16 with a mark": (rss(ENCODED).encode("utf-16"), None),
    "UTF-16 without a mark": (rss(ENCODED).encode("utf-16-le"), None),
    "UTF-16 that declares UTF-8": (rss(ENCODED).replace("?>", ' encoding="utf-8"?>', 1).encode("utf-16-be"), None),
    "UTF-8 that declares Latin-1": (rss(ENCODED).replace("?>", ' encoding="iso-8859-1"?>', 1).encode(), None),
    "UTF-8 under a Latin-1 header": (rss(ENCODED).encode(), "iso-8859-1"),
    "Windows-1252 that declares Latin-1": (rss(ENCODED).replace("?>", ' encoding="iso-8859-1"?>', 1).encode("cp1252"), None),
    "Windows-1252 that declares UTF-8": (rss(ENCODED).replace("?>", ' encoding="utf-8"?>', 1).encode("cp1252"), "utf-8"),
    "Windows-1252 without a word": (rss(ENCODED).encode("cp1252"), None),
    "Windows-1252 that declares UTF-16": (rss(ENCODED).replace("?>", ' encoding="windows-1252"?>', 1).encode("cp1252"), "utf-16"),
}


@pytest.mark.parametrize(("content", "charset"), ENCODINGS.values(), ids=ENCODINGS)
def test_an_encoding_is_found_whatever_is_said_about_it(content: bytes, charset: str | None) -> None:
    feed = read(content, charset=charset)
    assert [entry.title for entry in feed.entries] == ["Café “Königsberg” – closed"]


def test_the_header_names_an_encoding_that_nothing_else_shows() -> None:
    content = rss("<item><title>Переговоры завершены</title></item>").encode("koi8-r")
    assert read(content, "text/xml; charset=KOI8-R").entries[0].title == "Переговоры завершены"


def test_bytes_that_cannot_be_are_replaced() -> None:
    content = rss("<item><title>Café – naïve – déjà vu X</title></item>").encode().replace(b" X", b" \xff")
    assert titles(content) == ["Café – naïve – déjà vu \ufffd"]


BROKEN = rss(
    "<item><title>One</title></item><item><title>Two</title></item><item><title>Three</title><description>They met</description></item>"
)


@pytest.mark.parametrize(
    "end", ["</rss>", "</item>", "</description>", "met</", " met</d", "<description>", "e</title><desc", "ree</title>"]
)
def test_of_a_feed_that_is_cut_off_the_entries_before_the_break_are_kept(end: str) -> None:
    feed = read(BROKEN[: BROKEN.rindex(end)])
    kept = ["One", "Two", "Three"] if end == "</rss>" else ["One", "Two"]
    assert ([entry.title for entry in feed.entries], feed.partly_broken) == (kept, True)


def test_a_feed_cut_off_in_cdata_keeps_the_entries_before() -> None:
    feed = read(
        rss("<item><title>One</title></item><item><title>Two</title><description><![CDATA[<p>They met").removesuffix("</channel></rss>")
    )
    assert ([entry.title for entry in feed.entries], feed.partly_broken) == (["One"], True)


def test_a_json_feed_that_is_cut_off_keeps_the_items_before_the_break() -> None:
    whole = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": [{"id": str(n), "title": f"T{n}"} for n in range(3)]}
    )
    feed = read(whole[: whole.index("T2")])
    assert ([entry.title for entry in feed.entries], feed.partly_broken) == (["T0", "T1"], True)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("<item><title>One</title><item><title>Two</title></item>", ["One", "Two"]),  # an end that is missing
        ("<item><title>One<link>/a</link></item><item><title>Two</title></item>", None),
        ("<item><description>a<br>b<p>c</description><title>One</title></item><item><title>Two</title></item>", ["One", "Two"]),
        ("<item></b><title>One</title></item></div><item><title>Two</title></item>", ["One", "Two"]),
        ("<item><title>One</title></item><item x='a\"><title>Two</title></item>", ["One", "Two"]),
        ("<item><title a=1 b a=2 zz:c='&'>One</title></item><zz:x/><item><title>Two</title></item>", ["One", "Two"]),
        ("<item><title>One</title><x>a < b <3 <</x></item><item><title>Two</title></item>", ["One", "Two"]),
        ("<item><title>One</title>]]><!-- <item> --><?php x ?></item><item><title>Two</title></item>", ["One", "Two"]),
    ],
)
def test_what_is_not_well_formed_is_read_as_well_as_can_be(items: str, expected: list[str] | None) -> None:
    assert [entry.title for entry in read(rss(items)).entries][-1] == "Two"
    assert expected is None or titles(rss(items)) == expected


@pytest.mark.parametrize(
    "junk",
    [
        "\n\n  ",
        "junk ",
        "<br />\n<b>Warning</b>: mysql_connect() in <b>/x.php</b> on line <b>3</b><br />\n",
        "\ufeff\ufeff",
        "<!-- cached -->",
    ],
)
def test_junk_before_a_feed_is_passed_over(junk: str) -> None:
    assert titles(junk + RSS_20) == ["Talks end"]


def test_what_follows_a_feed_is_left_out() -> None:
    assert titles(RSS_20 + "<script>x()</script><rss><item>") == ["Talks end"]


def test_entries_stay_in_order_and_a_guid_counts_once() -> None:
    content = rss(
        "".join(f"<item><guid>{guid}</guid><title>{n}</title></item>" for n, guid in enumerate("cabca"))
        + "<item/><item><title>x</title></item>" * 2
    )
    assert titles(content) == ["0", "1", "2", "x", "x"]


def test_a_json_feed_says_what_the_others_say() -> None:
    entry_of = {
        "id": 7, "url": "/a", "title": "A & <b>", "content_html": ARTICLE, "summary": "They met.", "date_published": "2025-08-15T19:00:00Z",
        "date_modified": "2025-08-15T20:00:00Z", "tags": ["War", 3], "language": "de",
    }  # fmt: skip
    feed = read(
        json.dumps({"items": [entry_of, 5], "version": "https://jsonfeed.org/version/1.1", "language": "en", "authors": [{"name": "Ann"}]})
    )
    [entry] = feed.entries
    assert (feed.partly_broken, feed.language, feed.title) == (True, "en", None)
    assert (entry.guid, entry.link, entry.title, entry.authors) == ("7", "https://news.example/a", "A & <b>", ("Ann",))
    assert (entry.content_html, entry.summary_html, entry.is_whole) == (ARTICLE, "<p>They met.</p>", True)
    assert (entry.published, entry.updated) == (datetime(2025, 8, 15, 19, tzinfo=UTC), datetime(2025, 8, 15, 20, tzinfo=UTC))
    assert (entry.tags, entry.language) == (("War",), "de")


def test_ten_thousand_entries_are_read() -> None:
    content = rss("".join(f"<item><guid>g{n}</guid><title>T{n}</title><link>/{n}</link></item>" for n in range(10_000)))
    began = time.process_time()  # what else runs on the machine does not count
    assert titles(content)[-1] == "T9999"
    assert time.process_time() - began < 15


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>' + RSS_20.replace("Talks end", "&l9;"),
        "XML that expands",
    ),
    "quadratic blowup": (
        f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]><rss><channel><title>{"&a;" * 50_000}</title></channel></rss>',
        "expands",
    ),
    "external file": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        "expands",
    ),
    "external address": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]><rss><channel><title>&x;</title></channel></rss>',
        "expands",
    ),
    "parameter entity": ('<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/">%x;]><rss><channel/></rss>', "expands"),
    "entity behind brackets": ('<!DOCTYPE rss [<!ELEMENT rss ANY><!-- ]> --><!ENTITY x "]>">]><rss/>', "expands"),
    "entity in lower case": ('<!doctype rss [<!entity x "a">]><rss><channel><title>&x;</title></channel></rss>', "expands"),
    "entity without an end": ('<!DOCTYPE rss [<!ENTITY x "a" <rss>', "expands"),
    "entity inside the feed": (RSS_20.replace("<item>", '<!DOCTYPE a [<!ENTITY x "a">]><item>'), "expands"),
    "entity behind junk": ('<br/><!DOCTYPE a [<!ENTITY x "a">]>' + RSS_20, "expands"),
    "UTF-16 bomb": ('<!DOCTYPE rss [<!ENTITY a "a">]><rss/>'.encode("utf-16"), "expands"),
    "deep nesting": ("<rss><channel>" + "<a>" * 50_000 + "</a>" * 50_000 + "</channel></rss>", "nested more than 256 deep"),
    "deep JSON": ('{"a":' * 50_000, "cannot be read"),
    "deep JSON list": ("[" * 50_000, "cannot be read"),
    "many namespaces": ("<rss><channel>" + "".join(f"<n{n}:a/>" for n in range(5_000)) + "</channel></rss>", "more than 100 namespaces"),
    "empty": ("", "empty"),
    "white space": (" \n\t", "empty"),
    "HTML page": ("<!DOCTYPE html><html><head><title>News</title></head></html>", "HTML page and no feed; the page may name its feeds"),
    "XHTML page": ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "HTML page"),
    "part of a page": ("<div><p>Not found</p></div>", "HTML page"),
    "text": ("404 not found", "not XML and not JSON"),
    "binary": (b"%PDF-1.7\x00\xff", "not XML"),
    "other XML": ('<?xml version="1.0"?><catalogue><book/></catalogue>', "of no kind that feeds are written in"),
    "sitemap": ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "sitemap and no feed"),
    "OPML": ("<opml><body/></opml>", "OPML"),
    "other JSON": ('{"articles": []}', "JSON, but no JSON Feed"),
    "JSON list": ("[1, 2]", "JSON, but no JSON Feed"),
    "broken JSON": ('{"version": "https://jsonfeed.org/version/1", ', "cannot be read"),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_feed_is_refused_with_its_reason_and_at_once(content: str | bytes, reason: str) -> None:
    began = time.perf_counter()
    with pytest.raises(BadFeed, match=reason):
        read(content)
    assert time.perf_counter() - began < 2


HARMLESS = {
    "huge attribute": rss(f"<item a='{'x' * 5_000_000}'><title>A</title></item>"),
    "external document type": RSS_20.replace("<rss", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss', 1),
    "many ampersands": rss(f"<item><title>A</title><description>{'&' * 300_000}</description></item>"),
    "many categories": rss("<item><title>A</title>" + "".join(f"<category>{n}</category>" for n in range(20_000)) + "</item>"),
    "endless author": rss(f"<item><title>A</title><author>{'a' * 2_000_000}</author></item>"),
    "endless base": rss(f"<item xml:base='http://a/{'a' * 2_000_000}'><title>A</title></item>"),
    "endless date": rss(f"<item><title>A</title><pubDate>{'1 ' * 500_000}</pubDate></item>"),
    "open brackets": rss("<item><title>A</title></item>" + "<" * 2_000_000),
    "open comments": rss("<item><title>A</title></item>" + "<!--" * 500_000),
    "open quotation marks": rss("<item><title>A</title></item>" + "<a '\"" * 50_000),
    "open sections": rss("<item><title>A</title></item>" + "<![CDATA[" * 200_000),
    "entity in a comment": rss('<item><title>A</title></item><!-- <!ENTITY x "a"> -->'),
    "entity in a text": rss('<item><title>A</title><description><![CDATA[<!ENTITY x "a">]]></description></item>'),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS)
def test_what_would_take_for_ever_is_read_harmlessly(content: str) -> None:
    began = time.perf_counter()
    assert len(read(content).entries) == 1
    assert time.perf_counter() - began < 2


TOKENS = [
    "<rss>", "</rss>", "<feed>", "<channel>", "<item>", "</item>", "<entry>", "<title>", "</title>", "<link", " href='", "<guid", ">",
    "/>", "<", "&", "&amp;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE", "[", "]", "<?xml", "?>", "xml:base='", "http://[",
    "<dc:date>", "<pubDate>", "<author>", "<source>", "a:b", "xmlns:a=''", "xmlns='http://www.w3.org/2005/Atom'",
    "<content type='xhtml'>", "<svg>", "<div>", "\x00", "\ufffe", "é", "\"", "<image>", "<textInput>", "<url>", "<width>",
    "<media:credit>", "<itunes:image>", "<georss:point>", "<g:where>", "<email>", "<category>", "<enclosure", "=", "2025-13-45T99:99:99",
]  # fmt: skip


@given(st.binary(max_size=300) | st.lists(st.sampled_from(TOKENS), max_size=40).map(lambda tokens: "".join(tokens).encode()))
@example(b"<rss><channel><item><link href='http://[")
@settings(max_examples=300, deadline=None)
def test_nothing_but_a_bad_feed_is_ever_raised(content: bytes) -> None:
    for document in (content, b"<rss><channel><item>" + content, b'{"version": "https://jsonfeed.org/version/1", "items": [' + content):
        try:
            feed = parse_feed(document, ADDRESS, now=NOW)
        except BadFeed as refused:
            assert str(refused).endswith(".")
        else:
            assert all(entry.title == " ".join(entry.title.split()) for entry in feed.entries)


@given(
    st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40).filter(
        lambda text: "<" not in text and "&" not in text
    )
)
@settings(deadline=None)
def test_a_title_comes_back_as_it_was(title: str) -> None:
    for content in (
        rss(f"<item><title><![CDATA[{title.replace(']]>', '')}]]></title></item>"),
        JSON_10.replace("Talks end", json.dumps(title)[1:-1]),
    ):
        [entry] = read(content).entries
        assert entry.title in (title, title.replace("]]>", "")) or not title.isascii()


def test_comments_that_never_end_take_no_time() -> None:
    """With ten times as many the time grew a hundredfold once, and nothing else ran meanwhile."""
    assert text_of("The quota was set. " + "<!--" * 500_000) == "The quota was set."


def test_a_text_that_no_article_could_be_as_long_as_is_none() -> None:
    entry = item(f"<description>They met.</description><content:encoded>{'x' * 1_000_001}</content:encoded>")
    assert (entry.content_html, entry.summary_html, entry.is_whole) == (None, "They met.", False)

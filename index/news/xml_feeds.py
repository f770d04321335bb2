"""RSS 0.90 to 2.0 and Atom 0.3 and 1.0, as feedparser understands them."""

import calendar
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

import feedparser  # type: ignore[import-untyped]  # ships no types
from lxml import etree  # type: ignore[import-untyped]  # ships no types

from index.news.entries import Entry, Feed, choose_texts, first_of_each, html_of, names, plain_title, web_address
from index.news.errors import BadFeed
from index.news.feed_dates import read_date
from index.news.scanning import Root
from index.news.wellformed import Limits, mend

#: What feedparser would misread, or take quadratic time for: captions of pictures, which it takes for the article's text; lists of keywords
#: in one element, and long ones of categories; and names without end, which it searches for mail addresses.
_LIMITS = Limits(
    records=frozenset({"item", "entry"}),
    tags=300_000,  # 10,000 entries of 15 elements; feedparser needs up to five seconds for as many that mean nothing
    namespaces_left_out=frozenset({"http://search.yahoo.com/mrss", "http://www.georss.org/georss", "http://www.opengis.net/gml"}),
    left_out=frozenset({"keywords", "tags"}),
    few=frozenset({"author", "category", "contributor", "creator", "subject"}),
    short=frozenset({"author", "creator", "email", "managingeditor", "name", "publisher", "webmaster"}),
)
_HTML_TYPES = ("text/html", "application/xhtml+xml")

_MAIL = re.compile(r"[(<\[]?[^\s()<>\[\]]+@[^\s()<>\[\]]+[)>\]]?")

#: Minutes in the periods of RSS 1.0's syndication module.
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


class _Guid(NamedTuple):
    text: str | None
    is_permalink: bool  #: declared or not denied, or what an item of RSS 1.0 is about


def read_xml(text: str, root: Root, address: str, now: datetime) -> Feed:
    """The feed that begins at `root`, an element that `feeds` knows as a feed's. Raises BadFeed as `wellformed.mend` does."""
    mended = mend(text, root, _LIMITS)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:  # a stream, since feedparser takes other values for addresses and names of files; text is extracted later, so HTML stays as it is
        parsed = feedparser.parse(
            io.BytesIO(mended.xml.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser raises what it happens to meet in feeds that make no sense
        raise BadFeed("This begins like a feed, but nothing in it can be read.") from error
    about: dict[str, Any] = parsed["feed"]
    entries: list[dict[str, Any]] = parsed["entries"]
    found = _guids(mended.xml)
    guids = found if len(found) == len(entries) else []
    is_atom = root.name == "feed"
    feed_authors = _authors(about) if is_atom else ()
    return Feed(
        title=_title(about, is_atom) or None,
        link=_link(about, address),
        language=_string(about, "language"),
        ttl_minutes=_ttl(about),
        entries=first_of_each(
            _entry(
                entry,
                guid or _Guid(_string(entry, "id"), bool(guids)),
                address=address,
                now=now,
                is_atom=is_atom,
                feed_authors=feed_authors,
            )
            for entry, guid in zip_longest(entries, guids)
        ),
        partly_broken=mended.broken or bool(parsed["bozo"]),
    )


def _entry(entry: dict[str, Any], guid: _Guid, *, address: str, now: datetime, is_atom: bool, feed_authors: tuple[str, ...]) -> Entry:
    guid_address = web_address(guid.text, "")
    link = _link(entry, address) or (guid_address if guid.is_permalink or is_atom else None)
    published = _date(entry, "published", now) or _date(entry, "created", now)
    updated = _date(entry, "updated", now)
    texts = choose_texts(filter(None, map(_html, dict.get(entry, "content") or ())), _summary(entry))
    return Entry(
        guid=guid.text,
        link=link,
        title=_title(entry, is_atom),
        summary_html=texts.summary_html,
        content_html=texts.content_html,
        authors=_authors(entry) or feed_authors,
        source_title=_title(dict.get(entry, "source") or {}, is_atom) or None,
        # RSS 1.0 has one date, dc:date, which feedparser takes for that of a change
        published=published or (None if is_atom else updated),
        updated=updated if published or is_atom else None,
        language=_language(entry),
        is_permalink=guid_address is not None and (guid.is_permalink or guid_address == link),
        tags=names(dict.get(tag, "label") or dict.get(tag, "term") for tag in dict.get(entry, "tags") or ()),
        is_whole=texts.is_whole,
    )


def _guids(xml: str) -> list[_Guid | None]:
    """Of each record in the feed's order; None where it has none.

    feedparser takes every guid for an address unless it says that it is not, and resolves it: "4711" would change with the feed's address.
    """
    found: list[_Guid | None] = []
    try:
        for _, record in etree.iterparse(
            io.BytesIO(xml.encode()), tag=[f"{{*}}{name}" for name in _LIMITS.records], resolve_entities=False
        ):
            guids = [child for child in record.iterchildren("{*}guid", "{*}id") if child.text and child.text.strip()]
            found.append(_guid(guids[0]) if guids else None)
            record.clear()
    except etree.LxmlError:
        return []
    return found


def _guid(element: Any) -> _Guid:
    declared = {name.lower(): value.strip().lower() for name, value in element.attrib.items()}
    is_guid = etree.QName(element).localname == "guid"
    return _Guid(element.text.strip(), is_guid and declared.get("ispermalink", "true") == "true")


def _string(of: dict[str, Any], key: str) -> str | None:
    """As feedparser stored it: its own `get` looks under other keys too, and warns."""
    value = dict.get(of, key)
    return value.strip() or None if isinstance(value, str) else None


def _title(of: dict[str, Any], is_atom: bool) -> str:
    """Atom says what its title is; RSS does not, and has tags in it all the same."""
    kind = dict.get(dict.get(of, "title_detail") or {}, "type")
    return plain_title(_string(of, "title") or "", markup=not is_atom or kind in _HTML_TYPES)


def _link(of: dict[str, Any], address: str) -> str | None:
    """The article's own address before the one that counts clicks, HTML before other forms, and the first before others."""
    links = [link for link in dict.get(of, "links") or () if dict.get(link, "rel") == "alternate"]
    links.sort(key=lambda link: dict.get(link, "type") not in _HTML_TYPES)
    candidates = (_string(of, "feedburner_origlink"), *(dict.get(link, "href") for link in links))
    return next((found for candidate in candidates if (found := web_address(candidate, address))), None)


def _html(detail: dict[str, Any]) -> str | None:
    """A construct of Atom, or what feedparser makes of RSS like it, as HTML. Plain text with tags in it only lacks its type."""
    value, kind = dict.get(detail, "value"), dict.get(detail, "type") or "text/html"
    if not isinstance(value, str) or not value.strip():
        return None
    if kind in _HTML_TYPES or (kind == "text/plain" and "</" in value):
        return value
    return html_of(value) if kind == "text/plain" else None


def _summary(entry: dict[str, Any]) -> str | None:
    detail = dict.get(entry, "summary_detail")
    return _html(detail) if detail else _string(entry, "summary")


def _authors(of: dict[str, Any]) -> tuple[str, ...]:
    """RSS asks for mail addresses and gets names, both or either; an address is no name.

    Of one author the whole text is kept apart, which feedparser's own division into name and address misreads in long domains.
    """
    found = [_string(author, "name") for author in dict.get(of, "authors") or ()]
    if len(found) < 2:
        found = [_string(of, "author") or next(iter(found), None)]
    return names(_without_mail(name) for name in found if name)


def _without_mail(name: str) -> str:
    left = _MAIL.sub("", name).strip()
    return left[1:-1] if left.startswith("(") and left.endswith(")") else left


def _date(entry: dict[str, Any], key: str, now: datetime) -> datetime | None:
    """As it is read here, else as feedparser does, which knows more languages."""
    if found := read_date(_string(entry, key), now):
        return found
    parsed = dict.get(entry, f"{key}_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):  # the year 0, or 10,000
        return None


def _language(entry: dict[str, Any]) -> str | None:
    details: Iterable[Any] = (*(dict.get(entry, "content") or ()), dict.get(entry, "summary_detail"), dict.get(entry, "title_detail"))
    declared = (dict.get(detail, "language") for detail in details if detail)
    return _string(entry, "language") or next((language for language in declared if language), None)


def _ttl(about: dict[str, Any]) -> int | None:
    minutes, period = _string(about, "ttl"), _string(about, "sy_updateperiod")
    if minutes and minutes.isdecimal() and len(minutes) < 8:
        return int(minutes) or None
    if not period or period.lower() not in _PERIODS:
        return None
    frequency = _string(about, "sy_updatefrequency") or "1"
    times = int(frequency) if frequency.isdecimal() and len(frequency) < 8 else 1
    return max(1, _PERIODS[period.lower()] // max(1, times))

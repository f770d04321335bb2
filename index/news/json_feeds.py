"""JSON Feed, versions 1.0 and 1.1 (jsonfeed.org)."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from index.news.entries import Entry, Feed, choose_texts, first_of_each, html_of, names, plain_title, web_address
from index.news.errors import BadFeed
from index.news.feed_dates import read_date

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")
_ITEMS = re.compile(r'"items"\s*+:\s*+\[')
_BETWEEN = re.compile(r"[\s,]*")
#: Items that are read, from the first on; feeds have hundreds.
_MOST_ITEMS = 20_000


def read_json(text: str, address: str, now: datetime) -> Feed:
    """The feed of a JSON document; of one that is cut off, the items before the break. Raises BadFeed if it is no JSON Feed."""
    document, broken = _loaded(text)
    version = document.get("version")
    items = document.get("items")
    if not isinstance(version, str) or not _VERSION.match(version) or not isinstance(items, list):
        raise BadFeed("This is JSON, but no JSON Feed: it does not name jsonfeed.org's version, or has no items.")
    objects = [item for item in items[:_MOST_ITEMS] if isinstance(item, dict)]
    language = _string(document, "language")
    authors = _authors(document)
    return Feed(
        title=plain_title(_string(document, "title") or "", markup=False) or None,
        link=web_address(_string(document, "home_page_url"), address),
        language=language,
        ttl_minutes=None,
        entries=first_of_each(_entry(item, address, now, language, authors) for item in objects),
        partly_broken=broken or len(objects) < len(items),
    )


def _loaded(text: str) -> tuple[dict[str, Any], bool]:
    """The object, and whether it is cut off."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = _before_the_break(text)
        if not document:
            raise BadFeed("This looks like JSON, but cannot be read as it.") from None
        return document, True
    return (document, False) if isinstance(document, dict) else ({}, False)


def _before_the_break(text: str) -> dict[str, Any]:
    """What comes before the items, and the items that are whole; nothing if the break comes before the items."""
    found = _ITEMS.search(text)
    if not found:
        return {}
    decoder = json.JSONDecoder()
    items: list[Any] = []
    position = found.end()
    try:
        document = json.loads(text[: found.end()] + "]}")
        while True:
            between = _BETWEEN.match(text, position)
            item, position = decoder.raw_decode(text, between.end() if between else position)
            items.append(item)
    except (ValueError, RecursionError):
        return {**document, "items": items} if items and isinstance(document, dict) else {}


def _entry(item: dict[str, Any], address: str, now: datetime, language: str | None, feed_authors: tuple[str, ...]) -> Entry:
    plain, summary = _string(item, "content_text"), _string(item, "summary")
    contents = [content for content in (_string(item, "content_html"), html_of(plain) if plain else None) if content]
    texts = choose_texts(contents[:1], html_of(summary) if summary else None)
    identity = item.get("id")
    guid = str(identity).strip() if isinstance(identity, str | int | float) else ""
    link = web_address(_string(item, "url") or _string(item, "external_url"), address) or web_address(guid, "")
    return Entry(
        guid=guid or None,
        link=link,
        title=plain_title(_string(item, "title") or "", markup=False),
        summary_html=texts.summary_html,
        content_html=texts.content_html,
        authors=_authors(item) or feed_authors,
        source_title=None,
        published=read_date(_string(item, "date_published"), now),
        updated=read_date(_string(item, "date_modified"), now),
        language=_string(item, "language") or language,
        is_permalink=link is not None and guid == link,
        tags=names(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        is_whole=texts.is_whole,
    )


def _string(of: dict[str, Any], key: str) -> str | None:
    value = of.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _list(of: dict[str, Any], key: str) -> Iterable[Any]:
    value = of.get(key)
    return value if isinstance(value, list) else ()


def _authors(of: dict[str, Any]) -> tuple[str, ...]:
    """Version 1.1 has a list, 1.0 one author."""
    return names(_string(author, "name") for author in (*_list(of, "authors"), of.get("author")) if isinstance(author, dict))

"""OPML 1.0 and 2.0: lists of feeds, as readers export and import them."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from index.cleaning import clean_line
from index.news.entries import web_address
from index.news.errors import BadFeed
from index.news.markup.decoding import decode
from index.news.scanning import find_root
from index.news.wellformed import MAX_DEPTH

_PROLOG = re.compile(r"<!DOCTYPE[^<>\[]*+(?:\[[^\]]*+\]\s*)?>", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?://)|feed(?=://)", re.IGNORECASE)
_FEED_TYPES = ("rss", "atom", "rss1")


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """A feed in a list."""

    address: str  #: http or https
    title: str | None  #: in one line


def read_opml(content: bytes) -> list[OpmlFeed]:
    """The feeds of all outlines, also nested ones, in their order, each address once.

    Outlines without an address are folders. Raises BadFeed with one sentence, and gives nothing, if this is no well-formed OPML or one of
    its feeds has an address that cannot be fetched.
    """
    root = _root(content)
    found: dict[str, OpmlFeed] = {}
    for element in root.iter("{*}*"):
        if _name(element) == "outline" and (feed := _feed(element)):
            found.setdefault(feed.address, feed)
    return list(found.values())


def write_opml(feeds: Iterable[OpmlFeed], now: datetime) -> str:
    """OPML 2.0 with an outline for each feed, in their order; `read_opml` gives the same list, titles in one line and duplicates once."""
    outlines = "".join(f"    {_outline(feed)}\n" for feed in feeds)
    created = format_datetime(now.astimezone(UTC), usegmt=True)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head>\n    <title>Feeds of Sherpa</title>\n    <dateCreated>{created}</dateCreated>\n  </head>\n"
        f"  <body>\n{outlines}  </body>\n</opml>\n"
    )


def _root(content: bytes) -> Any:
    text = decode(content).strip()
    if not text:
        raise BadFeed("This is empty; an OPML file has at least a body.")
    start = find_root(text, {"opml"})
    if start is None or start.name != "opml":
        raise BadFeed("This is no OPML: it does not begin with an opml element.")
    # The declaration names an encoding that the text no longer has, and the document type says nothing once it declares no entities.
    prolog = _PROLOG.sub("", re.sub(r"^<\?xml[^>]*>", "", text[: start.start]))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring((prolog + text[start.start :]).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BadFeed(_why(error)) from None
    if not any(_name(child) == "body" for child in root.iterchildren("{*}*")):
        raise BadFeed("This OPML has no body, and so no feeds.")
    return root


def _why(error: Any) -> str:
    if "depth" in str(error):
        return f"This is XML that is nested more than {MAX_DEPTH} deep, which no list of feeds is."
    return f"This OPML is not well-formed: something is wrong in line {error.lineno}."


def _feed(outline: Any) -> OpmlFeed | None:
    given = {name.lower(): value.strip() for name, value in outline.attrib.items()}
    address = given.get("xmlurl") or (given.get("url") if given.get("type", "").lower() in _FEED_TYPES else None)
    if not address:
        return None
    usable = web_address(_FEED_SCHEME.sub(lambda match: "" if match[0].endswith((":", "//")) else "http", address, count=1), "")
    if usable is None:
        raise BadFeed(f"This OPML names a feed whose address is neither http nor https, in line {outline.sourceline}.")
    text = clean_line(given.get("text", ""))
    return OpmlFeed(usable, clean_line(given.get("title", "")) or (None if text == address else text or None))


def _outline(feed: OpmlFeed) -> str:
    title = clean_line(feed.title or "")
    attributes = {"type": "rss", "text": title or feed.address, "title": title, "xmlUrl": feed.address}
    return "<outline " + " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items() if value) + "/>"


def _name(element: Any) -> str:
    return str(etree.QName(element).localname).lower()

"""What a page says of itself in schema.org's terms (JSON-LD), and in meta elements."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.cleaning import clean_line

Thing = dict[str, Any]

#: Characters of one script that are read; the longest live blogs stay under half of it.
_LONGEST = 5_000_000
#: Levels of `@graph`, `mainEntity` and the like that are looked into, and things that are looked at.
_DEEPEST = 5
_MOST = 2_000

_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "item", "itemListElement")
_ARTICLES = re.compile(r"(?:Article|Posting|Report|ReportageNews|NewsStory|Review|CreativeWork)$")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def things(page: HtmlElement) -> list[Thing]:
    """All that the page's JSON-LD describes, in its order, outer things before those in them. Broken scripts are left out."""
    found: list[Thing] = []
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text and len(script.text) < _LONGEST:
            _collect(_read(script.text), found, _DEEPEST)
    return found


def article(described: list[Thing], address: str = "") -> Thing:
    """The thing that is the page's article: the one with this address, else the first that is no mere entry of a list; {} without one."""
    articles = [thing for thing in described if is_article(thing)]
    ours = [thing for thing in articles if address and address.split("#", maxsplit=1)[0] in addresses(thing)]
    return max(ours or articles[:1], key=len, default={})


def is_article(thing: Thing) -> bool:
    return any(_ARTICLES.search(name) for name in types(thing))


def types(thing: Thing) -> list[str]:
    return [name.rsplit("/", 1)[-1] for name in _listed(thing.get("@type")) if isinstance(name, str)]


def addresses(thing: Thing) -> list[str]:
    page = thing.get("mainEntityOfPage")
    named = page.get("@id") if isinstance(page, dict) else page
    return [value for value in (thing.get("url"), thing.get("@id"), named) if isinstance(value, str)]


def texts(value: Any) -> list[str]:
    """Names in a value that may be a string, a thing with a name, or a list of either; cleaned, entities decoded."""
    names = [one.get("name") if isinstance(one, dict) else one for one in _listed(value)]
    parts = [part for name in names for part in _listed(name) if isinstance(part, str)]
    return [clean for part in parts if (clean := clean_line(unescape(part)))]


def text(value: Any) -> str | None:
    """The first of `texts`."""
    return next(iter(texts(value)), None)


def metas(page: HtmlElement) -> dict[str, str]:
    """The page's meta elements by name, property or itemprop in lower case; the first of a name that is not empty."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        content = clean_line(element.get("content") or "")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := (element.get(key) or "").strip().lower()):
                found.setdefault(name, content)
    return found


def _read(script: str) -> Any:
    script = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    script = script.removeprefix("//<![CDATA[").removeprefix("<![CDATA[").removesuffix("//]]>").removesuffix("]]>").rstrip("; \n")
    for attempt in (script, _TRAILING_COMMA.sub(r"\1", script), unescape(script)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _collect(value: Any, found: list[Thing], depth: int) -> None:
    for one in _listed(value):
        if not isinstance(one, dict) or len(found) >= _MOST:
            continue
        found.append(one)
        if depth:
            for key in _NESTED:
                if not (key == "mainEntityOfPage" and is_article(one)):  # that is the page the article stands on
                    _collect(one.get(key), found, depth - 1)


def _listed(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value

"""The entries of a live page, where they are marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.cleaning import clean_line
from index.news.markup.lines import articles_own
from index.news.markup.moments import read
from index.news.markup.schema import Thing, text, types
from index.news.markup.text import plain, stated_body
from index.news.markup.tree import line, words_of

#: Entries alike from which on a page is live by its markup alone.
_FEWEST = 3
#: Characters of an entry's first sentence that stand for a title it does not have.
_TITLE = 120

_LIVE = ({"live"}, {"liveblog"}, {"liveticker"}, {"ticker", "posts"}, {"timeline", "posts"}, {"live", "blog"})
_NOT_LIVE = frozenset("comment comments related sidebar footer promo teaser delivery".split())
_SENTENCE = re.compile(r".+?[.!?][”\"’)]?(?=\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One entry of a live page. `published` in UTC; `anchor` is the id of its element, `link` the absolute address that leads to it."""

    title: str
    body: str
    published: datetime | date | None
    anchor: str | None
    link: str | None


def entries(page: HtmlElement, described: list[Thing], address: str, now: datetime) -> tuple[LiveEntry, ...]:
    """The entries in the page's order: of schema.org's LiveBlogPosting, else of evident markup; () for a page that is not live.

    An entry without a text, or the same as one before it, is left out; a time in the future is none.
    """
    blogs = [thing for thing in described if "LiveBlogPosting" in types(thing)]
    found: list[LiveEntry] = []
    for blog in blogs:
        updates = blog.get("liveBlogUpdate")
        given = [update for update in (updates if isinstance(updates, list) else [updates]) if isinstance(update, dict)]
        found += [entry for update in given if (entry := _described(page, update, address, now))]
    if not found:
        found = [entry for element in _elements(page, is_live=bool(blogs)) if (entry := _marked(element, address, now))]
    return tuple({entry.body: entry for entry in reversed(found)}.values())[::-1]


def _described(page: HtmlElement, update: Thing, address: str, now: datetime) -> LiveEntry | None:
    given = next((value for value in (update.get("url"), update.get("@id")) if isinstance(value, str)), None)
    link = urljoin(address, given) if given else None
    anchor = urldefrag(link)[1] or None if link else None
    headline = text(update.get("headline")) or text(update.get("name"))
    stated = articles_own(stated_body({"articleBody": _body(update)}), None) or articles_own([_body(update)], None)
    if not stated and anchor and (element := page.xpath(".//*[@id=$anchor]", anchor=anchor)):
        stated = articles_own(plain(element[0]), headline)
    return _entry(headline, stated, _time(update.get("datePublished") or update.get("dateCreated"), now), anchor, link)


def _body(update: Thing) -> str:
    return next(
        (clean for key in ("articleBody", "text", "description") if isinstance(clean := update.get(key), str) and clean.strip()), ""
    )


def _elements(page: HtmlElement, *, is_live: bool) -> list[HtmlElement]:
    """Elements beside each other, alike, each with its time, in a container that is called live; the most numerous such group."""
    groups: dict[HtmlElement, list[HtmlElement]] = {}
    for time in page.iter("time"):
        entry = next(
            (found for found in time.iterancestors("article", "section", "li", "div") if found.get("id") or found.tag == "article"), None
        )
        if entry is not None and (parent := entry.getparent()) is not None and (is_live or _is_live(entry)) and not _is_elsewhere(entry):
            siblings = groups.setdefault(parent, [])
            if entry not in siblings[-1:]:
                siblings.append(entry)
    longest = max(groups.values(), key=len, default=[])
    return longest if len(longest) >= _FEWEST else []


def _is_live(entry: HtmlElement) -> bool:
    return any(names <= words_of(element) for element in _upwards(entry) for names in _LIVE)


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(words_of(found) & _NOT_LIVE or found.tag in ("aside", "nav", "footer") for found in _upwards(element))


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from (found for found in element.iterancestors() if found.tag not in ("body", "html"))


def _marked(element: HtmlElement, address: str, now: datetime) -> LiveEntry | None:
    time = next(element.iter("time"))
    heading = next((shown for found in element.iter("h2", "h3", "h4", "h5") if (shown := line(found))), None)
    shown_time = line(time)
    body = [part for part in plain(element) if part not in (heading, shown_time)]
    anchor = element.get("id") or None
    own = anchor and address and f"{urldefrag(address)[0]}#{anchor}"
    return _entry(heading, articles_own(body, heading), _time(time.get("datetime") or shown_time, now), anchor, own or None)


def _entry(title: str | None, body: list[str], published: datetime | date | None, anchor: str | None, link: str | None) -> LiveEntry | None:
    if not body:
        return None
    return LiveEntry(clean_line(unescape(title)) if title else _opening(body[0]), "\n\n".join(body), published, anchor, link)


def _opening(paragraph: str) -> str:
    found = _SENTENCE.match(paragraph)
    sentence = found[0] if found else paragraph
    if len(sentence) <= _TITLE:
        return sentence
    return sentence[: sentence.rfind(" ", 0, _TITLE)].rstrip() + " …" if " " in sentence[:_TITLE] else sentence[:_TITLE]


def _time(value: object, now: datetime) -> datetime | date | None:
    moment = read(value) if isinstance(value, str) else None
    if moment is None:
        return None
    ahead = moment.when > now if isinstance(moment.when, datetime) else moment.when > now.date()
    return None if ahead else moment.when

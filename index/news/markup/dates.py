"""When a page's article appeared and was changed, and how that is known."""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.articles import published_day, published_text
from index.news.markup.moments import Moment, read
from index.news.markup.schema import Thing
from index.news.markup.tree import drop, line, words_of

#: No page is older than the web; a date before is a default that nobody filled in.
EARLIEST = date(1990, 1, 1)

#: Elements from which on a page is not searched for a date, which takes seconds.
_MANY = 20_000

#: How far ahead of UTC a place on earth can be: a day that has begun there is not in the future.
_EARLIEST_ZONE = timedelta(hours=14)

_PUBLISHED = """
    article:published_time og:article:published_time og:published_time datepublished parsely-pub-date sailthru.date
    cxenseparse:recs:publishtime
    publish-date publishdate publish_date publication_date publicationdate pubdate pub_date published_time article.published
    article_date_original dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date dcterms.date date.created
    original-publish-date
    citation_publication_date displaydate datecreated date
""".split()
_UPDATED = """
    article:modified_time og:updated_time og:article:modified_time datemodified dcterms.modified dc.date.modified last-modified lastmod
    date.modified article.updated
""".split()
_IN_ADDRESS = re.compile(r"[/-]((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DATED = frozenset("date dateline published pubdate posted timestamp time byline meta".split())
_OTHERS = frozenset("related comment comments sidebar teaser promo trending".split())
_ELSEWHERE = _OTHERS | {"footer"}

logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # it names the texts that it looks at


@dataclass(frozen=True, slots=True)
class Dates:
    """`published` and `updated` in UTC, or days; `derived` where the page does not print it; `evidence` says what gave it."""

    published: datetime | date | None
    updated: datetime | None
    derived: bool
    evidence: str | None


def dates(page: HtmlElement, thing: Thing, metas: dict[str, str], address: str, now: datetime) -> Dates:
    """What is stated outweighs what is shown, and that the day in the address. Future dates are not taken."""
    updated = _updated(thing, metas, now)
    refused: str | None = None
    found: tuple[Moment, str] | None = None
    for value, source in _stated(page, thing, metas):
        moment = read(value)
        if moment is None:
            continue
        if fault := _fault(moment.when, now):
            refused = refused or f"The date given ({source}), {published_text(moment.when)}, {fault}."
        elif found is None or _is_finer(moment, found[0]):
            found = moment, source
    if found:
        published, updated = _in_order(found[0].when, updated)
        zone = "" if found[0].zoned else ", without a time zone, taken as UTC"
        return Dates(published, updated, False, found[1] + zone)
    if refused:
        return Dates(None, updated, False, refused)
    day = _in_address(address, now)
    return Dates(day, updated, day is not None, "the address" if day else None)


def guessed(page: HtmlElement, address: str, now: datetime) -> date | None:
    """A day that htmldate finds in a page that states none, outside of what tells of other stories. `page` should not be pruned: what
    is no part of an article's text holds its date.
    """
    if sum(1 for _ in page.iter()) > _MANY:
        return None
    own = deepcopy(page)
    for element in list(own.iter("aside", "nav", "div", "section", "ul", "ol", "li", "article")):
        if (element.tag in ("aside", "nav") or words_of(element) & _OTHERS) and not any(True for _ in element.iter("h1")):
            drop(element)
    from htmldate import find_date  # late: it loads nearly all of trafilatura

    try:
        guess = find_date(
            own,
            url=address if address.startswith("http") else None,
            original_date=True,
            extensive_search=False,
            min_date=EARLIEST.isoformat(),
            max_date=now.date().isoformat(),
        )
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):  # it trusts its input
        return None
    moment = read(guess) if guess else None
    return published_day(moment.when) if moment and not _fault(moment.when, now) else None


def _stated(page: HtmlElement, thing: Thing, metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if isinstance(thing.get(key), str | int):
            yield str(thing[key]), f"JSON-LD {key}"
    for name in _PUBLISHED:
        if name in metas:
            yield metas[name], f"meta {name}"
    for element in page.iter():
        names = (element.get("itemprop") or "").lower().split()
        if element.tag != "meta" and ("datepublished" in names or "datecreated" in names):
            yield element.get("datetime") or element.get("content") or line(element), "itemprop datePublished"
    yield from _shown(page)


def _shown(page: HtmlElement) -> Iterator[tuple[str, str]]:
    times = [element for element in page.iter("time") if not _is_elsewhere(element)]
    around = _around_heading(page)
    for element in sorted(times, key=lambda time: (time.get("pubdate") is None, -_closeness(time, around))):
        words = words_of(element)
        if "updated" not in words and "modified" not in words:
            yield element.get("datetime") or line(element), "time element"
    for element in page.iter("div", "span", "p", "li", "small", "font"):
        if words_of(element) & _DATED and len(element) < 8 and not _is_elsewhere(element) and len(shown := line(element)) < 150:
            yield shown.partition("Updated")[0] or shown, "the page's date line"
    for element in page.iter("p", "font", "td", "h4", "h5", "h6"):  # pages from before class names
        if len(element) < 3 and len(element.text_content()) < 100 and 8 <= len(shown := line(element)) <= 40 and not _is_elsewhere(element):
            yield shown, "a line that is a date"


def _around_heading(page: HtmlElement) -> dict[HtmlElement, int]:
    """The elements that the page's heading stands in, each with how deep it lies."""
    heading = next((found for found in page.iter("h1") if line(found)), None)
    return {} if heading is None else {found: depth for depth, found in enumerate(reversed(list(heading.iterancestors())))}


def _closeness(element: HtmlElement, around: dict[HtmlElement, int]) -> int:
    """How deep the innermost element lies that holds both this and the heading."""
    return next((around[found] for found in element.iterancestors() if found in around), 0)


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(ancestor.tag in ("aside", "footer", "nav") or words_of(ancestor) & _ELSEWHERE for ancestor in element.iterancestors())


def _updated(thing: Thing, metas: dict[str, str], now: datetime) -> datetime | None:
    values = [thing.get("dateModified"), *(metas.get(name) for name in _UPDATED)]
    for value in values:
        if isinstance(value, str) and (moment := read(value)) and not _fault(moment.when, now):
            if isinstance(moment.when, datetime):
                return moment.when
            return datetime(moment.when.year, moment.when.month, moment.when.day, tzinfo=UTC)
    return None


def _in_address(address: str, now: datetime) -> date | None:
    found = _IN_ADDRESS.search(urlsplit(address).path)
    moment = read("-".join(found.groups())) if found else None
    return published_day(moment.when) if moment and not _fault(moment.when, now) else None


def _fault(when: datetime | date, now: datetime) -> str | None:
    day = published_day(when)
    if day is None or day < EARLIEST:
        return "is older than the web"
    ahead = when > now if isinstance(when, datetime) else when > (now + _EARLIEST_ZONE).date()
    return "lay in the future" if ahead else None


def _is_finer(moment: Moment, than: Moment) -> bool:
    """A time on a day that was known as a day alone."""
    return isinstance(moment.when, datetime) and not isinstance(than.when, datetime) and moment.when.date() == than.when


def _in_order(published: datetime | date, updated: datetime | None) -> tuple[datetime | date, datetime | None]:
    """Where a page says that it was changed before it appeared, the days apart: the earlier is when it appeared. On one day: no change."""
    if updated is None or not isinstance(published, datetime) or updated >= published:
        return published, updated
    return (published, None) if published - updated < timedelta(days=1) else (updated, published)

"""Articles from what feeds and pages say. Pure.

An article's id follows from the one spelling of its address, and from its collection: so the same article is known again, whatever link led
to it and whatever else of it has changed.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from index.articles import EVERYONE, MAX_BODY, MAX_TITLE, Article, published_text
from index.drafts import content_id
from index.news.addresses import canonical, site
from index.news.agencies import agency_of
from index.news.entries import Entry
from index.news.fragments import text_of
from index.news.languages import language_of
from index.news.markup.words import count
from index.news.pages import LiveEntry, Page

#: Words below which an entry's own text is no article to quote from.
FEWEST_WORDS = 20
#: How far a clock may be ahead before what it says counts as the future.
AHEAD = timedelta(hours=1)
#: Characters of a first sentence that stands in for a title.
SHORT_TITLE = 100


def article_id(address: str, collection: str = EVERYONE) -> str:
    """The id of the article at that address, as that collection has it."""
    there = canonical(address)
    content = there if collection == EVERYONE else f"{collection}\0{there}"
    return "w-" + hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def entry_key(entry: Entry) -> str:
    """What an entry is known by in its feed, however it changes."""
    return entry.guid or entry.link or f"{entry.title}\0{entry.published}"


def entry_mark(entry: Entry) -> str:
    """What changes when the entry does: its title, text or dates."""
    said = (entry.title, entry.html, str(entry.published), str(entry.updated), entry.link)
    return hashlib.blake2b("\0".join(part or "" for part in said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def is_of_site(entry: Entry, feed_address: str) -> bool:
    """The entry links to where its feed comes from: then what it says is what the page says."""
    there, here = urlsplit(entry.link or "").hostname, urlsplit(feed_address).hostname
    return there is not None and here is not None and site(there) == site(here)


def from_entry(entry: Entry, feed_title: str | None, base: str, collection: str, now: datetime, *, shared: bool = False) -> Article | None:
    """The article that an entry's own text makes; None where it is too little to quote from.

    It is known by its link where that is the feed's own site's and, unless `shared`, no other entry's: nobody's feed revises what a page of
    another site says.
    """
    if entry.html is None:
        return None
    body = text_of(entry.html, entry.link or base)[:MAX_BODY]
    if count(body) < FEWEST_WORDS:
        return None
    byline = ", ".join(entry.authors) or None
    return _made(
        id=_entry_id(entry, base, collection, shared=shared),
        title=entry.title or _first_words(body),
        body=body,
        outlet=entry.source_title or feed_title,
        agency=agency_of(body, byline, ()),
        byline=byline,
        url=entry.link,
        language=language_of(body, entry.language),
        page=base,
        collection=collection,
        **_dated(entry.published or entry.updated, now),
    )


def _entry_id(entry: Entry, base: str, collection: str, *, shared: bool) -> str | None:
    if not entry.link:
        return None
    if is_of_site(entry, base) and not shared:
        return article_id(entry.link, collection)
    whose = "" if is_of_site(entry, base) else site(urlsplit(base).hostname or base)
    known = "\0".join((article_id(entry.link, collection), whose, entry_key(entry) if shared else ""))
    return "w-" + hashlib.blake2b(known.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def from_page(
    page: Page, address: str, collection: str, now: datetime, *, entry: Entry | None = None, feed_title: str | None = None
) -> Article | None:
    """The article of a page; what the page does not say of itself, the entry that led to it does. None where there is no text."""
    said = page.published or (entry.published or entry.updated if entry else None)
    dated = _dated(said, now)
    if page.published is not None and page.date_derived:
        dated |= {"date_derived": True}
    if page.published_evidence and dated.get("published") is not None and page.published is not None:
        dated |= {"published_evidence": page.published_evidence}
    url = page.canonical or (address if _is_web(address) else None)
    return _made(
        id=article_id(url, collection) if url else None,
        title=page.title or (entry.title if entry else "") or _first_words(page.body),
        body=page.body[:MAX_BODY],
        outlet=page.outlet or (entry.source_title if entry else None) or feed_title,
        agency=page.agency,
        byline=page.byline or (", ".join(entry.authors) or None if entry else None),
        url=url,
        language=page.language,
        page=address,
        collection=collection,
        **dated,
    )


def articles_of_page(
    page: Page, address: str, collection: str, now: datetime, *, entry: Entry | None = None, feed_title: str | None = None
) -> list[Article]:
    """The article of a page, or those of a live page's entries, and then none of the page itself."""
    if page.entries:
        made = [from_live(page, live, address, collection, now) for live in page.entries]
    else:
        made = [from_page(page, address, collection, now, entry=entry, feed_title=feed_title)]
    return [article for article in made if article is not None]


def appeared(article: Article, known: Article | None, by: datetime) -> Article:
    """An article without a date takes the one by which it had appeared in its feed: that at which it was seen first."""
    if article.published is not None:
        return article
    evidence = article.published_evidence or "It appeared in its feed between two polls."
    dated = {"published": by, "date_derived": True, "published_evidence": evidence}
    if known is not None:
        dated = {name: getattr(known, name) for name in dated}
    return article.model_copy(update=dated)


def from_live(page: Page, live: LiveEntry, address: str, collection: str, now: datetime) -> Article | None:
    """The article of one entry of a live page."""
    base = page.canonical or (address if _is_web(address) else "https://live.invalid/")
    url = live.link or f"{base}#{live.anchor or hashlib.blake2b(live.title.encode(), digest_size=4).hexdigest()}"
    known = hashlib.blake2b(f"{article_id(url, collection)}\0{live.anchor or live.title}".encode(), digest_size=8).hexdigest()
    return _made(
        id=f"w-{known}",
        title=live.title or _first_words(live.body),
        body=live.body[:MAX_BODY],
        outlet=page.outlet,
        agency=agency_of(live.body, None, ()),
        url=url,
        language=page.language,
        page=address,
        collection=collection,
        **_dated(live.published, now),
    )


def _made(**fields: Any) -> Article | None:
    """With the id that follows from its address, or else from its content."""
    known, fields["id"] = fields["id"], fields["id"] or "unknown"
    fields["title"] = str(fields["title"])[:MAX_TITLE]
    for name in ("outlet", "agency", "byline"):
        fields[name] = str(fields[name])[:300] if fields.get(name) else None
    try:
        made = Article(**fields)
    except ValidationError:  # nothing is left of a text once it is cleaned, or an address is none after all
        return None
    return made if known else made.model_copy(update={"id": _content_id(made)})


def _content_id(made: Article) -> str:
    """As each collection has it: the same text in another is another article."""
    own = content_id(made)
    return own if made.collection == EVERYONE else "a-" + hashlib.blake2b(f"{made.collection}\0{own}".encode(), digest_size=8).hexdigest()


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _dated(said: datetime | date | None, now: datetime) -> dict[str, Any]:
    """The date, unless it lies in the future; then that is noted."""
    if said is None:
        return {}
    ahead = said > now + AHEAD if isinstance(said, datetime) else said > (now + timedelta(hours=14)).date()
    if ahead:
        return {"published_evidence": f"The date given, {published_text(said)}, lay in the future."}
    return {"published": said.astimezone(UTC) if isinstance(said, datetime) else said}


def _first_words(text: str) -> str:
    first = text.strip().partition("\n")[0]
    return first if len(first) <= SHORT_TITLE else first[:SHORT_TITLE].rpartition(" ")[0] or first[:SHORT_TITLE]

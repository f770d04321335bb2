"""From a news page to its article, by the page alone: nothing is fetched."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from index.articles import MAX_BODY
from index.cleaning import clean_line
from index.news import walls
from index.news.agencies import agency_of
from index.news.errors import BadPage
from index.news.languages import language_of
from index.news.markup import dates, names, schema, text
from index.news.markup.decoding import decode
from index.news.markup.lead import lead_of, with_lead
from index.news.markup.live import LiveEntry, entries
from index.news.markup.loose import gather
from index.news.markup.pruning import linked_share, prune
from index.news.markup.schema import Thing
from index.news.markup.tree import line, parse, pieces, words_of

__all__ = ["LiveEntry", "Page", "extract"]

#: Bytes of a page; the fetcher's limit is lower, a file's may not be.
MAX_BYTES = 20_000_000

#: Characters at either end of a page among which a wall is looked for.
_SHOWN = 100_000

_CREDITS = frozenset("source credit credits copyright agency byline attribution provider".split())


_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1b"))
_FILES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"RIFF", b"\x7fELF")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page. Unknown things are None, never guessed, but for a derived date.

    `published` is an aware UTC time, or a day where no more is known; `published_evidence` says where it was found, or why it was not
    taken. `body` has a blank line between paragraphs. `canonical` is an absolute http or https address. `entries` is not empty for a live
    page, and then its entries are the articles, newest first or as the page has them.
    """

    title: str
    outlet: str | None
    agency: str | None
    byline: str | None
    published: datetime | date | None
    updated: datetime | None
    date_derived: bool
    published_evidence: str | None
    canonical: str | None
    language: str
    body: str
    entries: tuple[LiveEntry, ...]


def extract(content: bytes, address: str, *, charset: str | None = None, now: datetime | None = None) -> Page:
    """The article of the page whose bytes are `content`; raises BadPage, whose sentence says why there is none.

    `address` is where the page stands, or "" for a file; `charset` is what the HTTP header says. Dates are held against `now` (aware), the
    present if None. A page of ordinary length takes some 30 ms, one of a million characters up to two seconds: call it outside the loop.
    """
    now = now or datetime.now(UTC)
    address = _usable(address)
    if len(content) > MAX_BYTES:
        raise BadPage(f"The page is larger than {MAX_BYTES // 1_000_000} MB.")
    if _is_binary(content):
        raise BadPage("What stands there is no page of text but a picture, a document or another file.")
    tree = parse(decode(content, charset))
    if tree is None:
        raise BadPage("The page is empty.")
    described, metas = schema.things(tree), schema.metas(tree)
    thing = schema.article(described, address)
    outlet = names.outlet(tree, described, thing, metas, address)
    title = names.title(tree, thing, metas, outlet, address)
    when = dates.dates(tree, thing, metas, address, now)
    if when.published is None and when.evidence is None and (day := dates.guessed(tree, address, now)):
        when = replace(when, published=day, derived=True, evidence="guessed from the page")
    byline = names.byline(tree, thing, metas, outlet)
    canonical = names.canonical(tree, metas, address)
    credits_shown = _credits(tree, thing)
    declared = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or metas.get("content-language")
        or metas.get("og:locale")
    )
    live = entries(tree, described, address, now)
    paragraphs = [] if live else _paragraphs(tree, thing, metas, title)
    body = "\n\n".join(entry.body for entry in live) if live else "\n\n".join(paragraphs)
    if len(body) > MAX_BODY:
        raise BadPage(f"The text of the page is longer than {MAX_BODY:,} characters.")
    return Page(
        title=title or _opening(body),
        outlet=outlet,
        agency=agency_of(body, byline, credits_shown),
        byline=byline,
        published=when.published,
        updated=when.updated,
        date_derived=when.derived,
        published_evidence=when.evidence,
        canonical=canonical,
        language=language_of(body, declared),
        body=body,
        entries=live,
    )


def _usable(address: str) -> str:
    try:
        urlsplit(address)
    except ValueError:
        return ""
    return address


def _is_binary(content: bytes) -> bool:
    """By its first bytes: those of known files, or control characters beyond what damaged text has. NULs are looked at by the decoder."""
    head = content[:2_000]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.startswith(_FILES) or (not head.startswith(_WIDE) and controls > len(head) * 0.02 + 3)


def _paragraphs(tree: HtmlElement, thing: Thing, metas: dict[str, str], title: str | None) -> list[str]:
    """Raises BadPage."""
    scripts = any(True for _ in tree.iter("script"))
    for element in list(tree.iter("script", "style", "template")):
        element.drop_tree()
    shown, linked = _shown(tree), linked_share(tree.find("body") if tree.find("body") is not None else tree)
    teasers = prune(tree)
    gather(tree)
    lead = lead_of(tree, (metas.get("description"), metas.get("og:description"), schema.text(thing.get("description"))))
    found = with_lead(lead, text.paragraphs(tree, thing, title))
    is_article = schema.is_article(thing) or metas.get("og:type", "").lower() == "article" or "article:published_time" in metas
    fault = walls.wall_of(
        found, shown, title=title, is_free=_is_free(thing), is_article=is_article, scripts=scripts, linked=linked, teasers=teasers
    )
    if fault:
        raise BadPage(fault)
    return walls.without_appeals(found) if sum(map(len, found)) <= MAX_BODY else found


def _shown(tree: HtmlElement) -> str:
    """What the page shows; of a long page, its beginning and its end."""
    body = tree.find("body")
    text = "".join(pieces(tree if body is None else body))
    return clean_line(text if len(text) < 2 * _SHOWN else f"{text[:_SHOWN]} {text[-_SHOWN:]}")


def _is_free(thing: Thing) -> bool | None:
    value: Any = thing.get("isAccessibleForFree")
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _credits(tree: HtmlElement, thing: Thing) -> list[str]:
    """Lines outside the text that may name an agency."""
    stated = [
        name for key in ("author", "creator", "provider", "sourceOrganization", "copyrightHolder") for name in schema.texts(thing.get(key))
    ]
    shown = [line(found) for found in tree.iter("div", "span", "p", "a", "cite") if words_of(found) & _CREDITS and len(found) < 5]
    in_article = [credit for credit in shown if 1 < len(credit) < 120]
    return [*stated, *in_article[:20]]


def _opening(body: str) -> str:
    """What stands for a title that the page does not have: the beginning of its text."""
    first = clean_line(body.partition("\n")[0])
    return first if len(first) <= 120 else first[: first.rfind(" ", 0, 120) + 1].rstrip() + " …"

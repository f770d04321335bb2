"""Replies as Slack's blocks, and as the text that notifications and screen readers take instead. Pure; `layout` makes messages of them.

All that may hold what people or news wrote goes into rich text or plain text: Slack looks for no mark-up there, nor for names of emoji.
"""

from collections.abc import Iterable
from typing import Any

from adapters.slack.text import escape
from bot.blocks import Block, Item, Line, Link, Listing, Quotation, Reference, Reply
from bot.fitting import Limits, fit, utf16
from index.articles import Span
from index.cleaning import clean_line, clean_text

Json = dict[str, Any]

#: Of a message: its text may have 4,000 characters (documentation of chat.postMessage, "Truncating content"), and says all that the
#: blocks say, so it bounds them too. A block's text may have 3,000. Slack takes 50 blocks; a reply is read in far fewer.
LIMITS = Limits(total=3_900, heading=700, block=2_900, blocks=24)

#: Characters of a link's address that Slack takes.
MAX_URL = 3_000


def fitted(reply: Reply) -> Reply:
    """The reply within the limits, for `blocks` and `text` alike."""
    return fit(reply, LIMITS, lambda part: utf16(_said(part)) + 1)


def text(reply: Reply) -> str:
    """All that the reply says, in Slack's text; never empty."""
    parts = [*([reply.heading] if reply.heading else []), *reply.blocks]
    return "\n".join(filter(None, map(_said, parts))) or "Sherpa"


def blocks(reply: Reply) -> list[Json]:
    """The reply's heading and blocks."""
    heading = [_rich(_section(_run(clean_line(reply.heading), bold=True)))] if clean_line(reply.heading) else []
    return heading + [made for block in reply.blocks if (made := _block(block))]


def _said(part: str | Block) -> str:
    match part:
        case str():
            lines: Iterable[str] = [part]
        case Line():
            lines = [part.text]
        case Reference():
            lines = [_words(part)]
        case Quotation():
            lines = _said_quotation(part)
        case Listing():
            lines = [part.title, *(line for item in part.items for line in _said_item(item)), _more(part)]
    return "\n".join(filter(None, (escape(clean_text(line).strip()) for line in lines)))


def _said_quotation(quotation: Quotation) -> Iterable[str]:
    yield f"❝{quotation.text}❞{' …' if quotation.cut else ''}"
    if quotation.reference is not None:
        yield _numbered(quotation) + _words(quotation.reference)
    yield quotation.carriers


def _said_item(item: Item) -> Iterable[str]:
    yield f"{item.number}. {item.text}" if item.number else item.text
    yield item.detail


def _words(reference: Reference) -> str:
    link = reference.link.text if reference.link else ""
    return " · ".join(part for part in (reference.source, reference.byline, reference.date, reference.title, link) if part)


def _numbered(quotation: Quotation) -> str:
    return f"[{quotation.number}] " if quotation.number else ""


def _more(listing: Listing) -> str:
    return f"… and {listing.left_out:,} more" if listing.left_out else ""


def _block(block: Block) -> Json | None:
    match block:
        case Line():
            return _line(block)
        case Reference():
            return _rich(_section(*runs)) if (runs := _reference(block)) else None
        case Quotation():
            return _quotation(block)
        case Listing():
            return _rich(*_listing(block))


def _line(line: Line) -> Json | None:
    said = clean_line(line.text)
    if not said:
        return None
    if line.tone == "plain":
        return _rich(_section(_run(said)))
    return {"type": "context", "elements": [{"type": "plain_text", "text": said, "emoji": False}]}


def _quotation(quotation: Quotation) -> Json:
    quoted = {"type": "rich_text_quote", "elements": [_run("❝"), *_marked(quotation.text, quotation.marks), _run("❞")]}
    if quotation.cut:
        quoted["elements"] += [_run(" …")]  # type: ignore[operator]  # a list
    below = []
    if quotation.reference is not None:
        below += [*([_run(_numbered(quotation))] if quotation.number else []), *_reference(quotation.reference)]
    if carriers := clean_line(quotation.carriers):
        below.append(_run(f"\n{carriers}" if below else carriers))
    return _rich(quoted, *([_section(*below)] if below else []))


def _marked(words: str, marks: Iterable[Span]) -> list[Json]:
    """The text in runs, those that matched in bold."""
    place, runs = 0, []
    for start, end in marks:
        runs += [_run(clean_text(words[place:start])), _run(clean_text(words[start:end]), bold=True)]
        place = end
    return [run for run in (*runs, _run(clean_text(words[place:]))) if run["text"]]


def _reference(reference: Reference) -> list[Json]:
    before = " · ".join(filter(None, map(clean_line, (reference.source, reference.byline, reference.date))))
    runs = [_run(before)] if before else []
    if title := clean_line(reference.title):
        runs += [*([_run(" · ")] if runs else []), _run(title, italic=True)]
    if reference.link is not None:
        runs += [*([_run(" · ")] if runs else []), _link(reference.link.text, reference.link)]
    return runs


def _listing(listing: Listing) -> Iterable[Json]:
    if title := clean_line(listing.title):
        yield _section(_run(title))
    for item in listing.items:
        number = [_run(f"{item.number}. ")] if item.number else []
        detail = [_run(f"\n{clean_line(item.detail)}")] if clean_line(item.detail) else []
        yield _section(*number, _link(item.text, item.link) if item.link else _run(clean_line(item.text) or "…"), *detail)
    if more := _more(listing):
        yield _section(_run(more))


def _link(words: str, link: Link) -> Json:
    shown = clean_line(words) or link.url
    fits = len(link.url) <= MAX_URL and link.url.startswith(("https://", "http://"))
    return {"type": "link", "url": link.url, "text": shown} if fits else _run(shown)


def _run(words: str, *, bold: bool = False, italic: bool = False) -> Json:
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def _section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def _rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}

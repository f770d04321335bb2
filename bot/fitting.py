"""Makes a reply fit what a platform can show: whole blocks, items, words and graphemes go, and no link is ever cut."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from bot.blocks import Block, Item, Line, Listing, Quotation, Reference, Reply
from index.articles import Span

ELLIPSIS = "…"
#: A title is cut to this before a quotation is: it names the article, the quotation is what was asked for.
SHORT_TITLE = 80
#: Of a quotation less than this says nothing; it is left out instead.
MIN_QUOTATION = 40
#: A link with a longer address takes more room than any quotation does: where that is all that makes a block too long, the words stay.
LONG_LINK = 500
#: A run without white space longer than any word: text of a script that does not part words, or noise. It may be cut between graphemes.
MAX_WORD = 40

_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*://|www\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform takes, in its own count of characters: in the whole reply, in its heading, in one block; and how many blocks."""

    total: int
    heading: int
    block: int
    blocks: int


#: How long the heading (a string) or a block is once rendered, with its escapes and what parts it from the next.
#: More text is never shorter.
Size = Callable[[str | Block], int]


def fit(reply: Reply, limits: Limits, size: Size) -> Reply:
    """The reply within the limits. Earlier blocks are worth more: each takes the room it needs of what is left, shortened or left out
    where that is too little. A reply that fits comes back as it is."""
    heading = shorten(reply.heading, lambda text: not text or size(text) <= min(limits.heading, limits.total))
    room = limits.total - (size(heading) if heading else 0)
    kept: list[Block] = []
    for block in reply.blocks:
        if len(kept) == limits.blocks:
            break
        most = min(limits.block, room)
        small = _fit_block(block, lambda candidate, most=most: size(candidate) <= most)  # type: ignore[misc]  # bound now, not at the call
        if small is not None:
            kept.append(small)
            room -= size(small)
    return reply.model_copy(update={"heading": heading, "blocks": tuple(kept)})


Fits = Callable[[Block], bool]


def _fit_block(block: Block, fits: Fits) -> Block | None:
    if fits(block):
        return block
    match block:
        case Line():
            return _shortened(block, "text", fits)
        case Reference():
            return _fit_reference(block, fits)
        case Quotation():
            return _fit_quotation(block, fits)
        case Listing():
            return _fit_listing(block, fits)


def _fit_reference(reference: Reference, fits: Fits) -> Block | None:
    for smaller in (reference, reference.model_copy(update={"link": None})):
        small = _shortened(smaller, "title", fits) or _shortened(smaller, "source", fits)
        if small is not None:
            return small
    return None


def _fit_quotation(quotation: Quotation, fits: Fits) -> Quotation | None:
    """The carriers go first, then most of the title, then the end of the text, then the link; a long link goes before the text does."""
    plainer = _plainer(quotation)
    for smaller in plainer:
        if fits(smaller):
            return smaller
        if _has_long_link(smaller) and fits(plainer[-1]):
            continue
        text = longest(smaller.text, lambda text, whole=smaller: fits(_cut(whole, text)))  # type: ignore[misc]  # bound now
        if len(text) >= MIN_QUOTATION:
            return _cut(smaller, text)
    return None


def _plainer(quotation: Quotation) -> list[Quotation]:
    plain = quotation.model_copy(update={"carriers": ""})
    if (reference := quotation.reference) is None:
        return [plain]
    title = shorten(reference.title, lambda text: len(text) <= SHORT_TITLE)
    short = reference.model_copy(update={"title": title})
    bare = short.model_copy(update={"link": None})
    return [plain.model_copy(update={"reference": smaller}) for smaller in (short, bare)]


def _has_long_link(quotation: Quotation) -> bool:
    reference = quotation.reference
    return reference is not None and reference.link is not None and len(reference.link.url) > LONG_LINK


def _cut(quotation: Quotation, text: str) -> Quotation:
    """The quotation with a shorter text, and the marks that stand in it."""
    marks = tuple(Span(start, min(end, len(text))) for start, end in quotation.marks if start < len(text))
    return quotation.model_copy(update={"text": text, "marks": marks, "cut": quotation.cut or len(text) < len(quotation.text)})


def _fit_listing(listing: Listing, fits: Fits) -> Listing | None:
    """The last items go; a first item that is too long by itself is shortened."""

    def first(count: int) -> Listing:
        gone = len(listing.items) - count
        return listing.model_copy(update={"items": listing.items[:count], "left_out": listing.left_out + gone})

    count = bisect_right(range(1, len(listing.items) + 1), 0, key=lambda n: not fits(first(n)))
    if count or not listing.items:
        return first(count) if count else None
    return _with_short_item(first(1), fits)


def _with_short_item(listing: Listing, fits: Fits) -> Listing | None:
    item = listing.items[0]

    def holding(smaller: Item) -> Listing:
        return listing.model_copy(update={"items": (smaller,)})

    for smaller in (item.model_copy(update={"detail": ""}), item.model_copy(update={"detail": "", "link": None})):
        text = shorten(smaller.text, lambda text, whole=smaller: fits(holding(whole.model_copy(update={"text": text}))))  # type: ignore[misc]  # bound now
        if text:
            return holding(smaller.model_copy(update={"text": text}))
    return None


def _shortened(block: Line | Reference, field: str, fits: Fits) -> Line | Reference | None:
    text = shorten(getattr(block, field), lambda text: fits(block.model_copy(update={field: text})))
    return block.model_copy(update={field: text}) if text else None


def utf16(text: str) -> int:
    """How many units of UTF-16 the text takes: what chat programs count as its characters, and the most that any counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, fits: Callable[[str], bool]) -> str:
    """`text` where it fits, else as much of it as does, with an ellipsis; "" where nothing does."""
    if fits(text):
        return text
    start = longest(text, lambda start: fits(start + ELLIPSIS))
    return start + ELLIPSIS if start else ""


def longest(text: str, fits: Callable[[str], bool]) -> str:
    """The longest start of `text` that fits and ends at white space or, in a run without any, between graphemes and not in an address."""
    if fits(text):
        return text
    boundaries = _boundaries(text)
    spaces = [found.start() for found in _SPACE.finditer(text) if found.start() in boundaries]
    end = _last(text, spaces, fits)
    following = next((space for space in spaces if space > end), len(text))
    if _ADDRESS.match(text, end) is None and (end == 0 or following - end > MAX_WORD):
        end = _last(text, sorted(b for b in boundaries if end < b < following), fits) or end
    return text[:end].rstrip()


def _last(text: str, ends: list[int], fits: Callable[[str], bool]) -> int:
    """The last of the ends that fits; 0 where none does."""
    place = bisect_right(ends, 0, key=lambda end: not fits(text[:end].rstrip()))
    return ends[place - 1] if place else 0


def _boundaries(text: str) -> frozenset[int]:
    """Where graphemes end (Unicode UAX #29)."""
    if text.isascii():
        return frozenset(range(1, len(text) + 1))
    from wcwidth import iter_graphemes

    ends, end = [], 0
    for grapheme in iter_graphemes(text):
        end += len(grapheme)
        ends.append(end)
    return frozenset(ends)
